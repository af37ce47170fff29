#include "compliance/hcl/ast.h"

#include <algorithm>
#include <variant>

namespace compliance::hcl {
namespace {

std::size_t HeightOf(const Expressions& expressions) {
  std::size_t height = 0;
  for (const Expression& expression : expressions) {
    height = std::max(height, expression.height());
  }
  return height;
}

std::size_t HeightOf(const std::optional<Expression>& expression) {
  return expression.has_value() ? expression->height() : 0;
}

std::size_t HeightOf(const std::vector<TemplatePart>& parts);

struct PartHeight {
  std::size_t operator()(const TemplateText&) const { return 0; }
  std::size_t operator()(const TemplateInterpolation& part) const {
    return part.expression.height();
  }
  std::size_t operator()(const TemplateIf& part) const {
    return 1 + std::max({part.condition.height(), HeightOf(part.then_parts),
                         HeightOf(part.else_parts)});
  }
  std::size_t operator()(const TemplateFor& part) const {
    return 1 + std::max(part.collection.height(), HeightOf(part.parts));
  }
};

std::size_t HeightOf(const std::vector<TemplatePart>& parts) {
  std::size_t height = 0;
  for (const TemplatePart& part : parts) {
    height = std::max(height, std::visit(PartHeight(), part.node));
  }
  return height;
}

struct NodeHeight {
  std::size_t operator()(const Invalid&) const { return 0; }
  std::size_t operator()(const Literal&) const { return 0; }
  std::size_t operator()(const Variable&) const { return 0; }
  std::size_t operator()(const Traversal& node) const {
    std::size_t height = node.source.height();
    std::size_t splats = 0;
    for (const Step& step : node.steps) {
      height = std::max(height, step.key.height());
      if (step.kind == Step::Kind::kSplat ||
          step.kind == Step::Kind::kAttributeSplat) {
        ++splats;
      }
    }
    return height + splats;
  }
  std::size_t operator()(const Template& node) const {
    return HeightOf(node.parts);
  }
  std::size_t operator()(const Call& node) const {
    return HeightOf(node.arguments);
  }
  std::size_t operator()(const Conditional& node) const {
    return std::max({node.condition.height(), node.then_value.height(),
                     node.else_value.height()});
  }
  std::size_t operator()(const Binary& node) const {
    return std::max(node.left.height(), node.right.height());
  }
  std::size_t operator()(const Unary& node) const {
    return node.operand.height();
  }
  std::size_t operator()(const Tuple& node) const {
    return HeightOf(node.elements);
  }
  std::size_t operator()(const Object& node) const {
    std::size_t height = 0;
    for (const ObjectItem& item : node.items) {
      height = std::max({height, item.key.height(), item.value.height()});
    }
    return height;
  }
  std::size_t operator()(const For& node) const {
    return std::max({node.collection.height(), HeightOf(node.key),
                     node.value.height(), HeightOf(node.condition)});
  }
  std::size_t operator()(const Parentheses& node) const {
    return node.inner.height();
  }
};

}  // namespace

std::size_t HeightWithin(const ExpressionNode& node) {
  return std::visit(NodeHeight(),
                    static_cast<const ExpressionNode::variant&>(node));
}

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
