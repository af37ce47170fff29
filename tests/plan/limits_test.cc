// Plan JSON that nobody's Terraform writes: an error that says what is wrong,
// or the value as it stands, and neither a crash nor a plan with less in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "compliance/cty/value.h"
#include "compliance/plan/load.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {
namespace {

using ::testing::HasSubstr;

std::string Repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// A plan with one resource whose attribute `v` is written as `value`.
std::string PlanWith(const std::string& value) {
  return absl::StrCat(
      R"({"format_version": "1.2", "resource_changes": [)",
      R"({"address": "x_t.a", "change": {"actions": ["create"],)",
      R"( "before": null, "after": {"v": )", value, "}}}]}");
}

struct Refused {
  const char* name;
  std::string text;
  const char* error;
  friend std::ostream& operator<<(std::ostream& out, const Refused& refused) {
    return out << refused.name;
  }
};

class RefusedPlans : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedPlans, SayWhy) {
  const absl::StatusOr<Plan> plan = LoadPlanJson(GetParam().text);
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ(plan.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(plan.status().message()),
              HasSubstr(GetParam().error));
  EXPECT_LT(plan.status().message().size(), 1000U);
}

std::string Changed(const std::string& from, const std::string& to) {
  return absl::StrReplaceAll(PlanWith("1"), {{from, to}});
}

INSTANTIATE_TEST_SUITE_P(
    Texts, RefusedPlans,
    ::testing::Values(
        Refused{"lists", PlanWith(Repeat("[", 100000)),
                "nests deeper than 200"},
        Refused{"objects", PlanWith(Repeat("{\"a\":", 100000)),
                "nests deeper than 200"},
        Refused{"closed", PlanWith(Repeat("[", 100000) + Repeat("]", 100000)),
                "nests deeper than 200"},
        Refused{"exponent", PlanWith("1e999"), "out of range"},
        Refused{"digits", PlanWith(Repeat("9", 1000)), "out of range"},
        Refused{"plus", PlanWith("+1"), "malformed"},
        Refused{"hexadecimal", PlanWith("0x10"), "malformed"},
        Refused{"nan", PlanWith("NaN"), "malformed"},
        Refused{"zero_byte", PlanWith(std::string("\"a\0b\"", 5)), "malformed"},
        Refused{"zero_byte_between", PlanWith(std::string("1\0", 2)),
                "malformed"},
        Refused{"latin_1", PlanWith("\"\xe9\""), "malformed"},
        Refused{"overlong", PlanWith("\"\xc0\xaf\""), "malformed"},
        Refused{"surrogate_bytes", PlanWith("\"\xed\xa0\x80\""), "malformed"},
        Refused{"lone_high", PlanWith(R"("\ud800")"), "malformed"},
        Refused{"lone_low", PlanWith(R"("\udc00")"), "malformed"},
        Refused{"two_documents", PlanWith("1") + "{}", "malformed"},
        Refused{"utf_32", std::string("\xff\xfe\0\0{\0\0\0", 8),
                "does not start with"},
        Refused{"address_with_more", Changed("x_t.a", R"(x_t.a\n::error::x)"),
                R"(address "x_t.a\n::error::x")"},
        Refused{"no_actions", Changed(R"("actions": ["create"],)", ""),
                R"(resource_changes[0]: its "actions" are no list of words)"},
        Refused{"empty_actions", Changed(R"(["create"])", "[]"),
                "no list of words"},
        Refused{"one_action", Changed(R"(["create"])", R"("create")"),
                "no list of words"},
        Refused{"number_action", Changed(R"(["create"])", "[1]"),
                "no list of words"},
        Refused{"nothing_planned", Changed(R"({"v": 1})", "null"),
                R"(resource_changes[0]: its "after" is no object)"},
        Refused{"text_planned", Changed(R"({"v": 1})", R"("v")"),
                R"(its "after" is no object)"}),
    [](const auto& test) { return test.param.name; });

struct Taken {
  const char* name;
  std::string json;
  cty::Value value;
};

TEST(OddValues, StandAsTheyAre) {
  const std::string long_text = Repeat("0123456789", 1000000);
  const Taken cases[] = {
      {"ten megabytes", absl::StrCat("\"", long_text, "\""),
       cty::Value::String(long_text)},
      {"an escaped zero byte", R"("a\u0000b")",
       cty::Value::String(absl::string_view("a\0b", 3))},
      {"a pair of surrogates", R"("\ud83d\ude00")",
       cty::Value::String("\xf0\x9f\x98\x80")},
      {"a small number", "1e-300",
       cty::Value::Number(*cty::Number::Parse("1e-300"))},
      {"many digits", "0.1234567890123456789",
       cty::Value::Number(*cty::Number::Parse("0.1234567890123456789"))},
      {"the last of a name", R"(1, "v": 2)", cty::Value::Number(2)},
  };
  for (const Taken& taken : cases) {
    const absl::StatusOr<Plan> plan = LoadPlanJson(PlanWith(taken.json));
    ASSERT_TRUE(plan.ok()) << taken.name << ": " << plan.status();
    const cty::Value* value = plan->resources.at(0).planned.Find("v");
    ASSERT_NE(value, nullptr) << taken.name;
    EXPECT_TRUE(*value == taken.value) << taken.name;
  }
}

TEST(OddValues, NothingMayStayNothing) {
  const absl::StatusOr<Plan> plan = LoadPlanJson(absl::StrReplaceAll(
      PlanWith("1"), {{R"({"v": 1})", "null"}, {"create", "no-op"}}));
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_TRUE(plan->resources.at(0).planned.IsNull());
}

TEST(OddValues, KeysOfInstancesHoldAnything) {
  const absl::StatusOr<Plan> plan =
      LoadPlanJson(Changed("x_t.a", R"(x_t.a[\"a\\\"b\\n\\u001b[31m\"])"));
  ASSERT_TRUE(plan.ok()) << plan.status();
  const Address& address = plan->resources.at(0).address;
  EXPECT_EQ(address.key, cty::Step(cty::MapKey{"a\"b\n\x1b[31m"}));
  // Neither a line nor a terminal is broken by it.
  EXPECT_EQ(address.ToString(), R"(x_t.a["a\"b\n\u001b[31m"])");
}

}  // namespace
}  // namespace compliance::plan
