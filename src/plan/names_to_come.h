// Names that resources will have and that only apply makes known: a text that
// the configuration spells out may come to be one of them.
#ifndef COMPLIANCE_SRC_PLAN_NAMES_TO_COME_H_
#define COMPLIANCE_SRC_PLAN_NAMES_TO_COME_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

struct NamesToCome {
  // Names that the configuration makes of what is not known yet: what each
  // surely starts with, which may be nothing. A name that the provider makes up
  // is none of them, since nobody can have spelled it out.
  std::vector<std::string> prefixes;
  // Names that are known, of a resource whose arn, which ends with one of them,
  // is not.
  std::vector<std::string> ends_of_arn;
  bool has_unknown_arn = false;
};

NamesToCome NamesToComeOf(const Resource& resource);

// The ends of an arn that may be a name: "role/app" and "app" of
// arn:aws:iam::123456789012:role/app. Empty where the text is no arn.
std::vector<absl::string_view> EndsOfArn(absl::string_view text);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_NAMES_TO_COME_H_
