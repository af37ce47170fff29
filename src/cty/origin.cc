#include "compliance/cty/origin.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "compliance/cty/convert.h"

namespace compliance::cty {
namespace {

// Texts side by side are one text, and empty ones none: equal strings have
// equal pieces.
std::vector<Piece> Joined(std::vector<Piece> pieces) {
  std::vector<Piece> joined;
  for (Piece& piece : pieces) {
    if (piece.atom.has_value()) {
      joined.push_back(std::move(piece));
    } else if (!joined.empty() && !joined.back().atom.has_value()) {
      joined.back().text += piece.text;
    } else if (!piece.text.empty()) {
      joined.push_back(std::move(piece));
    }
  }
  return joined;
}

bool AnySensitive(const std::vector<Value>& values) {
  return std::any_of(values.begin(), values.end(),
                     [](const Value& v) { return v.IsSensitive(); });
}

}  // namespace

Piece Piece::Text(std::string text) {
  Piece piece;
  piece.text = std::move(text);
  return piece;
}

Piece Piece::Of(Atom atom) {
  Piece piece;
  piece.atom = std::move(atom);
  return piece;
}

Value UnknownOf(const Type& type, Atom atom, Refinement refinement) {
  return Value::Unknown(
      type, std::move(refinement),
      std::make_shared<const Origin>(Origin{{Piece::Of(std::move(atom))}, {}}));
}

Value StringOf(std::vector<Piece> pieces) {
  pieces = Joined(std::move(pieces));
  if (pieces.empty()) return Value::String("");
  const bool starts_known = !pieces.front().atom.has_value();
  if (starts_known && pieces.size() == 1) {
    return Value::String(pieces.front().text);
  }
  Refinement refinement;
  refinement.not_null = true;
  if (starts_known) refinement.prefix = pieces.front().text;
  return Value::Unknown(
      Type::String(), std::move(refinement),
      std::make_shared<const Origin>(Origin{std::move(pieces), {}}));
}

Value OneOf(std::vector<Value> values) {
  std::vector<Value> distinct;
  for (Value& value : values) {
    if (std::find(distinct.begin(), distinct.end(), value) == distinct.end()) {
      distinct.push_back(std::move(value));
    }
  }
  if (distinct.size() == 1) return distinct.front();
  Refinement refinement;
  refinement.not_null =
      std::all_of(distinct.begin(), distinct.end(), IsNeverNull);
  const bool sensitive = AnySensitive(distinct);
  const Type type = distinct.front().type();
  return Value::Unknown(
             type, std::move(refinement),
             std::make_shared<const Origin>(Origin{{}, std::move(distinct)}))
      .WithSensitive(sensitive);
}

std::optional<std::vector<Piece>> PiecesOf(const Value& value) {
  if (value.IsNull() || !value.type().IsPrimitive()) return std::nullopt;
  if (value.IsUnknown()) {
    const Origin* origin = value.origin();
    if (origin == nullptr || origin->pieces.empty()) return std::nullopt;
    return origin->pieces;
  }
  const absl::StatusOr<Value> text = Convert(value, Type::String());
  if (!text.ok()) return std::nullopt;
  return std::vector<Piece>{Piece::Text(text->AsString())};
}

bool IsNeverNull(const Value& value) {
  return value.IsUnknown() ? value.refinement().not_null : !value.IsNull();
}

}  // namespace compliance::cty
