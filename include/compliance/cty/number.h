// Arbitrary-precision numbers, as Terraform has them: binary floating point
// with 512 bits of mantissa, so that 0.1 and 2^64 survive a round trip.
#ifndef COMPLIANCE_CTY_NUMBER_H_
#define COMPLIANCE_CTY_NUMBER_H_

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::cty {

// An immutable number: finite, or one of the infinities; never NaN, and zero
// has no sign.
class Number {
 public:
  Number() : Number(std::int64_t{0}) {}
  explicit Number(std::int64_t n);
  // `d` must not be NaN.
  explicit Number(double d);
  static Number Infinity(bool negative);

  // Decimal notation with optional sign, fraction and exponent. Errors:
  // INVALID_ARGUMENT for anything else, OUT_OF_RANGE for exponents whose digits
  // no one could print (the result must be printable without exponent).
  static absl::StatusOr<Number> Parse(absl::string_view text);
  // An integer in a base of 2 to 62, with an optional sign. Letters are digits
  // of either case up to base 36; beyond, upper case follows lower. Errors as
  // Parse.
  static absl::StatusOr<Number> ParseInteger(absl::string_view text, int base);

  bool IsInfinite() const;
  // Whether it is finite and has no fraction.
  bool IsInteger() const;
  // The value as int64 when it is an integer within range.
  std::optional<std::int64_t> AsInt64() const;
  // The value as double when that is exact (infinities included).
  std::optional<double> AsExactDouble() const;
  // The nearest double.
  double AsDouble() const;

  // Plain decimal notation without exponent: the shortest digits that give the
  // same 512-bit number. A number made from a double keeps that precision and
  // has the shortest digits of the double: 0.1, not its exact expansion.
  // Infinities: "inf", "-inf".
  std::string ToString() const;
  // Rounded to so many significant digits, as C's %g writes them: with an
  // exponent when the plain notation would be long. A negative number asks for
  // the digits of ToString.
  std::string ToGeneral(int digits) const;
  // With so many digits behind the point, as C's %f and %e write them.
  std::string ToFixed(int digits) const;
  std::string ToScientific(int digits) const;
  // The digits in a base of 2 to 36, lower case; nullopt when there is a
  // fraction, or no end.
  std::optional<std::string> ToInteger(int base) const;

  // Terraform's operators. Errors: INVALID_ARGUMENT where there is no result
  // (infinity less infinity, zero by zero), OUT_OF_RANGE for one whose digits
  // no one could print.
  static absl::StatusOr<Number> Add(const Number& a, const Number& b);
  static absl::StatusOr<Number> Subtract(const Number& a, const Number& b);
  static absl::StatusOr<Number> Multiply(const Number& a, const Number& b);
  // By zero: infinity.
  static absl::StatusOr<Number> Divide(const Number& a, const Number& b);
  // With the sign of `a`; by zero: `a`.
  static absl::StatusOr<Number> Modulo(const Number& a, const Number& b);
  Number Negated() const;
  // The nearest integers; infinities stay.
  Number Floor() const;
  Number Ceil() const;

  friend std::strong_ordering operator<=>(const Number& a, const Number& b);
  friend bool operator==(const Number& a, const Number& b);

 private:
  struct Big;  // for what an int64 cannot hold
  explicit Number(std::shared_ptr<const Big> big);
  // The number as MPFR has it.
  std::shared_ptr<const Big> AsBig() const;
  // What `compute` makes of two numbers in the greater precision of theirs.
  template <typename Compute>
  static absl::StatusOr<Number> Combine(const Number& a, const Number& b,
                                        Compute compute);
  template <typename Round>
  Number Rounded(Round round) const;
  std::int64_t small_ = 0;
  std::shared_ptr<const Big> big_;
};

std::ostream& operator<<(std::ostream& out, const Number& number);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_NUMBER_H_
