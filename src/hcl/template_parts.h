// Templates on their way to a tree: first a flat list of texts and markers.
#ifndef COMPLIANCE_SRC_HCL_TEMPLATE_PARTS_H_
#define COMPLIANCE_SRC_HCL_TEMPLATE_PARTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/hcl/ast.h"

namespace compliance::hcl {

struct FlatPart {
  enum class Kind : std::uint8_t {
    kText,
    kInterpolation,
    kIf,
    kElse,
    kEndIf,
    kFor,
    kEndFor,
    kEnd,  // of the template; always the last
  };
  Kind kind = Kind::kEnd;
  std::string text;       // kText
  Expression expression;  // kInterpolation; the condition or collection
  std::string key_name, value_name;  // kFor
  SourceRange range;
};

// Takes off the indentation that all lines share, as <<- asks for. Lines that
// are blank do not count.
void StripIndentation(std::vector<FlatPart>* parts);

// One text for those that follow each other.
void JoinTexts(std::vector<FlatPart>* parts);

// The tree of a list without two texts in a row; problems where directives are
// not in pairs, or nest too deep, are added.
std::vector<TemplatePart> TreeOf(std::vector<FlatPart> parts,
                                 std::vector<Problem>* problems);

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_TEMPLATE_PARTS_H_
