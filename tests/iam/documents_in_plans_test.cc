// Rules over policies that a data source makes during apply.
#include <fstream>
#include <sstream>
#include <string>

#include "compliance/rules/rule_set.h"
#include "gtest/gtest.h"
#include "rules/read_documents.h"
#include "rules/rule_files.h"

namespace compliance::rules {
namespace {

TEST(PolicyDocuments, AreJudgedBeforeTheyAreRead) {
  for (const char* name : {"no_admin_policy.yaml", "tls_only_policy.yaml"}) {
    std::ifstream in(std::string(COMPLIANCE_SOURCE_DIR) +
                     "/tests/testdata/policies/" + name);
    std::ostringstream text;
    text << in.rdbuf();
    const auto file = LoadRuleFile(name, text.str());
    ASSERT_TRUE(file.ok()) << file.status().message();
    ASSERT_FALSE(file->examples.empty());
    for (const Example& example : file->examples) {
      plan::Plan plan = CopyOf(*example.plan);
      ReadDocuments(plan);
      EXPECT_EQ(
          VerdictAt(JudgePlan(*file->rule, plan, example), example.address),
          example.verdict)
          << example.where << " " << example.note;
    }
  }
}

}  // namespace
}  // namespace compliance::rules
