// compliance check: judges a plan JSON.
#ifndef COMPLIANCE_SRC_CLI_CHECK_H_
#define COMPLIANCE_SRC_CLI_CHECK_H_

#include <string>
#include <vector>

#include "compliance/cli/cli.h"
#include "settings.h"

namespace compliance::cli {

struct CheckFlags {
  std::string plan;  // a file, or "-"
  std::string format = "text";
  std::vector<std::string> outputs;  // FORMAT=FILE
  std::string chdir;
  bool all_verdicts = false;
  bool no_color = false;
  SettingFlags settings;
};

// The formats that --format and --output know.
const std::vector<std::string>& FormatNames();

ExitCode RunCheck(const CheckFlags& flags);

}  // namespace compliance::cli

#endif  // COMPLIANCE_SRC_CLI_CHECK_H_
