#include "lang/unknown.h"

#include <memory>
#include <utility>

#include "compliance/cty/origin.h"

namespace compliance::lang {

cty::Value NeverNull(const cty::Value& value) {
  if (!value.IsUnknown() || value.type().IsDynamic() ||
      value.refinement().not_null) {
    return value;
  }
  cty::Refinement refinement = value.refinement();
  refinement.not_null = true;
  const cty::Origin* origin = value.origin();
  return cty::Value::Unknown(value.type(), std::move(refinement),
                             origin == nullptr
                                 ? nullptr
                                 : std::make_shared<const cty::Origin>(*origin))
      .WithSensitive(value.IsSensitive());
}

cty::Value UnknownWithPrefix(std::string prefix) {
  cty::Refinement refinement;
  refinement.not_null = true;
  refinement.prefix = std::move(prefix);
  return cty::Value::Unknown(cty::Type::String(), std::move(refinement));
}

std::optional<std::size_t> LengthOf(const cty::Value& value) {
  using Kind = cty::Type::Kind;
  switch (value.type().kind()) {
    case Kind::kTuple:
      return value.type().elements().size();
    case Kind::kObject:
      return value.type().attributes().size();
    case Kind::kMap:
      if (!value.HasContent()) return std::nullopt;
      return value.AsAttributes().size();
    case Kind::kList:
      if (!value.HasContent()) return std::nullopt;
      return value.AsElements().size();
    case Kind::kSet:
      if (!value.HasContent()) return std::nullopt;
      if (!value.IsWhollyKnown() && value.AsElements().size() > 1) {
        return std::nullopt;
      }
      return value.AsElements().size();
    default:
      return std::nullopt;
  }
}

}  // namespace compliance::lang
