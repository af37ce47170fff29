// Equality and order of values, three-valued where unknowns take part.
#ifndef COMPLIANCE_SRC_CEL_COMPARE_H_
#define COMPLIANCE_SRC_CEL_COMPARE_H_

#include <compare>
#include <optional>
#include <utility>
#include <vector>

#include "cel/budget.h"
#include "compliance/base/truth.h"
#include "compliance/cel/value.h"

namespace compliance::cel {

// By value across int, uint and double; int and uint exactly. Preconditions:
// both are numbers. Unordered when one is NaN.
std::partial_ordering CompareNumbers(const Value& a, const Value& b);
bool IsNumber(const Value& value);

// Order of map keys: bools, then numbers, then strings. Preconditions: both are
// valid keys (IsMapKey).
bool KeyLess(const Value& a, const Value& b);

// A map of the entries in the order of their keys; an error where a key comes
// twice.
Value SortedMap(std::vector<std::pair<Value, Value>> entries);
bool IsMapKey(const Value& value);

// One comparison of two values, which may be deep.
class Comparison {
 public:
  explicit Comparison(Budget& budget) : budget_(budget) {}

  // Values of different kinds are unequal. Preconditions: neither is an error.
  Truth Equal(const Value& a, const Value& b);

  // What Equal could not see, over all calls that gave kUnknown.
  const Unknown& unknown() const { return unknown_; }
  // Whether a marked value took part.
  bool sensitive() const { return sensitive_; }

 private:
  Truth EqualUnknown(const Value& a, const Value& b);
  Truth EqualLists(const Value& a, const Value& b);
  Truth EqualMaps(const Value& a, const Value& b);
  Truth EqualOptionals(const Value& a, const Value& b);

  Budget& budget_;
  Unknown unknown_;
  bool sensitive_ = false;
};

// a == b as a value: bool or unknown.
Value Equality(Budget& budget, const Value& a, const Value& b);

// Whether a OP b holds, OP one of < <= > >=: bool, unknown, or an error for
// kinds without an order. Preconditions: neither is an error.
enum class Order : std::uint8_t { kLess, kLessEqual, kGreater, kGreaterEqual };
Value Ordering(Order order, const Value& a, const Value& b);

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_COMPARE_H_
