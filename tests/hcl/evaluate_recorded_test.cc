// Holds our values to those that the real terraform was recorded with
// (record_expressions.py).
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/hcl/evaluate.h"
#include "compliance/hcl/parse.h"
#include "compliance/hcl/type_constraint.h"
#include "gtest/gtest.h"
#include "hcl/evaluation.h"
#include "nlohmann/json.hpp"

namespace compliance {
namespace {

using cty::Type;
using cty::Value;

constexpr char kFolder[] =
    COMPLIANCE_SOURCE_DIR "/tests/testdata/hcl/expressions/";

std::string ContentOf(const std::string& name) {
  std::ifstream file(kFolder + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

// What main.tf says that names mean.
class Configuration {
 public:
  Configuration() : file_(hcl::Parse(ContentOf("main.tf"))) {
    names_ = testing::NamesOf({});
    names_.resolve = [this](absl::string_view root, const cty::Path& steps) {
      return Resolve(std::string(root), steps);
    };
  }
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;

  const hcl::Names& names() const { return names_; }
  const hcl::ParsedFile& file() const { return file_; }

 private:
  std::optional<hcl::Named> Resolve(const std::string& root,
                                    const cty::Path& steps) const {
    if (steps.empty()) return std::nullopt;
    const auto* step = std::get_if<cty::AttributeName>(&steps.steps().front());
    if (step == nullptr) return std::nullopt;
    if (root == "path") return hcl::Named{Value::String("."), 1};
    if (root == "terraform") return hcl::Named{Value::String("default"), 1};
    for (const hcl::Block& block : file_.body.blocks) {
      if (root == "local" && block.type == "locals") {
        return hcl::Named{
            hcl::Evaluate(block.body.Find(step->name)->expression, names_), 1};
      }
      if (root == "var" && block.labels.size() == 1 &&
          block.labels.front().text == step->name) {
        return hcl::Named{Default(block.body), 1};
      }
    }
    return std::nullopt;
  }

  Value Default(const hcl::Body& variable) const {
    const Value value =
        hcl::Evaluate(variable.Find("default")->expression, names_);
    return hcl::Constrain(value, variable.Find("type")->expression)
        .WithSensitive(variable.Find("sensitive") != nullptr);
  }

  hcl::ParsedFile file_;
  hcl::Names names_;
};

bool Matches(const Value& value, const nlohmann::json& recorded);

bool MembersMatch(const Value::Attributes& members,
                  const nlohmann::json& recorded) {
  return members.size() == recorded.size() &&
         std::all_of(members.begin(), members.end(), [&](const auto& member) {
           return recorded.contains(member.first) &&
                  Matches(member.second, recorded.at(member.first));
         });
}

// Plan JSON has numbers as doubles.
bool Matches(const Value& value, const nlohmann::json& recorded) {
  if (value.IsUnknown()) return false;
  if (value.IsNull()) return recorded.is_null();
  switch (value.type().kind()) {
    case Type::Kind::kBool:
      return recorded == value.AsBool();
    case Type::Kind::kNumber:
      return recorded.is_number() &&
             recorded.get<double>() == value.AsNumber().AsDouble();
    case Type::Kind::kString:
      return recorded == value.AsString();
    case Type::Kind::kMap:
    case Type::Kind::kObject:
      return recorded.is_object() &&
             MembersMatch(value.AsAttributes(), recorded);
    case Type::Kind::kDynamic:
    case Type::Kind::kList:
    case Type::Kind::kSet:
    case Type::Kind::kTuple:
      break;
  }
  const Value::Elements& elements = value.AsElements();
  return recorded.is_array() && elements.size() == recorded.size() &&
         std::equal(elements.begin(), elements.end(), recorded.begin(),
                    Matches);
}

TEST(EvaluateRecorded, GivesWhatTerraformGives) {
  const Configuration configuration;
  ASSERT_TRUE(configuration.file().problems.empty());
  const auto recorded = nlohmann::json::parse(ContentOf("recorded.json"));
  ASSERT_GE(recorded.size(), 150U);
  for (const auto& entry : recorded) {
    const std::string text = entry.at("expression");
    const auto& result = entry.at("result");
    const hcl::Expression expression = testing::ExpressionOf(text);
    const Value value = hcl::Evaluate(expression, configuration.names());
    if (result.is_null()) {
      EXPECT_TRUE(value.IsUnknown()) << text << " is refused, not " << value;
      continue;
    }
    const auto type = Type::FromJson(result.at("type").dump());
    ASSERT_TRUE(type.ok()) << text;
    EXPECT_EQ(value.type(), *type) << text;
    EXPECT_EQ(value.IsSensitive(), result.at("sensitive")) << text;
    EXPECT_TRUE(Matches(value.WithSensitive(false), result.at("value")))
        << text << " is " << result.at("value") << ", not "
        << value.WithSensitive(false);
  }
}

// `can` tells an error from a value, also where the value is unknown to us.
TEST(EvaluateRecorded, RefusesWhatTerraformRefuses) {
  const Configuration configuration;
  const auto recorded = nlohmann::json::parse(ContentOf("recorded.json"));
  for (const auto& entry : recorded) {
    const std::string text = entry.at("expression");
    const hcl::Expression tried = testing::ExpressionOf("can(" + text + ")");
    EXPECT_EQ(hcl::Evaluate(tried, configuration.names()),
              Value::Bool(!entry.at("result").is_null()))
        << text;
  }
}

}  // namespace
}  // namespace compliance
