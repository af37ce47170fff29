// What can be said of an expression's value before it is known.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "compliance/cty/json.h"
#include "compliance/cty/origin.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "identity.h"
#include "resolver.h"

namespace compliance::plan {
namespace {

using Kind = Reference::Kind;

// Whether the part of a value is null; a part that is not there may be
// anything, since the path may lead through a conversion.
Truth IsPartNull(const cty::Value& value, const cty::Path& path) {
  const cty::Value* part = path.empty() ? &value : value.Find(path);
  if (part == nullptr) {
    return value.IsNull() ? Truth::kTrue : Truth::kUnknown;
  }
  if (cty::IsNeverNull(*part)) return Truth::kFalse;
  return part->IsUnknown() ? Truth::kUnknown : Truth::kTrue;
}

// The string as jsonencode() writes it, without the quotes.
std::string InJson(const cty::Value& text) {
  const absl::StatusOr<std::string> quoted =
      cty::EncodeJson(text, cty::Type::String());
  return quoted.ok() ? quoted->substr(1, quoted->size() - 2) : std::string();
}

// Whether a string inside the value shares its text with one of `texts`.
bool Overlaps(const cty::Value& value, Resolver::Sort sort,
              const std::vector<std::string>& texts) {
  if (!value.HasContent()) return false;
  switch (value.type().kind()) {
    case cty::Type::Kind::kString: {
      const std::string& own = value.AsString();
      if (sort == Resolver::Sort::kSame) {
        return std::find(texts.begin(), texts.end(), own) != texts.end();
      }
      if (own.empty()) return false;
      const std::string in_json = InJson(value);
      return std::any_of(texts.begin(), texts.end(),
                         [&](const std::string& text) {
                           return absl::StrContains(text, own) ||
                                  absl::StrContains(own, text) ||
                                  absl::StrContains(text, in_json);
                         });
    }
    case cty::Type::Kind::kList:
    case cty::Type::Kind::kSet:
    case cty::Type::Kind::kTuple:
      return std::any_of(value.AsElements().begin(), value.AsElements().end(),
                         [&](const cty::Value& element) {
                           return Overlaps(element, sort, texts);
                         });
    case cty::Type::Kind::kMap:
    case cty::Type::Kind::kObject:
      return std::any_of(value.AsAttributes().begin(),
                         value.AsAttributes().end(), [&](const auto& entry) {
                           return Overlaps(entry.second, sort, texts);
                         });
    default:
      return false;
  }
}

// Null only if all agree, surely something only if all agree.
Truth Agreed(Truth a, Truth b) { return a == b ? a : Truth::kUnknown; }

}  // namespace

Truth Resolver::IsNull(const Expression& expression, const Scope& scope) const {
  return IsNull(expression, scope, Walk());
}

Truth Resolver::IsNull(const Expression& expression, const Scope& scope,
                       const Walk& walk) const {
  if (expression.is_constant) {
    // What only evaluation could tell is a function's result.
    if (expression.constant.IsUnknown()) return Truth::kFalse;
    return IsPartNull(expression.constant, walk.rest);
  }
  const Sources sources = SourcesIn(expression, scope);
  if (sources.values.empty()) return Truth::kFalse;
  const Walk onward = Onward(walk, sources, scope);
  // A template of several is never null, a conditional may be.
  return sources.is_lone ? IsSourceNull(sources.values.front(), scope, onward)
                         : Truth::kUnknown;
}

Truth Resolver::IsSourceNull(const Reference& reference, const Scope& scope,
                             const Walk& walk) const {
  if (IsBlock(reference)) {
    bool certain = true;
    const std::vector<const Resource*> instances =
        Instances(reference, scope, walk, certain);
    const cty::Path attribute = Joined(reference.rest, walk.rest);
    std::optional<Truth> all;
    for (const Resource* resource : instances) {
      Truth one = attribute.empty() ? Truth::kFalse
                                    : IsPartNull(resource->planned, attribute);
      if (one == Truth::kUnknown && IsNeverNull(*resource, attribute)) {
        one = Truth::kFalse;
      }
      all = all ? Agreed(*all, one) : one;
    }
    return all.value_or(Truth::kUnknown);
  }
  if (reference.kind == Kind::kVariable) {
    const Variable* variable = FindVariable(reference, scope);
    const bool is_default =
        !scope.module.empty() && FindInput(reference, scope) == nullptr;
    if (variable != nullptr && (scope.module.empty() || is_default)) {
      return IsPartNull(
          scope.module.empty() ? variable->value : variable->default_value,
          Joined(reference.rest, walk.rest));
    }
  }
  bool elsewhere = false;
  const std::vector<Link> links = Links(reference, scope, walk, elsewhere);
  if (elsewhere || links.empty()) {
    // each.value of a set of constants.
    const bool is_name = reference.kind == Kind::kEachValue && !elsewhere;
    return is_name ? Truth::kFalse : Truth::kUnknown;
  }
  std::optional<Truth> all;
  for (const Link& link : links) {
    const Truth one = IsNull(*link.expression, link.scope, link.walk);
    all = all ? Agreed(*all, one) : one;
  }
  return *all;
}

bool Resolver::IsKnown(const Expression& expression, const Scope& scope) const {
  return IsKnown(expression, scope, Walk());
}

bool Resolver::IsKnown(const Expression& expression, const Scope& scope,
                       const Walk& walk) const {
  if (expression.is_constant) return !expression.constant.IsUnknown();
  const Sources sources = SourcesIn(expression, scope);
  const Walk onward = Onward(walk, sources, scope);
  return std::all_of(sources.values.begin(), sources.values.end(),
                     [&](const Reference& source) {
                       return IsSourceKnown(source, scope, onward);
                     });
}

bool Resolver::IsSourceKnown(const Reference& reference, const Scope& scope,
                             const Walk& walk) const {
  if (IsBlock(reference)) {
    bool certain = true;
    const std::vector<const Resource*> instances =
        Instances(reference, scope, walk, certain);
    const cty::Path attribute = Joined(reference.rest, walk.rest);
    return !instances.empty() &&
           std::all_of(instances.begin(), instances.end(),
                       [&attribute](const Resource* resource) {
                         const cty::Value* part =
                             attribute.empty()
                                 ? &resource->planned
                                 : resource->planned.Find(attribute);
                         return part != nullptr && part->IsWhollyKnown();
                       });
  }
  if (reference.kind == Kind::kVariable) {
    const Variable* variable = FindVariable(reference, scope);
    if (scope.module.empty()) {
      return variable != nullptr && variable->value.IsWhollyKnown();
    }
    if (FindInput(reference, scope) == nullptr) return variable != nullptr;
  }
  bool elsewhere = false;
  const std::vector<Link> links = Links(reference, scope, walk, elsewhere);
  return !elsewhere && !links.empty() &&
         std::all_of(links.begin(), links.end(), [this](const Link& link) {
           return IsKnown(*link.expression, link.scope, link.walk);
         });
}

Truth Resolver::IsLiteral(const Expression& expression,
                          const Scope& scope) const {
  return IsLiteral(expression, scope, Walk());
}

// A value made from literals only is one; one other source makes it none.
Truth Resolver::IsLiteral(const Expression& expression, const Scope& scope,
                          const Walk& walk) const {
  if (expression.is_constant) {
    const cty::Value& constant = expression.constant;
    const cty::Value* part =
        walk.rest.empty() ? &constant : constant.Find(walk.rest);
    return TruthOf(part != nullptr && part->HasContent());
  }
  const Sources sources = SourcesIn(expression, scope);
  // Keys and paths alone are names, no secrets.
  if (sources.values.empty()) return Truth::kFalse;
  const Walk onward = Onward(walk, sources, scope);
  Truth all = Truth::kTrue;
  for (const Reference& source : sources.values) {
    all = And(all, IsSourceLiteral(source, scope, onward));
  }
  return all;
}

Truth Resolver::IsSourceLiteral(const Reference& reference, const Scope& scope,
                                const Walk& walk) const {
  const cty::Path rest = Joined(reference.rest, walk.rest);
  switch (reference.kind) {
    case Kind::kVariable: {
      const Variable* variable = FindVariable(reference, scope);
      if (variable == nullptr) return Truth::kUnknown;
      if (!scope.module.empty() && FindInput(reference, scope) != nullptr)
        break;
      const cty::Value* part = rest.empty()
                                   ? &variable->default_value
                                   : variable->default_value.Find(rest);
      const bool is_default_used =
          !scope.module.empty() || variable->value == variable->default_value;
      return TruthOf(variable->has_default && is_default_used &&
                     part != nullptr && part->HasContent());
    }
    case Kind::kModule:
      break;
    case Kind::kEachValue:
      if (scope.repetition == nullptr || scope.repetition->is_constant) {
        return Truth::kTrue;
      }
      break;
    case Kind::kLocal:
      if (FindLocal(reference, scope) == nullptr) return Truth::kUnknown;
      break;
    case Kind::kOther:
      return Truth::kUnknown;
    default:
      return Truth::kFalse;
  }
  bool elsewhere = false;
  const std::vector<Link> links = Links(reference, scope, walk, elsewhere);
  if (elsewhere || links.empty()) return Truth::kUnknown;
  Truth any = Truth::kFalse;
  for (const Link& link : links) {
    any = Or(any, IsLiteral(*link.expression, link.scope, link.walk));
  }
  return any;
}

bool Resolver::MaySupply(const Expression& expression, const Scope& scope,
                         Sort sort,
                         const std::vector<std::string>& texts) const {
  return MaySupply(expression, scope, Walk(), sort, texts);
}

bool Resolver::MaySupply(const Expression& expression, const Scope& scope,
                         const Walk& walk, Sort sort,
                         const std::vector<std::string>& texts) const {
  if (expression.is_constant) return false;
  const Sources sources = SourcesIn(expression, scope);
  const Walk onward = Onward(walk, sources, scope);
  return std::any_of(sources.values.begin(), sources.values.end(),
                     [&](const Reference& source) {
                       return MaySourceSupply(source, scope, onward, sort,
                                              texts);
                     });
}

bool Resolver::MaySourceSupply(const Reference& reference, const Scope& scope,
                               const Walk& walk, Sort sort,
                               const std::vector<std::string>& texts) const {
  // What the source says in so many words is no other source.
  if (sort == Sort::kNotLiteral &&
      IsSourceLiteral(reference, scope, walk) == Truth::kTrue) {
    return false;
  }
  if (IsBlock(reference)) {
    bool certain = true;
    const cty::Path attribute = Joined(reference.rest, walk.rest);
    const std::vector<const Resource*> instances =
        Instances(reference, scope, walk, certain);
    return instances.empty() ||
           std::any_of(
               instances.begin(), instances.end(),
               [&](const Resource* resource) {
                 const cty::Value* part =
                     attribute.empty() ? &resource->planned
                                       : resource->planned.Find(attribute);
                 return Overlaps(part == nullptr ? resource->planned : *part,
                                 sort, texts);
               });
  }
  if (reference.kind == Kind::kVariable && scope.module.empty()) {
    const Variable* variable = FindVariable(reference, scope);
    return variable == nullptr || Overlaps(variable->value, sort, texts);
  }
  bool elsewhere = false;
  const std::vector<Link> links = Links(reference, scope, walk, elsewhere);
  return elsewhere ||
         std::any_of(links.begin(), links.end(), [&](const Link& link) {
           return MaySupply(*link.expression, link.scope, link.walk, sort,
                            texts);
         });
}

}  // namespace compliance::plan
