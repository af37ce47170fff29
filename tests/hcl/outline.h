// Expressions in one line that shows how they nest. Header only.
#ifndef COMPLIANCE_TESTS_HCL_OUTLINE_H_
#define COMPLIANCE_TESTS_HCL_OUTLINE_H_

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "compliance/hcl/ast.h"

namespace compliance::testing {

inline std::string OutlineOf(const hcl::Expression& expression);

struct Outliner {
  std::string operator()(const hcl::Invalid&) const { return "(invalid)"; }
  std::string operator()(const hcl::Literal& node) const {
    return node.value.ToString();
  }
  std::string operator()(const hcl::Variable& node) const { return node.name; }
  std::string operator()(const hcl::Traversal& node) const {
    std::string outline = "(steps " + OutlineOf(node.source);
    for (const hcl::Step& step : node.steps) outline += " " + Of(step);
    return outline + ")";
  }
  std::string operator()(const hcl::Template& node) const {
    if (const auto text = node.AsText()) return "\"" + *text + "\"";
    return (node.is_wrapped ? "(wrapped" : "(template") + Of(node.parts) + ")";
  }
  std::string operator()(const hcl::Call& node) const {
    return "(" + node.name + Of(node.arguments) +
           (node.expand_last ? " ..." : "") + ")";
  }
  std::string operator()(const hcl::Conditional& node) const {
    return "(if" + Of({node.condition, node.then_value, node.else_value}) + ")";
  }
  std::string operator()(const hcl::Binary& node) const {
    static constexpr const char* kSymbols[] = {
        "||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"};
    return std::string("(") + kSymbols[static_cast<std::size_t>(node.op)] +
           Of({node.left, node.right}) + ")";
  }
  std::string operator()(const hcl::Unary& node) const {
    return (node.op == hcl::UnaryOperator::kNot ? "(! " : "(neg ") +
           OutlineOf(node.operand) + ")";
  }
  std::string operator()(const hcl::Tuple& node) const {
    return "(list" + Of(node.elements) + ")";
  }
  std::string operator()(const hcl::Object& node) const {
    std::string outline = "(object";
    for (const hcl::ObjectItem& item : node.items) {
      outline +=
          " " + (item.name ? *item.name + "=" : OutlineOf(item.key) + "=>");
      outline += OutlineOf(item.value);
    }
    return outline + ")";
  }
  std::string operator()(const hcl::For& node) const {
    std::string outline = "(for ";
    if (!node.key_name.empty()) outline += node.key_name + ",";
    outline += node.value_name + " " + OutlineOf(node.collection) + " ";
    if (node.key) outline += OutlineOf(*node.key) + "=>";
    outline += OutlineOf(node.value);
    if (node.is_grouped) outline += " ...";
    if (node.condition) outline += " if " + OutlineOf(*node.condition);
    return outline + ")";
  }
  std::string operator()(const hcl::Parentheses& node) const {
    return "(paren " + OutlineOf(node.inner) + ")";
  }

 private:
  static std::string Of(const hcl::Expressions& expressions) {
    std::string outline;
    for (const hcl::Expression& expression : expressions) {
      outline += " " + OutlineOf(expression);
    }
    return outline;
  }

  static std::string Of(const hcl::Step& step) {
    using Kind = hcl::Step::Kind;
    switch (step.kind) {
      case Kind::kAttribute:
        return "." + step.name;
      case Kind::kIndex:
        return "[" + OutlineOf(step.key) + "]";
      case Kind::kLegacyIndex:
        return "." + OutlineOf(step.key);
      case Kind::kSplat:
        return "[*]";
      case Kind::kAttributeSplat:
        return ".*";
    }
    return "";
  }

  static std::string Of(const std::vector<hcl::TemplatePart>& parts) {
    std::string outline;
    for (const hcl::TemplatePart& part : parts) outline += " " + Of(part);
    return outline;
  }

  static std::string Of(const hcl::TemplatePart& part) {
    if (const auto* text = part.As<hcl::TemplateText>()) {
      return "\"" + text->text + "\"";
    }
    if (const auto* inner = part.As<hcl::TemplateInterpolation>()) {
      return "${" + OutlineOf(inner->expression) + "}";
    }
    if (const auto* choice = part.As<hcl::TemplateIf>()) {
      return "%if(" + OutlineOf(choice->condition) + Of(choice->then_parts) +
             " else" + Of(choice->else_parts) + ")";
    }
    const auto* loop = part.As<hcl::TemplateFor>();
    const std::string key = loop->key_name.empty() ? "" : loop->key_name + ",";
    return "%for(" + key + loop->value_name + " " +
           OutlineOf(loop->collection) + Of(loop->parts) + ")";
  }
};

inline std::string OutlineOf(const hcl::Expression& expression) {
  return std::visit(
      Outliner(),
      static_cast<const hcl::ExpressionNode::variant&>(expression.node()));
}

}  // namespace compliance::testing

#endif  // COMPLIANCE_TESTS_HCL_OUTLINE_H_
