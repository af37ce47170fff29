// Every function against what Terraform made of the same arguments: the tables
// in testdata/lang, recorded by parity.py.
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "compliance/cty/convert.h"
#include "compliance/cty/json.h"
#include "compliance/cty/marks.h"
#include "compliance/lang/functions.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "support/status.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;
using nlohmann::json;

constexpr char kTables[] = COMPLIANCE_SOURCE_DIR "/tests/testdata/lang";

Type TypeOf(const json& type) { return Type::FromJson(type.dump()).value(); }

// An argument: plain JSON for what a literal would be, or an object of one key
// that starts with $.
Value ArgumentOf(const json& argument) {
  if (argument.is_object() && argument.size() == 1) {
    const std::string key = argument.begin().key();
    const json& inner = argument.begin().value();
    if (key == "$unknown") return Value::Unknown(TypeOf(inner));
    if (key == "$sensitive") return ArgumentOf(inner).WithSensitive();
    if (key == "$of") {
      return cty::Convert(ArgumentOf(inner.at(1)), TypeOf(inner.at(0))).value();
    }
    if (key == "$number") {
      return Value::Number(
          cty::Number::Parse(inner.get<std::string>()).value());
    }
  }
  if (argument.is_array()) {
    Value::Elements elements;
    for (const json& element : argument) {
      elements.push_back(ArgumentOf(element));
    }
    return Value::Tuple(std::move(elements));
  }
  if (argument.is_object()) {
    Value::Attributes attributes;
    for (const auto& [name, member] : argument.items()) {
      attributes.emplace(name, ArgumentOf(member));
    }
    return Value::Object(std::move(attributes));
  }
  return cty::DecodeImpliedJson(argument.dump()).value();
}

// How plan JSON shows a value: what is unknown is left out of objects, and null
// elsewhere; and what of it is unknown.
json Known(const Value& value) {
  if (!value.HasContent()) return nullptr;
  if (value.IsWhollyKnown()) {
    return json::parse(cty::EncodeJson(value, value.type()).value());
  }
  if (value.type().kind() == Type::Kind::kMap ||
      value.type().kind() == Type::Kind::kObject) {
    json object = json::object();
    for (const auto& [name, member] : value.AsAttributes()) {
      if (!member.IsUnknown()) object[name] = Known(member);
    }
    return object;
  }
  json array = json::array();
  for (const Value& element : value.AsElements()) {
    array.push_back(Known(element));
  }
  return array;
}

json Unknown(const Value& value) {
  if (value.IsUnknown()) return true;
  if (value.IsWhollyKnown() && (value.type().IsPrimitive() || value.IsNull())) {
    return false;
  }
  if (value.type().kind() == Type::Kind::kMap ||
      value.type().kind() == Type::Kind::kObject) {
    json object = json::object();
    for (const auto& [name, member] : value.AsAttributes()) {
      const json inner = Unknown(member);
      if (inner != false) object[name] = inner;
    }
    return object;
  }
  json array = json::array();
  for (const Value& element : value.AsElements()) {
    array.push_back(Unknown(element));
  }
  return array;
}

struct Case {
  std::string where;
  json row;
};

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const auto& file : std::filesystem::directory_iterator(kTables)) {
    std::ifstream stream(file.path());
    const json table = json::parse(stream);
    for (std::size_t i = 0; i < table.size(); ++i) {
      cases.push_back({file.path().filename().string() + ": " +
                           table[i].at("f").get<std::string>() +
                           table[i].at("args").dump(),
                       table[i]});
    }
  }
  return cases;
}

void Check(const json& row) {
  std::vector<Value> arguments;
  for (const json& argument : row.at("args")) {
    arguments.push_back(ArgumentOf(argument));
  }
  const absl::StatusOr<Value> result =
      Call(row.at("f").get<std::string>(), arguments);
  if (row.contains("refused")) {
    EXPECT_FALSE(result.ok()) << "gives " << *result;
    return;
  }
  ASSERT_TRUE(result.ok()) << result.status();
  if (row.contains("unknown")) {
    EXPECT_EQ(Known(*result), row.at("known"));
    EXPECT_EQ(Unknown(*result), row.at("unknown"));
    return;
  }
  const Type type = TypeOf(row.at("type"));
  EXPECT_EQ(result->IsSensitive(), row.contains("sensitive"));
  // A plan may have rounded the numbers, so that only their text is the same.
  const Value plain = cty::WithoutMarks(*result);
  const Value wanted =
      cty::DecodeJson(row.at("want").get<std::string>(), type).value();
  EXPECT_EQ(plain.type(), type);
  EXPECT_EQ(cty::EncodeJson(plain, plain.type()).value(),
            cty::EncodeJson(wanted, type).value());
}

TEST(Parity, WithTerraform) {
  for (const Case& one : Cases()) {
    SCOPED_TRACE(one.where);
    Check(one.row);
  }
}

TEST(Parity, CoversEveryFunctionTenTimes) {
  std::map<std::string, int> count;
  for (const Case& one : Cases()) ++count[one.row.at("f").get<std::string>()];
  for (const std::string& name : Names()) {
    if (!IsPure(name)) continue;
    EXPECT_GE(count[name], 10) << name;
  }
}

}  // namespace
}  // namespace compliance::lang
