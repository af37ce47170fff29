// Terraform's functions over values.
#ifndef COMPLIANCE_LANG_FUNCTIONS_H_
#define COMPLIANCE_LANG_FUNCTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"

namespace compliance::lang {

// What Terraform's function of that name (with or without core::) makes of the
// arguments: they are converted to the types of its parameters; what an unknown
// one leaves open stays unknown; the result is sensitive as Terraform's is.
// Strings that are unknown only in part keep their pieces (cty/origin.h) where
// the result is exact.
//
// Errors: INVALID_ARGUMENT where Terraform refuses the call too, naming the
// argument and why, never a value. NOT_FOUND for functions that are not here:
// those that read files or expressions (file, templatefile, try, can …), and
// those of providers. OUT_OF_RANGE and RESOURCE_EXHAUSTED for results that only
// Terraform would compute. All but the first mean: the result is not known.
absl::StatusOr<cty::Value> Call(absl::string_view name,
                                const std::vector<cty::Value>& arguments);

// Whether Call has the function.
bool IsKnown(absl::string_view name);

// Whether the same arguments give the same result, on any day and machine. The
// others (timestamp, uuid, bcrypt …) give an unknown. Precondition: IsKnown.
bool IsPure(absl::string_view name);

// The names of all functions that Call has, sorted.
std::vector<std::string> Names();

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_FUNCTIONS_H_
