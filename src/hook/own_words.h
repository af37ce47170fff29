// What the hook itself has to say, in the look of Terraform's output.
#ifndef COMPLIANCE_SRC_HOOK_OWN_WORDS_H_
#define COMPLIANCE_SRC_HOOK_OWN_WORDS_H_

#include "absl/strings/string_view.h"
#include "compliance/terraform/command_line.h"
#include "hook/plan_check.h"

namespace compliance::hook {

// How a command of Terraform's speaks.
struct Voice {
  bool json = false;
  bool color = true;  // as Terraform: wherever -no-color is not said

  static Voice Of(const terraform::CommandLine& command);
};

// The look of a standard stream: its width where it is a terminal.
Terminal TerminalOf(int stream, const Voice& voice);

// An error like one of Terraform's own: on standard error, or under -json as a
// line on standard output. `detail` may be empty.
void SayError(const Voice& voice, absl::string_view summary,
              absl::string_view detail);

// One line on standard error, for people to know.
void SayNote(absl::string_view text);

// Writes all of a text; a reader that has gone away is no error of ours.
void WriteTo(int stream, absl::string_view text);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_OWN_WORDS_H_
