// Scalars that many places of a plan hold, kept once.
#ifndef COMPLIANCE_SRC_PLAN_VALUE_POOL_H_
#define COMPLIANCE_SRC_PLAN_VALUE_POOL_H_

#include <cstddef>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"

namespace compliance::plan {

class ValuePool {
 public:
  cty::Value String(absl::string_view text);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(absl::string_view text) const;
    std::size_t operator()(const cty::Value& value) const;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const cty::Value& a, absl::string_view b) const;
    bool operator()(const cty::Value& a, const cty::Value& b) const;
  };

  absl::flat_hash_set<cty::Value, Hash, Equal> strings_;
};

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_VALUE_POOL_H_
