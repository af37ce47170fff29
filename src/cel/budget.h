// What one evaluation may cost: a hostile expression ends in an error, not in
// hours or gigabytes.
#ifndef COMPLIANCE_SRC_CEL_BUDGET_H_
#define COMPLIANCE_SRC_CEL_BUDGET_H_

#include <cstddef>

namespace compliance::cel {

inline constexpr std::size_t kMaxSteps = 10'000'000;
// Of one computed string, in bytes, and one computed list, in members.
inline constexpr std::size_t kMaxText = 16 << 20;
inline constexpr std::size_t kMaxMembers = 1 << 20;

class Budget {
 public:
  // False once the budget is used up; it stays so.
  bool Spend(std::size_t steps) {
    if (steps > left_) {
      left_ = 0;
      exhausted_ = true;
    } else {
      left_ -= steps;
    }
    return !exhausted_;
  }
  // Work on text goes by the byte, at many bytes to a step.
  bool SpendBytes(std::size_t bytes) { return Spend(1 + bytes / 32); }
  bool exhausted() const { return exhausted_; }

 private:
  std::size_t left_ = kMaxSteps;
  bool exhausted_ = false;
};

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_BUDGET_H_
