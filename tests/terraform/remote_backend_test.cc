#include "compliance/terraform/providers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "terraform/folder.h"
#include "terraform/support.h"

namespace compliance::terraform {
namespace {

std::string Backend(const Folder& folder, Variables variables = {}) {
  return RemoteBackend({folder.path(), false, Of(std::move(variables))});
}

TEST(RemoteBackend, IsInTheConfiguration) {
  const struct {
    std::string file;
    std::string text;
    std::string want;
  } kCases[] = {
      {"main.tf", "terraform {\n  cloud {}\n}\n", "cloud"},
      {"main.tf", "terraform {\n  cloud {\n    organization = \"a\"\n  }\n}\n",
       "cloud"},
      {"main.tf", "terraform {\n  backend \"remote\" {}\n}\n", "remote"},
      {"main.tf", "terraform {\n  backend \"s3\" {}\n}\n", ""},
      {"main.tf", "terraform {\n  backend \"local\" {}\n}\n", ""},
      {"main.tf", "terraform {}\n", ""},
      {"main.tf", "# terraform { cloud {} }\n", ""},
      {"main.tf", "resource \"x\" \"y\" {\n  cloud {}\n}\n", ""},
      {"x.tf.json", R"({"terraform":{"cloud":{}}})", "cloud"},
      {"x.tf.json", R"({"terraform":[{"backend":{"remote":{}}}]})", "remote"},
      {"x.tf.json", R"({"terraform":{"backend":{"s3":{}}}})", ""},
  };
  for (const auto& test : kCases) {
    const Folder folder;
    folder.Write(test.file, test.text);
    EXPECT_EQ(Backend(folder), test.want) << test.text;
    // These fill in what a cloud block leaves out, and make none.
    EXPECT_EQ(Backend(folder,
                      {{"TF_CLOUD_ORGANIZATION", "a"}, {"TF_WORKSPACE", "b"}}),
              test.want)
        << test.text;
    EXPECT_EQ(Backend(folder, {{"TF_FORCE_LOCAL_BACKEND", "1"}}), "");
    folder.Write("z_override.tf", "terraform {\n  backend \"local\" {}\n}\n");
    EXPECT_EQ(Backend(folder), "") << test.text;
  }
}

TEST(RemoteBackend, IsTheOneThatWasInitialized) {
  const Folder folder;
  folder.Write("main.tf", "terraform {\n  cloud {}\n}\n");
  const struct {
    std::string text;
    std::string want;
  } kCases[] = {
      {R"({"version":3,"backend":{"type":"remote","config":{}}})", "remote"},
      {R"({"version":3,"backend":{"type":"cloud","hash":1}})", "cloud"},
      {R"({"version":3,"backend":{"type":"s3"}})", ""},
      {R"({"version":3})", "cloud"},
      {R"({"version":3,"backend":null})", "cloud"},
      {"{", "cloud"},
  };
  for (const auto& test : kCases) {
    folder.Write(".terraform/terraform.tfstate", test.text);
    EXPECT_EQ(Backend(folder), test.want) << test.text;
    folder.Write("data/terraform.tfstate", test.text);
    folder.Write(".terraform/terraform.tfstate", "");
    EXPECT_EQ(Backend(folder, {{"TF_DATA_DIR", "data"}}), test.want);
  }
}

TEST(RemoteBackend, IsNoMatterOfModules) {
  const Folder folder;
  folder.Write("main.tf", "module \"a\" {\n  source = \"./a\"\n}\n");
  folder.Write("a/main.tf", "terraform {\n  cloud {}\n}\n");
  EXPECT_EQ(Backend(folder), "");
}

}  // namespace
}  // namespace compliance::terraform
