// Resource addresses, which no RPC tells.
#ifndef COMPLIANCE_SRC_HOOK_ADDRESS_BOOK_H_
#define COMPLIANCE_SRC_HOOK_ADDRESS_BOOK_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "compliance/hcl/source_positions.h"
#include "compliance/plan/plan.h"

namespace compliance::hook {

// The resources that a call may be about: never without the right one.
struct Candidates {
  // Addresses of instances; of blocks (without keys) where `certain` is false
  // and only the source is known.
  std::vector<plan::Address> addresses;
  // Exactly one, and it is an instance's own address.
  bool certain = false;
  // Every resource that it could be is among `addresses`.
  bool complete = false;
};

// Thread-safe.
class AddressBook {
 public:
  // From the sources of a working directory: a block is a candidate unless its
  // constant arguments say otherwise.
  explicit AddressBook(const hcl::SourcePositions& sources);

  // From now on, from a closed plan: an instance is a candidate unless a value
  // known in its plan says otherwise.
  void UsePlan(const plan::Plan& plan);

  // `config` and `planned` are objects of the type's schema; `planned` is null
  // for a deletion.
  Candidates Find(absl::string_view type, const cty::Value& config,
                  const cty::Value& planned) const;

 private:
  struct Block {
    plan::Address address;  // without keys
    bool repeated = false;  // it, or a module around it, has count or for_each
    std::map<std::string, cty::Value> constants;  // top-level arguments
  };
  struct Instance {
    plan::Address address;
    cty::Value planned;
  };
  mutable std::mutex mutex_;
  bool from_plan_ = false;
  std::multimap<std::string, Block> blocks_;
  std::multimap<std::string, Instance> instances_;
};

// Whether a value that is now known better can be what was planned: everything
// known in `planned` is the same in `now`.
bool CouldBecome(const cty::Value& planned, const cty::Value& now);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_ADDRESS_BOOK_H_
