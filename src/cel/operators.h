// Arithmetic, membership, and reading members. Operands are no errors; an
// unknown operand gives an unknown result.
#ifndef COMPLIANCE_SRC_CEL_OPERATORS_H_
#define COMPLIANCE_SRC_CEL_OPERATORS_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "cel/budget.h"
#include "cel/node.h"
#include "cel/trail.h"
#include "compliance/cel/value.h"

namespace compliance::cel {

Value Add(Budget& budget, const Value& a, const Value& b);
// kSubtract, kMultiply, kDivide, kModulo.
Value Arithmetic(Operator op, const Value& a, const Value& b);
Value Negate(const Value& a);
Value In(Budget& budget, const Value& element, const Value& container);

// base.name: null for a null attribute, unknown of an unknown base. Of an
// optional: an optional.
Value Select(const Value& base, absl::string_view name);
// base.?name: an optional, or unknown while it may be either.
Value OptionalSelect(const Value& base, absl::string_view name);
// has(base.name).
Value Has(const Value& base, absl::string_view name);
Value Index(const Value& base, const Value& index);
Value OptionalIndex(const Value& base, const Value& index);

// Where base.name is read, or would be if it were there; null for a computed
// base.
TrailPtr AttributeTrail(const Value& base, absl::string_view name);

// An error among the operands (nothing that apply brings can mend it), else an
// unknown, merged; nullopt when all are known.
std::optional<Value> Undecided(absl::Span<const Value> operands);

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_OPERATORS_H_
