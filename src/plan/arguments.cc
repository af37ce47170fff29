#include "arguments.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "absl/types/span.h"

namespace compliance::plan {
namespace {

using Steps = absl::Span<const cty::Step>;

bool IsIndex(const cty::Step& step) {
  return std::holds_alternative<cty::ListIndex>(step);
}

std::vector<cty::Step> WithoutIndexes(const cty::Path& path) {
  std::vector<cty::Step> steps;
  for (const cty::Step& step : path.steps()) {
    if (!IsIndex(step)) steps.push_back(step);
  }
  return steps;
}

// How `path`, indexes aside, begins with the expression's path: the steps that
// remain, or nothing.
std::optional<cty::Path> RestBelow(const cty::Path& expression,
                                   const cty::Path& path) {
  const std::vector<cty::Step> above = WithoutIndexes(expression);
  std::size_t matched = 0;
  std::size_t at = 0;
  const auto& steps = path.steps();
  for (; at < steps.size() && matched < above.size(); ++at) {
    if (IsIndex(steps[at])) continue;
    if (steps[at] != above[matched]) return std::nullopt;
    ++matched;
  }
  if (matched < above.size()) return std::nullopt;
  return cty::Path(std::vector<cty::Step>(
      steps.begin() + static_cast<std::ptrdiff_t>(at), steps.end()));
}

// Whether the path leads through a set of several elements, whose order is not
// that of the configuration.
bool IsUnordered(const cty::Value& value, const cty::Path& path) {
  const cty::Value* at = &value;
  for (const cty::Step& step : path.steps()) {
    if (at->HasContent() && at->type().kind() == cty::Type::Kind::kSet &&
        at->AsElements().size() > 1) {
      return true;
    }
    at = at->Find(step);
    if (at == nullptr) return false;
  }
  return false;
}

bool SetsPartOf(const Resource& resource, const cty::Path& block) {
  return std::any_of(
      resource.expressions.begin(), resource.expressions.end(),
      [&block](const auto& entry) {
        return cty::Path(WithoutIndexes(entry.first)).StartsWith(block);
      });
}

// Whether a block that holds the attribute is in the value and not in the
// configuration. Deep inside, only what is unknown is: providers fill in
// others.
bool HasHiddenBlocks(const Resource& resource, const cty::Path& path) {
  const std::vector<cty::Step> steps = WithoutIndexes(path);
  cty::Path block;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    std::vector<cty::Step> next = block.steps();
    next.push_back(steps[i]);
    block = cty::Path(std::move(next));
    if (SetsPartOf(resource, block)) continue;
    for (const cty::Value* part : FindAll(resource.planned, block)) {
      if (part->IsUnknown()) return true;
      const bool has_blocks = part->HasContent() && !part->type().IsPrimitive();
      if (has_blocks && i == 0) return true;
    }
    return false;
  }
  return false;
}

void Collect(const cty::Value& value, Steps steps,
             std::vector<const cty::Value*>& out) {
  if (steps.empty() || value.IsUnknown()) {
    out.push_back(&value);
    return;
  }
  if (!value.HasContent()) return;
  const cty::Type::Kind kind = value.type().kind();
  const bool is_sequence = kind == cty::Type::Kind::kList ||
                           kind == cty::Type::Kind::kSet ||
                           kind == cty::Type::Kind::kTuple;
  if (is_sequence && !IsIndex(steps.front())) {
    for (const cty::Value& element : value.AsElements()) {
      Collect(element, steps, out);
    }
    return;
  }
  const cty::Value* member = value.Find(steps.front());
  if (member != nullptr) Collect(*member, steps.subspan(1), out);
}

}  // namespace

std::vector<const cty::Value*> FindAll(const cty::Value& value,
                                       const cty::Path& path) {
  std::vector<const cty::Value*> out;
  Collect(value, path.steps(), out);
  return out;
}

Arguments FindArguments(const Resource& resource, const cty::Path& path) {
  Arguments found;
  const auto exact = resource.expressions.find(path);
  for (const auto& [at, expression] : resource.expressions) {
    if (std::optional<cty::Path> rest = RestBelow(at, path)) {
      found.items.push_back({&expression, *std::move(rest)});
    }
  }
  if (found.items.empty()) {
    found.hidden = HasHiddenBlocks(resource, path);
    return found;
  }
  // An index of a list is the index of its block, as long as all blocks are
  // shown: one item, or the same number of blocks and elements.
  const std::vector<const cty::Value*> parts =
      FindAll(resource.planned, cty::Path(WithoutIndexes(path)));
  if (exact != resource.expressions.end() &&
      found.items.size() == parts.size() &&
      !IsUnordered(resource.planned, path)) {
    found.items = {{&exact->second, cty::Path()}};
    return found;
  }
  found.exact = found.items.size() == 1 && parts.size() <= 1;
  found.hidden = found.items.size() < parts.size() &&
                 found.items.front().rest.empty() &&
                 WithoutIndexes(path).size() > 1;
  return found;
}

}  // namespace compliance::plan
