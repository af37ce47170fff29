// Resource blocks of the sources, as far as they tell themselves apart.
#ifndef COMPLIANCE_SRC_HOOK_SOURCE_BLOCKS_H_
#define COMPLIANCE_SRC_HOOK_SOURCE_BLOCKS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "compliance/cty/value.h"
#include "compliance/hcl/source_positions.h"
#include "compliance/plan/plan.h"

namespace compliance::hook {

// A resource block, with what override files merge into it.
struct ResourceBlock {
  plan::Address address;  // without keys
  bool repeated = false;  // it, or a module around it, has count or for_each
  // With ignore_changes, Terraform hands on prior values in place of what is
  // written: nothing tells such a block apart.
  bool ignores_changes = false;
  std::set<std::string> members;                // names of what is set in it
  std::map<std::string, cty::Value> constants;  // of those, the literals

  // Whether a configuration value, an object of the type's schema, can be this
  // block's. A literal arrives as what it is, and what is not written as null.
  bool CanBe(const cty::Value& config) const;
};

// Type -> its blocks in all modules.
std::map<std::string, std::vector<ResourceBlock>> ResourceBlocks(
    const hcl::SourcePositions& sources);

// Whether each resource of a configuration has a block among these: not where
// something was not read, or where imports may make up a configuration.
bool IsComplete(const hcl::SourcePositions& sources);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_SOURCE_BLOCKS_H_
