// Expression text to checked nodes, by recursive descent.
#ifndef COMPLIANCE_SRC_CEL_PARSER_H_
#define COMPLIANCE_SRC_CEL_PARSER_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cel/node.h"
#include "compliance/cel/library.h"

namespace compliance::cel {

absl::StatusOr<Node> Parse(absl::string_view source, const Library& library,
                           const std::set<std::string>& variables);

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_PARSER_H_
