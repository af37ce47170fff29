// Resources by names that only apply makes known.
#ifndef COMPLIANCE_SRC_PLAN_COMING_NAMES_H_
#define COMPLIANCE_SRC_PLAN_COMING_NAMES_H_

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

class ComingNames {
 public:
  void Add(const Resource& resource);

  // The resources of one of `types` (all if empty) that a text, spelled out
  // elsewhere, may come to name, until `add` returns false.
  void Find(absl::string_view text, const std::vector<std::string>& types,
            const std::function<bool(const Resource&)>& add) const;

 private:
  using Table = std::unordered_map<std::string, std::vector<const Resource*>>;
  struct OfType {
    // By what a name starts with: it is the name, or an end of the arn.
    Table by_prefix, by_prefix_in_arn;
    Table by_end_of_arn;
  };
  static bool FindIn(const OfType& names, absl::string_view text,
                     const std::function<bool(const Resource&)>& add);

  std::map<std::string, OfType> by_type_;
};

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_COMING_NAMES_H_
