#include "lang/json_pieces.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "compliance/cty/json.h"

namespace compliance::lang {
namespace {

using cty::Piece;
using cty::Type;
using cty::Value;

// The text of a known value; nullopt for infinity, which JSON cannot say.
std::optional<std::string> JsonText(const Value& value) {
  absl::StatusOr<std::string> text = cty::EncodeJson(value, value.type());
  if (!text.ok()) return std::nullopt;
  return *std::move(text);
}

std::string Escaped(const std::string& text) {
  const std::string quoted = JsonText(Value::String(text)).value_or("\"\"");
  return quoted.substr(1, quoted.size() - 2);
}

// Collects the pieces of the values that it is given, until it fails.
class Writer {
 public:
  void Write(const Value& value) {
    if (failed_) return;
    if (value.IsWhollyKnown()) {
      WriteKnown(value);
    } else if (value.IsUnknown()) {
      WriteUnknown(value);
    } else if (value.type().kind() == Type::Kind::kMap ||
               value.type().kind() == Type::Kind::kObject) {
      WriteAttributes(value);
    } else {
      WriteElements(value);
    }
  }

  std::optional<std::vector<Piece>> Take() && {
    if (failed_) return std::nullopt;
    return std::move(pieces_);
  }

 private:
  void Add(std::string text) {
    pieces_.push_back(Piece::Text(std::move(text)));
  }

  void WriteKnown(const Value& value) {
    std::optional<std::string> text = JsonText(value);
    if (!text.has_value()) failed_ = true;
    Add(std::move(text).value_or(""));
  }

  void WriteUnknown(const Value& value) {
    const std::optional<std::vector<Piece>> pieces = cty::PiecesOf(value);
    if (!pieces.has_value() || !cty::IsNeverNull(value)) {
      failed_ = true;
      return;
    }
    const bool string = value.type() == Type::String();
    if (string) Add("\"");
    for (const Piece& piece : *pieces) WritePiece(piece, string);
    if (string) Add("\"");
  }

  // What is escaped already would have to be escaped twice.
  void WritePiece(const Piece& piece, bool in_string) {
    if (!piece.atom.has_value()) {
      Add(Escaped(piece.text));
      return;
    }
    failed_ |= piece.in_json;
    pieces_.push_back(piece);
    pieces_.back().in_json = in_string;
  }

  void WriteAttributes(const Value& value) {
    const char* separator = "{";
    for (const auto& [name, member] : value.AsAttributes()) {
      Add(absl::StrCat(separator, "\"", Escaped(name), "\":"));
      Write(member);
      separator = ",";
    }
    Add("}");
  }

  // Where elements of a set that are unknown come in its order is unknown.
  void WriteElements(const Value& value) {
    failed_ |= value.type().kind() == Type::Kind::kSet &&
               value.AsElements().size() > 1;
    const char* separator = "[";
    for (const Value& element : value.AsElements()) {
      Add(separator);
      Write(element);
      separator = ",";
    }
    Add("]");
  }

  std::vector<Piece> pieces_;
  bool failed_ = false;
};

}  // namespace

std::optional<std::vector<Piece>> JsonPieces(const Value& value) {
  Writer writer;
  writer.Write(value);
  return std::move(writer).Take();
}

}  // namespace compliance::lang
