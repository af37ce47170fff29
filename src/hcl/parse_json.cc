// JSON syntax as the same tree as native syntax.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "compliance/cty/number.h"
#include "compliance/cty/type.h"
#include "compliance/hcl/parse.h"
#include "hcl/characters.h"
#include "hcl/json_blocks.h"
#include "hcl/json_node.h"
#include "hcl/parser.h"

namespace compliance::hcl {
namespace {

using Kind = JsonNode::Kind;

// The member of an object; nullptr where there is none.
const JsonNode* Find(const JsonNode& node, absl::string_view name) {
  for (const JsonMember& member : node.members) {
    if (member.name.text == name) return &member.value;
  }
  return nullptr;
}

// What CDK for Terraform calls the construct that a block was made by; "" where
// it does not say.
std::string ConstructPathOf(const JsonNode& body) {
  const JsonNode* node = &body;
  for (const absl::string_view step : {"//", "metadata", "path"}) {
    node = Find(*node, step);
    if (node == nullptr) return "";
  }
  return node->text;
}

class Converter {
 public:
  explicit Converter(std::uint32_t file) : file_(file) {}

  // Of what was read, where the text is broken.
  Body FileBody(const JsonText& text) {
    const Kind kind = text.root.kind;
    if (kind == Kind::kObject || kind == Kind::kArray) {
      return BodyOf(text.root, JsonFile());
    }
    if (text.problems.empty()) {
      Report(text.root.range, "Invalid configuration",
             "A file holds an object, or an array of objects.");
    }
    return {};
  }

  std::vector<Problem> TakeProblems() { return std::move(problems_); }

 private:
  void Report(const SourceRange& range, absl::string_view summary,
              absl::string_view detail) {
    problems_.push_back({range, std::string(summary), std::string(detail)});
  }

  // The members of an object, or of all objects in an array.
  std::vector<const JsonMember*> MembersOf(const JsonNode& node) {
    std::vector<const JsonMember*> members;
    if (node.kind == Kind::kArray) {
      for (const JsonNode& element : node.elements) Append(element, &members);
    } else if (node.kind != Kind::kNull) {
      Append(node, &members);
    }
    return members;
  }

  void Append(const JsonNode& node, std::vector<const JsonMember*>* members) {
    if (node.kind != Kind::kObject) {
      Report({node.range.begin, node.range.begin, file_},
             "Invalid configuration", "An object is expected here.");
      return;
    }
    for (const JsonMember& member : node.members) members->push_back(&member);
  }

  Body BodyOf(const JsonNode& node, const JsonBlockType& type) {
    Body body;
    body.range = node.range;
    absl::flat_hash_set<std::string> names;
    for (const JsonMember* member : MembersOf(node)) {
      const std::string& name = member->name.text;
      if (name == "//") continue;  // a comment
      if (const JsonBlockType* block = type.Find(name)) {
        AppendBlocks(*member, member->value, *block, {}, &body.blocks);
      } else if (names.insert(name).second) {
        body.attributes.push_back(AttributeOf(*member, type));
      } else {
        Report(member->name.range, "Argument is set twice",
               "Each argument may be set once in a block. Remove one.");
      }
    }
    return body;
  }

  Attribute AttributeOf(const JsonMember& member, const JsonBlockType& type) {
    Attribute attribute;
    attribute.name = member.name.text;
    attribute.name_range = member.name.range;
    attribute.expression =
        ExpressionOf(member.value, type.StringsOf(attribute.name));
    attribute.range = Between(member.name.range, member.value.range);
    return attribute;
  }

  // `node` holds what is left behind the labels so far.
  void AppendBlocks(const JsonMember& member, const JsonNode& node,
                    const JsonBlockType& type, std::vector<Label> labels,
                    std::vector<Block>* blocks) {
    if (labels.size() < type.labels) {
      for (const JsonMember* label : MembersOf(node)) {
        std::vector<Label> longer = labels;
        longer.push_back({label->name.text, label->name.range});
        AppendBlocks(member, label->value, type, std::move(longer), blocks);
      }
      return;
    }
    if (node.kind == Kind::kObject) {
      blocks->push_back(BlockOf(member, node, type, std::move(labels)));
    } else if (node.kind == Kind::kArray) {
      for (const JsonNode& element : node.elements) {
        blocks->push_back(BlockOf(member, element, type, labels));
      }
    } else if (node.kind != Kind::kNull) {
      Report({node.range.begin, node.range.begin, file_},
             "Invalid configuration",
             "An object is expected here, or an array of objects.");
    }
  }

  Block BlockOf(const JsonMember& member, const JsonNode& node,
                const JsonBlockType& type, std::vector<Label> labels) {
    Block block;
    block.type = member.name.text;
    block.type_range = member.name.range;
    block.labels = std::move(labels);
    block.body = BodyOf(node, type);
    block.header = node.range;
    block.header.end = block.header.begin;
    ++block.header.end.byte;
    ++block.header.end.column;
    block.range = node.range;
    block.construct_path = ConstructPathOf(node);
    return block;
  }

  template <typename Node>
  Expression Make(Node node, const SourceRange& range) {
    Expression made(std::move(node), range);
    if (made.height() <= kMaxDepth) return made;
    Report(range, "Nested too deep", "Take parts out into local values.");
    return Expression(Invalid{}, range);
  }

  Expression ExpressionOf(const JsonNode& node, JsonStrings strings) {
    switch (node.kind) {
      case Kind::kNull:
        return Make(Literal{cty::Value::Null(cty::Type::Dynamic())},
                    node.range);
      case Kind::kBool:
        return Make(Literal{cty::Value::Bool(node.boolean)}, node.range);
      case Kind::kNumber:
        return NumberOf(node);
      case Kind::kString:
        return StringOf(node, strings);
      case Kind::kArray: {
        Tuple tuple;
        for (const JsonNode& element : node.elements) {
          tuple.elements.push_back(ExpressionOf(element, strings));
        }
        return Make(std::move(tuple), node.range);
      }
      case Kind::kObject: {
        Object object;
        for (const JsonMember& member : node.members) {
          object.items.push_back(ItemOf(member, strings));
        }
        return Make(std::move(object), node.range);
      }
    }
    return Expression(Invalid{}, node.range);
  }

  ObjectItem ItemOf(const JsonMember& member, JsonStrings strings) {
    ObjectItem item;
    item.key = StringOf(member.name, strings);
    item.value = ExpressionOf(member.value, strings);
    if (const auto* word = item.key.As<Variable>()) item.name = word->name;
    return item;
  }

  Expression NumberOf(const JsonNode& node) {
    const absl::StatusOr<cty::Number> number = cty::Number::Parse(node.text);
    return Make(Literal{number.ok() ? cty::Value::Number(*number)
                                    : cty::Value::Unknown(cty::Type::Number())},
                node.range);
  }

  Expression StringOf(const JsonNode& node, JsonStrings strings) {
    const bool is_plain = !absl::StrContains(node.text, "${") &&
                          !absl::StrContains(node.text, "%{");
    if (strings == JsonStrings::kVerbatim ||
        (strings == JsonStrings::kTemplate && is_plain)) {
      return VerbatimOf(node);
    }
    SourcePoint start = node.range.begin;
    ++start.byte;
    ++start.column;
    Parser parser(node.text,
                  strings == JsonStrings::kTemplate ? LexerMode::kTemplate
                                                    : LexerMode::kConfiguration,
                  start, file_);
    // What is written with escapes lies elsewhere in the file.
    if (!node.is_literal) parser.Pin(node.range);
    const bool is_template = strings == JsonStrings::kTemplate;
    ParsedExpression parsed =
        is_template ? parser.WholeTemplate() : parser.WholeExpression();
    for (Problem& problem : parsed.problems) {
      if (!node.is_literal) problem.range = node.range;
      problems_.push_back(std::move(problem));
    }
    // Quotes belong to a template, as in native syntax.
    const auto* content = parsed.expression.As<Template>();
    if (is_template && content != nullptr) return Make(*content, node.range);
    return std::move(parsed.expression);
  }

  Expression VerbatimOf(const JsonNode& node) {
    Template text;
    if (!node.text.empty()) {
      text.parts.push_back({TemplateText{Normalized(node.text)}, node.range});
    }
    return Make(std::move(text), node.range);
  }

  std::uint32_t file_;
  std::vector<Problem> problems_;
};

}  // namespace

ParsedFile ParseJson(absl::string_view text, std::uint32_t file) {
  if (text.size() > kMaxFileBytes) return {{}, {FileTooLarge(file)}};
  JsonText read = ReadJson(text, file);
  Converter converter(file);
  ParsedFile parsed;
  parsed.body = converter.FileBody(read);
  parsed.problems = std::move(read.problems);
  for (Problem& problem : converter.TakeProblems()) {
    parsed.problems.push_back(std::move(problem));
  }
  return parsed;
}

}  // namespace compliance::hcl
