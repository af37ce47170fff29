#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "compliance/base/graphemes.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/origin.h"
#include "lang/characters.h"
#include "lang/families.h"
#include "lang/limits.h"
#include "lang/unknown.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

Parameter Text(std::string name, unsigned takes = kNothingElse) {
  return {std::move(name), Type::String(), takes};
}

std::string Reversed(const std::string& text) {
  std::string reversed;
  reversed.reserve(text.size());
  absl::string_view rest = text;
  std::vector<absl::string_view> clusters;
  while (!rest.empty()) {
    const std::size_t size = FirstGrapheme(rest);
    clusters.push_back(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  for (auto it = clusters.rbegin(); it != clusters.rend(); ++it) {
    absl::StrAppend(&reversed, *it);
  }
  return reversed;
}

// The offset counts from the end when negative. A negative length asks for all
// the rest; so does, with a negative offset, a length of zero.
Result Substr(const Arguments& arguments, const Type&) {
  absl::string_view text = arguments[0].AsString();
  ASSIGN_OR_RETURN(std::int64_t offset, WholeNumber(arguments, 1));
  ASSIGN_OR_RETURN(const std::int64_t length, WholeNumber(arguments, 2));
  if (offset >= 0 && length == 0) return Value::String("");
  if (offset < 0) offset += static_cast<std::int64_t>(CountGraphemes(text));
  if (offset > 0) {
    text.remove_prefix(
        BytesOfGraphemes(text, static_cast<std::size_t>(offset)));
  }
  if (length > 0) {
    text = text.substr(
        0, BytesOfGraphemes(text, static_cast<std::size_t>(length)));
  }
  return Value::String(text);
}

// The pieces of the joined strings, where each is known or tells its own.
std::optional<std::vector<cty::Piece>> JoinPieces(const Arguments& arguments) {
  std::vector<cty::Piece> pieces;
  bool first = true;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    for (const Value& element : arguments[i].AsElements()) {
      const std::optional<std::vector<cty::Piece>> own = cty::PiecesOf(element);
      if (!own.has_value()) return std::nullopt;
      if (!std::exchange(first, false)) {
        pieces.push_back(cty::Piece::Text(arguments[0].AsString()));
      }
      pieces.insert(pieces.end(), own->begin(), own->end());
    }
  }
  return pieces;
}

Result Join(const Arguments& arguments, const Type& type) {
  if (arguments.size() < 2) {
    return absl::InvalidArgumentError("at least one list is required");
  }
  const bool known =
      std::all_of(arguments.begin() + 1, arguments.end(),
                  [](const Value& list) { return list.IsWhollyKnown(); });
  if (!known) {
    std::optional<std::vector<cty::Piece>> pieces = JoinPieces(arguments);
    if (!pieces.has_value()) return Value::Unknown(type);
    return cty::StringOf(*std::move(pieces));
  }
  std::vector<absl::string_view> texts;
  std::size_t size = 0;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    for (const Value& element : arguments[i].AsElements()) {
      if (element.IsNull()) {
        return ArgumentError(i, "elements must not be null");
      }
      texts.emplace_back(element.AsString());
      size += texts.back().size() + arguments[0].AsString().size();
      RETURN_IF_ERROR(CheckText(size));
    }
  }
  return Value::String(absl::StrJoin(texts, arguments[0].AsString()));
}

Value StringList(const std::vector<std::string>& texts) {
  Value::Elements elements;
  elements.reserve(texts.size());
  for (const std::string& text : texts) {
    elements.push_back(Value::String(text));
  }
  return Value::List(Type::String(), std::move(elements));
}

Result Split(const Arguments& arguments, const Type&) {
  const std::string& separator = arguments[0].AsString();
  const std::string& text = arguments[1].AsString();
  if (!separator.empty()) return StringList(absl::StrSplit(text, separator));
  std::vector<std::string> characters;
  for (const CodePoint code_point : CodePointsOf(text)) {
    AppendCodePoint(code_point, &characters.emplace_back());
  }
  return StringList(characters);
}

// A list of which not all is known keeps its length.
Value SortUnknown(const Value& list) {
  if (list.HasContent()) {
    return Value::List(Type::String(),
                       Value::Elements(list.AsElements().size(),
                                       Value::Unknown(Type::String())));
  }
  cty::Refinement refinement;
  refinement.length_min = list.refinement().length_min;
  refinement.length_max = list.refinement().length_max;
  return Value::Unknown(list.type(), std::move(refinement));
}

Result Sort(const Arguments& arguments, const Type&) {
  const Value& list = arguments[0];
  if (!list.IsWhollyKnown()) return SortUnknown(list);
  std::vector<std::string> texts;
  for (const Value& element : list.AsElements()) {
    if (element.IsNull()) return ArgumentError(0, "elements must not be null");
    texts.push_back(element.AsString());
  }
  std::sort(texts.begin(), texts.end());
  return StringList(texts);
}

// Of an unknown string its start may tell.
Result StartsWith(const Arguments& arguments, const Type& type) {
  const Value& text = arguments[0];
  const std::string& prefix = arguments[1].AsString();
  if (!text.IsUnknown()) {
    return Value::Bool(absl::StartsWith(text.AsString(), prefix));
  }
  const std::string& known = text.refinement().prefix;
  if (absl::StartsWith(known, prefix)) return Value::Bool(true);
  if (!absl::StartsWith(prefix, known)) return Value::Bool(false);
  return Value::Unknown(type);
}

Result EndsWith(const Arguments& arguments, const Type&) {
  return Value::Bool(
      absl::EndsWith(arguments[0].AsString(), arguments[1].AsString()));
}

Result Contains(const Arguments& arguments, const Type&) {
  return Value::Bool(
      absl::StrContains(arguments[0].AsString(), arguments[1].AsString()));
}

Result Indent(const Arguments& arguments, const Type&) {
  const std::string& text = arguments[1].AsString();
  ASSIGN_OR_RETURN(const std::int64_t spaces, WholeNumber(arguments, 0));
  if (spaces < 0) return ArgumentError(0, "must not be negative");
  const auto width = static_cast<std::size_t>(spaces);
  const auto lines =
      static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  RETURN_IF_ERROR(CheckText(width));
  RETURN_IF_ERROR(CheckText(width * lines));
  return Value::String(absl::StrReplaceAll(
      text, {{"\n", absl::StrCat("\n", std::string(width, ' '))}}));
}

// A test of one string for another.
Function Test(std::string name, Parameter text, std::string second,
              Result (*body)(const Arguments&, const Type&)) {
  return {.name = std::move(name),
          .parameters = {std::move(text), Text(std::move(second))},
          .type = Always(Type::Bool()),
          .body = body};
}

}  // namespace

std::vector<Function> StringFunctions() {
  const Type strings = Type::List(Type::String());
  Function contains = Test("strcontains", Text("str"), "substr", &Contains);
  contains.never_null = false;
  return {
      StringFunction("lower", [](const std::string& s) { return ToLower(s); }),
      StringFunction("upper", [](const std::string& s) { return ToUpper(s); }),
      StringFunction("title", [](const std::string& s) { return ToTitle(s); }),
      StringFunction("strrev", &Reversed),
      {.name = "substr",
       .parameters = {Text("str"),
                      {"offset", Type::Number()},
                      {"length", Type::Number()}},
       .type = Always(Type::String()),
       .body = &Substr},
      {.name = "join",
       .parameters = {Text("separator")},
       .variadic = Parameter{"lists", strings},
       .type = Always(Type::String()),
       .body = &Join},
      {.name = "split",
       .parameters = {Text("separator"), Text("str")},
       .type = Always(strings),
       .body = &Split},
      {.name = "sort",
       .parameters = {{"list", strings, kUnknown}},
       .type = Always(strings),
       .body = &Sort},
      {.name = "indent",
       .parameters = {{"spaces", Type::Number()}, Text("str")},
       .type = Always(Type::String()),
       .body = &Indent},
      Test("startswith", Text("str", kUnknown), "prefix", &StartsWith),
      Test("endswith", Text("str"), "suffix", &EndsWith),
      std::move(contains),
  };
}

}  // namespace compliance::lang
