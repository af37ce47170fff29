// JSON of values that are not wholly known.
#ifndef COMPLIANCE_LANG_JSON_PIECES_H_
#define COMPLIANCE_LANG_JSON_PIECES_H_

#include <optional>
#include <vector>

#include "compliance/cty/origin.h"
#include "compliance/cty/value.h"

namespace compliance::lang {

// The pieces of the JSON text of a value without marks. nullopt where something
// inside is not told, or may be null: null is written without quotes.
std::optional<std::vector<cty::Piece>> JsonPieces(const cty::Value& value);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_JSON_PIECES_H_
