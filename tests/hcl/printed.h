// Prints a tree back to text, so that what the tree says can be compared with
// the text that it was made of. Header only.
#ifndef COMPLIANCE_TESTS_HCL_PRINTED_H_
#define COMPLIANCE_TESTS_HCL_PRINTED_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/hcl/ast.h"

namespace compliance::testing {

// Text without comments and white space, nor what may be left out or written in
// two ways: commas, ~ at template markers, : for =.
inline std::string Reduced(absl::string_view text) {
  std::string reduced;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const absl::string_view rest = text.substr(i);
    if (rest[0] == '#' || rest.substr(0, 2) == "//") {
      i += std::min(rest.find('\n'), rest.size()) - 1;
    } else if (rest.substr(0, 2) == "/*") {
      i += std::min(rest.find("*/"), rest.size() - 2) + 1;
    } else if (absl::string_view(" \t\r\n,~").find(rest[0]) ==
               absl::string_view::npos) {
      reduced += rest[0] == ':' ? '=' : rest[0];
    }
  }
  return reduced;
}

// Walks a tree in the order of its ranges. What the nodes say is compared with
// the text in between; white space and comments come from the text.
class Printer {
 public:
  explicit Printer(absl::string_view text) : text_(text) {}

  // Why the tree does not print back to the text; "" when it does.
  std::string Fault(const hcl::Body& body) {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    PrintBody(body);
    To(text_.size());
    return fault_;
  }

  std::string Fault(const hcl::Expression& expression) {
    Print(expression);
    To(text_.size());
    return fault_;
  }

 private:
  void Fail(const std::string& why) {
    if (fault_.empty()) fault_ = why + " at byte " + std::to_string(at_);
  }

  void Expect(absl::string_view written) { expected_ += Reduced(written); }

  // What has been expected must stand between here and `byte`.
  void To(std::size_t byte) {
    if (byte < at_ || byte > text_.size()) return Fail("ranges overlap");
    const std::string found = Reduced(text_.substr(at_, byte - at_));
    if (found != expected_) Fail("\"" + expected_ + "\" is \"" + found + "\"");
    expected_.clear();
    at_ = byte;
  }
  // Nodes begin and end with what they are made of.
  void Begin(const hcl::SourceRange& range) {
    To(range.begin.byte);
    if (range.end.byte > at_ && IsSpace(at_)) Fail("begins with space");
  }
  void End(const hcl::SourceRange& range) {
    To(range.end.byte);
    if (at_ > range.begin.byte && IsSpace(at_ - 1)) Fail("ends with space");
  }
  bool IsSpace(std::size_t byte) const {
    return absl::string_view(" \t\r\n").find(text_[byte]) !=
           absl::string_view::npos;
  }
  // As written.
  void Copy(const hcl::SourceRange& range) {
    To(range.begin.byte);
    if (range.end.byte < at_ || range.end.byte > text_.size()) {
      return Fail("range is not in the text");
    }
    at_ = range.end.byte;
  }
  void Word(const hcl::SourceRange& range, absl::string_view word) {
    Copy(range);
    if (text_.substr(range.begin.byte, range.end.byte - range.begin.byte) !=
        word) {
      Fail("word differs");
    }
  }

  void PrintBody(const hcl::Body& body) {
    To(body.range.begin.byte);
    std::size_t attribute = 0;
    std::size_t block = 0;
    while (attribute < body.attributes.size() || block < body.blocks.size()) {
      const bool takes_attribute =
          block == body.blocks.size() ||
          (attribute < body.attributes.size() &&
           body.attributes[attribute].range.begin.byte <
               body.blocks[block].range.begin.byte);
      if (takes_attribute) {
        PrintAttribute(body.attributes[attribute++]);
      } else {
        PrintBlock(body.blocks[block++]);
      }
    }
    To(body.range.end.byte);
  }

  void PrintAttribute(const hcl::Attribute& attribute) {
    Begin(attribute.range);
    Word(attribute.name_range, attribute.name);
    Expect("=");
    Print(attribute.expression);
    To(attribute.range.end.byte);
  }

  void PrintBlock(const hcl::Block& block) {
    Begin(block.range);
    Word(block.type_range, block.type);
    for (const hcl::Label& label : block.labels) Copy(label.range);
    if (block.header.end.byte != at_) Fail("header ends elsewhere");
    Expect("{");
    PrintBody(block.body);
    Expect("}");
    End(block.range);
  }

  void Print(const hcl::Expression& expression) {
    Begin(expression.range());
    if (expression.As<hcl::Literal>() != nullptr ||
        expression.As<hcl::Invalid>() != nullptr) {
      Copy(expression.range());
    } else {
      std::visit(
          [&](const auto& node) { Of(node, expression.range()); },
          static_cast<const hcl::ExpressionNode::variant&>(expression.node()));
    }
    // Heredocs end with the space around their marker.
    if (expression.As<hcl::Template>() != nullptr) {
      To(expression.range().end.byte);
    } else {
      End(expression.range());
    }
  }

  void Of(const hcl::Invalid&, const hcl::SourceRange&) {}
  void Of(const hcl::Literal&, const hcl::SourceRange&) {}
  void Of(const hcl::Variable& node, const hcl::SourceRange& range) {
    Word(range, node.name);
  }
  void Of(const hcl::Traversal& node, const hcl::SourceRange&) {
    Print(node.source);
    for (const hcl::Step& step : node.steps) {
      Begin(step.range);
      PrintStep(step);
      End(step.range);
    }
  }
  void PrintStep(const hcl::Step& step) {
    using Kind = hcl::Step::Kind;
    switch (step.kind) {
      case Kind::kAttribute:
        return Expect("." + step.name);
      case Kind::kIndex:
        Expect("[");
        Print(step.key);
        return Expect("]");
      case Kind::kLegacyIndex:
        Expect(".");
        return Print(step.key);
      case Kind::kSplat:
        return Expect("[*]");
      case Kind::kAttributeSplat:
        return Expect(".*");
    }
  }
  void Of(const hcl::Template& node, const hcl::SourceRange& range) {
    // The marks around it are told by its parts' ranges.
    const std::size_t content =
        node.parts.empty() ? range.end.byte
                           : std::size_t{node.parts.front().range.begin.byte};
    const absl::string_view open = text_.substr(at_, content - at_);
    const bool fits =
        node.is_heredoc ? open.substr(0, 2) == "<<" : open.substr(0, 1) == "\"";
    if (!fits && range.begin.byte != content) Fail("template opens otherwise");
    at_ = content;
    PrintParts(node.parts);
    if (!node.parts.empty() &&
        text_.substr(at_, range.end.byte - at_).find('$') !=
            absl::string_view::npos) {
      Fail("template has more parts");
    }
    at_ = range.end.byte;
  }
  void PrintParts(const std::vector<hcl::TemplatePart>& parts) {
    for (const hcl::TemplatePart& part : parts) {
      To(part.range.begin.byte);
      std::visit([&](const auto& node) { OfPart(node, part.range); },
                 part.node);
      To(part.range.end.byte);
    }
  }
  void OfPart(const hcl::TemplateText&, const hcl::SourceRange& range) {
    Copy(range);
  }
  void OfPart(const hcl::TemplateInterpolation& part, const hcl::SourceRange&) {
    Expect("${");
    Print(part.expression);
    Expect("}");
  }
  void OfPart(const hcl::TemplateIf& part, const hcl::SourceRange& range) {
    Expect("%{if");
    Print(part.condition);
    Expect("}");
    PrintParts(part.then_parts);
    const std::size_t end = part.else_parts.empty()
                                ? std::size_t{range.end.byte}
                                : part.else_parts.front().range.begin.byte;
    const std::string marker = Reduced(text_.substr(at_, end - at_));
    if (marker.find("%{else}") != std::string::npos) Expect("%{else}");
    PrintParts(part.else_parts);
    Expect("%{endif}");
  }
  void OfPart(const hcl::TemplateFor& part, const hcl::SourceRange&) {
    Expect("%{for" + part.key_name + part.value_name + "in");
    Print(part.collection);
    Expect("}");
    PrintParts(part.parts);
    Expect("%{endfor}");
  }
  void Of(const hcl::Call& node, const hcl::SourceRange&) {
    Expect(node.name);
    End(node.name_range);
    Expect("(");
    for (const hcl::Expression& argument : node.arguments) Print(argument);
    if (node.expand_last) Expect("...");
    Expect(")");
  }
  void Of(const hcl::Conditional& node, const hcl::SourceRange&) {
    Print(node.condition);
    Expect("?");
    Print(node.then_value);
    Expect(":");
    Print(node.else_value);
  }
  void Of(const hcl::Binary& node, const hcl::SourceRange&) {
    static constexpr const char* kSymbols[] = {
        "||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"};
    Print(node.left);
    Expect(kSymbols[static_cast<std::size_t>(node.op)]);
    Print(node.right);
  }
  void Of(const hcl::Unary& node, const hcl::SourceRange&) {
    Expect(node.op == hcl::UnaryOperator::kNot ? "!" : "-");
    Print(node.operand);
  }
  void Of(const hcl::Tuple& node, const hcl::SourceRange&) {
    Expect("[");
    for (const hcl::Expression& element : node.elements) Print(element);
    Expect("]");
  }
  void Of(const hcl::Object& node, const hcl::SourceRange&) {
    Expect("{");
    for (const hcl::ObjectItem& item : node.items) {
      Print(item.key);
      Expect("=");
      Print(item.value);
    }
    Expect("}");
  }
  void Of(const hcl::For& node, const hcl::SourceRange&) {
    Expect(node.key.has_value() ? "{for" : "[for");
    Expect(node.key_name + node.value_name + "in");
    Print(node.collection);
    Expect(":");
    if (node.key.has_value()) {
      Print(*node.key);
      Expect("=>");
    }
    Print(node.value);
    if (node.is_grouped) Expect("...");
    if (node.condition.has_value()) {
      Expect("if");
      Print(*node.condition);
    }
    Expect(node.key.has_value() ? "}" : "]");
  }
  void Of(const hcl::Parentheses& node, const hcl::SourceRange&) {
    Expect("(");
    Print(node.inner);
    Expect(")");
  }

  absl::string_view text_;
  std::size_t at_ = 0;
  std::string expected_;
  std::string fault_;
};

}  // namespace compliance::testing

#endif  // COMPLIANCE_TESTS_HCL_PRINTED_H_
