#include "names_to_come.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/schema/facts.h"
#include "identity.h"

namespace compliance::plan {
namespace {

bool IsKnownText(const cty::Value* value) {
  return value != nullptr && value->HasContent() &&
         value->type().kind() == cty::Type::Kind::kString &&
         !value->AsString().empty();
}

bool IsUnknown(const cty::Value* value) {
  return value != nullptr && value->IsUnknown();
}

bool IsArgument(const schema::TypeFacts* facts, const std::string& name) {
  if (facts == nullptr) return true;
  const schema::Attribute* attribute = facts->schema.block.FindAttribute(name);
  return attribute != nullptr && (attribute->optional || attribute->required);
}

// Whether the configuration may set the argument, which is not known yet.
bool MayBeSet(const Resource& resource, const schema::TypeFacts* facts,
              const std::string& name) {
  if (!IsArgument(facts, name)) return false;
  if (resource.config) {
    const cty::Value* set = resource.config->Find(name);
    return set != nullptr && (set->IsUnknown() || !set->IsNull());
  }
  return !resource.has_configuration ||
         resource.expressions.count(cty::Path({cty::AttributeName{name}})) != 0;
}

// Adds what the name of a resource starts with, where the configuration says
// anything of it.
void AddPrefix(const Resource& resource, const schema::TypeFacts* facts,
               const std::string& name, NamesToCome& names) {
  if (MayBeSet(resource, facts, name)) {
    names.prefixes.push_back(resource.planned.Find(name)->refinement().prefix);
    return;
  }
  const std::string prefix = absl::StrCat(name, "_prefix");
  const cty::Value* start = resource.planned.Find(prefix);
  if (IsKnownText(start)) {
    names.prefixes.push_back(start->AsString());
  } else if (IsUnknown(start) && MayBeSet(resource, facts, prefix)) {
    names.prefixes.push_back(start->refinement().prefix);
  }
}

}  // namespace

NamesToCome NamesToComeOf(const Resource& resource) {
  NamesToCome names;
  if (resource.address.mode == Mode::kData) return names;
  names.has_unknown_arn = IsUnknown(resource.planned.Find("arn"));
  const schema::TypeFacts* facts = schema::FindResource(resource.address.type);
  for (const std::string& name : NameAttributes(resource.address.type)) {
    const cty::Value* value = resource.planned.Find(name);
    if (IsUnknown(value)) {
      AddPrefix(resource, facts, name, names);
    } else if (IsKnownText(value) && names.has_unknown_arn) {
      names.ends_of_arn.push_back(value->AsString());
    }
  }
  return names;
}

std::vector<absl::string_view> EndsOfArn(absl::string_view text) {
  // arn:partition:service:region:account:resource
  constexpr int kColonsBeforeResource = 5;
  std::vector<absl::string_view> ends;
  if (!absl::StartsWith(text, "arn:")) return ends;
  text = absl::StripSuffix(text, ":*");
  int colons = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_colon = text[i] == ':';
    if (is_colon) ++colons;
    const bool is_end =
        colons >= kColonsBeforeResource && (is_colon || text[i] == '/');
    if (is_end && i + 1 < text.size()) ends.push_back(text.substr(i + 1));
  }
  return ends;
}

}  // namespace compliance::plan
