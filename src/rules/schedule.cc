#include "schedule.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace compliance::rules {
namespace {

constexpr std::int64_t kMaxRate = kNever;

// "cron(…)" -> "…"; nullopt for another function.
std::optional<absl::string_view> Arguments(absl::string_view text,
                                           absl::string_view name) {
  if (!absl::ConsumePrefix(&text, name) || !absl::ConsumePrefix(&text, "(") ||
      !absl::ConsumeSuffix(&text, ")")) {
    return std::nullopt;
  }
  return absl::StripAsciiWhitespace(text);
}

std::int64_t RateDays(absl::string_view arguments) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(arguments, ' ', absl::SkipEmpty());
  std::int64_t count = 0;
  if (words.size() != 2 || !absl::SimpleAtoi(words[0], &count) || count < 1 ||
      count > kMaxRate) {
    return kNever;
  }
  const absl::string_view unit = absl::StripSuffix(words[1], "s");
  const auto days = [count](std::int64_t per_day) {
    return (count + per_day - 1) / per_day;
  };
  if (unit == "day") return count;
  if (unit == "hour") return days(24);
  if (unit == "minute") return days(24 * 60);
  return kNever;
}

struct Field {
  std::set<int> values;
  bool last = false;  // L: the last day of the month
};

std::optional<int> Number(absl::string_view text,
                          const std::vector<std::string>& names, int first) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (absl::EqualsIgnoreCase(text, names[i])) {
      return first + static_cast<int>(i);
    }
  }
  int number = 0;
  if (!absl::SimpleAtoi(text, &number)) return std::nullopt;
  return number;
}

// One comma-separated field with ranges and steps, or nullopt for what we do
// not read (W, #).
std::optional<Field> ReadField(absl::string_view text, int first, int last,
                               const std::vector<std::string>& names) {
  Field field;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    if (part == "L") {
      field.last = true;
      continue;
    }
    int step = 1;
    const std::vector<absl::string_view> stepped = absl::StrSplit(part, '/');
    if (stepped.size() > 2 ||
        (stepped.size() == 2 &&
         (!absl::SimpleAtoi(stepped[1], &step) || step < 1))) {
      return std::nullopt;
    }
    int low = first;
    int high = last;
    if (stepped[0] != "*" && stepped[0] != "?") {
      const std::vector<absl::string_view> ends =
          absl::StrSplit(stepped[0], '-');
      const std::optional<int> from = Number(ends[0], names, first);
      const std::optional<int> to =
          ends.size() == 2 ? Number(ends[1], names, first) : from;
      if (ends.size() > 2 || !from || !to) return std::nullopt;
      low = *from;
      high = ends.size() == 1 && stepped.size() == 2 ? last : *to;
    }
    if (low < first || high > last || low > high) return std::nullopt;
    // However far a step goes, beyond the field is far enough.
    step = std::min(step, last);
    for (int i = low; i <= high; i += step) field.values.insert(i);
  }
  return field;
}

// The longest gap over eight years, leap days and year ends included.
std::int64_t LongestGap(const Field& days, const Field& months,
                        const Field& weekdays) {
  const absl::CivilDay begin(2024, 1, 1);
  const absl::CivilDay end(2032, 1, 1);
  std::optional<absl::CivilDay> previous;
  std::int64_t longest = 0;
  for (absl::CivilDay day = begin; day < end; ++day) {
    // Sunday is 1 in these schedules.
    const int weekday = (static_cast<int>(absl::GetWeekday(day)) + 1) % 7 + 1;
    const bool last = absl::CivilMonth(day) != absl::CivilMonth(day + 1);
    const bool runs =
        months.values.count(day.month()) != 0 &&
        weekdays.values.count(weekday) != 0 &&
        (days.values.count(day.day()) != 0 || (days.last && last));
    if (!runs) continue;
    if (previous.has_value()) longest = std::max(longest, day - *previous);
    previous = day;
  }
  return longest == 0 ? kNever : longest;
}

std::int64_t CronDays(absl::string_view arguments) {
  const std::vector<absl::string_view> fields =
      absl::StrSplit(arguments, ' ', absl::SkipEmpty());
  // A year limits the schedule to that year: then it ends.
  if (fields.size() != 6 || fields[5] != "*") return kNever;
  const auto days = ReadField(fields[2], 1, 31, {});
  const auto months = ReadField(fields[3], 1, 12,
                                {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                 "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"});
  const auto weekdays = ReadField(
      fields[4], 1, 7, {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"});
  if (!days || !months || !weekdays) return kNever;
  return LongestGap(*days, *months, *weekdays);
}

}  // namespace

std::int64_t ScheduleDays(absl::string_view schedule) {
  const absl::string_view text = absl::StripAsciiWhitespace(schedule);
  if (const auto rate = Arguments(text, "rate")) return RateDays(*rate);
  if (const auto cron = Arguments(text, "cron")) return CronDays(*cron);
  return kNever;
}

}  // namespace compliance::rules
