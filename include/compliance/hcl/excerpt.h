// The lines of a .tf file that a message shows, and what to underline in them.
#ifndef COMPLIANCE_HCL_EXCERPT_H_
#define COMPLIANCE_HCL_EXCERPT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::hcl {

// Lines and columns count from 1, columns in characters; bytes from 0.
struct SourceMark {
  int line = 1;
  int column = 1;
  std::size_t byte = 0;
  friend bool operator==(const SourceMark&, const SourceMark&) = default;
};

struct Excerpt {
  // The block around it: resource "aws_db_instance" "main"; "" when none is.
  std::string context;
  // What the message is about: an attribute's value, the { of a block, or the
  // whole line where neither is found.
  SourceMark begin, end;

  // The lines that hold it, without the last line break.
  std::string code;
  int start_line = 1;

  // A literal text or number in `code`, by its bytes there.
  struct Literal {
    std::size_t begin = 0;
    std::size_t end = 0;
    // The attribute or key that it is a value of, or part of a value of.
    std::string name;
  };
  std::vector<Literal> literals;

  // `begin` and `end` as bytes of `code`.
  std::size_t highlight_begin = 0;
  std::size_t highlight_end = 0;
};

// The excerpt for the attribute or block whose name stands at a position;
// nullopt where the text has no such line.
std::optional<Excerpt> ExcerptAt(absl::string_view text, int line, int column);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_EXCERPT_H_
