// Where a value was read, kept as a chain so that reading a member costs one
// small node; the whole path is put together only when someone asks.
#ifndef COMPLIANCE_SRC_CEL_TRAIL_H_
#define COMPLIANCE_SRC_CEL_TRAIL_H_

#include <memory>
#include <utility>

#include "absl/base/call_once.h"
#include "compliance/cel/value.h"
#include "compliance/cty/path.h"

namespace compliance::cel {

class Trail;
using TrailPtr = std::shared_ptr<const Trail>;

// Immutable but for the cached origin; thread-safe.
class Trail {
 public:
  explicit Trail(Origin root) : origin_(std::move(root)) {}
  Trail(TrailPtr parent, cty::Step step)
      : parent_(std::move(parent)), step_(std::move(step)) {}
  Trail(const Trail&) = delete;
  Trail& operator=(const Trail&) = delete;

  const Origin& origin() const;

 private:
  TrailPtr parent_;
  cty::Step step_;
  mutable absl::once_flag once_;
  mutable Origin origin_;
};

// The trail of a member; null when `parent` is null.
TrailPtr Extend(const TrailPtr& parent, cty::Step step);

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_TRAIL_H_
