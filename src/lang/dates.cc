#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "compliance/base/status_macros.h"
#include "lang/families.h"
#include "lang/timestamp.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

constexpr std::array<const char*, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<const char*, 7> kWeekdays = {
    "Monday", "Tuesday",  "Wednesday", "Thursday",
    "Friday", "Saturday", "Sunday"};

absl::StatusOr<Timestamp> TimestampAt(const Arguments& arguments,
                                      std::size_t index) {
  const std::optional<Timestamp> timestamp =
      ParseTimestamp(arguments[index].AsString());
  if (!timestamp.has_value()) {
    return ArgumentError(index, "is not a timestamp as RFC 3339 has it");
  }
  return *timestamp;
}

// One letter for the number as it is, two for two digits.
std::optional<std::string> NumberText(std::size_t letters, int number) {
  if (letters == 1) return absl::StrCat(number);
  if (letters == 2) return absl::StrFormat("%02d", number);
  return std::nullopt;
}

// Three letters for the short name, four for the long one.
std::optional<std::string> NameText(std::size_t letters,
                                    const std::string& name) {
  if (letters == 3) return name.substr(0, 3);
  if (letters == 4) return name;
  return std::nullopt;
}

std::optional<std::string> YearText(std::size_t letters,
                                    absl::civil_year_t year) {
  if (letters == 2) return absl::StrFormat("%02d", year % 100);
  if (letters == 4) return absl::StrFormat("%04d", year);
  return std::nullopt;
}

std::optional<std::string> ZoneText(std::size_t letters, int offset) {
  switch (letters) {
    case 1:
      return offset == 0 ? "Z" : OffsetText(offset, ":");
    case 3:
      return offset == 0 ? "UTC" : OffsetText(offset, "");
    case 4:
      return OffsetText(offset, "");
    case 5:
      return OffsetText(offset, ":");
    default:
      return std::nullopt;
  }
}

int TwelveHour(int hour) { return hour % 12 == 0 ? 12 : hour % 12; }

// What a letter, so often repeated, stands for; nullopt for nothing.
std::optional<std::string> VerbText(char letter, std::size_t letters,
                                    const Timestamp& timestamp) {
  const absl::CivilSecond local = timestamp.Local();
  switch (letter) {
    case 'Y':
      return YearText(letters, local.year());
    case 'M':
      if (letters < 3) return NumberText(letters, local.month());
      return NameText(letters,
                      kMonths[static_cast<std::size_t>(local.month() - 1)]);
    case 'D':
      return NumberText(letters, local.day());
    case 'E':
      return NameText(
          letters,
          kWeekdays[static_cast<std::size_t>(absl::GetWeekday(local))]);
    case 'h':
      return NumberText(letters, local.hour());
    case 'H':
      return NumberText(letters, TwelveHour(local.hour()));
    case 'A':
      if (letters != 2) return std::nullopt;
      return local.hour() < 12 ? "AM" : "PM";
    case 'a':
      if (letters != 2) return std::nullopt;
      return local.hour() < 12 ? "am" : "pm";
    case 'm':
      return NumberText(letters, local.minute());
    case 's':
      return NumberText(letters, local.second());
    case 'Z':
      return ZoneText(letters, timestamp.offset);
    default:
      return std::nullopt;
  }
}

// A text in quotes at the front of `rest`; doubled quotes inside it stand for
// one, and so do two quotes alone. nullopt when it is not closed.
std::optional<std::string> ConsumeLiteral(absl::string_view* rest) {
  rest->remove_prefix(1);
  if (absl::ConsumePrefix(rest, "'")) return "'";
  std::string literal;
  while (!rest->empty()) {
    const std::size_t quote = rest->find('\'');
    if (quote == absl::string_view::npos) return std::nullopt;
    literal += std::string(rest->substr(0, quote));
    rest->remove_prefix(quote + 1);
    if (!absl::ConsumePrefix(rest, "'")) return literal;
    literal += '\'';
  }
  return std::nullopt;
}

absl::Status BadFormat() {
  return ArgumentError(0, "the format has a part that means nothing");
}

Result FormatDate(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(const Timestamp timestamp, TimestampAt(arguments, 1));
  absl::string_view rest = arguments[0].AsString();
  std::string text;
  while (!rest.empty()) {
    std::optional<std::string> part;
    if (rest[0] == '\'') {
      part = ConsumeLiteral(&rest);
    } else if (absl::ascii_isalpha(rest[0])) {
      const std::size_t letters =
          std::min(rest.find_first_not_of(rest[0]), rest.size());
      part = VerbText(rest[0], letters, timestamp);
      rest.remove_prefix(letters);
    } else {
      part = std::string(1, rest[0]);
      rest.remove_prefix(1);
    }
    if (!part.has_value()) return BadFormat();
    text += *part;
  }
  return Value::String(text);
}

Result TimeAdd(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(Timestamp timestamp, TimestampAt(arguments, 0));
  const std::optional<absl::Duration> duration =
      ParseDuration(arguments[1].AsString());
  if (!duration.has_value()) return ArgumentError(1, "is not a duration");
  timestamp.time += *duration;
  return Value::String(timestamp.ToString());
}

Result TimeCmp(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(const Timestamp a, TimestampAt(arguments, 0));
  ASSIGN_OR_RETURN(const Timestamp b, TimestampAt(arguments, 1));
  return Value::Number(std::int64_t{a.time > b.time} -
                       std::int64_t{a.time < b.time});
}

Function OfTexts(std::string name, std::string first, std::string second,
                 const Type& type,
                 Result (*body)(const Arguments&, const Type&)) {
  return {.name = std::move(name),
          .parameters = {{std::move(first), Type::String()},
                         {std::move(second), Type::String()}},
          .type = Always(type),
          .body = body};
}

}  // namespace

std::vector<Function> DateFunctions() {
  Function timeadd =
      OfTexts("timeadd", "timestamp", "duration", Type::String(), &TimeAdd);
  timeadd.never_null = false;
  return {
      OfTexts("formatdate", "format", "time", Type::String(), &FormatDate),
      std::move(timeadd),
      OfTexts("timecmp", "timestamp_a", "timestamp_b", Type::Number(),
              &TimeCmp),
  };
}

}  // namespace compliance::lang
