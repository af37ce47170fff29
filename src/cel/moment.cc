#include "cel/moment.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace compliance::cel {
namespace {

constexpr std::int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kEndSecond = 253402300800;    // 10000-01-01T00:00:00Z
constexpr std::size_t kMaxZoneName = 64;

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

// `digits` digits from the front of `text`.
std::optional<int> TakeNumber(absl::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int n = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (!IsDigit(text[i])) return std::nullopt;
    n = n * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return n;
}

// A separator and a number of two digits below `limit`.
std::optional<int> TakeField(absl::string_view& text, absl::string_view before,
                             int limit) {
  if (!absl::ConsumePrefix(&text, before)) return std::nullopt;
  const auto n = TakeNumber(text, 2);
  return n.has_value() && *n < limit ? n : std::nullopt;
}

// ".123": digits beyond nanoseconds are dropped.
std::optional<absl::Duration> TakeFraction(absl::string_view& text) {
  if (!absl::ConsumePrefix(&text, ".")) return absl::ZeroDuration();
  std::int64_t nanos = 0;
  std::int64_t unit = 100'000'000;
  std::size_t digits = 0;
  for (; digits < text.size() && IsDigit(text[digits]); ++digits) {
    nanos += unit * (text[digits] - '0');
    unit /= 10;
  }
  if (digits == 0) return std::nullopt;
  text.remove_prefix(digits);
  return absl::Nanoseconds(nanos);
}

// "Z", or what the local time is ahead of UTC; all of `text`.
std::optional<absl::Duration> TakeOffset(absl::string_view text) {
  if (text == "Z") return absl::ZeroDuration();
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  const auto hours = TakeField(text, "", 24);
  if (!hours.has_value()) return std::nullopt;
  const auto minutes = TakeField(text, ":", 60);
  if (!minutes.has_value() || !text.empty()) return std::nullopt;
  return sign * (absl::Hours(*hours) + absl::Minutes(*minutes));
}

// "s" or ".000000020s": what follows the whole seconds.
std::string FractionText(std::int64_t nanos) {
  if (nanos == 0) return "";
  std::string text = absl::StrFormat(".%09d", nanos);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

struct Unit {
  absl::string_view name;
  std::int64_t nanos;
};

// Longer names first: "ms" is not "m" and an "s".
constexpr Unit kUnits[] = {
    {"ns", 1},
    {"us", 1'000},
    {"\u00b5s", 1'000},  // the micro sign
    {"\u03bcs", 1'000},  // the Greek letter
    {"ms", 1'000'000},
    {"s", 1'000'000'000},
    {"m", 60'000'000'000},
    {"h", 3'600'000'000'000},
};

const Unit* TakeUnit(absl::string_view& text) {
  for (const Unit& unit : kUnits) {
    if (absl::ConsumePrefix(&text, unit.name)) return &unit;
  }
  return nullptr;
}

__extension__ using Wide = __int128;

// Beyond any duration: further digits cannot bring it back.
constexpr Wide kHuge = Wide{1} << 110;

// One number and its unit, in nanoseconds.
std::optional<Wide> TakePart(absl::string_view& text) {
  Wide whole = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && IsDigit(text[digits]); ++digits) {
    whole = std::min<Wide>(whole * 10 + (text[digits] - '0'), Wide{1} << 64);
  }
  text.remove_prefix(digits);
  absl::string_view fraction;
  if (absl::ConsumePrefix(&text, ".")) {
    const auto* const end = std::find_if_not(text.begin(), text.end(), IsDigit);
    fraction = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(fraction.size());
  }
  if (digits == 0 && fraction.empty()) return std::nullopt;
  const Unit* unit = TakeUnit(text);
  if (unit == nullptr) return std::nullopt;
  Wide nanos = whole * unit->nanos;
  Wide rest = 0;
  Wide scale = 1;
  for (const char c : fraction.substr(0, 18)) {
    scale *= 10;
    rest = rest * 10 + (c - '0');
  }
  nanos += rest * unit->nanos / scale;
  return nanos;
}

bool IsZoneName(absl::string_view name) {
  // Not a path of one's own choice, nor another scheme of the library's.
  return !name.empty() && name.size() <= kMaxZoneName && name[0] != '/' &&
         !absl::StrContains(name, "..") &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  absl::StrContains("/_+-", absl::string_view(&c, 1));
         });
}

}  // namespace

bool IsTimestamp(absl::Time time) {
  return time >= absl::FromUnixSeconds(kFirstSecond) &&
         time < absl::FromUnixSeconds(kEndSecond);
}

bool IsDuration(absl::Duration duration) {
  using Limits = std::numeric_limits<std::int64_t>;
  return duration >= absl::Nanoseconds(Limits::min()) &&
         duration <= absl::Nanoseconds(Limits::max());
}

std::optional<absl::Time> ParseTimestamp(absl::string_view text) {
  const auto year = TakeNumber(text, 4);
  if (!year.has_value()) return std::nullopt;
  const auto month = TakeField(text, "-", 13);
  if (!month.has_value()) return std::nullopt;
  const auto day = TakeField(text, "-", 32);
  if (!day.has_value()) return std::nullopt;
  const auto hour = TakeField(text, "T", 24);
  if (!hour.has_value()) return std::nullopt;
  const auto minute = TakeField(text, ":", 60);
  if (!minute.has_value()) return std::nullopt;
  const auto second = TakeField(text, ":", 60);
  if (!second.has_value()) return std::nullopt;
  const auto fraction = TakeFraction(text);
  if (!fraction.has_value()) return std::nullopt;
  const auto ahead = TakeOffset(text);
  if (!ahead.has_value()) return std::nullopt;
  const absl::CivilSecond civil(*year, *month, *day, *hour, *minute, *second);
  // Civil times carry over: the 30th of February would be in March.
  if (civil.month() != *month || civil.day() != *day) return std::nullopt;
  return absl::FromCivil(civil, absl::UTCTimeZone()) + *fraction - *ahead;
}

std::string TimestampText(absl::Time time) {
  const auto in_zone = absl::UTCTimeZone().At(time);
  const absl::CivilSecond& civil = in_zone.cs;
  return absl::StrFormat(
      "%04d-%02d-%02dT%02d:%02d:%02d%sZ", civil.year(), civil.month(),
      civil.day(), civil.hour(), civil.minute(), civil.second(),
      FractionText(absl::ToInt64Nanoseconds(in_zone.subsecond)));
}

std::optional<absl::Duration> ParseDuration(absl::string_view text) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  if (!negative) absl::ConsumePrefix(&text, "+");
  if (text == "0") return absl::ZeroDuration();
  if (text.empty()) return std::nullopt;
  Wide nanos = 0;
  while (!text.empty()) {
    const auto part = TakePart(text);
    if (!part.has_value()) return std::nullopt;
    nanos = std::min(nanos + *part, kHuge);
  }
  if (negative) nanos = -nanos;
  using Limits = std::numeric_limits<std::int64_t>;
  if (nanos > Limits::max()) return absl::InfiniteDuration();
  if (nanos < Limits::min()) return -absl::InfiniteDuration();
  return absl::Nanoseconds(static_cast<std::int64_t>(nanos));
}

std::string DurationText(absl::Duration duration) {
  const bool negative = duration < absl::ZeroDuration();
  const absl::Duration size = absl::AbsDuration(duration);
  const std::int64_t seconds = absl::ToInt64Seconds(size);
  const std::int64_t nanos =
      absl::ToInt64Nanoseconds(size - absl::Seconds(seconds));
  return absl::StrCat(negative ? "-" : "", seconds, FractionText(nanos), "s");
}

std::optional<absl::TimeZone> FindTimeZone(absl::string_view name) {
  if (name == "UTC" || name.empty()) return absl::UTCTimeZone();
  std::string offset(name);
  if (IsDigit(name[0])) offset = absl::StrCat("+", offset);
  if (offset[0] == '+' || offset[0] == '-') {
    const auto ahead = TakeOffset(offset);
    if (!ahead.has_value()) return std::nullopt;
    return absl::FixedTimeZone(static_cast<int>(absl::ToInt64Seconds(*ahead)));
  }
  absl::TimeZone zone;
  if (!IsZoneName(name) || !absl::LoadTimeZone(name, &zone)) {
    return std::nullopt;
  }
  return zone;
}

}  // namespace compliance::cel
