// Builds plan JSON documents piece by piece, so that a test shows only what it
// is about.
#ifndef COMPLIANCE_TESTS_PLAN_PLAN_BUILDER_H_
#define COMPLIANCE_TESTS_PLAN_PLAN_BUILDER_H_

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/plan/load.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

using Json = nlohmann::json;

// An expression that refers to these.
inline Json Refs(std::vector<std::string> references) {
  return Json{{"references", std::move(references)}};
}
// The references of one plain traversal, with the prefixes that plan JSON adds.
inline Json Ref(const std::string& block, const std::string& attribute) {
  return Refs({absl::StrCat(block, ".", attribute), block});
}
inline Json Const(Json value) {
  return Json{{"constant_value", std::move(value)}};
}

class PlanBuilder {
 public:
  PlanBuilder() {
    document_ = {{"format_version", "1.2"},
                 {"complete", true},
                 {"resource_changes", Json::array()}};
  }

  // A planned instance.
  PlanBuilder& Instance(const std::string& address, Json after,
                        Json after_unknown = Json::object(),
                        const std::string& action = "create") {
    document_["resource_changes"].push_back(
        {{"address", address},
         {"change",
          {{"actions", {action}},
           {"before", nullptr},
           {"after", std::move(after)},
           {"after_unknown", std::move(after_unknown)}}}});
    return *this;
  }

  // A resource block of the configuration; `module` is a list of call names.
  PlanBuilder& Block(const std::string& address, Json expressions,
                     Json more = Json::object(),
                     const std::vector<std::string>& module = {}) {
    const bool is_data = address.rfind("data.", 0) == 0;
    const std::string rest = is_data ? address.substr(5) : address;
    const std::size_t dot = rest.find('.');
    more["mode"] = is_data ? "data" : "managed";
    more["type"] = rest.substr(0, dot);
    more["name"] = rest.substr(dot + 1);
    more["expressions"] = std::move(expressions);
    Module(module)["resources"].push_back(std::move(more));
    return *this;
  }

  // A module call with its arguments.
  PlanBuilder& Call(const std::vector<std::string>& module, Json arguments,
                    Json more = Json::object()) {
    Json& call = CallOf(module);
    call["expressions"] = std::move(arguments);
    call.update(more);
    return *this;
  }

  PlanBuilder& Variable(const std::string& name, Json declaration,
                        const std::vector<std::string>& module = {}) {
    Module(module)["variables"][name] = std::move(declaration);
    return *this;
  }

  PlanBuilder& Value(const std::string& variable, Json value) {
    document_["variables"][variable]["value"] = std::move(value);
    return *this;
  }

  PlanBuilder& Output(const std::string& name, Json expression,
                      const std::vector<std::string>& module = {}) {
    Module(module)["outputs"][name]["expression"] = std::move(expression);
    return *this;
  }

  PlanBuilder& Set(const std::string& key, Json value) {
    document_[key] = std::move(value);
    return *this;
  }

  Plan Build() const {
    absl::StatusOr<Plan> plan = LoadPlanJson(document_.dump());
    EXPECT_TRUE(plan.ok()) << plan.status();
    return plan.ok() ? *std::move(plan) : Plan();
  }

 private:
  Json& Module(const std::vector<std::string>& module) {
    return module.empty() ? document_["configuration"]["root_module"]
                          : CallOf(module)["module"];
  }
  Json& CallOf(const std::vector<std::string>& module) {
    Json* at = &document_["configuration"]["root_module"];
    for (std::size_t i = 0; i < module.size(); ++i) {
      Json& call = (*at)["module_calls"][module[i]];
      if (i + 1 == module.size()) return call;
      at = &call["module"];
    }
    return *at;
  }

  Json document_;
};

// The instance at an address; the test fails without it.
inline const Resource& At(const Plan& plan, const std::string& address) {
  for (const Resource& resource : plan.resources) {
    if (resource.address.ToString() == address) return resource;
  }
  ADD_FAILURE() << "no " << address;
  static const Resource none;
  return none;
}

}  // namespace compliance::plan

#endif  // COMPLIANCE_TESTS_PLAN_PLAN_BUILDER_H_
