#include "merged_value.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"

namespace compliance::plan {
namespace {

using cty::Type;
using cty::Value;
using Kind = cty::Type::Kind;

absl::Span<const Json> ElementsOf(const Json* tree) {
  return tree == nullptr ? absl::Span<const Json>() : tree->elements();
}

absl::Span<const JsonMember> MembersOf(const Json* tree) {
  return tree == nullptr ? absl::Span<const JsonMember>() : tree->members();
}

const Json* Element(const Json* tree, std::size_t index) {
  const absl::Span<const Json> elements = ElementsOf(tree);
  return index < elements.size() ? &elements[index] : nullptr;
}

Trees Element(const Trees& trees, std::size_t index) {
  return {Element(trees.value, index), Element(trees.unknown, index),
          Element(trees.sensitive, index)};
}

bool IsTrue(const Json* tree) { return tree != nullptr && tree->IsTrue(); }

// Walks the members of a tree in order, beside those of others.
class Members {
 public:
  explicit Members(const Json* tree) : rest_(MembersOf(tree)) {}

  // Sets `name` to the first that was not passed yet, if that is before it.
  void Lower(std::optional<absl::string_view>& name) const {
    if (rest_.empty()) return;
    if (!name || rest_.front().name < *name) name = rest_.front().name;
  }
  // Passes what lies before `name`; returns the member itself.
  const Json* Take(absl::string_view name) {
    while (!rest_.empty() && rest_.front().name < name) rest_.remove_prefix(1);
    if (rest_.empty() || rest_.front().name != name) return nullptr;
    const Json* value = &rest_.front().value;
    rest_.remove_prefix(1);
    return value;
  }

 private:
  absl::Span<const JsonMember> rest_;
};

// Whether the members may stand in a collection of `element`.
bool AllOf(const Value::Elements& members, const Type& element) {
  return element.HasDynamic() ||
         std::all_of(members.begin(), members.end(), [&](const Value& member) {
           return member.type() == element;
         });
}

// The exact value: 0.1 stays 0.1.
cty::Number NumberOf(absl::string_view digits) {
  std::int64_t integer = 0;
  if (absl::SimpleAtoi(digits, &integer)) return cty::Number(integer);
  absl::StatusOr<cty::Number> number = cty::Number::Parse(digits);
  if (number.ok()) return *std::move(number);
  double nearest = 0;  // the text lies within a double's range
  return absl::SimpleAtod(digits, &nearest) ? cty::Number(nearest)
                                            : cty::Number();
}

}  // namespace

Value Merger::Scalar(const Json& json, const Type& type) {
  if (json.IsBool()) {
    if (type.kind() == Kind::kString) {
      return pool_.String(json.IsTrue() ? "true" : "false");
    }
    return Value::Bool(json.IsTrue());
  }
  if (json.IsNumber()) {
    cty::Number number = NumberOf(json.text());
    return type.kind() == Kind::kString ? pool_.String(number.ToString())
                                        : Value::Number(std::move(number));
  }
  const absl::string_view text = json.text();
  if (type.kind() == Kind::kNumber) {
    absl::StatusOr<cty::Number> number = cty::Number::Parse(text);
    if (number.ok()) return Value::Number(*std::move(number));
  }
  if (type.kind() == Kind::kBool && (text == "true" || text == "false")) {
    return Value::Bool(text == "true");
  }
  return pool_.String(text);
}

Value Merger::Sequence(const Trees& trees, const Shape& shape,
                       const Value* like) {
  // A provider that rejects unknown blocks plans them as one tuple of unknowns;
  // either tree may be the longer one in odd documents.
  const std::size_t size = std::max(ElementsOf(trees.value).size(),
                                    ElementsOf(trees.unknown).size());
  Value::Elements elements;
  elements.reserve(size);
  for (std::size_t i = 0; i < size; ++i) {
    const Value* like_element =
        like == nullptr
            ? nullptr
            : like->Find(cty::ListIndex{static_cast<std::int64_t>(i)});
    elements.push_back(Merge(Element(trees, i), shape.At(i), like_element));
  }
  const Type& type = shape.type;
  if (type.kind() == Kind::kList && AllOf(elements, type.element())) {
    return Value::List(type.element(), std::move(elements));
  }
  if (type.kind() == Kind::kSet && AllOf(elements, type.element())) {
    return Value::Set(type.element(), std::move(elements));
  }
  return Value::Tuple(std::move(elements));
}

Value Merger::Mapping(const Trees& trees, const Shape& shape,
                      const Value* like) {
  Value::Attributes members;
  Members value(trees.value);
  // Unknown members are absent from the value, and true here.
  Members unknown(trees.unknown);
  Members sensitive(trees.sensitive);
  while (true) {
    std::optional<absl::string_view> next;
    value.Lower(next);
    unknown.Lower(next);
    if (!next) break;
    const absl::string_view name = *next;
    const Value* like_member = like == nullptr ? nullptr : like->Find(name);
    const Trees member{value.Take(name), unknown.Take(name),
                       sensitive.Take(name)};
    members.emplace_hint(members.end(), std::string(name),
                         Merge(member, shape.At(name), like_member));
  }
  const Type& type = shape.type;
  if (type.kind() == Kind::kMap) {
    const bool fits =
        type.element().HasDynamic() ||
        std::all_of(members.begin(), members.end(), [&](const auto& member) {
          return member.second.type() == type.element();
        });
    if (fits) return Value::Map(type.element(), std::move(members));
  }
  for (const Shape::Member& member : shape.members) {
    members.try_emplace(member.name, member.shape.null);
  }
  return Value::Object(type, std::move(members));
}

// The trees without regard to the mark of the value itself.
Value Merger::Unmarked(const Trees& trees, const Shape& shape,
                       const Value* like) {
  if (IsTrue(trees.unknown)) return shape.unknown;
  const Json* value = trees.value;
  if (value == nullptr || value->IsNull()) {
    // A container whose members are all unknown may be left out as a whole.
    if (!MembersOf(trees.unknown).empty()) {
      return Mapping(trees, shape, like);
    }
    if (!ElementsOf(trees.unknown).empty()) {
      return Sequence(trees, shape, like);
    }
    return shape.null;
  }
  if (value->IsArray()) return Sequence(trees, shape, like);
  if (value->IsObject()) return Mapping(trees, shape, like);
  return Scalar(*value, shape.type);
}

Value Merger::Merge(const Trees& trees, const Shape& shape, const Value* like) {
  Value value = Unmarked(trees, shape, like);
  if (shape.sensitive || IsTrue(trees.sensitive)) value = value.WithSensitive();
  return like != nullptr && value == *like ? *like : value;
}

}  // namespace compliance::plan
