// The environment of a process that we start.
#ifndef COMPLIANCE_SRC_HOOK_VARIABLES_H_
#define COMPLIANCE_SRC_HOOK_VARIABLES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::hook {

// Names and values, in the order of our own environment.
class Variables {
 public:
  // Those of this process.
  static Variables OfProcess();

  Variables& Set(absl::string_view name, absl::string_view value);
  Variables& Unset(absl::string_view name);

  // NAME=VALUE, as execve takes them.
  const std::vector<std::string>& ToWords() const { return words_; }

 private:
  std::vector<std::string> words_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_VARIABLES_H_
