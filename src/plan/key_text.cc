#include "key_text.h"

#include <cctype>
#include <cstdint>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "compliance/base/status_macros.h"
#include "utf8.h"

namespace compliance::plan {
namespace {

absl::Status KeyError(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, "; a key looks like [0] or [\"name\"]"));
}

// \uXXXX or \UXXXXXXXX, with `text` at the letter.
std::optional<std::uint32_t> ConsumeCodePoint(absl::string_view& text) {
  const std::size_t digits = text[0] == 'u' ? 4 : 8;
  std::uint32_t code = 0;
  if (text.size() <= digits ||
      !absl::SimpleHexAtoi(text.substr(1, digits), &code) || code > 0x10FFFF ||
      (code >= 0xD800 && code < 0xE000)) {
    return std::nullopt;
  }
  text.remove_prefix(digits);
  return code;
}

// One escape, with `text` at the character after the backslash.
bool ConsumeEscape(absl::string_view& text, std::string& out) {
  if (text.empty()) return false;
  switch (text[0]) {
    case 'n':
      out.push_back('\n');
      break;
    case 'r':
      out.push_back('\r');
      break;
    case 't':
      out.push_back('\t');
      break;
    case '"':
    case '\\':
      out.push_back(text[0]);
      break;
    case 'u':
    case 'U': {
      const std::optional<std::uint32_t> code = ConsumeCodePoint(text);
      if (!code) return false;
      AppendUtf8(*code, out);
      break;
    }
    default:
      return false;
  }
  text.remove_prefix(1);
  return true;
}

bool IsTemplateStart(absl::string_view text) {
  return text.size() >= 2 && (text[0] == '$' || text[0] == '%') &&
         text[1] == '{';
}

absl::StatusOr<std::string> ConsumeQuoted(absl::string_view& text) {
  text.remove_prefix(1);
  std::string out;
  while (!text.empty() && text[0] != '"') {
    if (text[0] == '\\') {
      text.remove_prefix(1);
      if (!ConsumeEscape(text, out)) return KeyError("bad escape in a key");
      continue;
    }
    // A doubled $ or % stands for itself before a brace.
    if (text.size() >= 3 && text[0] == text[1] &&
        IsTemplateStart(text.substr(1))) {
      text.remove_prefix(1);
    }
    out.push_back(text[0]);
    text.remove_prefix(1);
  }
  if (text.empty()) return KeyError("a key's closing quote is missing");
  text.remove_prefix(1);
  return out;
}

absl::StatusOr<cty::Step> ConsumeIndex(absl::string_view& text) {
  const std::size_t end = text.find(']');
  std::int64_t index = 0;
  if (end == absl::string_view::npos || end == 0 ||
      !absl::SimpleAtoi(text.substr(0, end), &index) || index < 0) {
    return KeyError("bad instance key");
  }
  text.remove_prefix(end);
  return cty::ListIndex{index};
}

}  // namespace

absl::StatusOr<cty::Step> ConsumeKey(absl::string_view& text) {
  if (text.empty() || text[0] != '[') return KeyError("a key is missing");
  text.remove_prefix(1);
  cty::Step step;
  if (!text.empty() && text[0] == '"') {
    ASSIGN_OR_RETURN(std::string key, ConsumeQuoted(text));
    step = cty::MapKey{std::move(key)};
  } else {
    ASSIGN_OR_RETURN(step, ConsumeIndex(text));
  }
  if (text.empty() || text[0] != ']') {
    return KeyError("a key's closing bracket is missing");
  }
  text.remove_prefix(1);
  return step;
}

std::string ConsumeName(absl::string_view& text) {
  std::size_t size = 0;
  while (size < text.size()) {
    const auto byte = static_cast<unsigned char>(text[size]);
    if (!std::isalnum(byte) && byte != '_' && byte != '-' && byte < 0x80) break;
    ++size;
  }
  std::string name(text.substr(0, size));
  text.remove_prefix(size);
  return name;
}

std::string KeyText(const cty::Step& key) {
  if (const auto* index = std::get_if<cty::ListIndex>(&key)) {
    return absl::StrCat("[", index->index, "]");
  }
  const auto* name = std::get_if<cty::MapKey>(&key);
  const absl::string_view text =
      name != nullptr ? name->key : std::get<cty::AttributeName>(key).name;
  std::string out = "[\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\\') {
      absl::StrAppend(&out, "\\", text.substr(i, 1));
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (IsTemplateStart(text.substr(i))) {
      out.append(2, c);
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += absl::StrFormat("\\u%04x", static_cast<unsigned>(c));
    } else {
      out.push_back(c);
    }
  }
  return out + "\"]";
}

}  // namespace compliance::plan
