// Text that was read and is not needed any more.
#ifndef COMPLIANCE_SRC_PLAN_SPENT_TEXT_H_
#define COMPLIANCE_SRC_PLAN_SPENT_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace compliance::plan {

// Gives the memory of a text back to the system piece by piece, while the model
// that is made of it grows: together they would take more than is needed.
class SpentText {
 public:
  // For text that belongs to others, and stays.
  SpentText() = default;
  // `text` must outlive this; what is forgotten of it holds anything.
  explicit SpentText(std::string& text) : text_(&text) {}

  // Nothing reads `part`, which lies in the text, from here on.
  void Forget(absl::string_view part) const;

 private:
  std::string* text_ = nullptr;  // nullptr: of others
};

// The elements of a list, which are read in the order of the text.
class SpentList {
 public:
  // `text` must outlive this.
  explicit SpentList(const SpentText& text) : text_(text) {}

  // Nothing reads those before `element` from here on. An empty one is none.
  void ForgetBefore(absl::string_view element);

 private:
  const SpentText& text_;
  absl::string_view next_;  // the first that is not forgotten
};

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_SPENT_TEXT_H_
