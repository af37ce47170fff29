// How a watched run ended.
#ifndef COMPLIANCE_SRC_HOOK_OUTCOME_H_
#define COMPLIANCE_SRC_HOOK_OUTCOME_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace compliance::hook {

// The codes of `compliance check`, for what Terraform's own cannot tell apart.
enum class Precise : std::uint8_t {
  kCompliant = 0,
  kMandatoryFindings = 1,
  kCouldNotCheck = 2,
  kUndecided = 3,
};

// A finding of the check of the whole plan that counts.
struct NotedFinding {
  std::string rule;
  std::string address;
  std::string verdict;
  std::string enforcement;
};

struct Outcome {
  int exit_code = 0;  // of this process
  Precise precise = Precise::kCompliant;
  std::optional<int> terraform_exit_code;  // nullopt: it was not started
  bool blocked = false;                    // by findings
  std::string reason;  // why it is not compliant, for people
  std::size_t judged_calls = 0;
  std::vector<NotedFinding> findings;

  // Something that keeps us from judging: exit code 1.
  static Outcome CouldNotCheck(std::string why) {
    Outcome outcome;
    outcome.exit_code = 1;
    outcome.precise = Precise::kCouldNotCheck;
    outcome.reason = std::move(why);
    return outcome;
  }
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_OUTCOME_H_
