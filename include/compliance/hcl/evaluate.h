// What an expression of a .tf file comes to, given what its names mean.
#ifndef COMPLIANCE_HCL_EVALUATE_H_
#define COMPLIANCE_HCL_EVALUATE_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/hcl/ast.h"

namespace compliance::hcl {

// What a name and the first `steps` of those behind it stand for.
struct Named {
  cty::Value value;
  std::size_t steps = 0;
};

// What the names in an expression mean. Each member may be empty: nothing of
// its kind is known then, and what needs it is unknown.
struct Names {
  // A name that the expression does not bind itself ("var", "aws_kms_key"),
  // and the steps behind it up to the first that is not known: attributes,
  // ["key"]s and [0]s. Takes as many steps as it wants, so that one instance of
  // a resource is had without the others. nullopt: not known.
  std::function<std::optional<Named>(absl::string_view root,
                                     const cty::Path& steps)>
      resolve;
  // Calls a function. INVALID_ARGUMENT is an error that Terraform would give
  // too, and `try` sees; any other says that we cannot tell.
  std::function<absl::StatusOr<cty::Value>(
      absl::string_view function, const std::vector<cty::Value>& arguments)>
      call;
  // The content of a file by the path that `file` or `templatefile` names.
  // Errors: as `call`; refuse to leave the module with any but
  // INVALID_ARGUMENT.
  std::function<absl::StatusOr<std::string>(absl::string_view path)> read_file;
};

// What the expression comes to. Never fails: unknown where it reads what is not
// known, where it is more than we compute, and where Terraform would refuse it.
// Unknowns say what they are made of (cty/origin.h) where that is exact, and
// sensitive marks travel as in Terraform. Bounded in time and memory whatever
// the expression.
cty::Value Evaluate(const Expression& expression, const Names& names);

// What the expression reads, as plan JSON lists it: for each traversal the
// longest address first, then what it is a part of: "aws_kms_key.k[0].arn",
// "aws_kms_key.k[0]", "aws_kms_key.k".
std::vector<std::string> References(const Expression& expression);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_EVALUATE_H_
