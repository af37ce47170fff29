// Mathematics with the very digits that Go's library gives: C's differs in the
// last one.
#ifndef COMPLIANCE_LANG_GO_MATH_H_
#define COMPLIANCE_LANG_GO_MATH_H_

#include <optional>

namespace compliance::lang {

// The natural logarithm; NaN of a negative number.
double GoLog(double x);

// x to the power of y; nullopt for a power that is neither whole nor a half,
// which Go computes by means of its own for each processor.
std::optional<double> GoPow(double x, double y);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_GO_MATH_H_
