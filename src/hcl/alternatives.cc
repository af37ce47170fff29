#include "hcl/alternatives.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "compliance/cty/origin.h"

namespace compliance::hcl {
namespace {

using cty::Value;

bool HasAlternatives(const Value& value) {
  return value.IsUnknown() && value.origin() != nullptr &&
         !value.origin()->alternatives.empty();
}

void AddAlternatives(const Value& value, bool sensitive,
                     std::vector<Value>& all) {
  sensitive = sensitive || value.IsSensitive();
  if (HasAlternatives(value)) {
    for (const Value& alternative : value.origin()->alternatives) {
      AddAlternatives(alternative, sensitive, all);
    }
    return;
  }
  const Value marked = value.WithSensitive(sensitive);
  if (std::find(all.begin(), all.end(), marked) == all.end()) {
    all.push_back(marked);
  }
}

bool SameType(const std::vector<Value>& values) {
  return std::all_of(values.begin(), values.end(), [&](const Value& value) {
    return value.type() == values.front().type();
  });
}

}  // namespace

std::vector<Value> AlternativesOf(const Value& value) {
  std::vector<Value> all;
  AddAlternatives(value, /*sensitive=*/false, all);
  return all;
}

Value Undecided(const std::vector<Value>& values) {
  std::vector<Value> all;
  bool sensitive = false;
  for (const Value& value : values) {
    sensitive = sensitive || value.IsSensitive();
    if (all.size() <= kMaxAlternatives) {
      AddAlternatives(value, /*sensitive=*/false, all);
    }
  }
  cty::Type type = SameType(all) ? all.front().type() : cty::Type::Dynamic();
  cty::Refinement refinement;
  refinement.not_null =
      std::all_of(values.begin(), values.end(),
                  [](const Value& v) { return IsNeverNull(v); });
  if (all.size() > kMaxAlternatives) {
    return Value::Unknown(std::move(type), std::move(refinement))
        .WithSensitive(sensitive);
  }
  if (all.size() == 1 && all.front().IsUnknown()) {
    return all.front().WithSensitive(sensitive);
  }
  return Value::Unknown(std::move(type), std::move(refinement),
                        std::make_shared<const cty::Origin>(
                            cty::Origin{{}, std::move(all)}))
      .WithSensitive(sensitive);
}

std::optional<Value> MapAlternatives(
    const Value& value, const std::function<Result(const Value&)>& operation) {
  if (!HasAlternatives(value)) return std::nullopt;
  std::vector<Value> results;
  for (const Value& alternative : AlternativesOf(value)) {
    Result result = operation(alternative);
    if (result.refused) return std::nullopt;
    results.push_back(std::move(result.value));
  }
  const Value mapped = Undecided(results);
  if (mapped.origin() == nullptr) return std::nullopt;
  return value.IsSensitive() ? mapped.WithSensitive() : mapped;
}

}  // namespace compliance::hcl
