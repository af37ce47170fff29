#include "compliance/cty/json_pieces.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace compliance::cty {
namespace {

// U+E000 and U+E001, of the private use area, around a number.
constexpr absl::string_view kOpen = "\xEE\x80\x80";
constexpr absl::string_view kClose = "\xEE\x80\x81";

// Also as the escape sequence that a parser turns into it.
bool MayHoldMark(absl::string_view json) {
  return absl::StrContains(json, kOpen) ||
         absl::StrContains(absl::AsciiStrToLower(json), "\\ue000");
}

}  // namespace

std::optional<MarkedJson> MarkedJson::Of(const std::vector<Piece>& pieces,
                                         const IsIdentifier& is_identifier) {
  MarkedJson marked;
  for (const Piece& piece : pieces) {
    if (!piece.atom.has_value()) {
      if (MayHoldMark(piece.text)) return std::nullopt;
      marked.text_ += piece.text;
      continue;
    }
    if (!piece.in_json && !is_identifier(*piece.atom)) return std::nullopt;
    absl::StrAppend(&marked.text_, kOpen, marked.atoms_.size(), kClose);
    marked.atoms_.push_back(*piece.atom);
  }
  return marked;
}

std::vector<Piece> MarkedJson::PiecesOf(absl::string_view parsed) const {
  std::vector<Piece> pieces;
  while (!parsed.empty()) {
    const std::size_t open = parsed.find(kOpen);
    if (open != 0) {
      pieces.push_back(Piece::Text(std::string(parsed.substr(0, open))));
    }
    if (open == absl::string_view::npos) break;
    parsed.remove_prefix(open + kOpen.size());
    const std::size_t close = parsed.find(kClose);
    std::size_t number = 0;
    if (close == absl::string_view::npos ||
        !absl::SimpleAtoi(parsed.substr(0, close), &number) ||
        number >= atoms_.size()) {
      continue;
    }
    pieces.push_back(Piece::Of(atoms_[number]));
    parsed.remove_prefix(close + kClose.size());
  }
  return pieces;
}

bool MarkedJson::HasMark(absl::string_view parsed) {
  return absl::StrContains(parsed, kOpen);
}

}  // namespace compliance::cty
