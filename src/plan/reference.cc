#include "reference.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "key_text.h"

namespace compliance::plan {
namespace {

using Kind = Reference::Kind;

bool ConsumeDot(absl::string_view& text) {
  if (text.empty() || text[0] != '.') return false;
  text.remove_prefix(1);
  return true;
}

// ".name" off the front; "" when there is none.
std::string ConsumeStep(absl::string_view& text) {
  return ConsumeDot(text) ? ConsumeName(text) : std::string();
}

std::optional<cty::Step> ConsumeOptionalKey(absl::string_view& text) {
  if (text.empty() || text[0] != '[') return std::nullopt;
  absl::StatusOr<cty::Step> key = ConsumeKey(text);
  if (!key.ok()) return std::nullopt;
  return *std::move(key);
}

// Steps up to the first thing that is not one.
cty::Path ConsumePath(absl::string_view& text) {
  std::vector<cty::Step> steps;
  while (!text.empty()) {
    if (std::optional<cty::Step> key = ConsumeOptionalKey(text)) {
      steps.push_back(*std::move(key));
      continue;
    }
    std::string name = ConsumeStep(text);
    if (name.empty()) break;
    steps.emplace_back(cty::AttributeName{std::move(name)});
  }
  return cty::Path(std::move(steps));
}

Kind KindOf(absl::string_view word) {
  if (word == "data") return Kind::kData;
  if (word == "module") return Kind::kModule;
  if (word == "var") return Kind::kVariable;
  if (word == "local") return Kind::kLocal;
  if (word == "path") return Kind::kPath;
  if (word == "terraform" || word == "tofu" || word == "self" ||
      word == "ephemeral" || word.empty()) {
    return Kind::kOther;
  }
  return Kind::kResource;
}

// The two-word references: each.key, each.value, count.index.
Kind RepetitionKind(absl::string_view text) {
  if (absl::StartsWith(text, "each.key")) return Kind::kEachKey;
  if (absl::StartsWith(text, "each.value")) return Kind::kEachValue;
  if (absl::StartsWith(text, "count.index")) return Kind::kCountIndex;
  return Kind::kOther;
}

// A block or module named as a whole: the rest of the traversal was lost behind
// a key that is an expression, as in aws_kms_key.k[each.key].arn.
bool IsWhole(const Reference& reference) {
  return (IsBlock(reference) || reference.kind == Kind::kModule) &&
         !reference.key && reference.rest.empty();
}

}  // namespace

Reference ParseReference(absl::string_view text) {
  Reference reference;
  reference.text = std::string(text);
  std::string word = ConsumeName(text);
  if (word == "each" || word == "count") {
    reference.kind = RepetitionKind(reference.text);
    ConsumeStep(text);
    reference.rest = ConsumePath(text);
    return reference;
  }
  reference.kind = KindOf(word);
  switch (reference.kind) {
    case Kind::kData:
      reference.type = ConsumeStep(text);
      reference.name = ConsumeStep(text);
      reference.key = ConsumeOptionalKey(text);
      break;
    case Kind::kResource:
      reference.type = std::move(word);
      reference.name = ConsumeStep(text);
      reference.key = ConsumeOptionalKey(text);
      break;
    case Kind::kModule:
      reference.name = ConsumeStep(text);
      reference.key = ConsumeOptionalKey(text);
      break;
    case Kind::kVariable:
    case Kind::kLocal:
      reference.name = ConsumeStep(text);
      break;
    default:
      return reference;
  }
  if (reference.name.empty()) reference.kind = Kind::kOther;
  reference.rest = ConsumePath(text);
  return reference;
}

std::vector<Reference> Traversals(const Expression& expression) {
  std::vector<Reference> out;
  absl::string_view head;
  for (const std::string& text : expression.references) {
    const bool is_prefix =
        absl::StartsWith(head, text) && head.size() > text.size() &&
        (head[text.size()] == '.' || head[text.size()] == '[');
    if (is_prefix) continue;
    head = text;
    const auto known = std::find_if(
        out.begin(), out.end(),
        [&text](const Reference& other) { return other.text == text; });
    if (known == out.end()) {
      out.push_back(ParseReference(text));
    } else {
      ++known->times;
    }
  }
  return out;
}

bool IsBlock(const Reference& reference) {
  return reference.kind == Kind::kResource || reference.kind == Kind::kData;
}

Sources SourcesOf(const Expression& expression, bool each_value_is_object) {
  Sources sources;
  std::vector<Reference> all = Traversals(expression);
  const bool has_whole = std::any_of(all.begin(), all.end(), IsWhole);
  for (Reference& reference : all) {
    if (reference.kind == Kind::kPath) continue;
    const bool is_key =
        reference.kind == Kind::kEachKey ||
        reference.kind == Kind::kCountIndex ||
        (reference.kind == Kind::kEachValue && reference.rest.empty() &&
         has_whole && !each_value_is_object);
    if (is_key) {
      sources.picks_by_key = true;
    } else {
      sources.values.push_back(std::move(reference));
    }
  }
  sources.is_lone = sources.values.size() == 1 &&
                    sources.values.front().times == 1 &&
                    (!sources.picks_by_key || has_whole);
  return sources;
}

}  // namespace compliance::plan
