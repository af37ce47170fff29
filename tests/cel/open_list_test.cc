// Lists with members that are only possible, and lists that may have more.
#include <string>
#include <utility>
#include <vector>

#include "cel/evaluation.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

Value ListOf(std::vector<std::pair<int, bool>> members, bool open) {
  List list;
  for (const auto& [n, certain] : members) {
    list.items.push_back({Value::Int(n), certain});
  }
  list.open = open;
  if (open) list.why.needs = {"the whole plan"};
  for (const auto& [n, certain] : members) {
    if (!certain) list.why.waits_for = {Origin{7, cty::Path().Attr("m")}};
  }
  return Value::MakeList(std::move(list));
}

Variables Lists() {
  return {
      {"closed", ListOf({{1, true}, {2, true}}, false)},
      {"open", ListOf({{1, true}, {2, true}}, true)},
      {"maybe", ListOf({{1, true}, {2, false}}, false)},
      {"empty_open", ListOf({}, true)},
      {"only_maybe", ListOf({{2, false}}, false)},
      {"nested", Value::MakeList({ListOf({{1, true}, {2, false}}, false),
                                  ListOf({{3, true}}, true)})},
  };
}

struct Row {
  const char* expression;
  const char* want;
};

class OpenLists : public ::testing::TestWithParam<Row> {};

TEST_P(OpenLists, Decide) {
  EXPECT_EQ(EvalText(GetParam().expression, Lists()), GetParam().want)
      << GetParam().expression;
}

INSTANTIATE_TEST_SUITE_P(
    Exists, OpenLists,
    ::testing::Values(Row{"closed.exists(x, x == 2)", "true"},
                      Row{"closed.exists(x, x == 3)", "false"},
                      Row{"open.exists(x, x == 2)", "true"},
                      Row{"open.exists(x, x == 3)", "(unknown)"},
                      Row{"maybe.exists(x, x == 1)", "true"},
                      Row{"maybe.exists(x, x == 2)", "(unknown)"},
                      Row{"maybe.exists(x, x == 3)", "false"},
                      Row{"empty_open.exists(x, true)", "(unknown)"},
                      Row{"only_maybe.exists(x, true)", "(unknown)"},
                      Row{"only_maybe.exists(x, false)", "false"},
                      // What may not be there breaks nothing for sure.
                      Row{"only_maybe.exists(x, x / 0 == 1)", "(unknown)"}));

INSTANTIATE_TEST_SUITE_P(
    All, OpenLists,
    ::testing::Values(Row{"closed.all(x, x > 0)", "true"},
                      Row{"closed.all(x, x > 1)", "false"},
                      Row{"open.all(x, x > 0)", "(unknown)"},
                      Row{"open.all(x, x > 1)", "false"},
                      Row{"maybe.all(x, x > 0)", "true"},
                      Row{"maybe.all(x, x > 1)", "false"},
                      Row{"maybe.all(x, x < 2)", "(unknown)"},
                      Row{"empty_open.all(x, false)", "(unknown)"}));

INSTANTIATE_TEST_SUITE_P(
    ExistsOne, OpenLists,
    ::testing::Values(Row{"closed.exists_one(x, x == 1)", "true"},
                      Row{"open.exists_one(x, x == 1)", "(unknown)"},
                      Row{"open.exists_one(x, x > 0)", "false"},
                      Row{"maybe.exists_one(x, x == 1)", "true"},
                      Row{"maybe.exists_one(x, x == 2)", "(unknown)"},
                      Row{"maybe.exists_one(x, x > 0)", "(unknown)"},
                      Row{"maybe.exists_one(x, x > 2)", "false"}));

INSTANTIATE_TEST_SUITE_P(
    Sizes, OpenLists,
    ::testing::Values(
        Row{"closed.size()", "2"}, Row{"size(open) >= 2", "true"},
        Row{"size(open) >= 3", "(unknown)"}, Row{"size(open) < 2", "false"},
        Row{"maybe.size() == 2", "(unknown)"}, Row{"maybe.size() <= 2", "true"},
        Row{"maybe.size() >= 1", "true"}, Row{"maybe.size() > 2", "false"},
        Row{"maybe.size() == 0", "false"},
        Row{"empty_open.size() > 0", "(unknown)"}));

INSTANTIATE_TEST_SUITE_P(In, OpenLists,
                         ::testing::Values(Row{"1 in open", "true"},
                                           Row{"3 in open", "(unknown)"},
                                           Row{"2 in maybe", "(unknown)"},
                                           Row{"1 in maybe", "true"},
                                           Row{"3 in maybe", "false"}));

INSTANTIATE_TEST_SUITE_P(
    Derived, OpenLists,
    ::testing::Values(
        Row{"maybe.map(x, x * 10)", "[10, (possibly) 20]"},
        Row{"open.map(x, x * 10)", "[10, 20, (possibly more)]"},
        Row{"maybe.filter(x, x > 1)", "[(possibly) 2]"},
        Row{"open.filter(x, x > 1)", "[2, (possibly more)]"},
        Row{"open.map(x, x > 1, x + 1)", "[3, (possibly more)]"},
        Row{"maybe + [3]", "[1, (possibly) 2, 3]"},
        Row{"open + [3]", "[1, 2, 3, (possibly more)]"},
        Row{"maybe.distinct()", "[1, (possibly) 2]"},
        Row{"(maybe + [2]).distinct()", "[1, 2]"},
        Row{"nested.flatten()", "[1, (possibly) 2, 3, (possibly more)]"},
        Row{"maybe[0]", "1"}, Row{"maybe[1]", "(unknown)"}, Row{"open[0]", "1"},
        Row{"open[5]", "(unknown)"}, Row{"open[?5].hasValue()", "(unknown)"},
        Row{"maybe == [1, 2]", "(unknown)"}, Row{"maybe.sort()", "(unknown)"},
        Row{"maybe.map(x, string(x)).join(',')", "(unknown)"}));

TEST(OpenLists, ReasonsTravel) {
  Variables lists = Lists();
  const Outcome open = Judge("open.exists(x, x == 3)", lists);
  EXPECT_EQ(open.unknown.needs, std::vector<std::string>{"the whole plan"});
  const Outcome maybe = Judge("maybe.filter(x, x > 1).size() > 0", lists);
  EXPECT_EQ(Paths(maybe.unknown.waits_for), "7:m");
}

TEST(OpenLists, AnUnknownPredicateLeavesAMemberPossible) {
  Variables lists = Lists();
  lists["u"] = UnknownOf("u");
  EXPECT_EQ(EvalText("closed.filter(x, x == 1 || u)", lists),
            "[1, (possibly) 2]");
  const Outcome outcome =
      Judge("closed.filter(x, x == 1 || u).size() == 2", lists);
  EXPECT_EQ(outcome.truth, Truth::kUnknown);
  EXPECT_EQ(Paths(outcome.unknown.waits_for), "7:u");
  EXPECT_EQ(EvalText("closed.filter(x, x == 1 || u).exists(x, x == 1)", lists),
            "true");
}

}  // namespace
}  // namespace compliance::cel
