// aws_acm_certificate: the one type whose planned validation records stacks
// iterate over, so that their number and domains must be known.
#ifndef COMPLIANCE_SANDBOX_ACM_CERTIFICATE_H_
#define COMPLIANCE_SANDBOX_ACM_CERTIFICATE_H_

#include "compliance/cty/value.h"
#include "sandbox/identifiers.h"

namespace compliance::sandbox {

inline constexpr char kCertificateType[] = "aws_acm_certificate";

// On create: the names of the certificate, and one validation record for each
// when it is validated by DNS. Nothing is known while a name is not.
void PlanCertificate(const cty::Value& config, cty::Value::Attributes& planned);

// The validation records that are still unknown.
void FillCertificate(Identifiers& identifiers,
                     cty::Value::Attributes& certificate);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_ACM_CERTIFICATE_H_
