// What a Go program says when it panics, as Terraform shows it in the end.
#ifndef COMPLIANCE_SRC_TFPLUGIN_PANIC_TEXT_H_
#define COMPLIANCE_SRC_TFPLUGIN_PANIC_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::tfplugin {

class PanicText {
 public:
  // A line of standard error. From the start of a panic on, lines without a
  // level of their own are kept, as many as Terraform keeps.
  void Add(absl::string_view line);

  // Terraform's message about the plugin; "" when it did not panic.
  std::string Message(absl::string_view plugin) const;

 private:
  std::vector<std::string> lines_;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_PANIC_TEXT_H_
