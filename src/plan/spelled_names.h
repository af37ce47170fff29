// Texts that the configuration spells out, by the names of other resources that
// they may come to be.
#ifndef COMPLIANCE_SRC_PLAN_SPELLED_NAMES_H_
#define COMPLIANCE_SRC_PLAN_SPELLED_NAMES_H_

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/plan/plan.h"
#include "names_to_come.h"

namespace compliance::plan {

// Those within which names are unique: resources of one type and one provider
// configuration.
std::string NamespaceOf(const Resource& resource);

// Filled by Add, then Sort; the texts must outlive it.
class SpelledNames {
 public:
  // `place` is the caller's. `taken`: the namespaces in which a resource of the
  // plan has that name already, so that no other will.
  void Add(const std::string& text, std::size_t place,
           const std::set<std::string>& taken);
  void Sort();

  // The places of texts that may come to name a resource of the namespace,
  // until `add` returns false.
  void Find(const NamesToCome& names, const std::string& name_space,
            const std::function<bool(std::size_t)>& add) const;

 private:
  struct Entry {
    absl::string_view text;  // the whole, or an end of an arn
    bool is_end_of_arn = false;
    std::size_t place = 0;
  };
  std::map<std::set<std::string>, std::vector<Entry>> by_taken_;
};

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_SPELLED_NAMES_H_
