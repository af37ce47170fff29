// HCL native syntax and JSON syntax, from text to tree.
#ifndef COMPLIANCE_HCL_PARSE_H_
#define COMPLIANCE_HCL_PARSE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/hcl/ast.h"

namespace compliance::hcl {

// Larger texts are refused with a Problem.
inline constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20;

// The tree of a text and what is wrong with it. Never fails as a whole: after a
// problem, parsing goes on behind the attribute or block that has it.
struct ParsedFile {
  Body body;
  std::vector<Problem> problems;
};

// The text of a .tf file. `file` is what ranges will say (source_range.h).
ParsedFile Parse(absl::string_view text, std::uint32_t file = 0);

// The text of a .tf.json file, as the tree that native syntax would give:
// Terraform's own blocks as blocks, strings as the templates, references, types
// or plain texts that Terraform takes them for. What only a provider's schema
// tells to be a block is an attribute: an object, or a tuple of objects.
// Reading stops at a fault of JSON's grammar; what stands before it is there.
ParsedFile ParseJson(absl::string_view text, std::uint32_t file = 0);

struct ParsedExpression {
  Expression expression;
  std::vector<Problem> problems;
};

// An expression alone, in which newlines mean nothing: a line of `terraform
// console`. `start` is where in a file the text begins.
ParsedExpression ParseExpression(absl::string_view text,
                                 const SourcePoint& start = {},
                                 std::uint32_t file = 0);

// A template without quotes around it: a file for templatefile, or a string of
// JSON. The expression is a Template. Escapes with a backslash mean nothing.
ParsedExpression ParseTemplate(absl::string_view text,
                               const SourcePoint& start = {},
                               std::uint32_t file = 0);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_PARSE_H_
