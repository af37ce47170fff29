#include "lang/timestamp.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace compliance::lang {
namespace {

constexpr int kSecondsPerMinute = 60;
constexpr int kSecondsPerHour = 3600;

// A number of exactly so many digits within bounds, taken off the front.
bool ConsumeDigits(absl::string_view* text, std::size_t digits, int low,
                   int high, int* number) {
  if (text->size() < digits) return false;
  int value = 0;
  for (const char c : text->substr(0, digits)) {
    if (!absl::ascii_isdigit(c)) return false;
    value = value * 10 + (c - '0');
  }
  text->remove_prefix(digits);
  *number = value;
  return low <= value && value <= high;
}

bool ConsumeDate(absl::string_view* text, absl::CivilDay* day) {
  constexpr int kLastYear = 9999;
  int year = 0, month = 0, day_of_month = 0;
  if (!ConsumeDigits(text, 4, 0, kLastYear, &year) ||
      !absl::ConsumePrefix(text, "-") ||
      !ConsumeDigits(text, 2, 1, 12, &month) ||
      !absl::ConsumePrefix(text, "-") ||
      !ConsumeDigits(text, 2, 1, 31, &day_of_month)) {
    return false;
  }
  *day = absl::CivilDay(year, month, day_of_month);
  return day->day() == day_of_month;  // civil days wrap into the next month
}

bool ConsumeClock(absl::string_view* text, const absl::CivilDay& day,
                  absl::CivilSecond* second) {
  int hour = 0, minute = 0, seconds = 0;
  if (!ConsumeDigits(text, 2, 0, 23, &hour) ||
      !absl::ConsumePrefix(text, ":") ||
      !ConsumeDigits(text, 2, 0, 59, &minute) ||
      !absl::ConsumePrefix(text, ":") ||
      !ConsumeDigits(text, 2, 0, 59, &seconds)) {
    return false;
  }
  *second = absl::CivilSecond(day.year(), day.month(), day.day(), hour, minute,
                              seconds);
  return true;
}

// As many digits as nanoseconds have; the rest does not count.
bool ConsumeFraction(absl::string_view* text, absl::Duration* fraction) {
  if (!absl::ConsumePrefix(text, ".")) return true;
  std::int64_t unit = 100000000;
  std::size_t digits = 0;
  for (; digits < text->size() && absl::ascii_isdigit((*text)[digits]);
       ++digits) {
    *fraction += absl::Nanoseconds(unit * ((*text)[digits] - '0'));
    unit /= 10;
  }
  text->remove_prefix(digits);
  return digits > 0;
}

bool ConsumeOffset(absl::string_view* text, int* offset) {
  if (absl::ConsumePrefix(text, "Z")) return true;
  const bool west = absl::ConsumePrefix(text, "-");
  if (!west && !absl::ConsumePrefix(text, "+")) return false;
  int hours = 0, minutes = 0;
  if (!ConsumeDigits(text, 2, 0, 23, &hours) ||
      !absl::ConsumePrefix(text, ":") ||
      !ConsumeDigits(text, 2, 0, 59, &minutes)) {
    return false;
  }
  *offset = hours * kSecondsPerHour + minutes * kSecondsPerMinute;
  if (west) *offset = -*offset;
  return true;
}

std::optional<absl::Duration> ConsumeUnit(absl::string_view* text) {
  const std::array<std::pair<absl::string_view, absl::Duration>, 8> units = {{
      {"ns", absl::Nanoseconds(1)},
      {"us", absl::Microseconds(1)},
      {"\xC2\xB5s", absl::Microseconds(1)},  // micro sign
      {"\xCE\xBCs", absl::Microseconds(1)},  // Greek mu
      {"ms", absl::Milliseconds(1)},
      {"s", absl::Seconds(1)},
      {"m", absl::Minutes(1)},
      {"h", absl::Hours(1)},
  }};
  for (const auto& [name, unit] : units) {
    if (absl::ConsumePrefix(text, name)) return unit;
  }
  return std::nullopt;
}

}  // namespace

absl::CivilSecond Timestamp::Local() const {
  return absl::ToCivilSecond(time, absl::FixedTimeZone(offset));
}

std::string Timestamp::ToString() const {
  const absl::CivilSecond local = Local();
  return absl::StrCat(
      absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02d", local.year(),
                      local.month(), local.day(), local.hour(), local.minute(),
                      local.second()),
      offset == 0 ? "Z" : OffsetText(offset, ":"));
}

std::optional<Timestamp> ParseTimestamp(absl::string_view text) {
  absl::CivilDay day;
  absl::CivilSecond second;
  absl::Duration fraction;
  int offset = 0;
  if (!ConsumeDate(&text, &day) || !absl::ConsumePrefix(&text, "T") ||
      !ConsumeClock(&text, day, &second) ||
      !ConsumeFraction(&text, &fraction) || !ConsumeOffset(&text, &offset) ||
      !text.empty()) {
    return std::nullopt;
  }
  return Timestamp{
      absl::FromCivil(second, absl::FixedTimeZone(offset)) + fraction, offset};
}

std::string OffsetText(int offset, absl::string_view separator) {
  const int minutes = std::abs(offset) / kSecondsPerMinute;
  return absl::StrFormat("%c%02d%s%02d", offset < 0 ? '-' : '+', minutes / 60,
                         separator, minutes % 60);
}

std::optional<absl::Duration> ParseDuration(absl::string_view text) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  if (!negative) absl::ConsumePrefix(&text, "+");
  if (text == "0") return absl::ZeroDuration();
  if (text.empty()) return std::nullopt;
  absl::Duration sum;
  while (!text.empty()) {
    const std::size_t size =
        std::min(text.find_first_not_of("0123456789."), text.size());
    const absl::string_view digits = text.substr(0, size);
    double number = 0;
    if (digits.find_first_not_of('.') == absl::string_view::npos ||
        !absl::SimpleAtod(digits, &number)) {
      return std::nullopt;
    }
    text.remove_prefix(size);
    const std::optional<absl::Duration> unit = ConsumeUnit(&text);
    if (!unit.has_value()) return std::nullopt;
    // Whole units are exact.
    std::int64_t whole = 0;
    sum += absl::SimpleAtoi(digits, &whole) ? whole * *unit : number * *unit;
  }
  if (sum > absl::Nanoseconds(INT64_MAX)) return std::nullopt;
  return negative ? -sum : sum;
}

}  // namespace compliance::lang
