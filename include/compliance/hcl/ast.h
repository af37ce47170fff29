// HCL as a tree: bodies of attributes and blocks, and the expressions in them.
// The same tree for native syntax (.tf) and JSON (.tf.json). Plain values:
// expressions share immutable storage, so copies are cheap. Recursion is safe:
// the parser makes no expression higher than kMaxDepth, nor deeper blocks.
#ifndef COMPLIANCE_HCL_AST_H_
#define COMPLIANCE_HCL_AST_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "compliance/hcl/source_range.h"

namespace compliance::hcl {

// Levels of expressions, blocks and directives within each other; each operator
// of a chain like `a || b || c` and each splat of a traversal is a level too.
inline constexpr std::size_t kMaxDepth = 250;

struct ExpressionNode;

class Expression {
 public:
  // Invalid.
  Expression() = default;
  template <typename Node>
  Expression(Node node, const SourceRange& range);

  // The kind of expression that it is; nullptr if it is another.
  template <typename Node>
  const Node* As() const;
  // For std::visit: Invalid where parsing failed.
  const ExpressionNode& node() const;

  // From its first to its last character: quotes, brackets and heredoc markers
  // included.
  const SourceRange& range() const { return range_; }

  // Levels of nodes within each other, itself included.
  std::size_t height() const { return height_; }

 private:
  std::shared_ptr<const ExpressionNode> node_;
  SourceRange range_;
  std::uint32_t height_ = 1;
};

using Expressions = std::vector<Expression>;

// In place of an expression that could not be parsed; there is a Problem.
struct Invalid {};

// A number, true, false or null. A number that is out of cty::Number's range is
// unknown.
struct Literal {
  cty::Value value;
};

// A name alone: `var` of `var.x`.
struct Variable {
  std::string name;
};

// One step behind an expression.
struct Step {
  enum class Kind : std::uint8_t {
    kAttribute,       // .name
    kIndex,           // [key]
    kLegacyIndex,     // .0; the key is a literal number
    kSplat,           // [*]: all steps behind it are taken of each element
    kAttributeSplat,  // .*: only the .name and .0 that follow it directly are
  };
  Kind kind = Kind::kAttribute;
  std::string name;  // kAttribute
  Expression key;    // kIndex, kLegacyIndex
  // From the dot or bracket to the last character of the step.
  SourceRange range;
};

// var.list[0].name, f(x)[*].id: `source` is a variable or any term, but not a
// traversal itself; at least one step.
struct Traversal {
  Expression source;
  std::vector<Step> steps;
};

struct TemplatePart;

// Text as it will be in the string: escapes resolved, white space taken off by
// strip markers and by <<-, in Unicode normalization form C.
struct TemplateText {
  std::string text;
};

// ${…}
struct TemplateInterpolation {
  Expression expression;
};

// %{if …}…%{else}…%{endif}
struct TemplateIf {
  Expression condition;
  std::vector<TemplatePart> then_parts;
  std::vector<TemplatePart> else_parts;
};

// %{for key, value in …}…%{endfor}
struct TemplateFor {
  std::string key_name;  // "" when there is none
  std::string value_name;
  Expression collection;
  std::vector<TemplatePart> parts;
};

struct TemplatePart {
  std::variant<TemplateText, TemplateInterpolation, TemplateIf, TemplateFor>
      node;
  // As written, `${` and `}` included; of a directive, from its first marker to
  // its last.
  SourceRange range;

  template <typename Node>
  const Node* As() const {
    return std::get_if<Node>(&node);
  }
};

// A quoted string, a heredoc, or a string of JSON. Texts that follow each other
// are one part; a string without characters has none.
struct Template {
  std::vector<TemplatePart> parts;
  bool is_heredoc = false;
  // Whether it is one ${…} and nothing else, not even text that was stripped:
  // then its value is that of the expression, not a string.
  bool is_wrapped = false;

  // The text, if there is nothing else.
  std::optional<std::string> AsText() const;
};

// name(arguments)
struct Call {
  std::string name;  // "provider::aws::arn_parse" with its namespaces
  SourceRange name_range;
  Expressions arguments;
  bool expand_last = false;  // f(list...)
};

// condition ? then_value : else_value
struct Conditional {
  Expression condition;
  Expression then_value;
  Expression else_value;
};

enum class BinaryOperator : std::uint8_t {
  kOr,
  kAnd,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
};

struct Binary {
  BinaryOperator op = BinaryOperator::kOr;
  Expression left;
  Expression right;
};

enum class UnaryOperator : std::uint8_t { kNot, kNegate };

struct Unary {
  UnaryOperator op = UnaryOperator::kNot;
  Expression operand;
};

// [a, b]
struct Tuple {
  Expressions elements;
};

struct ObjectItem {
  // The key where it is a bare word: `a` of {a = 1}, also true, false and null;
  // nullopt where `key` has to be evaluated: {"a" = 1}, {(a) = 1}.
  std::optional<std::string> name;
  Expression key;
  Expression value;
};

// {a = b, (c) = d}
struct Object {
  std::vector<ObjectItem> items;
};

// [for k, v in collection : value if condition], or with `key` an object:
// {for k, v in collection : key => value... if condition}
struct For {
  std::string key_name;  // "" when there is none
  std::string value_name;
  Expression collection;
  std::optional<Expression> key;
  Expression value;
  bool is_grouped = false;  // value...
  std::optional<Expression> condition;
};

// (expression)
struct Parentheses {
  Expression inner;
};

struct ExpressionNode : std::variant<Invalid, Literal, Variable, Traversal,
                                     Template, Call, Conditional, Binary, Unary,
                                     Tuple, Object, For, Parentheses> {
  using variant::variant;
};

// The greatest height among the expressions directly inside, 0 without any.
std::size_t HeightWithin(const ExpressionNode& node);

template <typename Node>
Expression::Expression(Node node, const SourceRange& range)
    : node_(std::make_shared<const ExpressionNode>(std::move(node))),
      range_(range),
      height_(static_cast<std::uint32_t>(1 + HeightWithin(*node_))) {}

template <typename Node>
const Node* Expression::As() const {
  return std::get_if<Node>(&node());
}

// name = expression
struct Attribute {
  std::string name;
  SourceRange name_range;
  Expression expression;
  // From the name to the end of the expression.
  SourceRange range;
};

struct Label {
  std::string text;
  // Quotes included.
  SourceRange range;
};

struct Block;

// Attributes and blocks, each in the order of the source.
struct Body {
  // Names are unique: of attributes set twice the first is here, and there is a
  // Problem.
  std::vector<Attribute> attributes;
  std::vector<Block> blocks;
  // Between the braces; in JSON with them; of a file, all of it.
  SourceRange range;

  // nullptr where there is none.
  const Attribute* Find(absl::string_view name) const;
};

// type "label" … { body }
struct Block {
  std::string type;
  SourceRange type_range;
  std::vector<Label> labels;
  // What Terraform points at: from the type to the last label; in JSON the
  // opening brace.
  SourceRange header;
  Body body;
  // From the type to the closing brace; in JSON from the opening brace.
  SourceRange range;
  // In JSON, what CDK for Terraform calls the construct: "stack/logs/bucket".
  std::string construct_path;
};

// What is wrong with a file, in the order in which it was found.
struct Problem {
  SourceRange range;
  std::string summary;  // "Missing closing brace"
  // A sentence that says what to do; never text of the file.
  std::string detail;
};

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_AST_H_
