// Moments in time as Terraform writes them.
#ifndef COMPLIANCE_LANG_TIMESTAMP_H_
#define COMPLIANCE_LANG_TIMESTAMP_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace compliance::lang {

struct Timestamp {
  absl::Time time;
  int offset = 0;  // of the local time, in seconds east of UTC

  // As the clocks there show it.
  absl::CivilSecond Local() const;
  // RFC 3339, to the second.
  std::string ToString() const;
};

// RFC 3339, strictly. nullopt for anything else.
std::optional<Timestamp> ParseTimestamp(absl::string_view text);

// +02:00, or with an empty separator +0200.
std::string OffsetText(int offset, absl::string_view separator);

// A sequence of decimal numbers with units: -1.5h, 1h30m, 300ms. nullopt for
// anything else.
std::optional<absl::Duration> ParseDuration(absl::string_view text);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_TIMESTAMP_H_
