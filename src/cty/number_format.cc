// How numbers are written.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/cty/number.h"
#include "cty/number_big.h"

namespace compliance::cty {
namespace {

// From this exponent on the shortest general form has an exponent.
constexpr std::int64_t kShortestLimit = 6;

// 0.DIGITS x 10^exponent, without sign or trailing zeros; no digits for zero.
struct Decimal {
  std::string digits;
  std::int64_t exponent = 0;
};

Decimal Round(mpfr_srcptr value, std::size_t digits, mpfr_rnd_t mode) {
  mpfr_exp_t exponent = 0;
  char* text = mpfr_get_str(nullptr, &exponent, 10, digits, value, mode);
  const absl::string_view view =
      absl::StripPrefix(absl::string_view(text), "-");
  Decimal decimal{std::string(view), exponent};
  mpfr_free_str(text);
  const std::size_t last = decimal.digits.find_last_not_of('0');
  decimal.digits.resize(last == std::string::npos ? 0 : last + 1);
  return decimal;
}

// Whether `decimal`, read at the precision of `value`, is its magnitude.
bool ReadsBack(const Decimal& decimal, mpfr_srcptr value) {
  mpfr_t read;
  mpfr_init2(read, mpfr_get_prec(value));
  const std::string text =
      absl::StrCat("0.", decimal.digits, "e", decimal.exponent);
  mpfr_set_str(read, text.c_str(), 10, MPFR_RNDN);
  const bool same = mpfr_cmpabs(read, value) == 0;
  mpfr_clear(read);
  return same;
}

// If any decimal of n digits reads back, one of the two neighbours of the value
// does; and if one of n digits does, so does one of n + 1. Hence the bisection.
Decimal Shortest(mpfr_srcptr value) {
  std::size_t low = 1;
  std::size_t high = mpfr_get_str_ndigits(10, mpfr_get_prec(value));
  const auto reads_back = [value](std::size_t digits) {
    return ReadsBack(Round(value, digits, MPFR_RNDZ), value) ||
           ReadsBack(Round(value, digits, MPFR_RNDA), value);
  };
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (reads_back(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  for (const mpfr_rnd_t mode : {MPFR_RNDN, MPFR_RNDZ}) {
    Decimal decimal = Round(value, low, mode);
    if (ReadsBack(decimal, value)) return decimal;
  }
  return Round(value, low, MPFR_RNDA);
}

std::string PlainNotation(const Decimal& decimal) {
  const std::string& digits = decimal.digits;
  if (digits.empty()) return "0";
  const auto size = static_cast<std::int64_t>(digits.size());
  const std::int64_t point = decimal.exponent;
  if (point <= 0) return absl::StrCat("0.", std::string(-point, '0'), digits);
  if (point >= size) return digits + std::string(point - size, '0');
  return absl::StrCat(digits.substr(0, point), ".", digits.substr(point));
}

std::string ExponentNotation(const Decimal& decimal) {
  const std::int64_t exponent = decimal.exponent - 1;
  const std::string fraction = decimal.digits.substr(1);
  return absl::StrCat(decimal.digits.substr(0, 1), fraction.empty() ? "" : ".",
                      fraction, exponent < 0 ? "e-" : "e+",
                      std::abs(exponent) < 10 ? "0" : "", std::abs(exponent));
}

// What mpfr's printf makes of one number.
std::string Print(const char* format, int digits, mpfr_srcptr value) {
  char* text = nullptr;
  if (mpfr_asprintf(&text, format, digits, value) < 0) return "";
  std::string printed(text);
  mpfr_free_str(text);
  return printed;
}

}  // namespace

std::string Number::ToString() const {
  if (big_ == nullptr) return absl::StrCat(small_);
  const bool negative = mpfr_signbit(big_->value) != 0;
  if (IsInfinite()) return negative ? "-inf" : "inf";
  return absl::StrCat(negative ? "-" : "",
                      PlainNotation(Shortest(big_->value)));
}

std::string Number::ToGeneral(int digits) const {
  if (IsInfinite()) return ToString();
  const std::shared_ptr<const Big> big = AsBig();
  const mpfr_srcptr value = big->value;
  Decimal decimal;  // MPFR has no digits for zero's exponent to go with
  const bool negative = mpfr_signbit(value) != 0;
  if (mpfr_zero_p(value) == 0) {
    decimal = digits < 0
                  ? Shortest(value)
                  : Round(value, static_cast<std::size_t>(std::max(digits, 1)),
                          MPFR_RNDN);
  }
  const auto size = static_cast<std::int64_t>(decimal.digits.size());
  const std::int64_t exponent = decimal.exponent - 1;
  const std::int64_t limit = digits < 0 ? kShortestLimit
                             : digits > size && size >= decimal.exponent
                                 ? size
                                 : std::max(digits, 1);
  const bool plain = size == 0 || (exponent >= -4 && exponent < limit);
  return absl::StrCat(negative ? "-" : "", plain ? PlainNotation(decimal)
                                                 : ExponentNotation(decimal));
}

std::string Number::ToFixed(int digits) const {
  if (IsInfinite()) return ToString();
  return Print("%.*Rf", digits, AsBig()->value);
}

std::string Number::ToScientific(int digits) const {
  if (IsInfinite()) return ToString();
  return Print("%.*Re", digits, AsBig()->value);
}

std::optional<std::string> Number::ToInteger(int base) const {
  if (!IsInteger()) return std::nullopt;
  if (*this == Number()) return "0";
  // Of an integer these are all its digits: no power of ten is left to add.
  const std::shared_ptr<const Big> big = AsBig();
  mpfr_exp_t exponent = 0;
  const std::size_t digits = mpfr_get_str_ndigits(
      base, std::max<mpfr_prec_t>(mpfr_get_exp(big->value), 1));
  char* text =
      mpfr_get_str(nullptr, &exponent, base, std::max<std::size_t>(digits, 2),
                   big->value, MPFR_RNDN);
  absl::string_view view = text;
  const bool negative = absl::ConsumePrefix(&view, "-");
  std::string all(view.substr(0, static_cast<std::size_t>(exponent)));
  mpfr_free_str(text);
  return absl::StrCat(negative ? "-" : "", all);
}

}  // namespace compliance::cty
