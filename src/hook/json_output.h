// What Terraform writes under -json while it applies a plan that we had it
// make: the plan's own lines were there already.
#ifndef COMPLIANCE_SRC_HOOK_JSON_OUTPUT_H_
#define COMPLIANCE_SRC_HOOK_JSON_OUTPUT_H_

#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::hook {

// Leaves out the lines about the version and the planned changes with which an
// apply of a saved plan begins.
class AppliedLinesFilter {
 public:
  std::string Feed(absl::string_view bytes);
  std::string Finish();

 private:
  std::string line_;
  bool is_past_plan_ = false;
};

// A standard output for Terraform whose lines go through the filter onto ours,
// by a thread.
class JsonOutput {
 public:
  // Errors: no pipe to be had.
  static absl::StatusOr<std::unique_ptr<JsonOutput>> Open();
  ~JsonOutput();
  JsonOutput(const JsonOutput&) = delete;
  JsonOutput& operator=(const JsonOutput&) = delete;

  // Close-on-exec.
  int child_end() const { return child_end_; }
  // After the child ended: passes on what is left. Call once.
  void Finish();

 private:
  JsonOutput(int our_end, int child_end);
  void Copy();

  int our_end_;
  int child_end_;
  std::thread thread_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_JSON_OUTPUT_H_
