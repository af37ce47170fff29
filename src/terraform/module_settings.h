// What the files of one module say of the providers and the backend.
#ifndef COMPLIANCE_SRC_TERRAFORM_MODULE_SETTINGS_H_
#define COMPLIANCE_SRC_TERRAFORM_MODULE_SETTINGS_H_

#include <map>
#include <string>

namespace compliance::terraform {

struct ModuleSettings {
  // Local name -> source as written; "" where none is given.
  std::map<std::string, std::string> required_providers;
  // Name of a module call -> its source; "" where it is not a plain text.
  std::map<std::string, std::string> calls;
  // "cloud", or the type of the backend block; "" for none.
  std::string backend;
};

// Reads the files that Terraform would read in `directory`, those that
// override others last. What cannot be read or understood is left out.
ModuleSettings ReadModuleSettings(const std::string& directory, bool open_tofu);

}  // namespace compliance::terraform

#endif  // COMPLIANCE_SRC_TERRAFORM_MODULE_SETTINGS_H_
