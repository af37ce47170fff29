// Parts of timestamps and durations.
#include <cstdint>
#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "cel/builtins.h"
#include "cel/moment.h"

namespace compliance::cel {
namespace {

using Args = absl::Span<const Value>;
using Kind = Value::Kind;
using CivilInfo = absl::TimeZone::CivilInfo;

// The first use of a zone reads a file.
constexpr std::size_t kZoneSteps = 1000;

// A part of a timestamp in UTC, or in the zone that the second argument names.
Value Part(absl::string_view name, Budget& budget, Args args,
           std::int64_t (*part)(const CivilInfo&)) {
  if (args[0].kind() != Kind::kTimestamp) return NoOverload(name, args);
  absl::TimeZone zone = absl::UTCTimeZone();
  if (args.size() > 1) {
    if (args[1].kind() != Kind::kString) return NoOverload(name, args);
    if (!budget.Spend(kZoneSteps)) return Value::MakeError("too many steps");
    const auto found = FindTimeZone(args[1].AsString());
    if (!found.has_value()) {
      return Value::MakeError(
          "no such time zone on this machine; offsets such as \"+01:00\" are "
          "known everywhere");
    }
    zone = *found;
  }
  return Value::Int(part(zone.At(args[0].AsTimestamp())));
}

std::int64_t DayOfMonth(const CivilInfo& info) { return info.cs.day() - 1; }

Value GetFullYear(Budget& budget, Args args) {
  return Part(
      "getFullYear", budget, args,
      [](const CivilInfo& info) -> std::int64_t { return info.cs.year(); });
}

Value GetMonth(Budget& budget, Args args) {
  return Part("getMonth", budget, args,
              [](const CivilInfo& info) -> std::int64_t {
                return info.cs.month() - 1;
              });
}

Value GetDate(Budget& budget, Args args) {
  return Part("getDate", budget, args,
              [](const CivilInfo& info) { return DayOfMonth(info) + 1; });
}

Value GetDayOfMonth(Budget& budget, Args args) {
  return Part("getDayOfMonth", budget, args, &DayOfMonth);
}

// 0 is Sunday.
Value GetDayOfWeek(Budget& budget, Args args) {
  return Part("getDayOfWeek", budget, args,
              [](const CivilInfo& info) -> std::int64_t {
                const auto day = absl::GetWeekday(info.cs);  // 0 is Monday
                return (static_cast<int>(day) + 1) % 7;
              });
}

Value GetDayOfYear(Budget& budget, Args args) {
  return Part("getDayOfYear", budget, args,
              [](const CivilInfo& info) -> std::int64_t {
                return absl::GetYearDay(info.cs) - 1;
              });
}

// Of a timestamp the part of the day, of a duration all of its hours.
Value GetHours(Budget& budget, Args args) {
  if (args[0].kind() == Kind::kDuration && args.size() == 1) {
    return Value::Int(absl::ToInt64Hours(args[0].AsDuration()));
  }
  return Part(
      "getHours", budget, args,
      [](const CivilInfo& info) -> std::int64_t { return info.cs.hour(); });
}

Value GetMinutes(Budget& budget, Args args) {
  if (args[0].kind() == Kind::kDuration && args.size() == 1) {
    return Value::Int(absl::ToInt64Minutes(args[0].AsDuration()));
  }
  return Part(
      "getMinutes", budget, args,
      [](const CivilInfo& info) -> std::int64_t { return info.cs.minute(); });
}

Value GetSeconds(Budget& budget, Args args) {
  if (args[0].kind() == Kind::kDuration && args.size() == 1) {
    return Value::Int(absl::ToInt64Seconds(args[0].AsDuration()));
  }
  return Part(
      "getSeconds", budget, args,
      [](const CivilInfo& info) -> std::int64_t { return info.cs.second(); });
}

// Unlike hours, only what is beyond the full seconds, of durations too.
Value GetMilliseconds(Budget& budget, Args args) {
  if (args[0].kind() == Kind::kDuration && args.size() == 1) {
    return Value::Int(absl::ToInt64Milliseconds(args[0].AsDuration()) % 1000);
  }
  return Part("getMilliseconds", budget, args, [](const CivilInfo& info) {
    return absl::ToInt64Milliseconds(info.subsecond);
  });
}

constexpr Builtin kBuiltins[] = {
    {"getFullYear", true, 1, 2, false, &GetFullYear},
    {"getMonth", true, 1, 2, false, &GetMonth},
    {"getDate", true, 1, 2, false, &GetDate},
    {"getDayOfMonth", true, 1, 2, false, &GetDayOfMonth},
    {"getDayOfWeek", true, 1, 2, false, &GetDayOfWeek},
    {"getDayOfYear", true, 1, 2, false, &GetDayOfYear},
    {"getHours", true, 1, 2, false, &GetHours},
    {"getMinutes", true, 1, 2, false, &GetMinutes},
    {"getSeconds", true, 1, 2, false, &GetSeconds},
    {"getMilliseconds", true, 1, 2, false, &GetMilliseconds},
};

}  // namespace

absl::Span<const Builtin> TimeBuiltins() { return kBuiltins; }

}  // namespace compliance::cel
