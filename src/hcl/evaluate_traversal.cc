#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compliance/cty/origin.h"
#include "compliance/cty/path.h"
#include "compliance/cty/type.h"
#include "hcl/access.h"
#include "hcl/alternatives.h"
#include "hcl/evaluator.h"

namespace compliance::hcl {
namespace {

using cty::Type;
using cty::Value;

// The step as part of a path; nullopt for a splat and a key that is not known.
std::optional<cty::Step> PathStep(const Step& step, const Result& key) {
  if (step.kind == Step::Kind::kAttribute) {
    return cty::AttributeName{step.name};
  }
  if (!key.value.HasContent()) return std::nullopt;
  if (key.value.type() == Type::String()) {
    return cty::MapKey{key.value.AsString()};
  }
  if (key.value.type() != Type::Number()) return std::nullopt;
  const std::optional<std::int64_t> index = key.value.AsNumber().AsInt64();
  if (!index.has_value()) return std::nullopt;
  return cty::ListIndex{*index};
}

bool IsSplat(const Step& step) {
  return step.kind == Step::Kind::kSplat ||
         step.kind == Step::Kind::kAttributeSplat;
}

bool IsSequence(const Type& type) {
  return type.kind() == Type::Kind::kList || type.kind() == Type::Kind::kSet ||
         type.kind() == Type::Kind::kTuple;
}

Value NeverNull(Type type) {
  cty::Refinement refinement;
  refinement.not_null = true;
  return Value::Unknown(std::move(type), std::move(refinement));
}

}  // namespace

// A traversal with the keys of its steps, which are unknown for steps without.
struct Evaluator::Walk {
  const Traversal& traversal;
  std::vector<Result> keys;

  std::size_t size() const { return traversal.steps.size(); }
  const Step& step(std::size_t at) const { return traversal.steps[at]; }

  // The steps up to the first that is not known.
  cty::Path KnownSteps() const {
    std::vector<cty::Step> steps;
    for (std::size_t i = 0; i < size(); ++i) {
      std::optional<cty::Step> step = PathStep(traversal.steps[i], keys[i]);
      if (!step.has_value()) break;
      steps.push_back(*std::move(step));
    }
    return cty::Path(std::move(steps));
  }

  // Where the steps that a splat takes of each element end.
  std::size_t EndOfSplat(std::size_t splat) const {
    if (step(splat).kind == Step::Kind::kSplat) return size();
    std::size_t end = splat + 1;
    while (end < size() && (step(end).kind == Step::Kind::kAttribute ||
                            step(end).kind == Step::Kind::kLegacyIndex)) {
      ++end;
    }
    return end;
  }
};

Result Evaluator::Resolve(const std::string& root, const cty::Path& steps,
                          std::size_t* taken) {
  std::optional<Named> named;
  if (names_.resolve != nullptr) named = names_.resolve(root, steps);
  if (!named.has_value()) {
    met_unknown_ = true;
    return Unknown();
  }
  *taken = std::min(named->steps, steps.steps().size());
  return Known(std::move(named->value));
}

Result Evaluator::Of(const Variable& variable, const Scope& scope) {
  const Value* bound = scope.Find(variable.name);
  if (bound != nullptr) return Known(*bound);
  std::size_t taken = 0;
  return Resolve(variable.name, cty::Path(), &taken);
}

Result Evaluator::Of(const Traversal& traversal, const Scope& scope) {
  Walk walk{traversal, {}};
  for (const Step& step : traversal.steps) {
    const bool has_key = step.kind == Step::Kind::kIndex ||
                         step.kind == Step::Kind::kLegacyIndex;
    walk.keys.push_back(has_key ? Evaluate(step.key, scope) : Unknown());
  }
  std::size_t taken = 0;
  Result start = Start(walk, scope, &taken);
  for (std::size_t i = 0; i < taken; ++i) {
    start = MarkedAs(walk.keys[i].value, std::move(start));
  }
  return Continue(walk, taken, walk.size(), std::move(start));
}

// What the steps start from, and how many of them that has taken.
Result Evaluator::Start(const Walk& walk, const Scope& scope,
                        std::size_t* taken) {
  const auto* root = walk.traversal.source.As<Variable>();
  if (root == nullptr || scope.Find(root->name) != nullptr) {
    return Evaluate(walk.traversal.source, scope);
  }
  return Resolve(root->name, walk.KnownSteps(), taken);
}

Result Evaluator::Continue(const Walk& walk, std::size_t from, std::size_t to,
                           Result value) {
  while (from < to) {
    if (!IsSplat(walk.step(from))) {
      value = TakeStep(walk, from, value);
      ++from;
      continue;
    }
    const std::size_t end = std::min(to, walk.EndOfSplat(from));
    const std::size_t inner = from + 1;
    value = Splat(value, [&](Result element) {
      return Continue(walk, inner, end, std::move(element));
    });
    from = end;
  }
  return value;
}

Result Evaluator::TakeStep(const Walk& walk, std::size_t at,
                           const Result& value) {
  if (value.value.IsUnknown()) met_unknown_ = true;
  const Step& step = walk.step(at);
  const bool by_name = step.kind == Step::Kind::kAttribute;
  if (!by_name) Meet(walk.keys[at].value);
  Result member = by_name ? GetAttribute(value.value, step.name)
                          : GetIndex(value.value, walk.keys[at].value);
  member.refused =
      member.refused || value.refused || (!by_name && walk.keys[at].refused);
  return member;
}

// Each element of a sequence, or the value itself as the only one, none where
// it is null.
Result Evaluator::Splat(const Result& source,
                        const std::function<Result(Result)>& each) {
  if (source.refused) return Refused();
  const bool sequence = IsSequence(source.value.type());
  if (source.value.IsNull()) {
    return sequence ? Refused()
                    : MarkedAs(source.value, Known(Value::Tuple({})));
  }
  if (source.value.IsUnknown()) met_unknown_ = true;
  std::optional<Value> one_of = MapAlternatives(
      source.value, [&](const Value& one) { return Splat(Known(one), each); });
  if (one_of.has_value()) return Charged(Known(*std::move(one_of)));
  if (source.value.type().IsDynamic()) return MarkedAs(source.value, Unknown());
  if (sequence) {
    return Charged(MarkedAs(source.value, SplatOf(source.value, each)));
  }
  Result only = SplatOf(Value::Tuple({source.value}), each);
  // Where it turns out to be null, there is none.
  if (!IsNeverNull(source.value)) {
    only.value = Undecided({Value::Tuple({}), only.value});
  }
  return Charged(MarkedAs(source.value, std::move(only)));
}

Result Evaluator::SplatOf(const Value& source,
                          const std::function<Result(Result)>& each) {
  const bool tuple = source.type().kind() == Type::Kind::kTuple;
  if (source.IsUnknown() && tuple) {
    std::vector<Type> types;
    bool refused = false;
    for (const Type& type : source.type().elements()) {
      const Result element = each(Unknown(type));
      types.push_back(element.value.type());
      refused = refused || element.refused;
    }
    return {NeverNull(Type::Tuple(std::move(types))), refused};
  }
  if (!HasCertainMembers(source)) {
    met_unknown_ = true;
    const Result element = each(Unknown(source.type().element()));
    return {NeverNull(Type::List(element.value.type())), element.refused};
  }
  Value::Elements elements;
  bool refused = false;
  for (const Value& member : source.AsElements()) {
    Result element = each(Known(member));
    refused = refused || element.refused;
    elements.push_back(std::move(element.value));
  }
  if (tuple) return {Value::Tuple(std::move(elements)), refused};
  if (elements.empty()) {
    const Result element = each(Unknown(source.type().element()));
    return {Value::List(element.value.type(), {}), element.refused};
  }
  const Type type = elements.front().type();
  const bool alike =
      std::all_of(elements.begin(), elements.end(),
                  [&](const Value& element) { return element.type() == type; });
  if (!alike) return Refused();
  return {Value::List(type, std::move(elements)), refused};
}

}  // namespace compliance::hcl
