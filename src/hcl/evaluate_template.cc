#include <utility>
#include <vector>

#include "compliance/cty/origin.h"
#include "hcl/evaluator.h"
#include "hcl/text.h"

namespace compliance::hcl {

using cty::Value;

Result Evaluator::Of(const Template& text, const Scope& scope) {
  if (text.is_wrapped) {
    const auto* wrapped = text.parts.front().As<TemplateInterpolation>();
    return Evaluate(wrapped->expression, scope);
  }
  return Join(text.parts, scope);
}

Result Evaluator::Join(const std::vector<TemplatePart>& parts,
                       const Scope& scope) {
  std::vector<Result> texts;
  texts.reserve(parts.size());
  for (const TemplatePart& part : parts) texts.push_back(Part(part, scope));
  return JoinAsText(texts);
}

Result Evaluator::Part(const TemplatePart& part, const Scope& scope) {
  if (!Spend()) return Unknown(cty::Type::String());
  if (const auto* text = part.As<TemplateText>()) {
    return Known(Value::String(text->text));
  }
  if (const auto* interpolation = part.As<TemplateInterpolation>()) {
    Result value = Evaluate(interpolation->expression, scope);
    // Any other unknown may turn out to be no part of a string.
    const bool sure =
        value.value.type().IsPrimitive() && IsNeverNull(value.value);
    if (!sure) Meet(value.value);
    return value;
  }
  if (const auto* choice = part.As<TemplateIf>()) {
    return Decide(
        choice->condition, scope,
        [&] { return Join(choice->then_parts, scope); },
        [&] { return Join(choice->else_parts, scope); });
  }
  return Loop(*part.As<TemplateFor>(), scope);
}

}  // namespace compliance::hcl
