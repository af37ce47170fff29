// Hostile expressions end in an error, soon.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cel/evaluation.h"
#include "compliance/cel/library.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

constexpr char kTooManySteps[] = "(error: the condition takes too many steps)";

std::string Nested(int depth, const std::string& range) {
  std::string expression = "x0 == -1";
  for (int i = depth - 1; i >= 0; --i) {
    expression = absl::StrCat(range, ".exists(x", i, ", ", expression, ")");
  }
  return expression;
}

TEST(Limits, NestedFoldsRunOutOfSteps) {
  EXPECT_EQ(EvalText(Nested(9, "[1,2,3,4,5,6,7,8,9,10]")), kTooManySteps);
}

TEST(Limits, AbsorptionDoesNotHideIt) {
  EXPECT_EQ(
      EvalText(absl::StrCat(Nested(9, "[1,2,3,4,5,6,7,8,9,10]"), " || true")),
      kTooManySteps);
}

TEST(Limits, TextThatDoublesIsCutOff) {
  std::string expression = "x.size() == 0";
  for (int i = 0; i < 60; ++i) {
    expression = absl::StrCat("cel.bind(x, x + x, ", expression, ")");
  }
  EXPECT_EQ(EvalText(absl::StrCat("cel.bind(x, 'abc', ", expression, ")")),
            "(error: the text grows too long)");
}

TEST(Limits, ListsThatDoubleAreCutOff) {
  std::string expression = "x.size() == 0";
  for (int i = 0; i < 60; ++i) {
    expression = absl::StrCat("cel.bind(x, x + x, ", expression, ")");
  }
  EXPECT_THAT(EvalText(absl::StrCat("cel.bind(x, [1], ", expression, ")")),
              ::testing::HasSubstr("(error: the"));
}

// A graph of shared lists is small, but what it stands for is not.
TEST(Limits, SharedListsRunOutOfStepsWhenCompared) {
  std::string expression = "x == y";
  for (int i = 0; i < 60; ++i) {
    expression = absl::StrCat("cel.bind(x, [x, x], cel.bind(y, [y, y], ",
                              expression, "))");
  }
  EXPECT_EQ(EvalText(absl::StrCat("cel.bind(x, [1], cel.bind(y, [1], ",
                                  expression, "))")),
            kTooManySteps);
}

TEST(Limits, ListsOfTheHostCountByTheirMembers) {
  Library library;
  Function all;
  all.name = "all_of_plan";
  all.apply = [](const Call&) {
    static const Value& list =
        *new Value(Value::MakeList(std::vector<Value>(10000, Value::Int(1))));
    return list;
  };
  library.Add(all);
  EXPECT_EQ(EvalText("size(all_of_plan()) == 10000", {}, &library), "true");
  EXPECT_EQ(
      EvalText("all_of_plan().all(x, size(all_of_plan()) > 0)", {}, &library),
      kTooManySteps);
}

TEST(Limits, ReplaceAndJoinAreCutOff) {
  std::string body = "x.replace('', x)";
  for (int i = 0; i < 8; ++i) {
    body = absl::StrCat("cel.bind(x, x.replace('', x), ", body, ")");
  }
  EXPECT_THAT(EvalText(absl::StrCat("cel.bind(x, '0123456789', ", body, ")")),
              ::testing::HasSubstr("(error: the"));
}

TEST(Limits, LongPatternsAreRefused) {
  EXPECT_THAT(EvalText("'a'.matches('a' + p)",
                       {{"p", Value::String(std::string(5000, 'a'))}}),
              ::testing::HasSubstr("regular expression is longer"));
  EXPECT_THAT(EvalText("'a'.matches('((((a{1,100}){1,100}){1,100}){1,100})' + "
                       "p)",
                       {{"p", Value::String("")}}),
              ::testing::HasSubstr("not a regular expression"));
}

TEST(Limits, DeepDataIsFine) {
  cty::Value value = cty::Value::Number(std::int64_t{1});
  for (int i = 0; i < 120; ++i) value = cty::Value::Tuple({value});
  const Variables self = Self({{"a", value}, {"b", value}});
  EXPECT_EQ(EvalText("self.a == self.b", self), "true");
}

}  // namespace
}  // namespace compliance::cel
