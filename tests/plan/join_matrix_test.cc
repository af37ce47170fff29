// How resources find each other, over plans that the real terraform wrote:
// every way to write a configuration (rows) by every pair of types that rules
// join (columns). The sources lie beside the plans in
// tests/testdata/plans/joins.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "compliance/plan/query.h"
#include "plan/golden_plan.h"

namespace compliance::plan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Addresses with % for the block.
struct Pair {
  std::string target, link;
};

struct Row {
  std::string folder;
  std::vector<Pair> pairs;
  std::vector<std::string> bare;  // targets that nothing points to
  // Plan JSON writes module.m[each.key].out as module.m and each.key: the
  // output is lost, and any of the instance's outputs may be the one.
  bool shows_attribute = true;
};

struct Column {
  std::string name;
  std::string target;  // the target's block, without its name
  std::string target_name;
  std::string link;  // the type that points to it
  std::string attribute;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.folder; }
void PrintTo(const Column& column, std::ostream* out) { *out << column.name; }

std::string Named(const std::string& address, const std::string& block) {
  return absl::StrReplaceAll(address, {{"%", block}});
}

const std::vector<Row>& Rows() {
  static const auto& rows = *new std::vector<Row>{
      {"plain", {{"%", "%"}}, {"%"}},
      {"count", {{"%[0]", "%[0]"}, {"%[1]", "%[1]"}}, {"%"}},
      {"for_each_constants",
       {{R"(%["x"])", R"(%["x"])"}, {R"(%["y"])", R"(%["y"])"}},
       {"%"}},
      {"for_each_resources",
       {{R"(%["x"])", R"(%["x"])"}, {R"(%["y"])", R"(%["y"])"}},
       {"%"}},
      {"module", {{"module.store.%", "module.guard.%"}}, {"module.store.%"}},
      {"module_for_each",
       {{R"(module.store["x"].%)", R"(module.guard["x"].%)"},
        {R"(module.store["y"].%)", R"(module.guard["y"].%)"}},
       {R"(module.store["x"].%)", R"(module.store["y"].%)"},
       /*shows_attribute=*/false},
      {"module_for_each_values",
       {{R"(module.store["x"].%)", R"(module.guard["x"].%)"},
        {R"(module.store["y"].%)", R"(module.guard["y"].%)"}},
       {R"(module.store["x"].%)", R"(module.store["y"].%)"}},
      {"nested",
       {{R"(module.outer["x"].module.store.%)",
         R"(module.outer["x"].module.guard.%)"},
        {R"(module.outer["y"].module.store.%)",
         R"(module.outer["y"].module.guard.%)"}},
       {R"(module.outer["x"].module.store.%)",
        R"(module.outer["y"].module.store.%)"}},
      {"alias", {{"%", "%"}}, {"%"}},
  };
  return rows;
}

const std::vector<Column>& Columns() {
  static const auto& columns = *new std::vector<Column>{
      {"PublicAccessBlock", "aws_s3_bucket", "b",
       "aws_s3_bucket_public_access_block", "bucket"},
      {"Encryption", "aws_s3_bucket", "b",
       "aws_s3_bucket_server_side_encryption_configuration", "bucket"},
      {"Versioning", "aws_s3_bucket", "b", "aws_s3_bucket_versioning",
       "bucket"},
      {"BucketPolicy", "aws_s3_bucket", "b", "aws_s3_bucket_policy", "bucket"},
      {"SecurityGroupRule", "aws_security_group", "g",
       "aws_security_group_rule", "security_group_id"},
      {"SubnetGroup", "aws_subnet", "s", "aws_db_subnet_group", "subnet_ids"},
      {"LogGroupKey", "aws_kms_key", "k", "aws_cloudwatch_log_group",
       "kms_key_id"},
  };
  return columns;
}

class JoinMatrix : public ::testing::TestWithParam<std::tuple<Row, Column>> {
 protected:
  const Row& row() const { return std::get<0>(GetParam()); }
  const Column& column() const { return std::get<1>(GetParam()); }

  std::string Target(const Pair& pair) const {
    return Named(pair.target,
                 absl::StrCat(column().target, ".", column().target_name));
  }
  std::string Link(const Pair& pair) const {
    return Named(pair.link, absl::StrCat(column().link, ".l"));
  }

  // As the member of an answer.
  std::string Member(const std::string& address) const {
    return absl::StrCat(address, row().shows_attribute ? "" : "?");
  }

  const Plan plan_ = GoldenPlan(absl::StrCat("joins/", row().folder));
  const Query query_{plan_};
};

TEST_P(JoinMatrix, ATargetHasItsOwnPartner) {
  for (const Pair& pair : row().pairs) {
    EXPECT_THAT(Texts(query_.Linked(At(plan_, Target(pair)), column().link,
                                    Attr(column().attribute))),
                ElementsAre(Member(Link(pair))));
  }
}

TEST_P(JoinMatrix, APartnerRefersToItsOwnTarget) {
  for (const Pair& pair : row().pairs) {
    EXPECT_THAT(
        Texts(query_.References(At(plan_, Link(pair)), Attr(column().attribute),
                                {column().target})),
        ElementsAre(Member(Target(pair))));
  }
}

// In a closed plan a target without partner is surely without.
TEST_P(JoinMatrix, ABareTwinHasNone) {
  for (const std::string& bare : row().bare) {
    const std::string target =
        Named(bare, absl::StrCat(column().target, ".bare"));
    EXPECT_THAT(Texts(query_.Linked(At(plan_, target), column().link,
                                    Attr(column().attribute))),
                IsEmpty());
  }
}

// What points to a thing is set, and not to null.
TEST_P(JoinMatrix, TheArgumentIsConfigured) {
  for (const Pair& pair : row().pairs) {
    EXPECT_EQ(
        query_.Configured(At(plan_, Link(pair)), Attr(column().attribute)),
        Truth::kTrue);
  }
}

// The same plan, with more around it that it does not show: what was found
// stays found, and nothing is surely missing.
TEST_P(JoinMatrix, AnOpenPlanHasNoSureAbsence) {
  Plan plan = GoldenPlan(absl::StrCat("joins/", row().folder));
  plan.closed = false;
  const Query query(plan);
  for (const Pair& pair : row().pairs) {
    EXPECT_THAT(Texts(query.Linked(At(plan, Target(pair)), column().link,
                                   Attr(column().attribute))),
                ElementsAre(Member(Link(pair)), "..."));
  }
  for (const std::string& bare : row().bare) {
    const std::string target =
        Named(bare, absl::StrCat(column().target, ".bare"));
    EXPECT_THAT(Texts(query.Linked(At(plan, target), column().link,
                                   Attr(column().attribute))),
                ElementsAre("..."));
  }
}

INSTANTIATE_TEST_SUITE_P(AllForms, JoinMatrix,
                         ::testing::Combine(::testing::ValuesIn(Rows()),
                                            ::testing::ValuesIn(Columns())),
                         [](const auto& test) {
                           return absl::StrCat(std::get<0>(test.param).folder,
                                               "_",
                                               std::get<1>(test.param).name);
                         });

}  // namespace
}  // namespace compliance::plan
