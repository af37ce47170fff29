#include "cty/refinement_codec.h"

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "cty/msgpack_writer.h"
#include "cty/normalize.h"

namespace compliance::cty {
namespace {

constexpr std::int8_t kPlainExtension = 0;
constexpr std::int8_t kRefinedExtension = 12;
constexpr std::size_t kLongestPayload = 1024;

// A reader refuses payloads above kLongestPayload, so Go cuts prefixes.
constexpr std::size_t kLongestPrefix = 256;

enum Key : std::int64_t {
  kIsNull = 1,
  kPrefix = 2,
  kLowerBound = 3,
  kUpperBound = 4,
  kLengthMin = 5,
  kLengthMax = 6,
};

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("malformed refinement of an unknown value: ", what));
}

// Refinements read so far; null is known, or excluded, or neither.
struct Draft {
  Refinement refinement;
  bool is_null = false;
};

absl::Status ReadNullness(TokenReader* reader, Draft* draft) {
  const std::optional<Token> token = reader->Next();
  // Go's decoder takes nil for false.
  const bool nil = token.has_value() && token->kind == Token::Kind::kNil;
  if (!token.has_value() || (!nil && token->kind != Token::Kind::kBool)) {
    return Malformed("whether it is null must be a bool");
  }
  (token->boolean ? draft->is_null : draft->refinement.not_null) = true;
  if (draft->is_null && draft->refinement.not_null) {
    return Malformed("it cannot be both null and not null");
  }
  return absl::OkStatus();
}

absl::Status ReadPrefix(TokenReader* reader, Refinement* refinement) {
  const std::optional<Token> token = reader->Next();
  if (!token.has_value() ||
      (!token->IsText() && token->kind != Token::Kind::kNil)) {
    return Malformed("a prefix must be a string");
  }
  if (!IsValidUtf8(token->bytes)) return Malformed("a prefix must be UTF-8");
  std::string prefix = NormalizeNfc(token->bytes);
  const std::size_t shared = std::min(prefix.size(), refinement->prefix.size());
  if (prefix.compare(0, shared, refinement->prefix, 0, shared) != 0) {
    return Malformed("two prefixes contradict each other");
  }
  if (prefix.size() > shared) refinement->prefix = std::move(prefix);
  return absl::OkStatus();
}

absl::StatusOr<Refinement::Bound> ReadBound(TokenReader* reader) {
  const std::optional<Token> array = reader->Next();
  if (!array.has_value() || array->kind != Token::Kind::kArray ||
      array->size != 2) {
    return Malformed("a bound must be an array of a number and a bool");
  }
  const std::optional<Token> number = reader->Next();
  if (!number.has_value()) return Malformed("a bound ends early");
  Refinement::Bound bound;
  ASSIGN_OR_RETURN(bound.value, NumberOf(*number));
  const std::optional<Token> inclusive = reader->Next();
  if (!inclusive.has_value() || inclusive->kind != Token::Kind::kBool) {
    return Malformed("whether a bound is inclusive must be a bool");
  }
  bound.inclusive = inclusive->boolean;
  return bound;
}

absl::Status CheckBounds(const Refinement& refinement) {
  if (!refinement.lower.has_value() || !refinement.upper.has_value()) {
    return absl::OkStatus();
  }
  const auto order = refinement.lower->value <=> refinement.upper->value;
  const bool both_inclusive =
      refinement.lower->inclusive && refinement.upper->inclusive;
  if (std::is_gt(order) || (std::is_eq(order) && !both_inclusive)) {
    return Malformed("its lower bound is above its upper bound");
  }
  return absl::OkStatus();
}

// The tighter of two bounds of one side; `side` is 1 for lower, -1 for upper.
bool Tightens(const Refinement::Bound& bound,
              const std::optional<Refinement::Bound>& known, int side) {
  if (!known.has_value()) return true;
  const auto order = bound.value <=> known->value;
  if (std::is_eq(order)) return known->inclusive && !bound.inclusive;
  return std::is_gt(order) == (side > 0);
}

absl::Status ReadNumberBound(TokenReader* reader, bool lower,
                             Refinement* refinement) {
  ASSIGN_OR_RETURN(Refinement::Bound bound, ReadBound(reader));
  // The infinity of its own side promises nothing.
  if (bound.value == Number::Infinity(lower)) return absl::OkStatus();
  std::optional<Refinement::Bound>& known =
      lower ? refinement->lower : refinement->upper;
  if (Tightens(bound, known, lower ? 1 : -1)) known = std::move(bound);
  return CheckBounds(*refinement);
}

absl::Status ReadLength(TokenReader* reader, bool minimum,
                        Refinement* refinement) {
  const std::optional<Token> token = reader->Next();
  if (!token.has_value() || token->kind != Token::Kind::kInt ||
      token->integer < 0) {
    return Malformed("a length must be an integer, zero or more");
  }
  const std::int64_t length = token->integer;
  if (minimum) {
    const std::int64_t known = refinement->length_min.value_or(0);
    if (length > known) refinement->length_min = length;
  } else {
    const std::int64_t known = refinement->length_max.value_or(length);
    refinement->length_max = std::min(known, length);
  }
  if (refinement->length_max.has_value() &&
      *refinement->length_max < refinement->length_min.value_or(0)) {
    return Malformed("its greatest length is below its least");
  }
  return absl::OkStatus();
}

absl::Status ReadEntry(std::int64_t key, const Type& type, TokenReader* reader,
                       Draft* draft) {
  switch (key) {
    case kIsNull:
      return ReadNullness(reader, draft);
    case kPrefix:
      if (type.kind() != Type::Kind::kString) {
        return Malformed("only a string has a prefix");
      }
      return ReadPrefix(reader, &draft->refinement);
    case kLowerBound:
    case kUpperBound:
      if (type.kind() != Type::Kind::kNumber) {
        return Malformed("only a number has bounds");
      }
      return ReadNumberBound(reader, key == kLowerBound, &draft->refinement);
    case kLengthMin:
    case kLengthMax:
      if (!type.IsCollection()) {
        return Malformed("only a list, set or map has a length");
      }
      return ReadLength(reader, key == kLengthMin, &draft->refinement);
    default:
      if (!reader->Skip()) return Malformed("it ends early");
      return absl::OkStatus();
  }
}

Value EmptyCollection(const Type& type) {
  if (type.kind() == Type::Kind::kList) return Value::List(type.element(), {});
  if (type.kind() == Type::Kind::kSet) return Value::Set(type.element(), {});
  return Value::Map(type.element(), {});
}

// What the refinement leaves of all values of the type.
Value Settle(const Type& type, Draft draft) {
  Refinement& refinement = draft.refinement;
  if (draft.is_null) return Value::Null(type);
  if (refinement.not_null && refinement.length_max == 0) {
    return EmptyCollection(type);
  }
  if (refinement.not_null && refinement.lower.has_value() &&
      refinement.lower == refinement.upper) {
    return Value::Number(refinement.lower->value);
  }
  return Value::Unknown(type, std::move(refinement));
}

absl::string_view CutPrefix(absl::string_view prefix) {
  if (prefix.size() <= kLongestPrefix) return prefix;
  return SafePrefix(prefix.substr(0, kLongestPrefix - 1));
}

void WriteBound(Key key, const Refinement::Bound& bound, std::string* out) {
  WriteInt(key, out);
  WriteArrayHeader(2, out);
  WriteNumber(bound.value, out);
  WriteBool(bound.inclusive, out);
}

}  // namespace

absl::StatusOr<Number> NumberOf(const Token& token) {
  switch (token.kind) {
    case Token::Kind::kInt:
      return Number(token.integer);
    case Token::Kind::kUint:
      return Number::Parse(absl::StrCat(token.unsigned_integer));
    case Token::Kind::kFloat:
      if (std::isnan(token.number)) break;
      return Number(token.number);
    case Token::Kind::kString:
    case Token::Kind::kBinary: {
      absl::string_view text = token.bytes;
      const bool negative = absl::ConsumePrefix(&text, "-");
      if (!negative) absl::ConsumePrefix(&text, "+");
      if (text == "Inf" || text == "inf") return Number::Infinity(negative);
      return Number::Parse(token.bytes);
    }
    default:
      break;
  }
  return absl::InvalidArgumentError("a number is required");
}

absl::StatusOr<Value> DecodeUnknown(const Token& extension, const Type& type) {
  // Go's reader takes any extension without a payload for a plain unknown.
  if (extension.size <= 1) return Value::Unknown(type);
  if (extension.integer != kRefinedExtension) {
    return absl::InvalidArgumentError(
        absl::StrCat("unsupported msgpack extension type ", extension.integer));
  }
  if (extension.size > kLongestPayload) {
    return Malformed(
        absl::StrCat("it is longer than ", kLongestPayload, " bytes"));
  }
  TokenReader reader(extension.bytes);
  const std::optional<Token> map = reader.Next();
  if (map.has_value() && map->kind == Token::Kind::kNil) {
    return Value::Unknown(type);
  }
  if (!map.has_value() || map->kind != Token::Kind::kMap) {
    return Malformed("it is not a map");
  }
  // The protocol keeps refinements of values of unknown type for the future.
  if (type.IsDynamic()) return Value::Unknown(type);
  Draft draft;
  for (std::uint32_t i = 0; i < map->size; ++i) {
    const std::optional<Token> key = reader.Next();
    if (!key.has_value() || key->kind != Token::Kind::kInt) {
      return Malformed("a key is not an integer");
    }
    RETURN_IF_ERROR(ReadEntry(key->integer, type, &reader, &draft));
  }
  return Settle(type, std::move(draft));
}

void EncodeUnknown(const Type& type, const Refinement& refinement,
                   std::string* out) {
  std::string entries;
  std::size_t count = 0;
  if (refinement.not_null) {
    ++count;
    WriteInt(kIsNull, &entries);
    WriteBool(false, &entries);
  }
  if (!refinement.prefix.empty()) {
    ++count;
    WriteInt(kPrefix, &entries);
    WriteString(CutPrefix(refinement.prefix), &entries);
  }
  if (refinement.lower.has_value()) {
    ++count;
    WriteBound(kLowerBound, *refinement.lower, &entries);
  }
  if (refinement.upper.has_value()) {
    ++count;
    WriteBound(kUpperBound, *refinement.upper, &entries);
  }
  if (refinement.length_min.has_value()) {
    ++count;
    WriteInt(kLengthMin, &entries);
    WriteInt(*refinement.length_min, &entries);
  }
  if (refinement.length_max.has_value()) {
    ++count;
    WriteInt(kLengthMax, &entries);
    WriteInt(*refinement.length_max, &entries);
  }
  if (count == 0 || type.IsDynamic()) {
    WriteExtension(kPlainExtension, absl::string_view("\0", 1), out);
    return;
  }
  std::string payload;
  WriteMapHeader(count, &payload);
  payload += entries;
  WriteExtension(kRefinedExtension, payload, out);
}

}  // namespace compliance::cty
