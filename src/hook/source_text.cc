#include "hook/source_text.h"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <set>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"

namespace compliance::hook {
namespace {

constexpr char kHidden[] = "(sensitive value)";

// Larger files are data, not configuration.
constexpr std::streamoff kMaxFileSize = 8 << 20;

std::optional<std::string> ReadSource(const std::string& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in || in.tellg() > kMaxFileSize) return std::nullopt;
  in.seekg(0);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// Names, at any depth, of what is marked or holds something marked.
void AddSensitiveNames(const cty::Value& value, std::set<std::string>& names) {
  if (!value.HasContent()) return;
  switch (value.type().kind()) {
    case cty::Type::Kind::kMap:
    case cty::Type::Kind::kObject:
      for (const auto& [name, member] : value.AsAttributes()) {
        if (member.ContainsSensitive()) names.insert(name);
        AddSensitiveNames(member, names);
      }
      return;
    case cty::Type::Kind::kList:
    case cty::Type::Kind::kSet:
    case cty::Type::Kind::kTuple:
      for (const cty::Value& element : value.AsElements()) {
        AddSensitiveNames(element, names);
      }
      return;
    default:
      return;
  }
}

// Which literals of an excerpt may be secret.
struct Secrets {
  bool all = false;
  std::set<std::string> names;
  std::string observed;  // what the finding prints anyway

  bool Has(const hcl::Excerpt::Literal& literal, absl::string_view text) const {
    if (names.count(literal.name) != 0) return true;
    return all && !absl::StrContains(observed,
                                     absl::StrCat(literal.name, " = ", text));
  }
};

Secrets SecretsOf(const engine::Finding& finding, const plan::Plan* plan) {
  Secrets secrets;
  secrets.all = finding.rule->intent == rules::Intent::kSecret ||
                absl::StrContains(finding.observed, kHidden);
  secrets.observed = finding.observed;
  if (plan == nullptr) return secrets;
  for (const plan::Resource& resource : plan->resources) {
    if (resource.address.ToString() != finding.address) continue;
    AddSensitiveNames(resource.planned, secrets.names);
    AddSensitiveNames(resource.before, secrets.names);
  }
  // A value inside one that is marked as a whole has a name of its own.
  for (const cty::Path& path : finding.paths) {
    const auto* name = path.empty()
                           ? nullptr
                           : std::get_if<cty::AttributeName>(&path.steps()[0]);
    secrets.all = secrets.all ||
                  (name != nullptr && secrets.names.count(name->name) != 0);
  }
  return secrets;
}

// Keeps an offset where it was in the text around a part that is replaced.
std::size_t Moved(std::size_t offset, const hcl::Excerpt::Literal& literal,
                  std::size_t size) {
  if (offset <= literal.begin) return offset;
  if (offset < literal.end) return literal.begin + size;
  return offset - (literal.end - literal.begin) + size;
}

// From the back, so that what is still to come stays where it is.
void Hide(const Secrets& secrets, hcl::Excerpt& excerpt) {
  const absl::string_view hidden = kHidden;
  for (auto literal = excerpt.literals.rbegin();
       literal != excerpt.literals.rend(); ++literal) {
    const std::size_t size = literal->end - literal->begin;
    const std::string text = excerpt.code.substr(literal->begin, size);
    if (!secrets.Has(*literal, text)) continue;
    excerpt.code.replace(literal->begin, size, hidden.data(), hidden.size());
    excerpt.highlight_begin =
        Moved(excerpt.highlight_begin, *literal, hidden.size());
    excerpt.highlight_end =
        Moved(excerpt.highlight_end, *literal, hidden.size());
  }
  excerpt.literals.clear();
}

}  // namespace

std::optional<hcl::Excerpt> SourceTextOf(const engine::Finding& finding,
                                         const plan::Plan* plan) {
  if (!finding.position) return std::nullopt;
  const std::optional<std::string> text = ReadSource(finding.position->file);
  if (!text) return std::nullopt;
  std::optional<hcl::Excerpt> excerpt =
      hcl::ExcerptAt(*text, finding.position->line, finding.position->column);
  if (excerpt) Hide(SecretsOf(finding, plan), *excerpt);
  return excerpt;
}

}  // namespace compliance::hook
