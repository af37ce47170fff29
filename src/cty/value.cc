#include "compliance/cty/value.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "compliance/base/text.h"
#include "compliance/cty/origin.h"
#include "cty/normalize.h"

namespace compliance::cty {
namespace {

struct NullPayload {
  friend bool operator==(NullPayload, NullPayload) { return true; }
};

// Indirect, for what is said of an unknown is big and rare; null when nothing
// is.
struct UnknownPayload {
  std::shared_ptr<const Refinement> refinement;
  std::shared_ptr<const Origin> origin;
};
template <typename T>
bool SamePointee(const std::shared_ptr<T>& a, const std::shared_ptr<T>& b) {
  return a == b || (a != nullptr && b != nullptr && *a == *b);
}
bool operator==(const UnknownPayload& a, const UnknownPayload& b) {
  return SamePointee(a.refinement, b.refinement) &&
         SamePointee(a.origin, b.origin);
}

using Payload = std::variant<NullPayload, UnknownPayload, bool, cty::Number,
                             std::string, Value::Elements, Value::Attributes>;

}  // namespace

struct Value::Rep {
  Type type;
  Payload payload;
  // Whether there is any inside; kept here, for rules ask again and again.
  bool has_unknown = false;
  bool has_sensitive = false;
};

namespace {

// The element type of a collection: what `element` says, or where that leaves
// it open, what all members agree on.
template <typename Members, typename ToValue>
Type ElementType(Type element, const Members& members, ToValue value) {
  if (!element.HasDynamic() || members.empty()) return element;
  const Type& first = value(*members.begin()).type();
  const bool agree = std::all_of(
      members.begin(), members.end(),
      [&](const auto& member) { return value(member).type() == first; });
  return agree ? first : element;
}

std::string RenderAttributes(const Value& value) {
  const bool map = value.type().kind() == Type::Kind::kMap;
  std::vector<std::string> items;
  for (const auto& [name, member] : value.AsAttributes()) {
    items.push_back(
        absl::StrCat(map ? Quote(name) : name, " = ", member.ToString()));
  }
  return items.empty() ? "{}"
                       : absl::StrCat("{ ", absl::StrJoin(items, ", "), " }");
}

std::string RenderElements(const Value& value) {
  return absl::StrCat("[",
                      absl::StrJoin(value.AsElements(), ", ",
                                    [](std::string* out, const Value& member) {
                                      absl::StrAppend(out, member.ToString());
                                    }),
                      "]");
}

}  // namespace

bool Refinement::empty() const { return *this == Refinement(); }

// A value of `type`; counts what its members hold.
Value Value::Make(Type type, Elements elements) {
  auto rep = std::make_shared<Rep>();
  for (const Value& element : elements) {
    rep->has_unknown |= !element.IsWhollyKnown();
    rep->has_sensitive |= element.ContainsSensitive();
  }
  rep->type = std::move(type);
  rep->payload = std::move(elements);
  return Value(std::move(rep));
}

Value Value::Make(Type type, Attributes attributes) {
  auto rep = std::make_shared<Rep>();
  for (const auto& [name, attribute] : attributes) {
    rep->has_unknown |= !attribute.IsWhollyKnown();
    rep->has_sensitive |= attribute.ContainsSensitive();
  }
  rep->type = std::move(type);
  rep->payload = std::move(attributes);
  return Value(std::move(rep));
}

Value Value::Null(Type type) {
  if (type.IsDynamic()) return Value();
  return Value(std::make_shared<Rep>(Rep{std::move(type), NullPayload{}}));
}

Value Value::Unknown(Type type, Refinement refinement,
                     std::shared_ptr<const Origin> origin) {
  UnknownPayload payload;
  payload.origin = std::move(origin);
  if (!refinement.empty()) {
    payload.refinement =
        std::make_shared<const Refinement>(std::move(refinement));
  }
  return Value(std::make_shared<Rep>(
      Rep{std::move(type), std::move(payload), /*has_unknown=*/true}));
}

// The values of one byte on the wire share storage, never destroyed: a long
// list of them must not take a hundred times the memory of its bytes.
Value Value::Bool(bool b) {
  static const auto& values = *new std::array<Value, 2>{
      Value(std::make_shared<Rep>(Rep{Type::Bool(), false})),
      Value(std::make_shared<Rep>(Rep{Type::Bool(), true}))};
  return values[b ? 1 : 0];
}

Value Value::Number(std::int64_t n) {
  constexpr std::int64_t kLowest = -32;
  constexpr std::size_t kCount = 160;
  const auto make = [](std::int64_t number) {
    return Value(
        std::make_shared<Rep>(Rep{Type::Number(), cty::Number(number)}));
  };
  static const auto& values = *[&make] {
    auto* all = new std::array<Value, kCount>;
    for (std::size_t i = 0; i < kCount; ++i) {
      (*all)[i] = make(kLowest + static_cast<std::int64_t>(i));
    }
    return all;
  }();
  if (n < kLowest || n >= kLowest + static_cast<std::int64_t>(kCount)) {
    return make(n);
  }
  return values[static_cast<std::size_t>(n - kLowest)];
}

Value Value::Number(cty::Number n) {
  if (const std::optional<std::int64_t> small = n.AsInt64()) {
    return Number(*small);
  }
  return Value(std::make_shared<Rep>(Rep{Type::Number(), std::move(n)}));
}

Value Value::String(absl::string_view s) {
  static const auto& empty =
      *new Value(std::make_shared<Rep>(Rep{Type::String(), std::string()}));
  if (s.empty()) return empty;
  return Value(std::make_shared<Rep>(Rep{Type::String(), NormalizeNfc(s)}));
}

Value Value::List(Type element, Elements elements) {
  element = ElementType(std::move(element), elements,
                        [](const Value& v) -> const Value& { return v; });
  return Make(Type::List(std::move(element)), std::move(elements));
}

Value Value::Set(Type element, Elements elements) {
  element = ElementType(std::move(element), elements,
                        [](const Value& v) -> const Value& { return v; });
  return Make(Type::Set(std::move(element)), std::move(elements));
}

Value Value::Map(Type element, Attributes entries) {
  element = ElementType(
      std::move(element), entries,
      [](const auto& entry) -> const Value& { return entry.second; });
  return Make(Type::Map(std::move(element)), std::move(entries));
}

Value Value::Tuple(Elements elements) {
  std::vector<Type> types;
  types.reserve(elements.size());
  for (const Value& element : elements) types.push_back(element.type());
  return Make(Type::Tuple(std::move(types)), std::move(elements));
}

Value Value::Object(Attributes attributes) {
  Type::Attributes types;
  for (const auto& [name, attribute] : attributes) {
    types.emplace_hint(types.end(), name, attribute.type());
  }
  return Make(Type::Object(std::move(types)), std::move(attributes));
}

Value Value::Object(const Type& type, Attributes attributes) {
  if (type.kind() == Type::Kind::kObject &&
      type.optional_attributes().empty()) {
    const Type::Attributes& types = type.attributes();
    const bool fits = std::equal(
        types.begin(), types.end(), attributes.begin(), attributes.end(),
        [](const auto& wanted, const auto& attribute) {
          return wanted.first == attribute.first &&
                 wanted.second == attribute.second.type();
        });
    if (fits) return Make(type, std::move(attributes));
  }
  return Object(std::move(attributes));
}

const Type& Value::type() const {
  static const auto& dynamic = *new Type;
  return rep_ == nullptr ? dynamic : rep_->type;
}
bool Value::IsNull() const {
  return rep_ == nullptr || std::holds_alternative<NullPayload>(rep_->payload);
}
bool Value::IsUnknown() const {
  return rep_ != nullptr &&
         std::holds_alternative<UnknownPayload>(rep_->payload);
}
bool Value::IsWhollyKnown() const {
  return rep_ == nullptr || !rep_->has_unknown;
}

bool Value::AsBool() const {
  assert(HasContent());
  return std::get<bool>(rep_->payload);
}
const cty::Number& Value::AsNumber() const {
  assert(HasContent());
  return std::get<cty::Number>(rep_->payload);
}
const std::string& Value::AsString() const {
  assert(HasContent());
  return std::get<std::string>(rep_->payload);
}
const Value::Elements& Value::AsElements() const {
  assert(HasContent());
  return std::get<Elements>(rep_->payload);
}
const Value::Attributes& Value::AsAttributes() const {
  assert(HasContent());
  return std::get<Attributes>(rep_->payload);
}
const Refinement& Value::refinement() const {
  static const auto& none = *new Refinement;
  assert(IsUnknown());
  const auto& payload = std::get<UnknownPayload>(rep_->payload);
  return payload.refinement == nullptr ? none : *payload.refinement;
}

const Origin* Value::origin() const {
  assert(IsUnknown());
  return std::get<UnknownPayload>(rep_->payload).origin.get();
}

const Value* Value::Find(const Step& step) const {
  if (const auto* attribute = std::get_if<AttributeName>(&step)) {
    return Find(attribute->name);
  }
  if (const auto* key = std::get_if<MapKey>(&step)) return Find(key->key);
  if (!HasContent()) return nullptr;
  const std::int64_t index = std::get<ListIndex>(step).index;
  const auto* elements = std::get_if<Elements>(&rep_->payload);
  if (elements == nullptr || index < 0 ||
      index >= static_cast<std::int64_t>(elements->size())) {
    return nullptr;
  }
  return &(*elements)[static_cast<std::size_t>(index)];
}

const Value* Value::Find(const Path& path) const {
  const Value* value = this;
  for (const Step& step : path.steps()) {
    value = value->Find(step);
    if (value == nullptr) return nullptr;
  }
  return value;
}

const Value* Value::Find(absl::string_view name) const {
  if (!HasContent()) return nullptr;
  const auto* attributes = std::get_if<Attributes>(&rep_->payload);
  if (attributes == nullptr) return nullptr;
  const auto found = attributes->find(std::string(name));
  return found == attributes->end() ? nullptr : &found->second;
}

bool Value::ContainsSensitive() const {
  return sensitive_ || (rep_ != nullptr && rep_->has_sensitive);
}
Value Value::WithSensitive(bool sensitive) const {
  Value marked = *this;
  marked.sensitive_ = sensitive;
  return marked;
}

bool operator==(const Value& a, const Value& b) {
  if (a.sensitive_ != b.sensitive_) return false;
  if (a.rep_ == b.rep_) return true;
  if (a.rep_ == nullptr || b.rep_ == nullptr) {
    return a.type() == b.type() && a.IsNull() && b.IsNull();
  }
  return a.rep_->type == b.rep_->type && a.rep_->payload == b.rep_->payload;
}

std::string Value::ToString() const {
  if (IsSensitive()) return "(sensitive value)";
  if (IsUnknown()) return "(known after apply)";
  if (IsNull()) return "null";
  switch (type().kind()) {
    case Type::Kind::kBool:
      return AsBool() ? "true" : "false";
    case Type::Kind::kNumber:
      return AsNumber().ToString();
    case Type::Kind::kString:
      return Quote(AsString());
    case Type::Kind::kMap:
    case Type::Kind::kObject:
      return RenderAttributes(*this);
    case Type::Kind::kDynamic:  // has no content
    case Type::Kind::kList:
    case Type::Kind::kSet:
    case Type::Kind::kTuple:
      break;
  }
  return RenderElements(*this);
}

std::ostream& operator<<(std::ostream& out, const Value& value) {
  return out << value.ToString();
}

}  // namespace compliance::cty
