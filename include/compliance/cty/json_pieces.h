// JSON text of which only apply makes some parts known.
#ifndef COMPLIANCE_CTY_JSON_PIECES_H_
#define COMPLIANCE_CTY_JSON_PIECES_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/origin.h"

namespace compliance::cty {

// Whether an attribute's value is a name of its resource (an ARN, an id), hence
// free of what could end a string of JSON.
using IsIdentifier = std::function<bool(const Atom&)>;

// Pieces of JSON text, with a mark in the place of each atom, so that any
// parser reads it; and the way back from the marks in a string that it gives.
class MarkedJson {
 public:
  // nullopt where a value might end the string that it stands in, or where a
  // text already holds something like a mark.
  static std::optional<MarkedJson> Of(const std::vector<Piece>& pieces,
                                      const IsIdentifier& is_identifier);

  // Not JSON where an atom stands outside of every string.
  const std::string& text() const { return text_; }
  // What a string of the parsed text, key or value, is made of.
  std::vector<Piece> PiecesOf(absl::string_view parsed) const;
  static bool HasMark(absl::string_view parsed);

 private:
  std::string text_;
  std::vector<Atom> atoms_;  // by the number of the mark
};

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_JSON_PIECES_H_
