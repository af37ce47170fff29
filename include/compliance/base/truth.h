// Three-valued truth: Kleene's strong logic of indeterminacy.
#ifndef COMPLIANCE_BASE_TRUTH_H_
#define COMPLIANCE_BASE_TRUTH_H_

#include <algorithm>
#include <cstdint>

namespace compliance {

// Ordered, so that And is the minimum and Or is the maximum.
enum class Truth : std::uint8_t { kFalse, kUnknown, kTrue };

constexpr Truth TruthOf(bool b) { return b ? Truth::kTrue : Truth::kFalse; }

// A known false wins over an unknown in And, a known true in Or: apply can only
// settle an outcome, never reverse it.
constexpr Truth And(Truth a, Truth b) { return std::min(a, b); }
constexpr Truth Or(Truth a, Truth b) { return std::max(a, b); }
constexpr Truth Not(Truth a) {
  return static_cast<Truth>(2 - static_cast<int>(a));
}

}  // namespace compliance

#endif  // COMPLIANCE_BASE_TRUTH_H_
