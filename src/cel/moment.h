// Points in time and spans between them, as text and within CEL's bounds.
#ifndef COMPLIANCE_SRC_CEL_MOMENT_H_
#define COMPLIANCE_SRC_CEL_MOMENT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace compliance::cel {

// Whether a value can hold it: years 1 to 9999; 64 bits of nanoseconds.
bool IsTimestamp(absl::Time time);
bool IsDuration(absl::Duration duration);

// RFC 3339, strictly: 2009-02-13T23:31:30.5Z, +01:00 for Z. Year 0 is read,
// though no value holds it. nullopt when it is something else.
std::optional<absl::Time> ParseTimestamp(absl::string_view text);
// In UTC, with as many digits of a second as it takes.
std::string TimestampText(absl::Time time);

// Go's form: -1h30m, 1.5s, 20ms, 3us, 1ns, 0. What is too large becomes
// infinite; nullopt when it is something else.
std::optional<absl::Duration> ParseDuration(absl::string_view text);
// In seconds: 5400s, -0.02s.
std::string DurationText(absl::Duration duration);

// "+11:00", "-02:30", "02:00", or a name such as "Asia/Kathmandu", for which
// the machine's time zone data is asked. nullopt when there is none such.
std::optional<absl::TimeZone> FindTimeZone(absl::string_view name);

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_MOMENT_H_
