#include "compliance/hcl/ast.h"

#include <algorithm>

namespace compliance::hcl {

const ExpressionNode& Expression::node() const {
  static const ExpressionNode* const kInvalid = new ExpressionNode(Invalid{});
  return node_ == nullptr ? *kInvalid : *node_;
}

std::optional<std::string> Template::AsText() const {
  if (parts.empty()) return "";
  const auto* text = parts.front().As<TemplateText>();
  if (parts.size() > 1 || text == nullptr) return std::nullopt;
  return text->text;
}

const Attribute* Body::Find(absl::string_view name) const {
  const auto found = std::find_if(
      attributes.begin(), attributes.end(),
      [&](const Attribute& attribute) { return attribute.name == name; });
  return found == attributes.end() ? nullptr : &*found;
}

}  // namespace compliance::hcl
