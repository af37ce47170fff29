#include "cty/path_error.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"

namespace compliance::cty {

PathError PathError::Within(Step step) && {
  steps_.push_back(std::move(step));
  return std::move(*this);
}

absl::Status PathError::ToStatus(absl::string_view root) const {
  std::vector<Step> steps(steps_.rbegin(), steps_.rend());
  const std::string place = Path(std::move(steps)).ToString();
  return absl::Status(
      code_,
      absl::StrCat(place.empty() ? std::string(root) : place, ": ", message_));
}

}  // namespace compliance::cty
