#include "cel/trail.h"

#include <utility>
#include <vector>

namespace compliance::cel {

const Origin& Trail::origin() const {
  if (parent_ == nullptr) return origin_;
  absl::call_once(once_, [this] {
    // Up to the nearest node whose path is at hand: no recursion, since data
    // may nest deeply.
    std::vector<const cty::Step*> steps;
    const Trail* node = this;
    for (; node->parent_ != nullptr; node = node->parent_.get()) {
      steps.push_back(&node->step_);
    }
    std::vector<cty::Step> path = node->origin_.path.steps();
    path.reserve(path.size() + steps.size());
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
      path.push_back(**step);
    }
    origin_.subject = node->origin_.subject;
    origin_.path = cty::Path(std::move(path));
  });
  return origin_;
}

TrailPtr Extend(const TrailPtr& parent, cty::Step step) {
  if (parent == nullptr) return nullptr;
  return std::make_shared<const Trail>(parent, std::move(step));
}

}  // namespace compliance::cel
