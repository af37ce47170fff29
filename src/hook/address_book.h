// Resource addresses, which no RPC tells.
#ifndef COMPLIANCE_SRC_HOOK_ADDRESS_BOOK_H_
#define COMPLIANCE_SRC_HOOK_ADDRESS_BOOK_H_

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "compliance/hcl/source_positions.h"
#include "compliance/plan/plan.h"

namespace compliance::hook {

// The resources that a call may be about: never without the right one, as long
// as `complete` is set.
struct Candidates {
  // Addresses of instances; of blocks (without keys) where `certain` is false
  // and only the source is known.
  std::vector<plan::Address> addresses;
  // Exactly one, and it is an instance's own address.
  bool certain = false;
  // Every resource that it could be is among `addresses`.
  bool complete = false;
  // Each is an instance's own address, not that of a repeated block.
  bool exact = false;
};

// Whole lists of candidates help nobody, and a stack may repeat one block a
// hundred thousand times: longer ones are cut and not complete.
inline constexpr std::size_t kMaxCandidates = 100;

// Thread-safe.
class AddressBook {
 public:
  // From the sources of a working directory: a block is a candidate unless its
  // literal arguments say otherwise.
  explicit AddressBook(const hcl::SourcePositions& sources);
  ~AddressBook();
  AddressBook(const AddressBook&) = delete;
  AddressBook& operator=(const AddressBook&) = delete;

  // From now on, from a closed plan: an instance is a candidate unless a value
  // known in its plan says otherwise.
  void UsePlan(const plan::Plan& plan);

  // `config` and `planned` are objects of the type's schema; `planned` is null
  // for a deletion, of which the sources tell nothing.
  Candidates Find(absl::string_view type, const cty::Value& config,
                  const cty::Value& planned) const;

 private:
  struct Sources;
  struct Instances;
  std::unique_ptr<const Sources> sources_;
  mutable std::mutex mutex_;  // of instances_
  std::shared_ptr<const Instances> instances_;
};

// Whether a value that is now known better can be what was planned: everything
// known in `planned` is the same in `now`. In doubt it can: a set or list whose
// elements are not all known yet may still become another.
bool CouldBecome(const cty::Value& planned, const cty::Value& now);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_ADDRESS_BOOK_H_
