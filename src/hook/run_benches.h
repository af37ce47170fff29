// The benches of Terraform processes that nobody announced.
#ifndef COMPLIANCE_SRC_HOOK_RUN_BENCHES_H_
#define COMPLIANCE_SRC_HOOK_RUN_BENCHES_H_

#include <sys/types.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "hook/address_book.h"
#include "hook/judge.h"
#include "hook/ledger.h"

namespace compliance::hook {

// One bench for each process: with the sources of the directory that it works
// in, as they are when it first connects, and a ledger of its own. Thread-safe.
class RunBenches {
 public:
  // `common` outlives it; its addresses and ledger are not used.
  explicit RunBenches(const Bench& common) : common_(common) {}

  // Valid as long as this object.
  const Bench& Of(pid_t process);

 private:
  struct Run {
    Run(const Bench& common, const std::string& directory);
    AddressBook addresses;
    Ledger ledger;
    Bench bench;
  };
  const Bench& common_;
  std::mutex mutex_;
  // By what no later process has: its id and when it was started.
  std::map<std::string, std::unique_ptr<Run>> runs_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_RUN_BENCHES_H_
