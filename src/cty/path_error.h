// An error on its way out of a recursive walk over a value: the path is built
// from the inside out, so that a walk without errors pays nothing for it.
#ifndef COMPLIANCE_CTY_PATH_ERROR_H_
#define COMPLIANCE_CTY_PATH_ERROR_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"

namespace compliance::cty {

class PathError {
 public:
  explicit PathError(std::string message,
                     absl::StatusCode code = absl::StatusCode::kInvalidArgument)
      : code_(code), message_(std::move(message)) {}

  // The error of something inside that has no paths. A number out of range is
  // an argument that is not valid, to whoever sent the value.
  explicit PathError(const absl::Status& status)
      : PathError(std::string(status.message()),
                  absl::IsOutOfRange(status)
                      ? absl::StatusCode::kInvalidArgument
                      : status.code()) {}

  // This error, seen from the container in which it lies at `step`. Not inline:
  // only a walk that fails pays for it, and g++ 12 warns of the storage of a
  // variant that it can see through.
  PathError Within(Step step) &&;

  // "ingress[0].port: a number is required". `root` names the empty path.
  absl::Status ToStatus(absl::string_view root) const;

 private:
  absl::StatusCode code_;
  std::string message_;
  std::vector<Step> steps_;
};

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_PATH_ERROR_H_
