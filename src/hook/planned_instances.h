// Instances of a plan, found by what is known of them.
#ifndef COMPLIANCE_SRC_HOOK_PLANNED_INSTANCES_H_
#define COMPLIANCE_SRC_HOOK_PLANNED_INSTANCES_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "compliance/cty/value.h"
#include "compliance/plan/plan.h"

namespace compliance::hook {

// The instances of one type. A plan may hold a hundred thousand of them, so
// they are not compared one by one: those of which the same scalar arguments
// are known are one group, and a group is hashed by these.
class PlannedInstances {
 public:
  void Add(plan::Address address, const cty::Value& planned);

  // Up to `limit` of those that can be `now`; of the deleted ones for null.
  std::vector<plan::Address> Find(const cty::Value& now,
                                  std::size_t limit) const;

  // Up to `limit` of those that are not deleted.
  std::vector<plan::Address> All(std::size_t limit) const;

 private:
  struct Instance {
    plan::Address address;
    cty::Value planned;
  };
  // Names of arguments -> their values as one text -> instances.
  using Group = std::map<std::string, std::vector<std::size_t>>;
  std::vector<Instance> kept_;
  std::vector<plan::Address> deleted_;
  std::map<std::vector<std::string>, Group> groups_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_PLANNED_INSTANCES_H_
