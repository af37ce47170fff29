#include "constant.h"

#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "compliance/cty/number.h"

namespace compliance::hcl {
namespace {

using Kind = Token::Kind;

void AppendUtf8(std::uint32_t code, std::string& out) {
  const auto add = [&out](std::uint32_t byte) {
    out += static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (code < 0x80U) {
    add(code);
  } else if (code < 0x800U) {
    add(0xC0U | (code >> 6U));
    add(0x80U | (code & 0x3FU));
  } else if (code < 0x10000U) {
    add(0xE0U | (code >> 12U));
    add(0x80U | ((code >> 6U) & 0x3FU));
    add(0x80U | (code & 0x3FU));
  } else {
    add(0xF0U | (code >> 18U));
    add(0x80U | ((code >> 12U) & 0x3FU));
    add(0x80U | ((code >> 6U) & 0x3FU));
    add(0x80U | (code & 0x3FU));
  }
}

// Reads the digits behind \u or \U off the front of `text`.
bool ReadCodePoint(absl::string_view& text, std::size_t digits,
                   std::string& out) {
  std::uint32_t code = 0;
  if (text.size() < digits ||
      !absl::SimpleHexAtoi(text.substr(0, digits), &code)) {
    return false;
  }
  const bool is_surrogate = code >= 0xD800U && code <= 0xDFFFU;
  if (code > 0x10FFFFU || is_surrogate) return false;
  AppendUtf8(code, out);
  text.remove_prefix(digits);
  return true;
}

// nullopt for templates, escaped ones included, and for what is no string.
std::optional<std::string> Unquote(absl::string_view text) {
  if (absl::StrContains(text, "${") || absl::StrContains(text, "%{")) {
    return std::nullopt;
  }
  std::string out;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c != '\\') {
      out += c;
      continue;
    }
    if (text.empty()) return std::nullopt;
    const char escape = text.front();
    text.remove_prefix(1);
    switch (escape) {
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case '"':
      case '\\':
        out += escape;
        break;
      case 'u':
      case 'U':
        if (!ReadCodePoint(text, escape == 'u' ? 4 : 8, out)) {
          return std::nullopt;
        }
        break;
      default:
        return std::nullopt;
    }
  }
  return out;
}

}  // namespace

std::optional<cty::Value> ConstantOf(const std::vector<Token>& tokens,
                                     absl::string_view text) {
  if (tokens.empty()) return std::nullopt;
  const Token& first = tokens.front();
  if (first.kind == Kind::kString) {
    const bool is_closed = first.end - first.begin == first.text.size() + 2;
    if (tokens.size() != 1 || first.is_heredoc || !is_closed) {
      return std::nullopt;
    }
    const std::optional<std::string> string = Unquote(first.text);
    if (!string) return std::nullopt;
    return cty::Value::String(*string);
  }
  const absl::string_view all =
      text.substr(first.begin, tokens.back().end - first.begin);
  if (all == "true") return cty::Value::Bool(true);
  if (all == "false") return cty::Value::Bool(false);
  if (all == "null") return cty::Value();
  const auto start = static_cast<unsigned char>(all.front());
  if (absl::ascii_isdigit(start) == 0 && start != '-') return std::nullopt;
  const auto number = cty::Number::Parse(all);
  if (!number.ok()) return std::nullopt;
  return cty::Value::Number(*number);
}

}  // namespace compliance::hcl
