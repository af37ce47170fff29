// Configurations taken back out of plans that the real provider made, planned
// again: every attribute must come out as it did.
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "compliance/schema/facts.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "sandbox/constraints.h"
#include "sandbox/plan_file.h"
#include "sandbox/planner.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using cty::Value;
using nlohmann::json;

json Member(const json& object, const std::string& name) {
  return object.is_object() && object.contains(name) ? object.at(name) : json();
}

// What was configured: planned values where the configuration has an
// expression, null elsewhere. nullopt where blocks cannot be told apart.
std::optional<Value> ConfigOf(const schema::Block& block,
                              const json& expressions, const json& known,
                              const json& unknown);

std::optional<Value> BlocksOf(const schema::NestedBlock& nested,
                              const cty::Type& type, const json& expressions,
                              const json& known, const json& unknown) {
  const bool single = nested.nesting == schema::Nesting::kSingle;
  if (expressions.is_null()) {
    // Planned all the same: from a dynamic block, which leaves no expression.
    const bool dynamic = known.is_array() && !known.empty();
    if (dynamic || (single && !known.is_null())) return std::nullopt;
    return single ? Value::Null(type) : ZeroOf(type);
  }
  if (single) return ConfigOf(nested.block, expressions, known, unknown);
  if (!known.is_array() || expressions.size() != known.size() ||
      (nested.nesting == schema::Nesting::kSet && known.size() > 1)) {
    return std::nullopt;
  }
  Value::Elements elements;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const std::optional<Value> element =
        ConfigOf(nested.block, expressions[i], known[i],
                 unknown.is_array() ? unknown[i] : json());
    if (!element) return std::nullopt;
    elements.push_back(*element);
  }
  return nested.nesting == schema::Nesting::kList
             ? Value::List(type.element(), std::move(elements))
             : Value::Set(type.element(), std::move(elements));
}

std::optional<Value> ConfigOf(const schema::Block& block,
                              const json& expressions, const json& known,
                              const json& unknown) {
  Value::Attributes members;
  for (const schema::Attribute& attribute : block.attributes) {
    const bool configured = !Member(expressions, attribute.name).is_null();
    members.emplace(
        attribute.name,
        configured ? FromPlanJson(attribute.type, Member(known, attribute.name),
                                  Member(unknown, attribute.name))
                   : Value::Null(attribute.type));
  }
  const cty::Type type = schema::ImpliedType(block);
  for (const schema::NestedBlock& nested : block.blocks) {
    const std::optional<Value> blocks =
        BlocksOf(nested, type.attributes().at(nested.name),
                 Member(expressions, nested.name), Member(known, nested.name),
                 Member(unknown, nested.name));
    if (!blocks) return std::nullopt;
    members.emplace(nested.name, *blocks);
  }
  return Value::Object(std::move(members));
}

void CollectExpressions(const json& module, const std::string& prefix,
                        std::map<std::string, json>& expressions) {
  const json resources = Member(module, "resources");
  for (const json& resource : resources) {
    expressions[absl::StrCat(prefix,
                             resource.at("address").get<std::string>())] =
        resource.value("expressions", json::object());
  }
  const json calls = Member(module, "module_calls");
  for (auto call = calls.begin(); call != calls.end(); ++call) {
    CollectExpressions(Member(*call, "module"),
                       absl::StrCat(prefix, "module.", call.key(), "."),
                       expressions);
  }
}

bool IsRequired(const schema::Block& root, const std::string& dotted) {
  const std::vector<std::string> names = absl::StrSplit(dotted, '.');
  const schema::Block* block = &root;
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    const schema::NestedBlock* nested = block->FindBlock(names[i]);
    if (nested == nullptr) return false;
    block = &nested->block;
  }
  const schema::Attribute* attribute = block->FindAttribute(names.back());
  return attribute != nullptr && attribute->required;
}

// The one deviation that is meant to be.
bool IsAllowed(const schema::TypeFacts& facts, const Difference& difference) {
  // Some configurations lost an argument on their way into a plan; without a
  // required one Terraform would not have planned.
  return difference.got == "null" &&
         IsRequired(facts.schema.block, difference.path);
}

struct Tally {
  int resources = 0, skipped = 0;
  std::map<std::string, std::string> differences;
};

void PlanAgain(const json& plan, Tally& tally) {
  std::map<std::string, json> expressions;
  CollectExpressions(plan.at("configuration").at("root_module"), "",
                     expressions);
  for (const json& resource : plan.at("resource_changes")) {
    const std::string type_name = resource.at("type");
    const std::string address = resource.at("address");
    const json& change = resource.at("change");
    const schema::TypeFacts* facts = schema::FindResource(type_name);
    const auto configured =
        expressions.find(address.substr(0, address.find('[')));
    if (facts == nullptr || change.at("actions") != json({"create"}) ||
        resource.at("mode") != "managed" || configured == expressions.end()) {
      continue;
    }
    const std::optional<Value> config =
        ConfigOf(facts->schema.block, configured->second, change.at("after"),
                 change.at("after_unknown"));
    if (!config) {
      ++tally.skipped;
      continue;
    }
    // Where the real provider refused to plan, and so do we.
    const Value got = PlanResource(*facts, *config, Value(), {}).value;
    if (!CheckConfig(*facts, *config).empty() ||
        !CheckPlanned(*facts, *config, got).empty()) {
      ++tally.skipped;
      continue;
    }
    ++tally.resources;
    const Value want =
        FromPlanJson(schema::ImpliedType(facts->schema.block),
                     change.at("after"), change.at("after_unknown"));
    for (const Difference& difference : Differences(got, want)) {
      if (IsAllowed(*facts, difference)) continue;
      tally.differences[absl::StrCat(type_name, ".", difference.path)] =
          absl::StrCat(difference.got, ", the real provider planned ",
                       difference.want);
    }
  }
}

TEST(RealPlans, ArePlannedTheSameAgain) {
  namespace fs = std::filesystem;
  const std::string folder = COMPLIANCE_SHARED_DIR "/labelled";
  if (!fs::exists(folder)) GTEST_SKIP() << "no plans beside the project";
  Tally tally;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!absl::EndsWith(entry.path().string(), ".plan.json.gz")) continue;
    PlanAgain(json::parse(Unpack(entry.path())), tally);
  }
  for (const auto& [path, values] : tally.differences) {
    ADD_FAILURE() << path << ": " << values;
  }
  EXPECT_GT(tally.resources, 700);
  RecordProperty("resources", tally.resources);
  RecordProperty("skipped", tally.skipped);
}

}  // namespace
}  // namespace compliance::sandbox
