// Writing that notices when it fails: a report that is lost must not look like
// a pass.
#ifndef COMPLIANCE_SRC_CLI_OUTPUT_H_
#define COMPLIANCE_SRC_CLI_OUTPUT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::cli {

// Writes to standard output. Errors: closed, full, broken pipe.
absl::Status Print(absl::string_view text);

// One line on standard error, for people.
void PrintError(absl::string_view message);

// Replaces the file. Errors name it.
absl::Status WriteFile(const std::string& path, absl::string_view text);

// The whole file; "-" is standard input. Errors name it.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace compliance::cli

#endif  // COMPLIANCE_SRC_CLI_OUTPUT_H_
