// Where things are declared in .tf and .tf.json files, as far as these are
// written right. Evaluates nothing.
#ifndef COMPLIANCE_HCL_SOURCE_POSITIONS_H_
#define COMPLIANCE_HCL_SOURCE_POSITIONS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"

namespace compliance::hcl {

// Lines and columns count from 1; columns are in grapheme clusters, as
// Terraform's.
struct SourcePosition {
  std::string file;
  int line = 0;
  int column = 0;
  friend bool operator==(const SourcePosition&,
                         const SourcePosition&) = default;
};

// One top-level block.
struct SourceBlock {
  std::string type;                 // "resource", "variable", "module", …
  std::vector<std::string> labels;  // "aws_s3_bucket", "logs"
  // The strings that say what a block is: alias of a provider, source of a
  // module call.
  std::map<std::string, std::string> texts;
  SourcePosition position;  // of the header
  // Attributes and nested blocks inside it by their path, names joined by dots:
  // "rule.apply_server_side_encryption_by_default.sse_algorithm". Blocks of the
  // same name are listed in order. A dynamic "x" counts as x.
  std::map<std::string, std::vector<SourcePosition>> members;
  // The attributes directly inside it that are plain literals: strings without
  // ${…}, numbers, booleans, null.
  std::map<std::string, cty::Value> constants;

  // Whether it has count or for_each.
  bool IsRepeated() const {
    return members.count("count") != 0 || members.count("for_each") != 0;
  }
};

// The blocks of one file's text; JSON where the name ends in .json. Never
// fails: what is not understood is skipped.
std::vector<SourceBlock> ScanSource(absl::string_view file_name,
                                    absl::string_view text);

// The positions of everything declared in a working directory and in its
// modules.
class SourcePositions {
 public:
  // Reads DIRECTORY/*.tf, *.tf.json and those of the modules that it calls:
  // where .terraform/modules/modules.json says, else by a source that is a
  // path. File names in positions are relative to `directory`. What cannot be
  // read is left out.
  static SourcePositions Read(const std::string& directory);

  // The block declared in a module ("" the root, "module.net.module.db" below
  // it); nullptr when there is none. `alias` tells providers apart.
  const SourceBlock* Find(const std::string& module, absl::string_view type,
                          const std::vector<std::string>& labels,
                          absl::string_view alias = "") const;

  bool empty() const { return blocks_.empty(); }

  // Module, as for Find, -> its blocks, file by file.
  const std::map<std::string, std::vector<SourceBlock>>& blocks() const {
    return blocks_;
  }

  // Whether everything that Terraform reads was read: no file or module was
  // left out.
  bool complete() const { return complete_; }

 private:
  void ReadModule(const std::string& module, const std::string& directory,
                  const std::string& root,
                  const std::map<std::string, std::string>& installed);

  std::map<std::string, std::vector<SourceBlock>> blocks_;
  bool complete_ = true;
};

// Where an attribute of the block is set, or the nearest block around it, or
// the header. Indexes count the nested blocks of the source in order.
SourcePosition PositionOf(const SourceBlock& block, const cty::Path& path);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_SOURCE_POSITIONS_H_
