// Terraform's standard output while it makes a plan for us: it has to read as
// if nobody had asked for a plan file.
#ifndef COMPLIANCE_SRC_HOOK_PLAN_OUTPUT_H_
#define COMPLIANCE_SRC_HOOK_PLAN_OUTPUT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::hook {

// What takes the place of Terraform's words about the plan file.
enum class Ending : std::uint8_t {
  kNote,     // as `plan` without -out ends: a note that nothing was saved
  kNothing,  // as `apply` goes on after its plan: not even the line before it
};

// Rewrites the end of a plan's output in passing. Everything else goes through
// at once, except bytes that may be the beginning of that end.
class PlanOutputFilter {
 public:
  // `columns`: of Terraform's terminal, for its word wrap.
  PlanOutputFilter(std::string plan_path, Ending ending, int columns);

  // What can be written after these bytes came in.
  std::string Feed(absl::string_view bytes);
  // What is left at the end of the output.
  std::string Finish();

 private:
  std::string TakeLine();
  std::string TakePart();
  std::string TakeSaved(const std::string& line);
  std::string Release(std::size_t count);

  std::string plan_path_;
  Ending ending_;
  int columns_;
  std::vector<std::string> held_;  // lines that may lead to the ending
  std::string saved_;              // the ending so far
  std::string line_;               // the beginning of a line
  bool passed_ = false;            // the beginning of this line went through
};

// A standard output for Terraform that is a terminal where ours is one, of the
// same size, and a pipe elsewhere; what comes through it is filtered onto ours
// by a thread.
class PlanOutput {
 public:
  // Errors: no pipe or pseudo-terminal to be had.
  static absl::StatusOr<std::unique_ptr<PlanOutput>> Open(
      const std::string& plan_path, Ending ending);
  ~PlanOutput();
  PlanOutput(const PlanOutput&) = delete;
  PlanOutput& operator=(const PlanOutput&) = delete;

  // For the child's standard output; close-on-exec.
  int child_end() const { return child_end_; }
  // The terminal changed its size.
  void FollowSize();
  // After the child ended: passes on what is left. Call once.
  void Finish();

 private:
  PlanOutput(int our_end, int child_end, PlanOutputFilter filter);
  void Copy();

  int our_end_;
  int child_end_;
  PlanOutputFilter filter_;
  std::thread thread_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_PLAN_OUTPUT_H_
