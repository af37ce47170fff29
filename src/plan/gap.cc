#include "gap.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/origin.h"

namespace compliance::plan {
namespace {

using cty::Type;
using cty::Value;

bool IsSequence(const Value& value) {
  const Type::Kind kind = value.type().kind();
  return kind == Type::Kind::kList || kind == Type::Kind::kSet ||
         kind == Type::Kind::kTuple;
}

bool IsMapping(const Value& value) {
  return value.type().kind() == Type::Kind::kMap ||
         value.type().kind() == Type::Kind::kObject;
}

std::optional<std::string> TextOf(const Value& value) {
  const absl::StatusOr<Value> text = cty::Convert(value, Type::String());
  if (!text.ok() || !text->HasContent()) return std::nullopt;
  return text->AsString();
}

// JSON is written in many ways, and providers choose their own.
bool LooksLikeJson(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string::npos &&
         (text[first] == '{' || text[first] == '[');
}

bool MayAgreeAsTexts(const Value& planned, const Value& source) {
  const std::optional<std::string> a = TextOf(planned);
  const std::optional<std::string> b = TextOf(source);
  if (!a.has_value() || !b.has_value()) return false;
  return *a == *b || (LooksLikeJson(*a) && LooksLikeJson(*b));
}

// A block that there is only one of is an object in a plan; the source counts
// its blocks.
const Value& OnlyBlock(const Value& planned, const Value& source) {
  const bool is_block = IsMapping(planned) && source.HasContent() &&
                        source.type().kind() == Type::Kind::kTuple &&
                        source.AsElements().size() == 1;
  return is_block ? source.AsElements().front() : source;
}

bool MayAgreeAsMappings(const Value& planned, const Value& source) {
  const auto& there = planned.AsAttributes();
  return std::all_of(source.AsAttributes().begin(), source.AsAttributes().end(),
                     [&there](const auto& entry) {
                       const auto member = there.find(entry.first);
                       return member == there.end()
                                  ? entry.second.IsNull()
                                  : MayAgree(member->second, entry.second);
                     });
}

// For each planned element of a set the one of the source that it is; empty
// where they cannot be told apart. Equal elements are told apart in any way.
std::vector<std::size_t> Pairs(const Value::Elements& planned,
                               const Value::Elements& source) {
  std::vector<std::size_t> pairs(planned.size(), source.size());
  for (std::size_t i = 0; i < source.size(); ++i) {
    std::optional<std::size_t> free;
    const Value* like = nullptr;
    for (std::size_t j = 0; j < planned.size(); ++j) {
      if (!MayAgree(planned[j], source[i])) continue;
      if (like != nullptr && planned[j] != *like) return {};
      like = &planned[j];
      if (!free.has_value() && pairs[j] == source.size()) free = j;
    }
    if (!free.has_value()) return {};
    pairs[*free] = i;
  }
  return pairs;
}

// A set of more is not told apart: each element is held against each.
constexpr std::size_t kMostPairs = 200;

Value FillSequence(const Value& planned, const Value& source,
                   const cty::Path& at, std::vector<cty::Path>& filled) {
  const Value::Elements& elements = planned.AsElements();
  const Value::Elements& others = source.AsElements();
  if (elements.size() != others.size()) return planned;
  const bool is_set = planned.type().kind() == Type::Kind::kSet;
  std::vector<std::size_t> pairs;
  if (is_set) {
    if (elements.size() > kMostPairs) return planned;
    pairs = Pairs(elements, others);
    if (pairs.empty()) return planned;
  }
  Value::Elements out;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    out.push_back(FillGaps(elements[i], others[is_set ? pairs[i] : i],
                           at.Index(static_cast<std::int64_t>(i)), filled));
  }
  switch (planned.type().kind()) {
    case Type::Kind::kSet:
      return Value::Set(planned.type().element(), std::move(out));
    case Type::Kind::kList:
      return Value::List(planned.type().element(), std::move(out));
    default:
      return Value::Tuple(std::move(out));
  }
}

Value FillMapping(const Value& planned, const Value& source,
                  const cty::Path& at, std::vector<cty::Path>& filled) {
  const bool is_map = planned.type().kind() == Type::Kind::kMap;
  Value::Attributes members = planned.AsAttributes();
  for (auto& [name, member] : members) {
    const Value* other = source.Find(name);
    if (other == nullptr || member.IsWhollyKnown()) continue;
    member =
        FillGaps(member, *other, is_map ? at.Key(name) : at.Attr(name), filled);
  }
  return is_map ? Value::Map(planned.type().element(), std::move(members))
                : Value::Object(std::move(members));
}

// What both promise of an unknown.
cty::Refinement Both(const Value& planned, const Value& source) {
  cty::Refinement both = planned.refinement();
  both.not_null = both.not_null || source.refinement().not_null;
  if (both.prefix.empty() && source.type() == planned.type()) {
    both.prefix = source.refinement().prefix;
  }
  return both;
}

}  // namespace

bool MayAgree(const Value& planned, const Value& blocks) {
  const Value& source = OnlyBlock(planned, blocks);
  if (planned.IsUnknown() || source.IsUnknown() || source.IsNull()) return true;
  if (planned.IsNull()) return false;
  if (IsSequence(planned) && IsSequence(source)) {
    const Value::Elements& elements = planned.AsElements();
    const Value::Elements& others = source.AsElements();
    const bool is_ordered = planned.type().kind() != Type::Kind::kSet;
    return elements.size() == others.size() &&
           (!is_ordered || std::equal(elements.begin(), elements.end(),
                                      others.begin(), MayAgree));
  }
  if (IsMapping(planned) && IsMapping(source)) {
    return MayAgreeAsMappings(planned, source);
  }
  return MayAgreeAsTexts(planned, source);
}

Value FillGaps(const Value& planned, const Value& blocks, const cty::Path& at,
               std::vector<cty::Path>& filled) {
  const Value& source = OnlyBlock(planned, blocks);
  // A source that knows all of what the plan says is not known yet: the
  // provider makes another value of it.
  if (planned.IsWhollyKnown() || source.IsWhollyKnown()) return planned;
  const bool is_sensitive = planned.IsSensitive() || source.IsSensitive();
  if (!planned.IsUnknown()) {
    if (source.IsUnknown()) return planned;
    Value out = planned;
    if (IsSequence(planned) && IsSequence(source)) {
      out = FillSequence(planned, source, at, filled);
    } else if (IsMapping(planned) && IsMapping(source)) {
      out = FillMapping(planned, source, at, filled);
    }
    return out.WithSensitive(is_sensitive);
  }
  absl::StatusOr<Value> given = cty::Convert(source, planned.type());
  if (!given.ok()) return planned;
  if (given->IsUnknown()) {
    if (given->origin() == nullptr) return planned;
    filled.push_back(at);
    const Type& type =
        planned.type().IsDynamic() ? given->type() : planned.type();
    return Value::Unknown(type, Both(planned, *given),
                          std::make_shared<const cty::Origin>(*given->origin()))
        .WithSensitive(is_sensitive);
  }
  // Without its type it is not known what the provider adds to it.
  if (planned.type().IsDynamic()) return planned;
  filled.push_back(at);
  return given->WithSensitive(is_sensitive);
}

}  // namespace compliance::plan
