// Which properties of a .tf.json file are blocks, and how Terraform reads the
// arguments in them. Native syntax says it itself; JSON leaves it to who reads.
#ifndef COMPLIANCE_SRC_HCL_JSON_BLOCKS_H_
#define COMPLIANCE_SRC_HCL_JSON_BLOCKS_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace compliance::hcl {

// How the strings of an argument are read.
enum class JsonStrings : std::uint8_t {
  kTemplate,    // "${a.b}" is an interpolation
  kVerbatim,    // as they are
  kExpression,  // "a.b" is a reference, "list(string)" a type
};

struct JsonBlockType {
  absl::string_view name;
  std::size_t labels = 0;
  // What stands in it: a list of its own, of `block_count`.
  const JsonBlockType* blocks = nullptr;
  std::size_t block_count = 0;
  // Of arguments that are not listed anywhere.
  JsonStrings strings = JsonStrings::kTemplate;

  // nullptr where the name is that of an argument, or of a block that only the
  // provider's schema tells.
  const JsonBlockType* Find(absl::string_view block) const;
  JsonStrings StringsOf(absl::string_view argument) const;
};

// What stands in a file.
const JsonBlockType& JsonFile();

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_JSON_BLOCKS_H_
