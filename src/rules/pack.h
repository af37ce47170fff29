// The flat form of compiled rules: decoded without parsing YAML or conditions.
#ifndef COMPLIANCE_RULES_PACK_H_
#define COMPLIANCE_RULES_PACK_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/rules/rule.h"

namespace compliance::rules {

std::string EncodePack(const std::vector<const Rule*>& rules);

// Every length and enumerator is checked. Errors: DATA_LOSS.
absl::StatusOr<std::vector<std::unique_ptr<const Rule>>> DecodePack(
    absl::string_view bytes);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_PACK_H_
