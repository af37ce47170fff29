// JSON with the place of everything in it.
#ifndef COMPLIANCE_SRC_HCL_JSON_NODE_H_
#define COMPLIANCE_SRC_HCL_JSON_NODE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/hcl/ast.h"

namespace compliance::hcl {

struct JsonMember;

struct JsonNode {
  enum class Kind : std::uint8_t {
    kNull,
    kBool,
    kNumber,
    kString,
    kArray,
    kObject,
  };
  Kind kind = Kind::kNull;
  bool boolean = false;
  // Of a string what it says, of a number what is written.
  std::string text;
  // Whether a string is written as `text`, without escapes: then places in it
  // are those in the file.
  bool is_literal = false;
  std::vector<JsonNode> elements;
  std::vector<JsonMember> members;  // in order; names may come twice
  SourceRange range;
};

struct JsonMember {
  JsonNode name;  // a string
  JsonNode value;
};

struct JsonText {
  // What was read, up to the fault where there is one.
  JsonNode root;
  // One at most: behind a fault nothing is read.
  std::vector<Problem> problems;
};

// Reads a text, nested no deeper than kMaxDepth. Columns count as in
// Terraform's diagnostics of JSON: a tab outside of strings is two.
JsonText ReadJson(absl::string_view text, std::uint32_t file);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_JSON_NODE_H_
