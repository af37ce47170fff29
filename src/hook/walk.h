// What the Terraform at the other end of a connection is doing.
#ifndef COMPLIANCE_SRC_HOOK_WALK_H_
#define COMPLIANCE_SRC_HOOK_WALK_H_

#include <sys/types.h>

#include <cstdint>

namespace compliance::hook {

enum class Walk : std::uint8_t {
  kPlan,       // terraform plan, which applies nothing
  kApply,      // terraform apply, of a saved plan or not
  kValidate,   // terraform validate
  kTest,       // terraform test, which takes down what it made
  kShow,       // terraform show, which only asks for schemas
  kTakesDown,  // a whole stack is to be destroyed
  kOther,      // anything else, or a process that cannot be looked at
};

// By the command line and the environment of the process.
Walk WalkOf(pid_t process);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_WALK_H_
