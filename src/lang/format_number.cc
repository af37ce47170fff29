#include "lang/format_number.h"

#include <cctype>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace compliance::lang {
namespace {

// What a number without a point shows when nothing else is asked for.
constexpr int kDefaultPrecision = 6;

struct Signed {
  std::string sign;
  std::string digits;
};

Signed Split(const Verb& verb, absl::string_view text) {
  Signed split;
  if (absl::ConsumePrefix(&text, "-")) {
    split.sign = "-";
  } else if (verb.plus) {
    split.sign = "+";
  } else if (verb.space) {
    split.sign = " ";
  }
  split.digits = std::string(text);
  return split;
}

int BaseOf(char mode) {
  switch (mode) {
    case 'b':
      return 2;
    case 'o':
      return 8;
    case 'x':
    case 'X':
      return 16;
    default:
      return 10;
  }
}

std::string BasePrefix(const Verb& verb) {
  if (!verb.sharp) return "";
  switch (verb.mode) {
    case 'b':
      return "0b";
    case 'o':
      return "0";
    case 'x':
      return "0x";
    case 'X':
      return "0X";
    default:
      return "";
  }
}

std::string Spaces(std::size_t count) { return std::string(count, ' '); }

std::string FormatInteger(const Verb& verb, const std::string& text) {
  Signed parts = Split(verb, text);
  if (verb.mode == 'X') absl::AsciiStrToUpper(&parts.digits);
  std::size_t zeros = 0;
  if (verb.precision.has_value()) {
    if (parts.digits.size() < *verb.precision) {
      zeros = *verb.precision - parts.digits.size();
    } else if (parts.digits == "0" && *verb.precision == 0) {
      return "";
    }
  }
  const std::string prefix = BasePrefix(verb);
  const std::size_t length =
      parts.sign.size() + prefix.size() + zeros + parts.digits.size();
  const std::size_t width = verb.width.value_or(0);
  const std::size_t padding = length < width ? width - length : 0;
  if (verb.zero && !verb.minus && !verb.precision.has_value()) {
    zeros += padding;
  }
  const std::string number =
      absl::StrCat(parts.sign, prefix, std::string(zeros, '0'), parts.digits);
  const std::string rest =
      Spaces(number.size() < width ? width - number.size() : 0);
  return verb.minus ? number + rest : rest + number;
}

std::string Digits(const Verb& verb, const cty::Number& number) {
  const int precision =
      static_cast<int>(verb.precision.value_or(kDefaultPrecision));
  switch (absl::ascii_tolower(verb.mode)) {
    case 'e':
      return number.ToScientific(precision);
    case 'f':
      return number.ToFixed(precision);
    default:
      return number.ToGeneral(verb.precision.has_value() ? precision : -1);
  }
}

std::string FormatFloat(const Verb& verb, const cty::Number& number) {
  Signed parts = Split(verb, Digits(verb, number));
  if (number.IsInfinite()) {
    parts.digits = "Inf";
    if (parts.sign.empty()) parts.sign = "+";
  }
  if (verb.mode == 'E' || verb.mode == 'G') {
    absl::AsciiStrToUpper(&parts.digits);
  }
  const std::size_t length = parts.sign.size() + parts.digits.size();
  const std::size_t width = verb.width.value_or(0);
  const std::size_t padding = length < width ? width - length : 0;
  if (verb.minus) {
    return absl::StrCat(parts.sign, parts.digits, Spaces(padding));
  }
  if (verb.zero && !number.IsInfinite()) {
    return absl::StrCat(parts.sign, std::string(padding, '0'), parts.digits);
  }
  return absl::StrCat(Spaces(padding), parts.sign, parts.digits);
}

}  // namespace

std::optional<std::string> FormatNumber(const Verb& verb,
                                        const cty::Number& number) {
  switch (verb.mode) {
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X': {
      const std::optional<std::string> text =
          number.ToInteger(BaseOf(verb.mode));
      if (!text.has_value()) return std::nullopt;
      return FormatInteger(verb, *text);
    }
    default:
      return FormatFloat(verb, number);
  }
}

}  // namespace compliance::lang
