#include "compliance/hcl/evaluate_body.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/type.h"
#include "hcl/evaluator.h"

namespace compliance::hcl {
namespace {

using cty::Path;
using cty::Type;
using cty::Value;
using Places = std::map<Path, SourceRange>;

// The blocks of one type in a body.
struct BlocksOfType {
  Value::Elements bodies;
  Value::Attributes by_label;
  bool known = true;

  Path Next(const Path& type) const {
    return type.Index(static_cast<std::int64_t>(bodies.size()));
  }

  // A second one with the same label is an error.
  void Add(const std::optional<std::string>& label, Value body) {
    if (label.has_value()) {
      known = known && by_label.emplace(*label, std::move(body)).second;
    } else {
      bodies.push_back(std::move(body));
    }
  }

  Value ToValue() && {
    if (!known || (!bodies.empty() && !by_label.empty())) {
      return Value::Unknown(Type::Dynamic());
    }
    return by_label.empty() ? Value::Tuple(std::move(bodies))
                            : Value::Object(std::move(by_label));
  }
};

using BlockTypes = std::map<std::string, BlocksOfType>;

// What `iterator` or the label of a dynamic block calls its elements.
std::optional<std::string> IteratorOf(const Block& dynamic) {
  const Attribute* iterator = dynamic.body.Find("iterator");
  if (iterator == nullptr) return dynamic.labels.front().text;
  const auto* variable = iterator->expression.As<Variable>();
  if (variable == nullptr) return std::nullopt;
  return variable->name;
}

// Its only content block; nullptr where there is none, or more.
const Block* ContentOf(const Block& dynamic) {
  const Block* content = nullptr;
  for (const Block& block : dynamic.body.blocks) {
    if (block.type != "content" || content != nullptr) return nullptr;
    content = &block;
  }
  return content;
}

class BodyEvaluator {
 public:
  explicit BodyEvaluator(const Names& names) : evaluator_(names) {}

  Value Evaluate(const Body& body, const Scope& scope, const Path& at,
                 const std::set<std::string>& left_out) {
    Value::Attributes members;
    for (const Attribute& attribute : body.attributes) {
      if (left_out.count(attribute.name) > 0) continue;
      const Path path = at.Attr(attribute.name);
      places_.emplace(path, attribute.range);
      members.insert_or_assign(
          attribute.name, EvaluateArgument(attribute.expression, scope, path));
    }
    BlockTypes types;
    for (const Block& block : body.blocks) {
      AddBlock(block, scope, at, left_out, types);
    }
    for (auto& [type, blocks] : types) {
      const bool added =
          members.emplace(type, std::move(blocks).ToValue()).second;
      // In JSON, blocks of a provider are arguments; which come first is open.
      if (!added) members[type] = Value::Unknown(Type::Dynamic());
    }
    return Value::Object(std::move(members));
  }

  Places TakePlaces() { return std::move(places_); }

 private:
  Value EvaluateArgument(const Expression& expression, const Scope& scope,
                         const Path& path) {
    Result result = evaluator_.Evaluate(expression, scope);
    if (result.refused) return Value::Unknown(result.value.type());
    AddMembers(expression, scope, path);
    return std::move(result.value);
  }

  // The places of what stands in a literal tuple or object.
  void AddMembers(const Expression& expression, const Scope& scope,
                  const Path& path) {
    if (const auto* inner = expression.As<Parentheses>()) {
      AddMembers(inner->inner, scope, path);
    } else if (const auto* tuple = expression.As<Tuple>()) {
      for (std::size_t i = 0; i < tuple->elements.size(); ++i) {
        const Path element = path.Index(static_cast<std::int64_t>(i));
        places_.insert_or_assign(element, tuple->elements[i].range());
        AddMembers(tuple->elements[i], scope, element);
      }
    } else if (const auto* object = expression.As<Object>()) {
      for (const ObjectItem& item : object->items) {
        const Value key = evaluator_.KeyOf(item, scope).value;
        if (!key.HasContent()) continue;
        const Path member = path.Attr(key.AsString());
        places_.insert_or_assign(member,
                                 Between(item.key.range(), item.value.range()));
        AddMembers(item.value, scope, member);
      }
    }
  }

  void AddBlock(const Block& block, const Scope& scope, const Path& at,
                const std::set<std::string>& left_out, BlockTypes& types) {
    const bool dynamic = block.type == "dynamic" && block.labels.size() == 1;
    const std::string& type = dynamic ? block.labels.front().text : block.type;
    if (left_out.count(type) > 0) return;
    BlocksOfType& blocks = types[type];
    if (dynamic) {
      Expand(block, scope, at.Attr(type), blocks);
      return;
    }
    std::optional<std::string> label;
    if (!block.labels.empty()) label = block.labels.front().text;
    AddBody(block, label, scope, at.Attr(type), blocks);
  }

  // One body, where nothing else is left out: only resources themselves have
  // arguments that no provider sees.
  void AddBody(const Block& block, const std::optional<std::string>& label,
               const Scope& scope, const Path& type, BlocksOfType& blocks,
               bool sensitive = false) {
    const Path path = label.has_value() ? type.Attr(*label) : blocks.Next(type);
    places_.insert_or_assign(path, block.header);
    Value body = Evaluate(block.body, scope, path, /*left_out=*/{});
    if (sensitive) body = body.WithSensitive();
    blocks.Add(label, std::move(body));
  }

  // The blocks that a dynamic one makes.
  void Expand(const Block& dynamic, const Scope& scope, const Path& type,
              BlocksOfType& blocks) {
    const Attribute* for_each = dynamic.body.Find("for_each");
    const std::optional<std::string> iterator = IteratorOf(dynamic);
    const Block* content = ContentOf(dynamic);
    if (for_each == nullptr || !iterator.has_value() || content == nullptr) {
      blocks.known = false;
      return;
    }
    const Result collection = evaluator_.Evaluate(for_each->expression, scope);
    const Value& value = collection.value;
    if (collection.refused || !IsIterable(value.type()) ||
        !HasCertainMembers(value)) {
      blocks.known = false;
      return;
    }
    for (const Entry& entry : EntriesOf(value)) {
      const Scope bound(scope,
                        {{*iterator, Value::Object({{"key", entry.key},
                                                    {"value", entry.value}})}});
      std::optional<std::string> label;
      if (!evaluator_.Spend() || !LabelOf(dynamic, bound, &label)) {
        blocks.known = false;
        return;
      }
      AddBody(*content, label, bound, type, blocks, value.IsSensitive());
    }
  }

  // The label of what a dynamic block makes, none where it has no labels;
  // false where it is not known.
  bool LabelOf(const Block& dynamic, const Scope& scope,
               std::optional<std::string>* label) {
    const Attribute* labels = dynamic.body.Find("labels");
    if (labels == nullptr) return true;
    const auto* tuple = labels->expression.As<Tuple>();
    if (tuple == nullptr || tuple->elements.size() != 1) return false;
    const Result text = evaluator_.Evaluate(tuple->elements.front(), scope);
    const absl::StatusOr<Value> name = cty::Convert(text.value, Type::String());
    if (text.refused || !name.ok() || !name->HasContent()) return false;
    *label = name->AsString();
    return true;
  }

  Evaluator evaluator_;
  Places places_;
};

}  // namespace

const std::set<std::string>& MetaArguments() {
  static const auto& names = *new std::set<std::string>{
      "connection", "count",    "depends_on", "for_each",
      "lifecycle",  "provider", "provisioner"};
  return names;
}

EvaluatedBody EvaluateBody(const Body& body, const Names& names,
                           const std::set<std::string>& left_out) {
  BodyEvaluator evaluator(names);
  EvaluatedBody evaluated;
  evaluated.value = evaluator.Evaluate(body, Scope(), Path(), left_out);
  evaluated.places = evaluator.TakePlaces();
  return evaluated;
}

}  // namespace compliance::hcl
