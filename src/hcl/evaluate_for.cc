#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/type.h"
#include "hcl/alternatives.h"
#include "hcl/evaluator.h"
#include "hcl/text.h"

namespace compliance::hcl {
namespace {

using cty::Type;
using cty::Value;

Scope Bound(const std::string& key_name, const std::string& value_name,
            const Entry& entry, const Scope& outer) {
  std::map<std::string, Value> names;
  if (!key_name.empty()) names.emplace(key_name, entry.key);
  names.insert_or_assign(value_name, entry.value);
  return Scope(outer, std::move(names));
}

}  // namespace

// What a loop has come to so far. `known` ends with the first condition or key
// that is not known: then it is open which elements there are, and what else
// Terraform would say of keys and conditions it says no more.
struct Evaluator::LoopResult {
  Value::Elements elements;
  Value::Attributes attributes;
  std::map<std::string, Value::Elements> groups;
  bool known = true;
  bool refused = false;
  bool sensitive = false;

  void RefuseKey() {
    refused = refused || known;
    known = false;
  }

  Result Finish(const For& loop) && {
    if (!known) return {Unknown().value.WithSensitive(sensitive), refused};
    for (auto& [key, values] : groups) {
      attributes.emplace(key, Value::Tuple(std::move(values)));
    }
    Value value = loop.key.has_value() ? Value::Object(std::move(attributes))
                                       : Value::Tuple(std::move(elements));
    return {value.WithSensitive(sensitive), refused};
  }
};

std::optional<Result> Evaluator::WithoutMembers(const Result& collection) {
  const Value& value = collection.value;
  if (collection.refused || value.IsNull()) return Refused();
  if (value.type().IsDynamic()) {
    met_unknown_ = true;
    return MarkedAs(value, Unknown());
  }
  if (!IsIterable(value.type())) return Refused();
  return std::nullopt;
}

Result Evaluator::Of(const For& loop, const Scope& scope) {
  const Result collection = Evaluate(loop.collection, scope);
  if (std::optional<Result> result = WithoutMembers(collection)) {
    return *std::move(result);
  }
  const Value& value = collection.value;
  const bool met_before = met_unknown_;
  const Result ahead = ConditionAhead(loop, scope);
  if (ahead.refused) return Refused();
  // With members, it is evaluated for what they are.
  const bool has_members =
      HasCertainMembers(value) && !EntriesOf(value).empty();
  if (has_members) met_unknown_ = met_before;
  std::optional<Value> one_of = MapAlternatives(value, [&](const Value& one) {
    return HasCertainMembers(one) ? Run(loop, one, scope) : Unknown();
  });
  if (one_of.has_value()) {
    met_unknown_ = true;
    return Charged(Known(*std::move(one_of)));
  }
  if (!HasCertainMembers(value)) {
    met_unknown_ = true;
    return MarkedAs(ahead.value, MarkedAs(value, Unknown()));
  }
  return Charged(MarkedAs(value, Run(loop, value, scope)));
}

// The condition before there are members: what is wrong with it whatever they
// are, Terraform refuses even where there are none.
Result Evaluator::ConditionAhead(const For& loop, const Scope& scope) {
  if (!loop.condition.has_value()) return Known(Value::Bool(true));
  const Entry any{Unknown().value, Unknown().value};
  const Result condition = Evaluate(
      *loop.condition, Bound(loop.key_name, loop.value_name, any, scope));
  const bool fits = cty::Convert(condition.value, Type::Bool()).ok();
  if (condition.refused || condition.value.IsNull() || !fits) return Refused();
  return condition;
}

Result Evaluator::Run(const For& loop, const Value& collection,
                      const Scope& scope) {
  LoopResult result;
  for (const Entry& entry : EntriesOf(collection)) {
    const Scope bound = Bound(loop.key_name, loop.value_name, entry, scope);
    if (!Includes(loop, bound, result)) continue;
    if (loop.key.has_value()) {
      AddItem(loop, bound, result);
    } else {
      AddElement(loop, bound, result);
    }
  }
  if (!result.known) met_unknown_ = true;
  return std::move(result).Finish(loop);
}

bool Evaluator::Includes(const For& loop, const Scope& scope,
                         LoopResult& result) {
  if (!loop.condition.has_value()) return true;
  const Result condition = Evaluate(*loop.condition, scope);
  result.refused = result.refused || condition.refused;
  result.sensitive = result.sensitive || condition.value.IsSensitive();
  const absl::StatusOr<Value> truth =
      cty::Convert(condition.value, Type::Bool());
  if (condition.value.IsNull() || !truth.ok()) {
    result.RefuseKey();
    return false;
  }
  if (truth->IsUnknown()) {
    result.known = false;
    return false;
  }
  return truth->AsBool();
}

void Evaluator::AddElement(const For& loop, const Scope& scope,
                           LoopResult& result) {
  Result element = Evaluate(loop.value, scope);
  result.refused = result.refused || element.refused;
  result.elements.push_back(std::move(element.value));
}

void Evaluator::AddItem(const For& loop, const Scope& scope,
                        LoopResult& result) {
  const Result key = Evaluate(*loop.key, scope);
  result.refused = result.refused || key.refused;
  result.sensitive = result.sensitive || key.value.IsSensitive();
  if (key.value.IsUnknown()) {
    result.known = false;
    return;
  }
  const absl::StatusOr<Value> text = cty::Convert(key.value, Type::String());
  if (key.value.IsNull() || !text.ok()) {
    result.RefuseKey();
    return;
  }
  Result value = Evaluate(loop.value, scope);
  result.refused = result.refused || value.refused;
  if (loop.is_grouped) {
    result.groups[text->AsString()].push_back(std::move(value.value));
    return;
  }
  const bool added =
      result.attributes.emplace(text->AsString(), std::move(value.value))
          .second;
  result.refused = result.refused || !added;
}

// %{for …}: a loop over texts, joined.
Result Evaluator::Loop(const TemplateFor& loop, const Scope& scope) {
  const Result collection = Evaluate(loop.collection, scope);
  const Value& value = collection.value;
  if (std::optional<Result> result = WithoutMembers(collection)) {
    const Value text = Value::Unknown(Type::String());
    return MarkedAs(value, {text, result->refused});
  }
  const auto run = [&](const Value& members) {
    std::vector<Result> texts;
    for (const Entry& entry : EntriesOf(members)) {
      texts.push_back(Join(
          loop.parts, Bound(loop.key_name, loop.value_name, entry, scope)));
    }
    return JoinAsText(texts);
  };
  std::optional<Value> one_of = MapAlternatives(value, [&](const Value& one) {
    return HasCertainMembers(one) ? run(one) : Unknown(Type::String());
  });
  if (one_of.has_value()) {
    met_unknown_ = true;
    return Known(*std::move(one_of));
  }
  if (!HasCertainMembers(value)) {
    met_unknown_ = true;
    return MarkedAs(value, Unknown(Type::String()));
  }
  return MarkedAs(value, run(value));
}

}  // namespace compliance::hcl
