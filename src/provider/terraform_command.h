// The command line of the Terraform that started us.
#ifndef COMPLIANCE_PROVIDER_TERRAFORM_COMMAND_H_
#define COMPLIANCE_PROVIDER_TERRAFORM_COMMAND_H_

#include <string>
#include <vector>

namespace compliance::provider {

// Whether `command` (the program and its arguments) has Terraform or OpenTofu
// take everything down: destroy, plan -destroy or apply -destroy. Anything that
// is not surely that is not.
bool TakesDown(const std::vector<std::string>& command);

// The command line of the process that started this one; empty where the system
// does not tell.
std::vector<std::string> ParentCommand();

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_TERRAFORM_COMMAND_H_
