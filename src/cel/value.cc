#include "compliance/cel/value.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cel/compare.h"
#include "cel/moment.h"
#include "cel/value_access.h"

namespace compliance::cel {
namespace {

template <typename T>
std::vector<T> Union(const std::vector<T>& a, const std::vector<T>& b) {
  std::vector<T> all;
  all.reserve(a.size() + b.size());
  std::set_union(a.begin(), a.end(), b.begin(), b.end(),
                 std::back_inserter(all));
  return all;
}

template <typename T>
void SortUnique(std::vector<T>& items) {
  if (items.size() < 2) return;
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

Value::Kind KindOf(const cty::Value& value) {
  if (value.IsNull()) return Value::Kind::kNull;
  if (value.IsUnknown()) return Value::Kind::kUnknown;
  switch (value.type().kind()) {
    case cty::Type::Kind::kBool:
      return Value::Kind::kBool;
    case cty::Type::Kind::kNumber:
      return value.AsNumber().AsInt64().has_value() ? Value::Kind::kInt
                                                    : Value::Kind::kDouble;
    case cty::Type::Kind::kString:
      return Value::Kind::kString;
    case cty::Type::Kind::kList:
    case cty::Type::Kind::kSet:
    case cty::Type::Kind::kTuple:
      return Value::Kind::kList;
    case cty::Type::Kind::kMap:
    case cty::Type::Kind::kObject:
      return Value::Kind::kMap;
    case cty::Type::Kind::kDynamic:
      break;  // only null and unknown have it
  }
  return Value::Kind::kNull;
}

cty::Step MemberStep(const cty::Value& container, const std::string& name) {
  if (container.type().kind() == cty::Type::Kind::kMap) {
    return cty::MapKey{name};
  }
  return cty::AttributeName{name};
}

cty::Step KeyStep(const Value& key) {
  if (key.kind() == Value::Kind::kString) return cty::MapKey{key.AsString()};
  return cty::MapKey{key.ToString()};
}

}  // namespace

Unknown Merge(const Unknown& a, const Unknown& b) {
  return {Union(a.waits_for, b.waits_for), Union(a.needs, b.needs)};
}

absl::string_view KindName(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::kNull:
      return "null";
    case Value::Kind::kBool:
      return "bool";
    case Value::Kind::kInt:
      return "int";
    case Value::Kind::kUint:
      return "uint";
    case Value::Kind::kDouble:
      return "double";
    case Value::Kind::kString:
      return "string";
    case Value::Kind::kBytes:
      return "bytes";
    case Value::Kind::kList:
      return "list";
    case Value::Kind::kMap:
      return "map";
    case Value::Kind::kUnknown:
      return "unknown";
    case Value::Kind::kError:
      return "error";
    case Value::Kind::kOptional:
      return "optional";
    case Value::Kind::kTimestamp:
      return "timestamp";
    case Value::Kind::kDuration:
      return "duration";
    case Value::Kind::kType:
      return "type";
    case Value::Kind::kIp:
      return "ip";
    case Value::Kind::kCidr:
      return "cidr";
  }
  return "";
}

Value Value::Null() { return Value(); }

Value Value::Bool(bool b) { return Value(Kind::kBool, b ? 1U : 0U); }

Value Value::Int(std::int64_t n) {
  return Value(Kind::kInt, static_cast<std::uint64_t>(n));
}

Value Value::Uint(std::uint64_t n) { return Value(Kind::kUint, n); }

Value Value::Double(double d) {
  return Value(Kind::kDouble, std::bit_cast<std::uint64_t>(d));
}

Value ValueAccess::OfText(Value::Kind kind, absl::string_view text) {
  auto rep = std::make_shared<Value::Rep>();
  rep->payload = std::string(text);
  return Value(kind, std::move(rep));
}

Value Value::String(absl::string_view s) {
  return ValueAccess::OfText(Kind::kString, s);
}

Value Value::Bytes(absl::string_view s) {
  return ValueAccess::OfText(Kind::kBytes, s);
}

Value Value::Timestamp(absl::Time time) {
  if (!IsTimestamp(time)) {
    return MakeError("the timestamp is out of range (years 1 to 9999)");
  }
  auto rep = std::make_shared<Rep>();
  rep->payload = time;
  return Value(Kind::kTimestamp, std::move(rep));
}

Value Value::Duration(absl::Duration duration) {
  if (!IsDuration(duration)) {
    return MakeError("the duration is out of range (about 292 years)");
  }
  return Value(Kind::kDuration,
               static_cast<std::uint64_t>(absl::ToInt64Nanoseconds(duration)));
}

Value Value::Type(absl::string_view name) {
  return ValueAccess::OfText(Kind::kType, name);
}

Value Value::Ip(absl::string_view text) {
  return ValueAccess::OfText(Kind::kIp, text);
}

Value Value::Cidr(absl::string_view text) {
  return ValueAccess::OfText(Kind::kCidr, text);
}

Value Value::MakeList(List list) {
  auto rep = std::make_shared<Rep>();
  rep->payload = std::move(list);
  return Value(Kind::kList, std::move(rep));
}

Value Value::MakeList(std::vector<Value> items) {
  List list;
  list.items.reserve(items.size());
  for (Value& item : items) {
    list.items.push_back({std::move(item), /*certain=*/true});
  }
  return MakeList(std::move(list));
}

Value Value::Message(std::map<std::string, Value> fields) {
  auto rep = std::make_shared<Rep>();
  rep->payload = std::move(fields);
  return Value(Kind::kMap, std::move(rep));
}

Value Value::Map(std::vector<std::pair<Value, Value>> entries) {
  std::stable_sort(
      entries.begin(), entries.end(),
      [](const auto& a, const auto& b) { return KeyLess(a.first, b.first); });
  auto rep = std::make_shared<Rep>();
  rep->payload = std::move(entries);
  return Value(Kind::kMap, std::move(rep));
}

Value Value::MakeUnknown(Unknown unknown) {
  SortUnique(unknown.waits_for);
  SortUnique(unknown.needs);
  auto rep = std::make_shared<Rep>();
  rep->payload = std::move(unknown);
  return Value(Kind::kUnknown, std::move(rep));
}

Value Value::MakeUnknown(Unknown unknown, cty::Refinement promised) {
  SortUnique(unknown.waits_for);
  SortUnique(unknown.needs);
  auto rep = std::make_shared<Rep>();
  rep->payload = std::move(unknown);
  rep->promised = std::move(promised);
  return Value(Kind::kUnknown, std::move(rep));
}

Value Value::MakeError(std::string message) {
  auto rep = std::make_shared<Rep>();
  rep->payload = std::move(message);
  return Value(Kind::kError, std::move(rep));
}

Value Value::None() {
  auto rep = std::make_shared<Rep>();
  rep->payload = Rep::Optional{};
  return Value(Kind::kOptional, std::move(rep));
}

Value Value::Some(Value value) {
  auto rep = std::make_shared<Rep>();
  const bool sensitive = value.IsSensitive();
  rep->payload = Rep::Optional{true, std::move(value)};
  return ValueAccess::Mark(Value(Kind::kOptional, std::move(rep)), sensitive);
}

Value Value::FromCty(const cty::Value& value, Origin origin) {
  return ValueAccess::FromCty(
      value, std::make_shared<const Trail>(std::move(origin)), false);
}

Value ValueAccess::FromCty(const cty::Value& value, TrailPtr trail,
                           bool sensitive) {
  auto rep = std::make_shared<Value::Rep>();
  Value adapted;
  adapted.kind_ = KindOf(value);
  adapted.sensitive_ = sensitive || value.IsSensitive();
  switch (adapted.kind_) {
    case Value::Kind::kBool:
      adapted.bits_ = value.AsBool() ? 1U : 0U;
      break;
    case Value::Kind::kInt:
      adapted.bits_ = static_cast<std::uint64_t>(*value.AsNumber().AsInt64());
      break;
    case Value::Kind::kDouble:
      adapted.bits_ = std::bit_cast<std::uint64_t>(value.AsNumber().AsDouble());
      break;
    case Value::Kind::kUnknown: {
      Unknown unknown;
      if (trail != nullptr) unknown.waits_for.push_back(trail->origin());
      rep->payload = std::move(unknown);
      break;
    }
    default:
      break;
  }
  rep->cty = value;
  rep->trail = std::move(trail);
  adapted.rep_ = std::move(rep);
  return adapted;
}

bool Value::AsBool() const { return bits_ != 0; }
std::int64_t Value::AsInt() const { return static_cast<std::int64_t>(bits_); }
std::uint64_t Value::AsUint() const { return bits_; }
double Value::AsDouble() const { return std::bit_cast<double>(bits_); }

const std::string& Value::AsString() const {
  if (rep_->cty.has_value()) return rep_->cty->AsString();
  return std::get<std::string>(rep_->payload);
}

absl::Time Value::AsTimestamp() const {
  return std::get<absl::Time>(rep_->payload);
}

absl::Duration Value::AsDuration() const {
  return absl::Nanoseconds(static_cast<std::int64_t>(bits_));
}

List Value::AsList() const {
  const ListView view(*this);
  List list;
  list.items.reserve(view.size());
  for (std::size_t i = 0; i < view.size(); ++i) {
    list.items.push_back({view.value(i), view.certain(i)});
  }
  list.open = view.open();
  list.unordered = view.unordered();
  list.may_merge = view.may_merge();
  list.why = view.why();
  return list;
}

std::vector<std::pair<Value, Value>> Value::AsMap() const {
  Entries entries;
  if (const auto* own = std::get_if<Entries>(&rep_->payload)) {
    entries = *own;
    for (auto& [key, value] : entries) {
      if (ValueAccess::TrailOf(value) == nullptr) {
        value =
            ValueAccess::WithTrail(value, Extend(rep_->trail, KeyStep(key)));
      }
      value = ValueAccess::Mark(value, sensitive_);
    }
    return entries;
  }
  const auto add = [&](const std::string& name) {
    entries.emplace_back(String(name), *ValueAccess::FindField(*this, name));
  };
  if (const auto* fields = std::get_if<Fields>(&rep_->payload)) {
    for (const auto& [name, value] : *fields) add(name);
  } else {
    for (const auto& [name, value] : rep_->cty->AsAttributes()) add(name);
  }
  return entries;
}

const Unknown& Value::AsUnknown() const {
  return std::get<Unknown>(rep_->payload);
}

const std::string& Value::ErrorMessage() const {
  return std::get<std::string>(rep_->payload);
}

const cty::Refinement* Value::Promised() const {
  if (kind_ != Kind::kUnknown) return nullptr;
  if (rep_->promised.has_value()) return &*rep_->promised;
  if (rep_->cty.has_value()) return &rep_->cty->refinement();
  return nullptr;
}

bool Value::HasValue() const {
  return std::get<Rep::Optional>(rep_->payload).present;
}

const Value& Value::Inner() const {
  return std::get<Rep::Optional>(rep_->payload).value;
}

bool Value::HasField(absl::string_view name) const {
  const std::optional<Value> field = ValueAccess::FindField(*this, name);
  return field.has_value() && !field->IsNull();
}

Value Value::Field(absl::string_view name) const {
  std::optional<Value> field = ValueAccess::FindField(*this, name);
  if (field.has_value()) return *std::move(field);
  if (IsMessage()) {
    return MakeError(absl::StrCat("no such attribute: ", name));
  }
  // A key of a map may be data; the name in the text of a rule is not.
  return MakeError(absl::StrCat("no such key: ", name));
}

bool Value::IsMessage() const {
  if (rep_->cty.has_value()) {
    return rep_->cty->type().kind() == cty::Type::Kind::kObject;
  }
  return std::holds_alternative<Fields>(rep_->payload);
}

bool Value::HoldsUnknown() const {
  switch (kind_) {
    case Kind::kUnknown:
      return true;
    case Kind::kOptional:
      return HasValue() && Inner().HoldsUnknown();
    case Kind::kList: {
      if (rep_->cty.has_value()) return !rep_->cty->IsWhollyKnown();
      const auto& list = std::get<List>(rep_->payload);
      return list.open || list.may_merge ||
             std::any_of(list.items.begin(), list.items.end(),
                         [](const List::Item& item) {
                           return !item.certain || item.value.HoldsUnknown();
                         });
    }
    case Kind::kMap: {
      if (rep_->cty.has_value()) return !rep_->cty->IsWhollyKnown();
      const Entries entries = AsMap();
      return std::any_of(entries.begin(), entries.end(), [](const auto& entry) {
        return entry.second.HoldsUnknown();
      });
    }
    default:
      return false;
  }
}

Unknown Value::UnknownInside() const {
  if (!HoldsUnknown()) return {};
  switch (kind_) {
    case Kind::kUnknown:
      return AsUnknown();
    case Kind::kOptional:
      return Inner().UnknownInside();
    case Kind::kList: {
      const ListView view(*this);
      Unknown all = view.why();
      for (std::size_t i = 0; i < view.size(); ++i) {
        const Value member = view.value(i);
        if (member.HoldsUnknown()) all = Merge(all, member.UnknownInside());
      }
      return all;
    }
    case Kind::kMap: {
      Unknown all;
      for (const auto& [key, member] : AsMap()) {
        if (member.HoldsUnknown()) all = Merge(all, member.UnknownInside());
      }
      return all;
    }
    default:
      return {};
  }
}

const Origin* Value::origin() const {
  if (rep_ == nullptr || rep_->trail == nullptr) return nullptr;
  return &rep_->trail->origin();
}

Value Value::WithOrigin(Origin origin) const {
  return ValueAccess::WithTrail(
      *this, std::make_shared<const Trail>(std::move(origin)));
}

const cty::Value* Value::cty() const {
  if (rep_ == nullptr || !rep_->cty.has_value()) return nullptr;
  return &*rep_->cty;
}

Value Value::WithSensitive() const {
  Value copy = *this;
  copy.sensitive_ = true;
  return copy;
}

const TrailPtr& ValueAccess::TrailOf(const Value& value) {
  static const TrailPtr& none = *new TrailPtr;
  return value.rep_ == nullptr ? none : value.rep_->trail;
}

Value ValueAccess::WithTrail(const Value& value, TrailPtr trail) {
  if (trail == nullptr) return value;
  auto rep = value.rep_ == nullptr ? std::make_shared<Value::Rep>()
                                   : std::make_shared<Value::Rep>(*value.rep_);
  rep->trail = std::move(trail);
  Value copy = value;
  copy.rep_ = std::move(rep);
  return copy;
}

Value ValueAccess::Mark(Value value, bool sensitive) {
  value.sensitive_ = value.sensitive_ || sensitive;
  return value;
}

std::optional<Value> ValueAccess::FindField(const Value& map,
                                            absl::string_view name) {
  const Value::Rep& rep = *map.rep_;
  if (const auto* fields = std::get_if<Fields>(&rep.payload)) {
    const auto found = fields->find(std::string(name));
    if (found == fields->end()) return std::nullopt;
    Value field = found->second;
    if (TrailOf(field) == nullptr) {
      field = WithTrail(
          field, Extend(rep.trail, cty::AttributeName{std::string(name)}));
    }
    return Mark(std::move(field), map.sensitive_);
  }
  if (std::holds_alternative<Entries>(rep.payload)) {
    return FindKey(map, Value::String(name));
  }
  const auto& attributes = rep.cty->AsAttributes();
  const auto found = attributes.find(std::string(name));
  if (found == attributes.end()) return std::nullopt;
  return FromCty(found->second,
                 Extend(rep.trail, MemberStep(*rep.cty, found->first)),
                 map.sensitive_);
}

std::optional<Value> ValueAccess::FindKey(const Value& map, const Value& key) {
  const auto* entries = std::get_if<Entries>(&map.rep_->payload);
  if (entries == nullptr) {
    if (key.kind() != Value::Kind::kString) return std::nullopt;
    return FindField(map, key.AsString());
  }
  if (!IsMapKey(key)) return std::nullopt;
  const auto found = std::lower_bound(entries->begin(), entries->end(), key,
                                      [](const auto& entry, const Value& k) {
                                        return KeyLess(entry.first, k);
                                      });
  if (found == entries->end() || KeyLess(key, found->first)) {
    return std::nullopt;
  }
  Value value = found->second;
  if (TrailOf(value) == nullptr && map.rep_->trail != nullptr) {
    value = WithTrail(value, Extend(map.rep_->trail, KeyStep(key)));
  }
  return Mark(std::move(value), map.sensitive_);
}

std::size_t ValueAccess::MapSize(const Value& map) {
  const Value::Rep& rep = *map.rep_;
  if (const auto* fields = std::get_if<Fields>(&rep.payload)) {
    return fields->size();
  }
  if (const auto* entries = std::get_if<Entries>(&rep.payload)) {
    return entries->size();
  }
  return rep.cty->AsAttributes().size();
}

std::string Value::ToString() const {
  if (sensitive_) return "(sensitive value)";
  switch (kind_) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return AsBool() ? "true" : "false";
    case Kind::kInt:
      return absl::StrCat(AsInt());
    case Kind::kUint:
      return absl::StrCat(AsUint(), "u");
    case Kind::kDouble: {
      std::string text = absl::StrCat(AsDouble());
      if (text.find_first_not_of("-0123456789") == std::string::npos) {
        text += ".0";
      }
      return text;
    }
    case Kind::kString:
      return absl::StrCat("\"", absl::Utf8SafeCEscape(AsString()), "\"");
    case Kind::kBytes:
      return absl::StrCat("b\"", absl::CEscape(AsString()), "\"");
    case Kind::kList: {
      std::vector<std::string> parts;
      const ListView view(*this);
      for (std::size_t i = 0; i < view.size(); ++i) {
        parts.push_back(absl::StrCat(view.certain(i) ? "" : "(possibly) ",
                                     view.value(i).ToString()));
      }
      if (view.open()) parts.emplace_back("(possibly more)");
      return absl::StrCat("[", absl::StrJoin(parts, ", "), "]");
    }
    case Kind::kMap: {
      std::vector<std::string> parts;
      for (const auto& [key, value] : AsMap()) {
        parts.push_back(absl::StrCat(key.ToString(), ": ", value.ToString()));
      }
      return absl::StrCat("{", absl::StrJoin(parts, ", "), "}");
    }
    case Kind::kUnknown:
      return "(unknown)";
    case Kind::kError:
      return absl::StrCat("(error: ", ErrorMessage(), ")");
    case Kind::kOptional:
      return HasValue() ? absl::StrCat("optional.of(", Inner().ToString(), ")")
                        : "optional.none()";
    case Kind::kTimestamp:
      return absl::StrCat("timestamp(\"", TimestampText(AsTimestamp()), "\")");
    case Kind::kDuration:
      return absl::StrCat("duration(\"", DurationText(AsDuration()), "\")");
    case Kind::kType:
      return AsString();
    case Kind::kIp:
      return absl::StrCat("ip(\"", AsString(), "\")");
    case Kind::kCidr:
      return absl::StrCat("cidr(\"", AsString(), "\")");
  }
  return "";
}

}  // namespace compliance::cel
