#include "hcl/iteration.h"

#include <cstdint>

namespace compliance::hcl {

using cty::Type;
using cty::Value;

bool IsIterable(const Type& type) {
  return !type.IsPrimitive() && !type.IsDynamic();
}

bool HasCertainMembers(const Value& value) {
  if (!value.HasContent()) return false;
  return value.type().kind() != Type::Kind::kSet || value.IsWhollyKnown() ||
         value.AsElements().size() < 2;
}

std::vector<Entry> EntriesOf(const Value& value) {
  std::vector<Entry> entries;
  const Type::Kind kind = value.type().kind();
  if (kind == Type::Kind::kMap || kind == Type::Kind::kObject) {
    for (const auto& [name, member] : value.AsAttributes()) {
      entries.push_back({Value::String(name), member});
    }
    return entries;
  }
  std::int64_t position = 0;
  for (const Value& element : value.AsElements()) {
    entries.push_back(
        {kind == Type::Kind::kSet ? element : Value::Number(position),
         element});
    ++position;
  }
  return entries;
}

}  // namespace compliance::hcl
