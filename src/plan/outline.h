// One pass over the text of a plan JSON document.
#ifndef COMPLIANCE_SRC_PLAN_OUTLINE_H_
#define COMPLIANCE_SRC_PLAN_OUTLINE_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "document.h"

namespace compliance::plan {

// Deeper than any provider schema nests, far from the end of the stack.
inline constexpr int kMaxDepth = 200;

struct OutlineResult {
  enum class Outcome : std::uint8_t {
    kOk,
    kMalformed,
    kTruncated,
    kTooDeep,
    kNumberTooBig,
  };
  Outcome outcome = Outcome::kOk;
  std::size_t offset = 0;  // of what is wrong
};

// Checks the syntax and the encoding of all of `text`, which starts with "{",
// and notes in `document` where the parts lie.
OutlineResult Outline(absl::string_view text, Document& document);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_OUTLINE_H_
