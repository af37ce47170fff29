#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "lang/characters.h"
#include "lang/families.h"
#include "lang/limits.h"
#include "re2/re2.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

constexpr std::int64_t kMaxMemory = std::int64_t{1} << 26;

// The pattern with (?<name>…) written (?P<name>…), the older spelling.
std::string WithOlderNames(const std::string& pattern) {
  std::string older;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    older += pattern[i];
    if (pattern[i] == '\\' && i + 1 < pattern.size()) {
      older += pattern[++i];
    } else if (pattern[i] == '[') {
      in_class = true;
    } else if (pattern[i] == ']') {
      in_class = false;
    } else if (!in_class && pattern.compare(i, 3, "(?<") == 0) {
      older += "?P";
      ++i;
    }
  }
  return older;
}

absl::StatusOr<std::unique_ptr<RE2>> Compile(const std::string& pattern,
                                             std::size_t argument) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMaxMemory);
  auto regex = std::make_unique<RE2>(WithOlderNames(pattern), options);
  if (regex->ok()) return regex;
  if (regex->error_code() == RE2::ErrorPatternTooLarge) {
    return absl::ResourceExhaustedError("the pattern is too large");
  }
  return ArgumentError(argument, "the pattern is not a regular expression");
}

// The whole match, then the groups. A group without data took no part.
using Match = std::vector<re2::StringPiece>;

// The first match from `position` on; empty when there is none.
Match Find(const RE2& regex, const std::string& text, std::size_t position) {
  Match match(static_cast<std::size_t>(regex.NumberOfCapturingGroups()) + 1);
  if (!regex.Match(text, position, text.size(), RE2::UNANCHORED, match.data(),
                   static_cast<int>(match.size()))) {
    match.clear();
  }
  return match;
}

std::size_t Begin(const Match& match, const std::string& text) {
  return static_cast<std::size_t>(match[0].data() - text.data());
}

std::size_t End(const Match& match, const std::string& text) {
  return Begin(match, text) + match[0].size();
}

// Where the character after the one at `position` starts.
std::size_t NextCharacter(const std::string& text, std::size_t position) {
  ++position;
  while (position < text.size() &&
         (static_cast<unsigned char>(text[position]) & 0xC0U) == 0x80U) {
    ++position;
  }
  return position;
}

// The type of one match: a string, or for groups a tuple, or an object when
// they are named.
absl::StatusOr<Type> MatchType(const RE2& regex) {
  const auto groups = static_cast<std::size_t>(regex.NumberOfCapturingGroups());
  const std::map<int, std::string>& names = regex.CapturingGroupNames();
  if (groups == 0) return Type::String();
  if (names.empty()) {
    return Type::Tuple(std::vector<Type>(groups, Type::String()));
  }
  if (names.size() < groups) {
    return ArgumentError(0, "either all groups have names or none");
  }
  Type::Attributes attributes;
  for (const auto& [index, name] : names) {
    attributes.emplace(name, Type::String());
  }
  return Type::Object(std::move(attributes));
}

Value GroupValue(const re2::StringPiece& group) {
  if (group.data() == nullptr) return Value::Null(Type::String());
  return Value::String(absl::string_view(group.data(), group.size()));
}

Value MatchValue(const RE2& regex, const Match& match) {
  if (match.size() == 1) return GroupValue(match[0]);
  const std::map<int, std::string>& names = regex.CapturingGroupNames();
  if (names.empty()) {
    Value::Elements groups;
    for (std::size_t i = 1; i < match.size(); ++i) {
      groups.push_back(GroupValue(match[i]));
    }
    return Value::Tuple(std::move(groups));
  }
  Value::Attributes groups;
  for (const auto& [index, name] : names) {
    groups.emplace(name, GroupValue(match[static_cast<std::size_t>(index)]));
  }
  return Value::Object(std::move(groups));
}

absl::StatusOr<Type> RegexType(const Arguments& arguments) {
  if (arguments[0].IsUnknown()) return Type::Dynamic();
  ASSIGN_OR_RETURN(const auto regex, Compile(arguments[0].AsString(), 0));
  return MatchType(*regex);
}

absl::StatusOr<Type> RegexAllType(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Type type, RegexType(arguments));
  return Type::List(type);
}

Result Regex(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(const auto regex, Compile(arguments[0].AsString(), 0));
  const std::string& text = arguments[1].AsString();
  const Match match = Find(*regex, text, 0);
  if (match.empty()) return ArgumentError(1, "the pattern does not match");
  return MatchValue(*regex, match);
}

// An empty match right behind another one does not count.
Result RegexAll(const Arguments& arguments, const Type& type) {
  ASSIGN_OR_RETURN(const auto regex, Compile(arguments[0].AsString(), 0));
  const std::string& text = arguments[1].AsString();
  Value::Elements matches;
  std::size_t previous_end = std::string::npos;
  for (std::size_t position = 0; position <= text.size();) {
    const Match match = Find(*regex, text, position);
    if (match.empty()) break;
    const std::size_t end = End(match, text);
    const bool empty = end == position;
    if (!empty || Begin(match, text) != previous_end) {
      matches.push_back(MatchValue(*regex, match));
    }
    position = empty ? NextCharacter(text, position) : end;
    previous_end = end;
  }
  return Value::List(type.element(), std::move(matches));
}

// The bytes that the letters, digits and underscores at the front take.
std::size_t WordLength(absl::string_view text) {
  std::string word;
  for (const CodePoint code_point : CodePointsOf(text)) {
    if (!IsLetterOrDigit(code_point) && code_point != '_') break;
    AppendCodePoint(code_point, &word);
  }
  return word.size();
}

// The text of a group given by number or name; none for one that is not there.
absl::string_view GroupText(const RE2& regex, const Match& match,
                            const std::string& name) {
  std::size_t index = match.size();
  if (name.find_first_not_of("0123456789") == std::string::npos) {
    const bool padded = name.size() > 1 && name[0] == '0';
    if (!padded && name.size() <= 4)
      index = static_cast<std::size_t>(std::stoi(name));
  } else if (const auto found = regex.NamedCapturingGroups().find(name);
             found != regex.NamedCapturingGroups().end()) {
    index = static_cast<std::size_t>(found->second);
  }
  if (index >= match.size() || match[index].data() == nullptr) return "";
  return {match[index].data(), match[index].size()};
}

// Appends the replacement with $1, $name and ${name} filled in; $$ is a $.
void Expand(const RE2& regex, const Match& match,
            const std::string& replacement, std::string* out) {
  std::size_t i = 0;
  while (i < replacement.size()) {
    const char next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
    if (replacement[i] != '$') {
      *out += replacement[i++];
      continue;
    }
    if (next == '$') {
      *out += '$';
      i += 2;
      continue;
    }
    const bool braced = next == '{';
    const std::size_t begin = i + (braced ? 2 : 1);
    const std::size_t end =
        begin + WordLength(absl::string_view(replacement).substr(begin));
    const bool closed = end < replacement.size() && replacement[end] == '}';
    if (end == begin || (braced && !closed)) {
      *out += replacement[i++];
      continue;
    }
    absl::StrAppend(
        out, GroupText(regex, match, replacement.substr(begin, end - begin)));
    i = end + (braced ? 1 : 0);
  }
}

absl::StatusOr<std::string> ReplaceMatches(const RE2& regex,
                                           const std::string& text,
                                           const std::string& replacement) {
  std::string out;
  std::size_t last_end = 0;
  for (std::size_t position = 0; position <= text.size();) {
    const Match match = Find(regex, text, position);
    if (match.empty()) break;
    const std::size_t begin = Begin(match, text);
    const std::size_t end = End(match, text);
    absl::StrAppend(&out, text.substr(last_end, begin - last_end));
    if (end > last_end || begin == 0) {
      Expand(regex, match, replacement, &out);
      RETURN_IF_ERROR(CheckText(out.size()));
    }
    last_end = end;
    position = end > position ? end : NextCharacter(text, position);
  }
  return absl::StrCat(out, text.substr(last_end));
}

// As Go does it: an empty text is before, between and behind all characters.
absl::StatusOr<std::string> ReplaceText(const std::string& text,
                                        const std::string& old,
                                        const std::string& replacement) {
  std::string out;
  std::size_t position = 0;
  while (true) {
    const std::size_t found = old.empty() ? position : text.find(old, position);
    if (found == std::string::npos) break;
    absl::StrAppend(&out, text.substr(position, found - position), replacement);
    RETURN_IF_ERROR(CheckText(out.size()));
    position = found + old.size();
    if (!old.empty()) continue;
    if (position == text.size()) break;
    const std::size_t next = NextCharacter(text, position);
    absl::StrAppend(&out, text.substr(position, next - position));
    position = next;
  }
  return absl::StrCat(out, text.substr(position));
}

// A text between slashes is a regular expression.
Result Replace(const Arguments& arguments, const Type&) {
  const std::string& text = arguments[0].AsString();
  const std::string& old = arguments[1].AsString();
  const std::string& replacement = arguments[2].AsString();
  if (old.size() < 2 || old.front() != '/' || old.back() != '/') {
    ASSIGN_OR_RETURN(const std::string plain,
                     ReplaceText(text, old, replacement));
    return Value::String(plain);
  }
  ASSIGN_OR_RETURN(const auto regex, Compile(old.substr(1, old.size() - 2), 1));
  ASSIGN_OR_RETURN(const std::string replaced,
                   ReplaceMatches(*regex, text, replacement));
  return Value::String(replaced);
}

}  // namespace

std::vector<Function> RegexFunctions() {
  const Parameter pattern = {"pattern", Type::String()};
  const Parameter string = {"string", Type::String()};
  return {
      {.name = "regex",
       .parameters = {pattern, string},
       .type = &RegexType,
       .body = &Regex},
      {.name = "regexall",
       .parameters = {pattern, string},
       .type = &RegexAllType,
       .body = &RegexAll},
      {.name = "replace",
       .parameters = {{"str", Type::String()},
                      {"substr", Type::String()},
                      {"replace", Type::String()}},
       .type = Always(Type::String()),
       .body = &Replace},
  };
}

}  // namespace compliance::lang
