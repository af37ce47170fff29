// What of an expression is a reference as plan JSON spells it.
#ifndef COMPLIANCE_HCL_REFERENCE_H_
#define COMPLIANCE_HCL_REFERENCE_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "compliance/cty/value.h"
#include "compliance/hcl/ast.h"

namespace compliance::hcl {

// The key of an index that is written as a literal; nullopt for other steps and
// for keys that are computed, if only from a template.
std::optional<cty::Value> LiteralKey(const Step& step);

// How many of the first steps of a traversal belong to its reference: up to
// the first splat or computed key.
std::size_t ReferenceLength(const Traversal& traversal);

// Whether the traversal is a reference as a whole.
bool IsReference(const Traversal& traversal);

// Calls `visit` for the traversals and lone variables in an expression that it
// does not bind itself, in Terraform's order. `steps` are what ReferenceLength
// counts; empty for a variable.
void VisitFree(const Expression& expression,
               const std::function<void(const std::string& root,
                                        const Traversal* traversal)>& visit);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_REFERENCE_H_
