// Functions of strings. Positions count code points.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cel/builtins.h"
#include "cel/value_access.h"

namespace compliance::cel {
namespace {

using Args = absl::Span<const Value>;
using Kind = Value::Kind;

bool IsString(const Value& value) { return value.kind() == Kind::kString; }

bool AreStrings(Args args) {
  return std::all_of(args.begin(), args.end(), IsString);
}

Value TooLong() { return Value::MakeError("the text grows too long"); }

// Code points of a text by byte offset. ASCII, the common case, needs no table.
class CodePoints {
 public:
  explicit CodePoints(absl::string_view text) : text_(text) {
    ascii_ = std::all_of(text.begin(), text.end(), [](char c) {
      return absl::ascii_isascii(static_cast<unsigned char>(c));
    });
    if (ascii_) return;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
        offsets_.push_back(i);
      }
    }
    offsets_.push_back(text.size());
  }

  std::int64_t size() const {
    return static_cast<std::int64_t>(ascii_ ? text_.size()
                                            : offsets_.size() - 1);
  }
  // Preconditions: 0 <= i <= size().
  std::size_t Offset(std::int64_t i) const {
    const auto at = static_cast<std::size_t>(i);
    return ascii_ ? at : offsets_[at];
  }
  // The code point that begins at or after a byte offset.
  std::int64_t At(std::size_t offset) const {
    if (ascii_) return static_cast<std::int64_t>(offset);
    return std::lower_bound(offsets_.begin(), offsets_.end(), offset) -
           offsets_.begin();
  }
  absl::string_view Range(std::int64_t from, std::int64_t to) const {
    return text_.substr(Offset(from), Offset(to) - Offset(from));
  }

 private:
  absl::string_view text_;
  bool ascii_ = true;
  std::vector<std::size_t> offsets_;
};

// The part of an unknown string that is promised to be its beginning. A null
// would make the call an error, so it must be ruled out.
const std::string* PromisedPrefix(const Value& value) {
  const cty::Refinement* promised = value.Promised();
  if (promised == nullptr || !promised->not_null) return nullptr;
  return &promised->prefix;
}

Value Unsure(Args args) {
  Unknown all;
  for (const Value& arg : args) {
    if (arg.IsUnknown()) all = Merge(all, arg.AsUnknown());
  }
  return Value::MakeUnknown(std::move(all));
}

Value StartsWith(Budget&, Args args) {
  if (AreStrings(args)) {
    return Value::Bool(
        absl::StartsWith(args[0].AsString(), args[1].AsString()));
  }
  if (!args[0].IsUnknown() && !args[1].IsUnknown()) {
    return NoOverload("startsWith", args);
  }
  const std::string* prefix = PromisedPrefix(args[0]);
  if (prefix != nullptr && IsString(args[1])) {
    const std::string& wanted = args[1].AsString();
    if (absl::StartsWith(*prefix, wanted)) return Value::Bool(true);
    if (!absl::StartsWith(wanted, *prefix)) return Value::Bool(false);
  }
  return Unsure(args);
}

Value EndsWith(Budget&, Args args) {
  if (!AreStrings(args)) return NoOverload("endsWith", args);
  return Value::Bool(absl::EndsWith(args[0].AsString(), args[1].AsString()));
}

Value Contains(Budget& budget, Args args) {
  if (AreStrings(args)) {
    budget.SpendBytes(args[0].AsString().size());
    return Value::Bool(
        absl::StrContains(args[0].AsString(), args[1].AsString()));
  }
  if (!args[0].IsUnknown() && !args[1].IsUnknown()) {
    return NoOverload("contains", args);
  }
  const std::string* prefix = PromisedPrefix(args[0]);
  if (prefix != nullptr && IsString(args[1]) &&
      absl::StrContains(*prefix, args[1].AsString())) {
    return Value::Bool(true);
  }
  return Unsure(args);
}

Value LowerAscii(Budget& budget, Args args) {
  if (!AreStrings(args)) return NoOverload("lowerAscii", args);
  budget.SpendBytes(args[0].AsString().size());
  return Value::String(absl::AsciiStrToLower(args[0].AsString()));
}

Value UpperAscii(Budget& budget, Args args) {
  if (!AreStrings(args)) return NoOverload("upperAscii", args);
  budget.SpendBytes(args[0].AsString().size());
  return Value::String(absl::AsciiStrToUpper(args[0].AsString()));
}

// White space as Unicode defines it: what Go's strings.TrimSpace takes off.
bool IsSpace(absl::string_view code_point) {
  static constexpr absl::string_view kWide[] = {
      "\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
      "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a",
      "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};
  if (code_point.size() == 1) {
    return absl::ascii_isspace(static_cast<unsigned char>(code_point[0]));
  }
  return std::find(std::begin(kWide), std::end(kWide), code_point) !=
         std::end(kWide);
}

Value Trim(Budget& budget, Args args) {
  if (!AreStrings(args)) return NoOverload("trim", args);
  budget.SpendBytes(args[0].AsString().size());
  const CodePoints points(args[0].AsString());
  std::int64_t from = 0;
  std::int64_t to = points.size();
  while (from < to && IsSpace(points.Range(from, from + 1))) ++from;
  while (from < to && IsSpace(points.Range(to - 1, to))) --to;
  return Value::String(points.Range(from, to));
}

Value Substring(Budget& budget, Args args) {
  if (!IsString(args[0]) ||
      !std::all_of(args.begin() + 1, args.end(),
                   [](const Value& v) { return v.kind() == Kind::kInt; })) {
    return NoOverload("substring", args);
  }
  budget.SpendBytes(args[0].AsString().size());
  const CodePoints points(args[0].AsString());
  const std::int64_t from = args[1].AsInt();
  const std::int64_t to = args.size() > 2 ? args[2].AsInt() : points.size();
  if (from < 0 || from > to || to > points.size()) {
    return Value::MakeError("substring: index out of range");
  }
  return Value::String(points.Range(from, to));
}

Value CharAt(Budget& budget, Args args) {
  if (!IsString(args[0]) || args[1].kind() != Kind::kInt) {
    return NoOverload("charAt", args);
  }
  budget.SpendBytes(args[0].AsString().size());
  const CodePoints points(args[0].AsString());
  const std::int64_t at = args[1].AsInt();
  if (at < 0 || at > points.size()) {
    return Value::MakeError("charAt: index out of range");
  }
  if (at == points.size()) return Value::String("");
  return Value::String(points.Range(at, at + 1));
}

bool IsSearch(Args args) {
  return AreStrings(args.subspan(0, 2)) &&
         (args.size() < 3 || args[2].kind() == Kind::kInt);
}

Value IndexOf(Budget& budget, Args args) {
  if (!IsSearch(args)) return NoOverload("indexOf", args);
  const std::string& text = args[0].AsString();
  budget.SpendBytes(text.size());
  const CodePoints points(text);
  const std::int64_t from = args.size() > 2 ? args[2].AsInt() : 0;
  if (from < 0 || from > points.size()) {
    return Value::MakeError("indexOf: index out of range");
  }
  const std::size_t found = text.find(args[1].AsString(), points.Offset(from));
  return Value::Int(found == std::string::npos ? -1 : points.At(found));
}

Value LastIndexOf(Budget& budget, Args args) {
  if (!IsSearch(args)) return NoOverload("lastIndexOf", args);
  const std::string& text = args[0].AsString();
  budget.SpendBytes(text.size());
  const CodePoints points(text);
  const std::int64_t from = args.size() > 2 ? args[2].AsInt() : points.size();
  if (from < 0 || from > points.size()) {
    return Value::MakeError("lastIndexOf: index out of range");
  }
  const std::size_t found = text.rfind(args[1].AsString(), points.Offset(from));
  return Value::Int(found == std::string::npos ? -1 : points.At(found));
}

// How many pieces or replacements an optional last argument allows.
std::optional<std::size_t> Limit(Args args, std::size_t at) {
  if (args.size() <= at) return std::numeric_limits<std::size_t>::max();
  if (args[at].kind() != Kind::kInt) return std::nullopt;
  if (args[at].AsInt() < 0) return std::numeric_limits<std::size_t>::max();
  return static_cast<std::size_t>(args[at].AsInt());
}

// The end of the piece of `text` from `from` on that an empty separator cuts
// off: one code point.
std::size_t NextCodePoint(absl::string_view text, std::size_t from) {
  std::size_t end = from + 1;
  while (end < text.size() &&
         (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    ++end;
  }
  return end;
}

Value Replace(Budget& budget, Args args) {
  const std::optional<std::size_t> limit = Limit(args, 3);
  if (!AreStrings(args.subspan(0, 3)) || !limit.has_value()) {
    return NoOverload("replace", args);
  }
  const std::string& text = args[0].AsString();
  const std::string& from = args[1].AsString();
  const std::string& to = args[2].AsString();
  std::string result;
  std::size_t at = 0;
  for (std::size_t n = 0; n < *limit && at <= text.size(); ++n) {
    if (!budget.Spend(1) || result.size() > kMaxText) return TooLong();
    std::size_t found = text.find(from, at);
    if (found == std::string::npos) break;
    if (from.empty()) {  // before every code point, and at the end
      result += to;
      if (at == text.size()) {
        ++at;
        break;
      }
      const std::size_t end = NextCodePoint(text, at);
      result.append(text, at, end - at);
      at = end;
      continue;
    }
    result.append(text, at, found - at);
    result += to;
    at = found + from.size();
  }
  if (at < text.size()) result.append(text, at, std::string::npos);
  if (result.size() > kMaxText || !budget.SpendBytes(result.size())) {
    return TooLong();
  }
  return Value::String(result);
}

Value Split(Budget& budget, Args args) {
  const std::optional<std::size_t> limit = Limit(args, 2);
  if (!AreStrings(args.subspan(0, 2)) || !limit.has_value()) {
    return NoOverload("split", args);
  }
  const absl::string_view text = args[0].AsString();
  const std::string& separator = args[1].AsString();
  std::vector<Value> parts;
  if (*limit == 0) return Value::MakeList(std::move(parts));
  budget.SpendBytes(text.size());
  std::size_t at = 0;
  while (parts.size() + 1 < *limit) {
    if (!budget.Spend(4) || parts.size() > kMaxMembers) return TooLong();
    if (separator.empty()) {
      if (at >= text.size() || NextCodePoint(text, at) >= text.size()) break;
      const std::size_t end = NextCodePoint(text, at);
      parts.push_back(Value::String(text.substr(at, end - at)));
      at = end;
      continue;
    }
    const std::size_t found = text.find(separator, at);
    if (found == absl::string_view::npos) break;
    parts.push_back(Value::String(text.substr(at, found - at)));
    at = found + separator.size();
  }
  if (!separator.empty() || at < text.size()) {
    parts.push_back(Value::String(text.substr(at)));
  }
  return Value::MakeList(std::move(parts));
}

Value Join(Budget& budget, Args args) {
  if (args[0].kind() != Kind::kList ||
      (args.size() > 1 && !IsString(args[1]))) {
    return NoOverload("join", args);
  }
  if (args[0].HoldsUnknown()) {
    return Value::MakeUnknown(args[0].UnknownInside());
  }
  const absl::string_view separator =
      args.size() > 1 ? absl::string_view(args[1].AsString()) : "";
  const ListView list(args[0]);
  std::string text;
  bool sensitive = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Value part = list.value(i);
    if (!IsString(part)) return NoOverload("join", args);
    sensitive = sensitive || part.IsSensitive();
    if (i > 0) absl::StrAppend(&text, separator);
    absl::StrAppend(&text, part.AsString());
    if (!budget.SpendBytes(part.AsString().size() + separator.size()) ||
        text.size() > kMaxText) {
      return TooLong();
    }
  }
  return ValueAccess::Mark(Value::String(text), sensitive);
}

constexpr Builtin kBuiltins[] = {
    {"startsWith", true, 2, 2, true, &StartsWith},
    {"endsWith", true, 2, 2, false, &EndsWith},
    {"contains", true, 2, 2, true, &Contains},
    {"lowerAscii", true, 1, 1, false, &LowerAscii},
    {"upperAscii", true, 1, 1, false, &UpperAscii},
    {"trim", true, 1, 1, false, &Trim},
    {"substring", true, 2, 3, false, &Substring},
    {"charAt", true, 2, 2, false, &CharAt},
    {"indexOf", true, 2, 3, false, &IndexOf},
    {"lastIndexOf", true, 2, 3, false, &LastIndexOf},
    {"replace", true, 3, 4, false, &Replace},
    {"split", true, 2, 3, false, &Split},
    {"join", true, 1, 2, false, &Join},
};

}  // namespace

Value ReverseText(Budget& budget, const Value& value) {
  const std::string& original = value.AsString();
  budget.SpendBytes(original.size());
  const CodePoints points(original);
  std::string text;
  for (std::int64_t i = points.size(); i > 0; --i) {
    absl::StrAppend(&text, points.Range(i - 1, i));
  }
  return Value::String(text);
}

absl::Span<const Builtin> StringBuiltins() { return kBuiltins; }

}  // namespace compliance::cel
