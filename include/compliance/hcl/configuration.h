// A configuration as Terraform puts it together: files into modules, modules
// into a tree.
#ifndef COMPLIANCE_HCL_CONFIGURATION_H_
#define COMPLIANCE_HCL_CONFIGURATION_H_

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/hcl/ast.h"

namespace compliance::hcl {

// One module call, or the root: the files of its directory, merged.
class Module {
 public:
  // `blocks` in the order of the files, overrides applied.
  Module(std::string directory, std::vector<Block> blocks);

  // As path.module shows it: relative to the root's, "." of the root.
  const std::string& directory() const { return directory_; }
  const std::vector<Block>& blocks() const { return blocks_; }

  // The first block of that type with these labels; nullptr when there is none.
  const Block* Find(absl::string_view type,
                    const std::vector<std::string>& labels) const;

 private:
  std::string directory_;
  std::vector<Block> blocks_;
  std::unordered_map<std::string, std::size_t> index_;  // by type and labels
};

struct Configuration {
  // By the number in SourceRange::file; relative to the root's directory.
  std::vector<std::string> files;
  // "" the root, "module.net.module.db" below it.
  std::map<std::string, Module> modules;
  std::vector<Problem> problems;
  // What Terraform reads and we could not: a file, or a module that is not
  // installed ("module.net"). Empty when everything was read.
  std::vector<std::string> missing;

  // nullptr when there is none.
  const Module* FindModule(const std::string& path) const;
};

// Whose rules say which files belong to a module: OpenTofu reads .tofu files as
// well, and instead of the .tf file of the same name.
enum class Dialect : bool { kTerraform, kOpenTofu };

// Reads a directory ("" is the working directory) and the modules that it
// calls: where .terraform/modules/modules.json says, else by a source that is a
// path. Never fails: what cannot be read is in `missing`, what is wrong with
// what is read in `problems`.
Configuration ReadConfiguration(const std::string& directory,
                                Dialect dialect = Dialect::kTerraform);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_CONFIGURATION_H_
