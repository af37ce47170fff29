// Reads the hand-written facts of a .overlay file. Format: facts/README.md.
#ifndef COMPLIANCE_SCHEMA_OVERLAY_READER_H_
#define COMPLIANCE_SCHEMA_OVERLAY_READER_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "compliance/schema/facts.h"

namespace compliance::schema {

// Adds one statement to the facts of the type that it speaks of. Errors:
// INVALID_ARGUMENT for an unknown statement, or for a path that the schema of
// `facts` does not have.
absl::Status ReadStatement(absl::string_view statement, TypeFacts& facts);

}  // namespace compliance::schema

#endif  // COMPLIANCE_SCHEMA_OVERLAY_READER_H_
