// Reads one type of a .facts file. Format: facts/README.md.
#ifndef COMPLIANCE_SCHEMA_FACTS_READER_H_
#define COMPLIANCE_SCHEMA_FACTS_READER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/schema/facts.h"

namespace compliance::schema {

// `section` is the line that names the type and the indented lines below it.
// Errors: INVALID_ARGUMENT with the line, counted from the section's first.
absl::StatusOr<TypeFacts> ReadFacts(absl::string_view section);

// "a.b" as the path of attribute b of block a.
cty::Path ParseDottedPath(absl::string_view dotted);

// The type of the attribute or block at `path`, or nullopt where the schema has
// none. Blocks give the type of all their elements together.
std::optional<cty::Type> TypeAt(const Block& block, const cty::Path& path);

}  // namespace compliance::schema

#endif  // COMPLIANCE_SCHEMA_FACTS_READER_H_
