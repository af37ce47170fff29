// Whether one value can be another, known better.
#include <algorithm>
#include <cstddef>
#include <string>

#include "compliance/cty/value.h"
#include "hook/address_book.h"
#include "hook/scalar_text.h"

namespace compliance::hook {
namespace {

using Kind = cty::Type::Kind;

bool IsSequence(Kind kind) {
  return kind == Kind::kList || kind == Kind::kSet || kind == Kind::kTuple;
}

bool IsMapping(Kind kind) {
  return kind == Kind::kMap || kind == Kind::kObject;
}

// Comparing sets takes every pair.
constexpr std::size_t kMaxSetSize = 64;

bool SetCouldBecome(const cty::Value& planned, const cty::Value& now) {
  const auto& was = planned.AsElements();
  const auto& is = now.AsElements();
  // What is not known yet may turn out equal, and then counts once.
  if (!planned.IsWhollyKnown() || !now.IsWhollyKnown()) return true;
  if (was.size() != is.size()) return false;
  if (was.size() > kMaxSetSize) return true;
  return std::all_of(was.begin(), was.end(), [&is](const cty::Value& element) {
    return std::any_of(is.begin(), is.end(), [&](const cty::Value& other) {
      return CouldBecome(element, other);
    });
  });
}

bool SequenceCouldBecome(const cty::Value& planned, const cty::Value& now) {
  if (planned.type().kind() == Kind::kSet || now.type().kind() == Kind::kSet) {
    return SetCouldBecome(planned, now);
  }
  const auto& was = planned.AsElements();
  const auto& is = now.AsElements();
  return std::equal(was.begin(), was.end(), is.begin(), is.end(), CouldBecome);
}

// A plan in JSON shows maps as objects, and may be read by the schema of
// another version of the provider: only between maps does a missing key tell.
bool MappingCouldBecome(const cty::Value& planned, const cty::Value& now) {
  const auto& was = planned.AsAttributes();
  const auto& is = now.AsAttributes();
  const bool of_one_map =
      planned.type().kind() == Kind::kMap && now.type().kind() == Kind::kMap;
  if (of_one_map && was.size() != is.size()) return false;
  return std::all_of(was.begin(), was.end(), [&](const auto& entry) {
    const auto found = is.find(entry.first);
    if (found == is.end()) return !of_one_map;
    return CouldBecome(entry.second, found->second);
  });
}

}  // namespace

bool CouldBecome(const cty::Value& planned, const cty::Value& now) {
  if (planned.IsUnknown() || now.IsUnknown()) return true;
  if (planned.IsNull() || now.IsNull()) return planned.IsNull() == now.IsNull();
  const Kind was = planned.type().kind();
  const Kind is = now.type().kind();
  if (IsSequence(was) && IsSequence(is)) {
    return SequenceCouldBecome(planned, now);
  }
  if (IsMapping(was) && IsMapping(is)) return MappingCouldBecome(planned, now);
  const auto text = ScalarText(planned);
  return text.has_value() && text == ScalarText(now);
}

}  // namespace compliance::hook
