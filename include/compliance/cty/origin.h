// What an unknown value will be made of, as far as the source of a
// configuration tells.
#ifndef COMPLIANCE_CTY_ORIGIN_H_
#define COMPLIANCE_CTY_ORIGIN_H_

#include <optional>
#include <string>
#include <vector>

#include "compliance/cty/path.h"
#include "compliance/cty/value.h"

namespace compliance::cty {

// A value that only apply makes known: one attribute of one resource instance.
// Two atoms that are equal will have the same value.
struct Atom {
  std::string resource;  // address of the instance: module.m.aws_kms_key.k[0]
  Path path;             // arn
  friend bool operator==(const Atom&, const Atom&) = default;
};

// A part of a string: text that is known, or an atom's value as text.
struct Piece {
  static Piece Text(std::string text);
  static Piece Of(Atom atom);

  std::string text;
  std::optional<Atom> atom;
  // The atom's value stands inside a string of JSON, escaped as jsonencode
  // does. False for one that a template puts there as it is.
  bool in_json = false;
  friend bool operator==(const Piece&, const Piece&) = default;
};

// Exactly one of the two is not empty.
struct Origin {
  // For a string the parts that make it, in order, at least one an atom. For
  // another type one piece, an atom.
  std::vector<Piece> pieces;
  // The values of which it will be one, each known, null or unknown: the arms
  // of a conditional. The list is complete. Where the value has no type, they
  // may have several.
  std::vector<Value> alternatives;
  friend bool operator==(const Origin&, const Origin&) = default;
};

// An unknown value of `type` that is an atom's.
Value UnknownOf(const Type& type, Atom atom, Refinement refinement = {});
// The string that the pieces make: known when all are texts. What it starts
// with becomes its promised prefix, and it is promised not to be null.
Value StringOf(std::vector<Piece> pieces);
// One of `values`, which are not empty and of one type; unknown unless all are
// equal. Promised not to be null where none of them may be.
Value OneOf(std::vector<Value> values);

// The pieces of a primitive value, known or not; nullopt where they cannot be
// told. A number or bool gives its text as a template shows it.
std::optional<std::vector<Piece>> PiecesOf(const Value& value);

// Whether the value cannot come to null: known not to be, or promised.
bool IsNeverNull(const Value& value);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_ORIGIN_H_
