#include "compliance/cty/number.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cty/number_big.h"

namespace compliance::cty {

namespace {

std::size_t CountDigits(absl::string_view text) {
  const auto* const end = std::find_if_not(
      text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
  return static_cast<std::size_t>(end - text.begin());
}

// Saturates: whatever is beyond kMaxDecimalExponent is refused anyway.
std::optional<std::int64_t> ParseExponent(absl::string_view text) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  if (!negative) absl::ConsumePrefix(&text, "+");
  if (text.empty() || CountDigits(text) != text.size()) return std::nullopt;
  constexpr std::int64_t kFar = std::int64_t{1} << 50;
  std::int64_t exponent = 0;
  for (const char c : text) {
    exponent = std::min(kFar, exponent * 10 + (c - '0'));
  }
  return negative ? -exponent : exponent;
}

// What the text of a number says, before its digits are turned to binary.
struct Notation {
  bool integer = false;  // neither a fraction nor an exponent
  bool zero = false;
  std::int64_t exponent = 0;  // in the notation d.ddd x 10^exponent
};

std::optional<Notation> Examine(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "-")) absl::ConsumePrefix(&text, "+");
  const std::size_t whole = CountDigits(text);
  const absl::string_view whole_digits = text.substr(0, whole);
  text.remove_prefix(whole);
  Notation notation;
  notation.integer = text.empty();
  absl::string_view fraction_digits;
  if (absl::ConsumePrefix(&text, ".")) {
    fraction_digits = text.substr(0, CountDigits(text));
    text.remove_prefix(fraction_digits.size());
  }
  if (whole_digits.empty() && fraction_digits.empty()) return std::nullopt;
  std::int64_t exponent = 0;
  if (!text.empty()) {
    if (text[0] != 'e' && text[0] != 'E') return std::nullopt;
    const std::optional<std::int64_t> parsed = ParseExponent(text.substr(1));
    if (!parsed.has_value()) return std::nullopt;
    exponent = *parsed;
  }
  const std::size_t in_whole = whole_digits.find_first_not_of('0');
  const std::size_t in_fraction = fraction_digits.find_first_not_of('0');
  if (in_whole != absl::string_view::npos) {
    notation.exponent =
        static_cast<std::int64_t>(whole - in_whole) - 1 + exponent;
  } else if (in_fraction != absl::string_view::npos) {
    notation.exponent = exponent - static_cast<std::int64_t>(in_fraction) - 1;
  } else {
    notation.zero = true;
  }
  return notation;
}

std::strong_ordering OrderingOf(int comparison) { return comparison <=> 0; }

}  // namespace

Number::Number(std::int64_t n) : small_(n) {}

Number::Number(double d) {
  assert(!std::isnan(d));
  auto big = std::make_shared<Big>(kDoublePrecision);
  mpfr_set_d(big->value, d, MPFR_RNDN);
  *this = Number(std::move(big));
}

Number::Number(std::shared_ptr<const Big> big) {
  if (mpfr_integer_p(big->value) != 0 &&
      mpfr_fits_slong_p(big->value, MPFR_RNDN) != 0) {
    small_ = mpfr_get_si(big->value, MPFR_RNDN);
  } else {
    big_ = std::move(big);
  }
}

Number Number::Infinity(bool negative) {
  auto big = std::make_shared<Big>(kDoublePrecision);
  mpfr_set_inf(big->value, negative ? -1 : 1);
  return Number(std::move(big));
}

absl::StatusOr<Number> Number::Parse(absl::string_view text) {
  const std::optional<Notation> notation = Examine(text);
  if (!notation.has_value()) {
    return absl::InvalidArgumentError("a decimal number is required");
  }
  if (notation->zero) return Number();
  if (std::abs(notation->exponent) > kMaxDecimalExponent) {
    return absl::OutOfRangeError(
        absl::StrCat("the number is out of range: its magnitude must be within "
                     "1e-",
                     kMaxDecimalExponent, " and 1e", kMaxDecimalExponent));
  }
  std::int64_t small = 0;
  if (notation->integer && absl::SimpleAtoi(text, &small)) {
    return Number(small);
  }
  auto big = std::make_shared<Big>(kPrecision);
  mpfr_set_str(big->value, std::string(text).c_str(), 10, MPFR_RNDN);
  return Number(std::move(big));
}

std::shared_ptr<const Number::Big> Number::AsBig() const {
  if (big_ != nullptr) return big_;
  auto big = std::make_shared<Big>(kPrecision);
  mpfr_set_si(big->value, small_, MPFR_RNDN);
  return big;
}

bool Number::IsInfinite() const {
  return big_ != nullptr && mpfr_inf_p(big_->value) != 0;
}

bool Number::IsInteger() const {
  return big_ == nullptr || mpfr_integer_p(big_->value) != 0;
}

std::optional<std::int64_t> Number::AsInt64() const {
  if (big_ != nullptr) return std::nullopt;
  return small_;
}

std::optional<double> Number::AsExactDouble() const {
  const double nearest = AsDouble();
  if (big_ != nullptr) {
    if (mpfr_cmp_d(big_->value, nearest) != 0) return std::nullopt;
    return nearest;
  }
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (nearest >= kTwoTo63 || static_cast<std::int64_t>(nearest) != small_) {
    return std::nullopt;
  }
  return nearest;
}

double Number::AsDouble() const {
  return big_ == nullptr ? static_cast<double>(small_)
                         : mpfr_get_d(big_->value, MPFR_RNDN);
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  if (a.big_ == nullptr && b.big_ == nullptr) return a.small_ <=> b.small_;
  if (a.big_ == nullptr) {
    return OrderingOf(-mpfr_cmp_si(b.big_->value, a.small_));
  }
  if (b.big_ == nullptr) {
    return OrderingOf(mpfr_cmp_si(a.big_->value, b.small_));
  }
  return OrderingOf(mpfr_cmp(a.big_->value, b.big_->value));
}

bool operator==(const Number& a, const Number& b) {
  return (a <=> b) == std::strong_ordering::equal;
}

std::ostream& operator<<(std::ostream& out, const Number& number) {
  return out << number.ToString();
}

}  // namespace compliance::cty
