// Holds what we say of expressions with unknowns to what the real terraform
// plans for them (record_unknowns.py): what it knows we know the same, or not;
// what it does not know at all, we do not know as a whole. The first
// expressions are written by hand, the others by RandomExpression.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "compliance/cty/origin.h"
#include "gtest/gtest.h"
#include "hcl/evaluation.h"
#include "nlohmann/json.hpp"

namespace compliance {
namespace {

using cty::Type;
using cty::Value;
using nlohmann::json;

constexpr char kRecorded[] =
    COMPLIANCE_SOURCE_DIR "/tests/testdata/hcl/unknowns/recorded.json";

// The locals of main.tf.
hcl::Names Locals() {
  const auto late = [](const char* name, const Type& type,
                       cty::Refinement refinement = {}) {
    return UnknownOf(type, {"r", cty::Path().Attr(name)}, refinement);
  };
  const Type list = Type::List(Type::String());
  cty::Refinement never_null;
  never_null.not_null = true;
  const Value a = late("a", Type::String());
  const Value b = late("b", Type::String());
  const Value k = Value::String("k");
  const Value locals = Value::Object({
      {"a", a},
      {"b", b},
      {"s", late("s", Type::String(), never_null)},
      {"n", late("n", Type::Number())},
      {"f", late("f", Type::Bool())},
      {"l", late("l", list)},
      {"o", late("o", Type::Object({{"x", Type::String()}, {"y", list}}))},
      {"u", late("u", Type::Dynamic())},
      {"h", late("h", Type::String()).WithSensitive()},
      {"t", Value::Tuple({a, k, b})},
      {"m", Value::Map(Type::String(), {{"a", a}, {"k", k}})},
  });
  return testing::NamesOf({{"local", locals}});
}

class Comparison {
 public:
  // Whether what we know is what terraform knows.
  bool Holds(const Value& value, const json& after, const json& unknown) {
    if (unknown == true) return !value.IsWhollyKnown();
    if (value.IsUnknown()) {
      ++missed_;
      return true;
    }
    ++known_;
    if (value.IsNull()) return after.is_null();
    switch (value.type().kind()) {
      case Type::Kind::kBool:
        return after == value.AsBool();
      case Type::Kind::kNumber:
        return after == value.AsNumber().AsDouble();
      case Type::Kind::kString:
        return after == value.AsString();
      case Type::Kind::kMap:
      case Type::Kind::kObject:
        return MembersHold(value.AsAttributes(), after, unknown);
      case Type::Kind::kDynamic:
      case Type::Kind::kList:
      case Type::Kind::kSet:
      case Type::Kind::kTuple:
        break;
    }
    return ElementsHold(value.AsElements(), after, unknown);
  }

  int known() const { return known_; }
  int missed() const { return missed_; }

 private:
  // `unknown` is false for what is known as a whole, and leaves out members of
  // which nothing is unknown.
  static json At(const json& unknown, const std::string& name) {
    return unknown.is_object() && unknown.contains(name) ? unknown.at(name)
                                                         : json(false);
  }

  bool MembersHold(const Value::Attributes& members, const json& after,
                   const json& unknown) {
    return after.is_object() &&
           std::all_of(members.begin(), members.end(), [&](const auto& member) {
             const json value = after.value(member.first, json());
             return Holds(member.second, value, At(unknown, member.first));
           });
  }

  bool ElementsHold(const Value::Elements& elements, const json& after,
                    const json& unknown) {
    if (!after.is_array() || after.size() != elements.size()) return false;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const bool listed = unknown.is_array() && i < unknown.size();
      if (!Holds(elements[i], after[i], listed ? unknown[i] : json(false))) {
        return false;
      }
    }
    return true;
  }

  int known_ = 0;
  int missed_ = 0;
};

TEST(EvaluateUnknowns, AreThoseOfThePlan) {
  std::ifstream file(kRecorded);
  const json recorded = json::parse(file);
  ASSERT_GE(recorded.size(), 250U);
  const hcl::Names names = Locals();
  Comparison comparison;
  for (const json& entry : recorded) {
    const std::string text = entry.at("expression");
    const json& result = entry.at("result");
    const Value value = hcl::Evaluate(testing::ExpressionOf(text), names);
    const bool holds =
        result.is_null()
            ? value.IsUnknown()
            : comparison.Holds(value, result.at("after"), result.at("unknown"));
    EXPECT_TRUE(holds) << text << "\nis " << result << "\nnot "
                       << value.WithSensitive(false) << " of type "
                       << value.type();
  }
  std::cout << comparison.known() << " known, " << comparison.missed()
            << " known to terraform only\n";
  EXPECT_GT(comparison.known(), comparison.missed() * 10);
}

}  // namespace
}  // namespace compliance
