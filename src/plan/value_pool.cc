#include "value_pool.h"

#include "absl/hash/hash.h"

namespace compliance::plan {
namespace {

// Longer strings, such as policies, rarely come twice, and the pool must not
// take more than it saves.
constexpr std::size_t kMaxSize = 256;
constexpr std::size_t kMaxCount = 1UL << 16U;

}  // namespace

cty::Value ValuePool::String(absl::string_view text) {
  if (text.size() > kMaxSize) return cty::Value::String(text);
  const auto it = strings_.find(text);
  if (it != strings_.end()) return *it;
  if (strings_.size() >= kMaxCount) strings_.clear();
  cty::Value value = cty::Value::String(text);
  strings_.insert(value);
  return value;
}

std::size_t ValuePool::Hash::operator()(absl::string_view text) const {
  return absl::HashOf(text);
}
std::size_t ValuePool::Hash::operator()(const cty::Value& value) const {
  return absl::HashOf(absl::string_view(value.AsString()));
}
bool ValuePool::Equal::operator()(const cty::Value& a,
                                  absl::string_view b) const {
  return a.AsString() == b;
}
bool ValuePool::Equal::operator()(const cty::Value& a,
                                  const cty::Value& b) const {
  return a.AsString() == b.AsString();
}

}  // namespace compliance::plan
