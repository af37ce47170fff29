// A configuration as Terraform puts it together: files into modules, modules
// into a tree.
#ifndef COMPLIANCE_HCL_CONFIGURATION_H_
#define COMPLIANCE_HCL_CONFIGURATION_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/hcl/ast.h"

namespace compliance::hcl {

// The files of one module, merged.
struct Module {
  std::string path;       // "" the root, "module.net.module.db" below it
  std::string directory;  // as path.module shows it; "." of the root
  // In the order of the files; overrides applied.
  std::vector<Block> blocks;

  // The first block of that type with these labels; nullptr when there is none.
  const Block* Find(absl::string_view type,
                    const std::vector<std::string>& labels) const;
};

struct Configuration {
  // By the number in SourceRange::file; relative to the root's directory.
  std::vector<std::string> files;
  std::map<std::string, Module> modules;  // by Module::path
  std::vector<Problem> problems;
  // Whether everything that Terraform reads was read.
  bool complete = true;

  // nullptr when there is none.
  const Module* FindModule(const std::string& path) const;
};

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_CONFIGURATION_H_
