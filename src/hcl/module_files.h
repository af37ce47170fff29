// The files that make a module, and where modules are installed.
#ifndef COMPLIANCE_SRC_HCL_MODULE_FILES_H_
#define COMPLIANCE_SRC_HCL_MODULE_FILES_H_

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compliance/hcl/configuration.h"

namespace compliance::hcl {

// The configuration files of one directory, each list in the order in which
// Terraform reads them.
struct ModuleFiles {
  std::vector<std::filesystem::path> primary;
  std::vector<std::filesystem::path> overrides;
};

// nullopt where the directory cannot be read.
std::optional<ModuleFiles> FindModuleFiles(
    const std::filesystem::path& directory, Dialect dialect);

// The text of a regular file of at most kMaxFileBytes; nullopt otherwise.
std::optional<std::string> ReadText(const std::filesystem::path& file);

// Where `terraform init` put the modules of a root directory: by configuration
// path, relative to it. Empty where it was not run.
std::map<std::string, std::string> InstalledModules(
    const std::filesystem::path& root);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_MODULE_FILES_H_
