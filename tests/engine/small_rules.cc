#include "engine/small_rules.h"

#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "compliance/rules/shape.h"
#include "compliance/schema/facts.h"
#include "gtest/gtest.h"

namespace compliance::engine {

std::string RuleText(const std::string& id, const std::string& keys) {
  const std::vector<std::pair<std::string, std::string>> defaults = {
      {"title", "the thing holds"},
      {"failure", "the thing does not hold"},
      {"severity", "high"},
      {"intent", "data"},
      {"resources", "[aws_db_instance]"},
      {"require", "self.?storage_encrypted.orValue(false)"},
      {"requirements", "{pci-dss-4.0.1: {primary: [\"3.5.1\"]}}"},
  };
  const std::string given = absl::StrCat("\n", keys);
  const bool has_target = given.find("\ntarget:") != std::string::npos;
  std::string text = absl::StrCat("id: ", id, "\n", keys, "\n");
  for (const auto& [key, value] : defaults) {
    if (given.find(absl::StrCat("\n", key, ":")) != std::string::npos) continue;
    if (key == "resources" && has_target) continue;
    absl::StrAppend(&text, key, ": ", value, "\n");
  }
  // Examples are not what these tests look at.
  absl::StrAppend(
      &text, "examples: [{verdict: pass",
      given.find("having:") != std::string::npos ? ", type: aws_vpc" : "",
      "}]\n");
  return text;
}

rules::RuleSet RulesOf(const std::vector<std::string>& texts) {
  std::vector<std::unique_ptr<const rules::Rule>> loaded;
  for (const std::string& text : texts) {
    auto file = rules::LoadRuleFile("rule.yaml", text);
    EXPECT_TRUE(file.ok()) << file.status().message() << "\n" << text;
    if (file.ok()) loaded.push_back(std::move(file->rule));
  }
  return rules::RuleSet(std::move(loaded));
}

plan::Resource Database(const std::string& name,
                        cty::Value::Attributes values) {
  plan::Resource resource;
  resource.address.type = "aws_db_instance";
  resource.address.name = name;
  resource.provider_config = "aws";
  resource.action = plan::Action::kCreate;
  resource.has_configuration = true;
  for (const auto& [attribute, value] : values) {
    if (value.IsNull()) continue;
    plan::Expression expression;
    expression.is_constant = !value.IsUnknown();
    if (expression.is_constant) {
      expression.constant = value;
    } else {
      expression.references = {"local.x"};
    }
    resource.expressions[cty::Path().Attr(attribute)] = expression;
  }
  resource.planned =
      rules::Complete(cty::Value::Object(std::move(values)),
                      schema::FindResource("aws_db_instance")->schema.block);
  return resource;
}

plan::Plan PlanOf(std::vector<plan::Resource> resources) {
  plan::Plan plan;
  plan.closed = true;
  plan.has_configuration = true;
  plan.resources = std::move(resources);
  return plan;
}

plan::Plan GuardOf(std::vector<plan::Resource> resources) {
  plan::Plan plan;
  plan.resources = std::move(resources);
  for (plan::Resource& resource : plan.resources) {
    resource.has_configuration = false;
    resource.expressions.clear();
    resource.action = plan::Action::kNoOp;
  }
  return plan;
}

}  // namespace compliance::engine
