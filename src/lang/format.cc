#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/json.h"
#include "compliance/cty/origin.h"
#include "lang/characters.h"
#include "lang/families.h"
#include "lang/format_number.h"
#include "lang/format_verb.h"
#include "lang/limits.h"
#include "lang/unknown.h"

namespace compliance::lang {
namespace {

using cty::Piece;
using cty::Type;
using cty::Value;

// Verbs take the arguments behind the format.
absl::Status VerbError(const Verb& verb, absl::string_view reason) {
  return ArgumentError(verb.argument + 1, reason);
}

absl::StatusOr<std::string> Json(const Value& value) {
  RETURN_IF_ERROR(CheckMembers(value));
  ASSIGN_OR_RETURN(const std::string json,
                   cty::EncodeJson(value, value.type()));
  return json;
}

absl::StatusOr<Value> ConvertFor(const Verb& verb, const Value& value,
                                 const Type& type) {
  absl::StatusOr<Value> converted = cty::Convert(value, type);
  if (!converted.ok()) return VerbError(verb, converted.status().message());
  return converted;
}

std::string GeneralText(const cty::Number& number) {
  if (!number.IsInfinite()) return number.ToGeneral(-1);
  return number < cty::Number() ? "-Inf" : "+Inf";
}

absl::StatusOr<std::string> FormatAsIs(const Verb& verb, const Value& value) {
  if (!verb.sharp && !value.IsNull()) {
    if (value.type() == Type::String()) return Padded(verb, value.AsString());
    if (value.type() == Type::Number()) {
      return Padded(verb, GeneralText(value.AsNumber()));
    }
  }
  ASSIGN_OR_RETURN(std::string json, Json(value));
  return Padded(verb, std::move(json));
}

absl::StatusOr<std::string> FormatText(const Verb& verb, const Value& value) {
  ASSIGN_OR_RETURN(const Value converted,
                   ConvertFor(verb, value, Type::String()));
  std::string text = converted.AsString();
  if (verb.precision.value_or(0) > 0) {
    text.resize(BytesOfGraphemes(text, *verb.precision));
  }
  if (verb.mode == 'q') {
    ASSIGN_OR_RETURN(text, Json(Value::String(text)));
  }
  return Padded(verb, std::move(text));
}

absl::StatusOr<std::string> FormatKnown(const Verb& verb, const Value& value) {
  if (verb.mode == 'v') return FormatAsIs(verb, value);
  if (!absl::StrContains("tbdoxXeEfgGsq", std::string(1, verb.mode))) {
    return absl::InvalidArgumentError("argument 1: no such verb");
  }
  if (value.IsNull()) return VerbError(verb, "must not be null");
  if (verb.mode == 's' || verb.mode == 'q') return FormatText(verb, value);
  if (verb.mode == 't') {
    ASSIGN_OR_RETURN(const Value truth, ConvertFor(verb, value, Type::Bool()));
    return truth.AsBool() ? "true" : "false";
  }
  ASSIGN_OR_RETURN(const Value number, ConvertFor(verb, value, Type::Number()));
  std::optional<std::string> text = FormatNumber(verb, number.AsNumber());
  if (!text.has_value()) return VerbError(verb, "an integer is required");
  return *std::move(text);
}

// The pieces of an unknown value under a verb; nullopt where they cannot be
// told: a width counts characters, and %v writes null, and large numbers with
// an exponent.
std::optional<std::vector<Piece>> PiecesUnder(const Verb& verb,
                                              const Value& value) {
  if (!verb.IsPlain()) return std::nullopt;
  const bool as_text = verb.mode == 's' || (value.type() == Type::String() &&
                                            cty::IsNeverNull(value));
  if (!as_text) return std::nullopt;
  return cty::PiecesOf(value);
}

absl::Status CheckArguments(const std::vector<FormatPart>& parts,
                            std::size_t given) {
  std::size_t used = 0;
  for (const FormatPart& part : parts) {
    if (!part.verb.has_value()) continue;
    if (part.verb->argument >= given) {
      return absl::InvalidArgumentError("too few arguments for the format");
    }
    used = std::max(used, part.verb->argument + 1);
  }
  if (used < given) {
    return ArgumentError(used + 1, "the format does not use it");
  }
  return absl::OkStatus();
}

// `values` are the arguments behind the format.
Result FormatParts(const std::vector<FormatPart>& parts,
                   const std::vector<Value>& values) {
  RETURN_IF_ERROR(CheckArguments(parts, values.size()));
  std::vector<Piece> pieces;
  std::size_t size = 0;
  for (const FormatPart& part : parts) {
    size += part.text.size();
    RETURN_IF_ERROR(CheckText(size));
    pieces.push_back(Piece::Text(part.text));
    if (!part.verb.has_value()) continue;
    const Value& value = values[part.verb->argument];
    if (value.IsWhollyKnown()) {
      ASSIGN_OR_RETURN(std::string text, FormatKnown(*part.verb, value));
      size += text.size();
      pieces.push_back(Piece::Text(std::move(text)));
      continue;
    }
    const auto unknown = PiecesUnder(*part.verb, value);
    if (!unknown.has_value()) return UnknownWithPrefix(parts.front().text);
    pieces.insert(pieces.end(), unknown->begin(), unknown->end());
  }
  return cty::StringOf(std::move(pieces));
}

bool AllKnown(const std::vector<Value>& values) {
  return std::all_of(values.begin(), values.end(),
                     [](const Value& value) { return value.IsWhollyKnown(); });
}

// Terraform does not look at a format before it knows what goes into it.
Result FormatValues(const std::string& format,
                    const std::vector<Value>& values) {
  const absl::StatusOr<std::vector<FormatPart>> parts = ParseFormat(format);
  Result result = parts.ok() ? FormatParts(*parts, values) : parts.status();
  if (result.ok() || AllKnown(values)) return result;
  return UnknownWithPrefix(format.substr(0, format.find('%')));
}

Result Format(const Arguments& arguments, const Type&) {
  return FormatValues(arguments[0].AsString(),
                      {arguments.begin() + 1, arguments.end()});
}

bool IsSequence(const Value& value) {
  const Type::Kind kind = value.type().kind();
  return !value.IsNull() &&
         (kind == Type::Kind::kList || kind == Type::Kind::kSet ||
          kind == Type::Kind::kTuple);
}

// How many strings formatlist makes, and whether it can make them yet.
struct Rounds {
  std::size_t count = 1;
  bool known = true;
};

absl::StatusOr<Rounds> CountRounds(const Arguments& arguments) {
  std::optional<std::size_t> common;
  Rounds rounds;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const Value& argument = arguments[i];
    if (!IsSequence(argument)) {
      rounds.known &= !argument.IsUnknown() || !argument.type().IsDynamic();
      continue;
    }
    rounds.known &= !argument.IsUnknown();
    const std::optional<std::size_t> length = LengthOf(argument);
    if (!length.has_value()) {
      rounds.known = false;
    } else if (common.has_value() && *common != *length) {
      return ArgumentError(i, "the lists must be of the same length");
    } else {
      common = length;
    }
  }
  rounds.count = common.value_or(1);
  return rounds;
}

Result FormatList(const Arguments& arguments, const Type& type) {
  ASSIGN_OR_RETURN(const Rounds rounds, CountRounds(arguments));
  if (!rounds.known) return Value::Unknown(type);
  Value::Elements formatted;
  for (std::size_t round = 0; round < rounds.count; ++round) {
    std::vector<Value> values;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      const bool sequence = IsSequence(arguments[i]);
      values.push_back(sequence ? arguments[i].AsElements()[round]
                                : arguments[i]);
    }
    ASSIGN_OR_RETURN(Value text, FormatValues(arguments[0].AsString(), values));
    formatted.push_back(std::move(text));
  }
  return Value::List(Type::String(), std::move(formatted));
}

Function FormatFunction(std::string name, const Type& type,
                        Result (*body)(const Arguments&, const Type&)) {
  return {.name = std::move(name),
          .parameters = {{"format", Type::String()}},
          .variadic =
              Parameter{"args", Type::Dynamic(), kNull | kUnknown | kUntyped},
          .type = Always(type),
          .body = body};
}

}  // namespace

std::vector<Function> FormatFunctions() {
  return {
      FormatFunction("format", Type::String(), &Format),
      FormatFunction("formatlist", Type::List(Type::String()), &FormatList),
  };
}

}  // namespace compliance::lang
