// Arithmetic, and integers in other bases.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/number.h"
#include "cty/number_big.h"

namespace compliance::cty {
namespace {

// Beyond kMaxDecimalExponent: what decimal notation can give, and products of
// it, but not the powers that a chain of squares comes to.
constexpr mpfr_exp_t kMaxBinaryExponent = 16 * kMaxDecimalExponent;

absl::Status OutOfRange() {
  return absl::OutOfRangeError("the result is out of range");
}

absl::Status CheckResult(mpfr_srcptr value) {
  if (mpfr_nan_p(value) != 0) {
    return absl::InvalidArgumentError("the operation has no result");
  }
  if (mpfr_regular_p(value) != 0 &&
      std::abs(mpfr_get_exp(value)) > kMaxBinaryExponent) {
    return OutOfRange();
  }
  return absl::OkStatus();
}

// The value of a digit in the base, if it is one.
std::optional<int> DigitOf(char c, int base) {
  int digit = base;
  if (c >= '0' && c <= '9') digit = c - '0';
  if (c >= 'a' && c <= 'z') digit = c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') digit = c - 'A' + (base <= 36 ? 10 : 36);
  if (digit >= base) return std::nullopt;
  return digit;
}

}  // namespace

template <typename Compute>
absl::StatusOr<Number> Number::Combine(const Number& a, const Number& b,
                                       Compute compute) {
  const std::shared_ptr<const Big> left = a.AsBig();
  const std::shared_ptr<const Big> right = b.AsBig();
  auto result = std::make_shared<Big>(
      std::max(mpfr_get_prec(left->value), mpfr_get_prec(right->value)));
  compute(result->value, left->value, right->value);
  RETURN_IF_ERROR(CheckResult(result->value));
  return Number(std::move(result));
}

absl::StatusOr<Number> Number::Add(const Number& a, const Number& b) {
  return Combine(a, b, [](mpfr_ptr sum, mpfr_srcptr x, mpfr_srcptr y) {
    mpfr_add(sum, x, y, MPFR_RNDN);
  });
}

absl::StatusOr<Number> Number::Subtract(const Number& a, const Number& b) {
  return Combine(a, b, [](mpfr_ptr rest, mpfr_srcptr x, mpfr_srcptr y) {
    mpfr_sub(rest, x, y, MPFR_RNDN);
  });
}

// In full precision, then as much of it as the product needs.
absl::StatusOr<Number> Number::Multiply(const Number& a, const Number& b) {
  return Combine(a, b, [](mpfr_ptr product, mpfr_srcptr x, mpfr_srcptr y) {
    const mpfr_prec_t precision = mpfr_get_prec(product);
    mpfr_set_prec(product, kPrecision);
    mpfr_mul(product, x, y, MPFR_RNDN);
    mpfr_prec_round(product, std::max(precision, mpfr_min_prec(product)),
                    MPFR_RNDN);
  });
}

absl::StatusOr<Number> Number::Divide(const Number& a, const Number& b) {
  return Combine(a, b, [](mpfr_ptr quotient, mpfr_srcptr x, mpfr_srcptr y) {
    mpfr_div(quotient, x, y, MPFR_RNDN);
  });
}

absl::StatusOr<Number> Number::Modulo(const Number& a, const Number& b) {
  if (a.IsInfinite() || b.IsInfinite()) return Multiply(a, b);
  if (b == Number()) return a;
  return Combine(a, b, [](mpfr_ptr rest, mpfr_srcptr x, mpfr_srcptr y) {
    mpfr_div(rest, x, y, MPFR_RNDN);
    mpfr_trunc(rest, rest);
    mpfr_mul(rest, y, rest, MPFR_RNDN);
    mpfr_sub(rest, x, rest, MPFR_RNDN);
  });
}

template <typename Round>
Number Number::Rounded(Round round) const {
  if (big_ == nullptr) return *this;
  auto result = std::make_shared<Big>(mpfr_get_prec(big_->value));
  round(result->value, big_->value);
  return Number(std::move(result));
}

Number Number::Negated() const {
  const std::shared_ptr<const Big> big = AsBig();
  auto result = std::make_shared<Big>(mpfr_get_prec(big->value));
  mpfr_neg(result->value, big->value, MPFR_RNDN);
  return Number(std::move(result));
}

Number Number::Floor() const {
  return Rounded([](mpfr_ptr to, mpfr_srcptr from) { mpfr_floor(to, from); });
}

Number Number::Ceil() const {
  return Rounded([](mpfr_ptr to, mpfr_srcptr from) { mpfr_ceil(to, from); });
}

absl::StatusOr<Number> Number::ParseInteger(absl::string_view text, int base) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  if (!negative) absl::ConsumePrefix(&text, "+");
  if (text.empty()) return absl::InvalidArgumentError("an integer is required");
  while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
  const double bits =
      std::ceil(std::log2(base) * static_cast<double>(text.size()));
  if (bits > static_cast<double>(kMaxBinaryExponent)) return OutOfRange();
  auto result = std::make_shared<Big>(
      std::max(kPrecision, static_cast<mpfr_prec_t>(bits) + 1));
  mpfr_set_zero(result->value, 1);
  for (const char c : text) {
    const std::optional<int> digit = DigitOf(c, base);
    if (!digit.has_value()) {
      return absl::InvalidArgumentError("an integer of that base is required");
    }
    mpfr_mul_si(result->value, result->value, base, MPFR_RNDN);
    mpfr_add_si(result->value, result->value, *digit, MPFR_RNDN);
  }
  if (negative) mpfr_neg(result->value, result->value, MPFR_RNDN);
  return Number(std::move(result));
}

}  // namespace compliance::cty
