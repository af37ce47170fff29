// Asking before a plan is applied, as Terraform would: it does not ask itself
// when it applies a saved plan.
#ifndef COMPLIANCE_SRC_HOOK_APPROVAL_H_
#define COMPLIANCE_SRC_HOOK_APPROVAL_H_

#include <cstdint>
#include <string>

namespace compliance::hook {

struct Question {
  std::string product = "Terraform";  // or "OpenTofu": who performs it
  std::string workspace;              // "" or "default": not named
  bool refresh_only = false;
  bool color = true;  // as Terraform: wherever -no-color is not said
};

enum class Answer : std::uint8_t {
  kYes,
  kNo,
  kNoInput,      // the input ended, or there is none
  kInterrupted,  // a signal came while it was waited for
};

// Writes the question to standard output and reads a line of standard input.
// `interrupt_fd` becomes readable when the wait has to end.
Answer AskForApproval(const Question& question, int interrupt_fd);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_APPROVAL_H_
