// The schema that the sandbox tells Terraform.
#ifndef COMPLIANCE_SANDBOX_SERVED_SCHEMA_H_
#define COMPLIANCE_SANDBOX_SERVED_SCHEMA_H_

#include "absl/strings/string_view.h"
#include "compliance/schema/schema.h"

namespace compliance::sandbox {

// All types of the provider that the table of facts has, as it declares them.
schema::ProviderSchema ServedSchema(absl::string_view provider_type);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_SERVED_SCHEMA_H_
