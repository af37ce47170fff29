// Real plans of many Terraform versions, where they are at hand.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "compliance/plan/load.h"
#include "compliance/plan/query.h"

namespace compliance::plan {
namespace {

std::vector<std::filesystem::path> Files(const std::string& folder,
                                         const std::string& ending) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  const std::filesystem::path root =
      std::filesystem::path(COMPLIANCE_SHARED_DIR) / folder;
  for (std::filesystem::directory_iterator it(root, error), end;
       !error && it != end; it.increment(error)) {
    if (absl::EndsWith(it->path().string(), ending)) {
      files.push_back(it->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string Unzip(const std::filesystem::path& path) {
  const std::string command = absl::StrCat("gzip -dc '", path.string(), "'");
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"),
                                             &pclose);
  std::string out;
  std::array<char, 65536> buffer;
  while (pipe != nullptr) {
    const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe.get());
    if (n == 0) break;
    out.append(buffer.data(), n);
  }
  return out;
}

// Asks everything of every argument: no question may fail or crash.
void AskEverything(const Plan& plan) {
  const Query query(plan);
  for (const Resource& resource : plan.resources) {
    EXPECT_TRUE(Address::Parse(resource.address.ToString()).ok());
    for (const auto& [path, expression] : resource.expressions) {
      query.Configured(resource, path);
      query.Literal(resource, path);
      for (const Member& member :
           query.References(resource, path, {}).members) {
        EXPECT_NE(member.resource, nullptr);
        EXPECT_EQ(member.certain, member.waits_for.empty());
      }
    }
    query.Linked(resource, "aws_s3_bucket_policy",
                 cty::Path({cty::AttributeName{"bucket"}}));
  }
}

TEST(SharedPlans, AllLoad) {
  const auto files = Files("plans", ".json");
  if (files.empty()) GTEST_SKIP() << "no shared plans";
  for (const auto& file : files) {
    SCOPED_TRACE(file.string());
    const absl::StatusOr<Plan> plan = LoadPlanJson(ReadFile(file));
    ASSERT_TRUE(plan.ok()) << plan.status();
    EXPECT_TRUE(plan->closed);
    EXPECT_FALSE(plan->resources.empty());
    AskEverything(*plan);
  }
}

// File name -> the number of its resource_changes, as someone else counted it.
std::map<std::string, std::size_t> IndexedCounts() {
  std::map<std::string, std::size_t> counts;
  const std::string index = ReadFile(
      std::filesystem::path(COMPLIANCE_SHARED_DIR) / "plans" / "INDEX.tsv");
  for (const absl::string_view line :
       absl::StrSplit(index, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    std::size_t count = 0;
    if (columns.size() > 7 && absl::SimpleAtoi(columns[7], &count)) {
      counts[columns[0]] = count;
    }
  }
  return counts;
}

// What only the prior state has is added to them: data that was read, and what
// -target left alone. So the state is hidden here.
TEST(SharedPlans, HoldAllResourceChanges) {
  const auto counts = IndexedCounts();
  if (counts.empty()) GTEST_SKIP() << "no shared plans";
  for (const auto& [name, count] : counts) {
    SCOPED_TRACE(name);
    const std::string text =
        ReadFile(std::filesystem::path(COMPLIANCE_SHARED_DIR) / "plans" / name);
    const absl::StatusOr<Plan> plan = LoadPlanJson(
        absl::StrReplaceAll(text, {{"\"prior_state\"", "\"hidden\""}}));
    ASSERT_TRUE(plan.ok()) << plan.status();
    EXPECT_EQ(plan->resources.size(), count);
  }
}

TEST(SharedPlans, LabelledPlansLoad) {
  const auto files = Files("labelled", ".json.gz");
  if (files.empty()) GTEST_SKIP() << "no labelled plans";
  for (const auto& file : files) {
    SCOPED_TRACE(file.string());
    const absl::StatusOr<Plan> plan = LoadPlanJson(Unzip(file));
    ASSERT_TRUE(plan.ok()) << plan.status();
    EXPECT_TRUE(plan->has_configuration);
    AskEverything(*plan);
  }
}

}  // namespace
}  // namespace compliance::plan
