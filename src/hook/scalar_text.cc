#include "hook/scalar_text.h"

namespace compliance::hook {

std::optional<std::string> ScalarText(const cty::Value& value) {
  if (!value.HasContent()) return std::nullopt;
  switch (value.type().kind()) {
    case cty::Type::Kind::kString:
      return value.AsString();
    case cty::Type::Kind::kNumber:
      return value.AsNumber().ToString();
    case cty::Type::Kind::kBool:
      return value.AsBool() ? "true" : "false";
    default:
      return std::nullopt;
  }
}

}  // namespace compliance::hook
