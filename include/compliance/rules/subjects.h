// What rules judge and read: resources, outputs, variables and provider
// configurations of one plan, as values of the condition language.
#ifndef COMPLIANCE_RULES_SUBJECTS_H_
#define COMPLIANCE_RULES_SUBJECTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "compliance/cel/value.h"
#include "compliance/cty/path.h"
#include "compliance/plan/plan.h"

namespace compliance::rules {

// A way in that can see neither the source nor what it evaluates to, as a
// guard.
bool SeesConfiguration(const plan::Resource& resource);

// Gives every subject the number that cel::Origin carries, builds their values
// when they are asked for, and turns origins back into text. The plan must
// outlive it. Not thread-safe: one for each evaluation.
class Subjects {
 public:
  explicit Subjects(const plan::Plan& plan);

  const plan::Plan& plan() const { return plan_; }

  std::uint32_t OfResource(const plan::Resource& resource) const;
  std::uint32_t OfOutput(std::size_t index) const;
  std::uint32_t OfVariable(std::size_t index) const;
  std::uint32_t OfProvider(std::size_t index) const;
  std::uint32_t OfPlan() const;
  // A number that stands for `text`, for reasons that are no attribute.
  std::uint32_t OfText(absl::string_view text);

  // nullptr when the number is no resource's.
  const plan::Resource* ResourceOf(std::uint32_t number) const;

  // What `self` is: the planned value of a resource, or the prior one where it
  // is deleted or forgotten; messages for the rest; null for the plan.
  cel::Value ValueOf(std::uint32_t number);

  // "aws_db_instance.main", "output.x", "module.db.var.x", "provider.aws".
  std::string Address(std::uint32_t number) const;
  // Whether `text` is such an address; the name of an output, a variable or a
  // provider.
  bool IsAddress(absl::string_view text);
  bool IsName(absl::string_view text);
  // The address and the path, or the path alone where `subject` is its own.
  std::string Describe(const cel::Origin& origin, std::uint32_t subject) const;

 private:
  cel::Value Build(std::uint32_t number) const;
  void CollectNames();

  const plan::Plan& plan_;
  // Those that were asked for of late.
  absl::flat_hash_map<std::uint32_t, cel::Value> values_;
  std::vector<std::string> texts_;
  std::map<std::string, std::uint32_t, std::less<>> text_numbers_;
  // Filled on the first question.
  std::set<std::string, std::less<>> addresses_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_SUBJECTS_H_
