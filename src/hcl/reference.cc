#include "hcl/reference.h"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "compliance/cty/type.h"

namespace compliance::hcl {
namespace {

using cty::Value;
using Visit = std::function<void(const std::string&, const Traversal*)>;

// Walks an expression, with the names that are bound around it.
class FreeVisitor {
 public:
  explicit FreeVisitor(const Visit& visit) : visit_(visit) {}

  void Walk(const Expression& expression) {
    std::visit([this](const auto& node) { Of(node); },
               static_cast<const ExpressionNode::variant&>(expression.node()));
  }

 private:
  void Of(const Invalid& /*invalid*/) {}
  void Of(const Literal& /*literal*/) {}
  void Of(const Variable& variable) { Reach(variable.name, nullptr); }

  void Of(const Traversal& traversal) {
    if (const auto* root = traversal.source.As<Variable>()) {
      Reach(root->name, &traversal);
    } else {
      Walk(traversal.source);
    }
    for (const Step& step : traversal.steps) {
      if (step.kind == Step::Kind::kIndex) Walk(step.key);
    }
  }

  void Of(const Template& text) { WalkParts(text.parts); }
  void Of(const Call& call) { WalkAll(call.arguments); }
  void Of(const Conditional& conditional) {
    Walk(conditional.condition);
    Walk(conditional.then_value);
    Walk(conditional.else_value);
  }
  void Of(const Binary& binary) {
    Walk(binary.left);
    Walk(binary.right);
  }
  void Of(const Unary& unary) { Walk(unary.operand); }
  void Of(const Tuple& tuple) { WalkAll(tuple.elements); }
  void Of(const Object& object) {
    for (const ObjectItem& item : object.items) {
      if (!item.name.has_value()) Walk(item.key);
      Walk(item.value);
    }
  }
  void Of(const For& loop) {
    Walk(loop.collection);
    Within(loop.key_name, loop.value_name, [&] {
      if (loop.key.has_value()) Walk(*loop.key);
      Walk(loop.value);
      if (loop.condition.has_value()) Walk(*loop.condition);
    });
  }
  void Of(const Parentheses& parentheses) { Walk(parentheses.inner); }

  void WalkAll(const Expressions& expressions) {
    for (const Expression& expression : expressions) Walk(expression);
  }

  void WalkParts(const std::vector<TemplatePart>& parts) {
    for (const TemplatePart& part : parts) {
      if (const auto* value = part.As<TemplateInterpolation>()) {
        Walk(value->expression);
      } else if (const auto* choice = part.As<TemplateIf>()) {
        Walk(choice->condition);
        WalkParts(choice->then_parts);
        WalkParts(choice->else_parts);
      } else if (const auto* loop = part.As<TemplateFor>()) {
        Walk(loop->collection);
        Within(loop->key_name, loop->value_name,
               [&] { WalkParts(loop->parts); });
      }
    }
  }

  void Within(const std::string& key_name, const std::string& value_name,
              const std::function<void()>& walk) {
    const std::size_t outer = bound_.size();
    bound_.push_back(key_name);
    bound_.push_back(value_name);
    walk();
    bound_.resize(outer);
  }

  void Reach(const std::string& root, const Traversal* traversal) {
    const bool bound =
        std::find(bound_.begin(), bound_.end(), root) != bound_.end();
    if (!bound) visit_(root, traversal);
  }

  const Visit& visit_;
  std::vector<std::string> bound_;
};

}  // namespace

std::optional<Value> LiteralKey(const Step& step) {
  if (step.kind != Step::Kind::kIndex &&
      step.kind != Step::Kind::kLegacyIndex) {
    return std::nullopt;
  }
  if (const auto* literal = step.key.As<Literal>()) return literal->value;
  const auto* text = step.key.As<Template>();
  if (text == nullptr) return std::nullopt;
  const std::optional<std::string> key = text->AsText();
  if (!key.has_value()) return std::nullopt;
  return Value::String(*key);
}

std::size_t ReferenceLength(const Traversal& traversal) {
  const auto end = std::find_if(traversal.steps.begin(), traversal.steps.end(),
                                [](const Step& step) {
                                  return step.kind != Step::Kind::kAttribute &&
                                         !LiteralKey(step).has_value();
                                });
  return static_cast<std::size_t>(end - traversal.steps.begin());
}

bool IsReference(const Traversal& traversal) {
  return traversal.source.As<Variable>() != nullptr &&
         ReferenceLength(traversal) == traversal.steps.size();
}

void VisitFree(const Expression& expression, const Visit& visit) {
  FreeVisitor(visit).Walk(expression);
}

}  // namespace compliance::hcl
