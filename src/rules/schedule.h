// Reads rate() and cron() schedules as EventBridge, Secrets Manager and Backup
// write them.
#ifndef COMPLIANCE_RULES_SCHEDULE_H_
#define COMPLIANCE_RULES_SCHEDULE_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace compliance::rules {

// Stands for a schedule that never runs or cannot be read, so that "at most n
// days" fails closed.
inline constexpr std::int64_t kNever = 1000000;

// The longest time between two runs in days, rounded up.
std::int64_t ScheduleDays(absl::string_view schedule);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_SCHEDULE_H_
