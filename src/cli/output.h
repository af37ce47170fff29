// Writing that notices when it fails: a report that is lost must not look like
// a pass.
#ifndef COMPLIANCE_SRC_CLI_OUTPUT_H_
#define COMPLIANCE_SRC_CLI_OUTPUT_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::cli {

// Takes what is to be written, a piece at a time.
using Sink = absl::FunctionRef<void(absl::string_view)>;

// Writes to standard output. Errors: closed, full, broken pipe.
absl::Status Print(absl::string_view text);
absl::Status Print(absl::FunctionRef<void(Sink)> write);

// One line on standard error, for people.
void PrintError(absl::string_view message);

// Replaces the file. Errors name it.
absl::Status WriteFile(const std::string& path,
                       absl::FunctionRef<void(Sink)> write);

// The whole file; "-" is standard input. Errors name it.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace compliance::cli

#endif  // COMPLIANCE_SRC_CLI_OUTPUT_H_
