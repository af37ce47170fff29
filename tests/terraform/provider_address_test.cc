#include "terraform/provider_address.h"

#include "gtest/gtest.h"

namespace compliance::terraform {
namespace {

TEST(ProviderAddress, IsCompletedAndNormalized) {
  const struct {
    std::string source;
    std::string terraform;
    std::string open_tofu;
  } kCases[] = {
      {"aws", "registry.terraform.io/hashicorp/aws",
       "registry.opentofu.org/hashicorp/aws"},
      {"acme/aws", "registry.terraform.io/acme/aws",
       "registry.opentofu.org/acme/aws"},
      {"Acme/AWS", "registry.terraform.io/acme/aws",
       "registry.opentofu.org/acme/aws"},
      {"registry.terraform.io/acme/aws", "registry.terraform.io/acme/aws",
       "registry.terraform.io/acme/aws"},
      {"example.com:443/a/b", "example.com/a/b", "example.com/a/b"},
      {"example.com:8443/a/b", "example.com:8443/a/b", "example.com:8443/a/b"},
      {"localhost/a/b-c", "localhost/a/b-c", "localhost/a/b-c"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(ProviderAddress(test.source, false), test.terraform);
    EXPECT_EQ(ProviderAddress(test.source, true), test.open_tofu);
  }
}

TEST(ProviderAddress, RefusesWhatTerraformRefuses) {
  for (const char* source : {"",
                             "/",
                             "a/",
                             "/a",
                             "a//b",
                             "a/b/c/d",
                             "..",
                             "../b",
                             "../../x/y",
                             "example.com/../b",
                             "a_b/c",
                             "a/b_c",
                             "a.b/c",
                             "-/aws",
                             "a/-b",
                             "a/b-",
                             "a/b--c",
                             "acme/terraform-provider-aws",
                             "acme/terraform-x",
                             "a b/c",
                             "./a/b",
                             "host:x/a/b",
                             "host:/a/b",
                             "h:1:2/a/b",
                             "a\n/b"}) {
    EXPECT_EQ(ProviderAddress(source, false), std::nullopt) << source;
  }
}

TEST(ProviderAddress, EndsWithTheType) {
  EXPECT_EQ(ProviderType("registry.terraform.io/hashicorp/aws"), "aws");
}

}  // namespace
}  // namespace compliance::terraform
