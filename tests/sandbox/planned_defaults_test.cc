// Plans of empty configurations, compared with what the real provider plans for
// them, for every type in the table.
#include <set>
#include <sstream>
#include <string>

#include "compliance/schema/facts.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "sandbox/plan_file.h"
#include "sandbox/planner.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using cty::Value;
using nlohmann::json;

// {"$unknown": true} as plan JSON has it: a mask beside the values.
json UnknownMask(const json& value) {
  if (value.is_object() && value.size() == 1 && value.contains("$unknown")) {
    return true;
  }
  json mask;
  if (value.is_object()) {
    for (const auto& [name, member] : value.items()) {
      mask[name] = UnknownMask(member);
    }
  } else if (value.is_array()) {
    for (const json& element : value) mask.push_back(UnknownMask(element));
  }
  return mask;
}

// The one deviation that is meant to be: Terraform never plans a resource
// without its required arguments; the real provider answers "" or 0 for them,
// we leave them null.
bool IsRequired(const schema::TypeFacts& facts, const std::string& path) {
  const schema::Attribute* attribute = facts.schema.block.FindAttribute(path);
  return attribute != nullptr && attribute->required;
}

TEST(PlannedDefaults, AreThoseOfTheRealProvider) {
  const std::string text =
      Unpack(COMPLIANCE_SHARED_DIR "/aws/planned-defaults-5.31.jsonl.xz");
  if (text.empty()) GTEST_SKIP() << "no planned defaults beside the project";
  std::istringstream lines(text);
  std::set<std::string> compared;
  for (std::string line; std::getline(lines, line);) {
    const json record = json::parse(line);
    const std::string name = record.at("type");
    const schema::TypeFacts* facts = schema::FindResource(name);
    if (facts == nullptr || !record.contains("planned_without_blocks")) {
      continue;
    }
    const json& answer = record.at("planned_without_blocks");
    const Value want = FromPlanJson(schema::ImpliedType(facts->schema.block),
                                    answer, UnknownMask(answer));
    const Value got =
        PlanResource(*facts, EmptyObject(facts->schema.block), Value(), {})
            .value;
    EXPECT_EQ(got.type(), want.type()) << name;
    for (const Difference& difference : Differences(got, want)) {
      EXPECT_TRUE(IsRequired(*facts, difference.path))
          << name << "." << difference.path << ": " << difference.got
          << ", the real provider plans " << difference.want;
    }
    compared.insert(name);
  }
  EXPECT_GT(compared.size(), 350U);
  // The others are those that the real provider refuses without arguments.
  for (const std::string& name : schema::ResourceTypes()) {
    const std::set<std::string> refused = {
        "aws_alb_target_group", "aws_dynamodb_table",
        "aws_kinesis_stream",   "aws_kinesis_firehose_delivery_stream",
        "aws_lambda_function",  "aws_lb_target_group",
    };
    EXPECT_TRUE(compared.count(name) > 0 || refused.count(name) > 0 ||
                name.rfind("random_", 0) == 0)
        << name;
  }
}

}  // namespace
}  // namespace compliance::sandbox
