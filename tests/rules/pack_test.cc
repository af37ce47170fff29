#include "rules/pack.h"

#include <string>
#include <vector>

#include "compliance/rules/rule_set.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rules/rule_files.h"
#include "support/status.h"

namespace compliance::rules {
namespace {

std::string PackOfAll() {
  std::vector<const Rule*> rules;
  for (const RuleFile& file : AllRuleFiles()) rules.push_back(file.rule.get());
  return EncodePack(rules);
}

TEST(Pack, KeepsEveryRule) {
  ASSERT_OK_AND_ASSIGN(const auto decoded, DecodePack(PackOfAll()));
  ASSERT_EQ(decoded.size(), AllRuleFiles().size());
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const Rule& a = *AllRuleFiles()[i].rule;
    const Rule& b = *decoded[i];
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.title, b.title);
    EXPECT_EQ(a.failure, b.failure);
    EXPECT_EQ(a.severity, b.severity);
    EXPECT_EQ(a.intent, b.intent);
    EXPECT_EQ(a.target, b.target);
    EXPECT_EQ(a.resources, b.resources);
    EXPECT_EQ(a.having, b.having);
    EXPECT_EQ(a.on, b.on);
    EXPECT_EQ(a.require.source(), b.require.source());
    EXPECT_EQ(a.when.empty(), b.when.empty());
    EXPECT_EQ(a.each.empty(), b.each.empty());
    EXPECT_EQ(a.message.size(), b.message.size());
    EXPECT_EQ(a.fix, b.fix);
    EXPECT_EQ(a.requirements, b.requirements);
    EXPECT_EQ(a.aliases, b.aliases);
    EXPECT_EQ(a.subsumes, b.subsumes);
    EXPECT_EQ(a.profile, b.profile);
    EXPECT_EQ(a.enforcement, b.enforcement);
    EXPECT_EQ(a.needs.configuration, b.needs.configuration);
    EXPECT_EQ(a.needs.whole_plan, b.needs.whole_plan);
    EXPECT_EQ(a.source, b.source);
    ASSERT_EQ(a.parameters.size(), b.parameters.size());
    for (std::size_t p = 0; p < a.parameters.size(); ++p) {
      EXPECT_EQ(a.parameters[p].name, b.parameters[p].name);
      EXPECT_EQ(a.parameters[p].default_value, b.parameters[p].default_value);
    }
  }
}

TEST(Pack, DecodedRulesJudgeAlike) {
  ASSERT_OK_AND_ASSIGN(const auto decoded, DecodePack(PackOfAll()));
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    for (const Example& example : AllRuleFiles()[i].examples) {
      EXPECT_EQ(VerdictAt(JudgePlan(*decoded[i], *example.plan, example),
                          example.address),
                example.verdict)
          << example.where;
    }
  }
}

TEST(Pack, DamageIsAnError) {
  const std::string pack = PackOfAll();
  EXPECT_FALSE(DecodePack("").ok());
  EXPECT_FALSE(DecodePack("CRULES0\n").ok());
  EXPECT_FALSE(DecodePack(pack + "x").ok());
  for (std::size_t size = 0; size < pack.size(); size += 61) {
    EXPECT_FALSE(DecodePack(pack.substr(0, size)).ok()) << size;
  }
  // A flipped byte may go unseen inside a text, but never crashes.
  for (std::size_t at = 8; at < pack.size(); at += 31) {
    std::string damaged = pack;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xFF);
    static_cast<void>(DecodePack(damaged));
  }
}

TEST(BuiltIn, HoldsEveryRuleFile) {
  std::vector<std::string> in_files;
  for (const RuleFile& file : AllRuleFiles()) in_files.push_back(file.rule->id);
  std::vector<std::string> carried;
  for (const auto& rule : RuleSet::BuiltIn().rules()) {
    carried.push_back(rule->id);
  }
  EXPECT_THAT(carried, ::testing::UnorderedElementsAreArray(in_files));
}

TEST(BuiltIn, HoldsTheRulesInIdOrder) {
  const RuleSet& rules = RuleSet::BuiltIn();
  ASSERT_FALSE(rules.rules().empty());
  EXPECT_EQ(&rules, &RuleSet::BuiltIn());
  for (std::size_t i = 1; i < rules.rules().size(); ++i) {
    EXPECT_LT(rules.rules()[i - 1]->id, rules.rules()[i]->id);
  }
  ASSERT_NE(rules.Find("CKV_AWS_16"), nullptr);
  EXPECT_EQ(rules.Find("CKV_AWS_16"), rules.Find("aws.rds.storage_encrypted"));
  EXPECT_EQ(rules.Find("aws.rds.nothing"), nullptr);
}

}  // namespace
}  // namespace compliance::rules
