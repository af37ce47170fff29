// Findings -> texts that users read in Terraform and on the terminal. All such
// texts live here, so that each thing is said in one way.
#ifndef COMPLIANCE_ENGINE_DIAGNOSTICS_H_
#define COMPLIANCE_ENGINE_DIAGNOSTICS_H_

#include <string>

#include "compliance/cty/path.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/engine/finding.h"

namespace compliance::engine {

// "PCI-DSS 3.5.1: RDS storage is not encrypted [aws.rds.storage_encrypted]".
std::string Summary(const Finding& finding);

// What the finding gives evidence for, framework by framework:
// "PCI-DSS 8.6.2, 8.3.2 (supporting); HIPAA 164.312(d)". Valid UTF-8.
std::string Citations(const Finding& finding);

// Address, attribute, observed and expected value, why (requirements), the fix
// as HCL, how to waive. Valid UTF-8, no secret.
std::string Detail(const Finding& finding);

// Mandatory fails are errors, advisory ones warnings. `attribute` is where
// Terraform should point.
diag::Diagnostic ToDiagnostic(const Finding& finding, cty::Path attribute);

}  // namespace compliance::engine

#endif  // COMPLIANCE_ENGINE_DIAGNOSTICS_H_
