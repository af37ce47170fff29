#include "cty/json_node.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"

namespace compliance::cty {
namespace {

void AppendUtf8(std::uint32_t code_point, std::string* out) {
  const auto put = [out](std::uint32_t byte) {
    *out += static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3F));
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text) {}

  absl::StatusOr<JsonNode> ParseWhole() {
    ASSIGN_OR_RETURN(JsonNode node, ParseValue(0));
    SkipSpace();
    if (position_ != text_.size()) return Unexpected("the end of the text");
    return node;
  }

 private:
  absl::Status Unexpected(absl::string_view wanted) const {
    return absl::InvalidArgumentError(absl::StrCat(
        "malformed JSON at byte ", position_, ": ", wanted, " is expected"));
  }

  char Peek() const {
    return position_ < text_.size() ? text_[position_] : '\0';
  }

  bool Consume(absl::string_view token) {
    if (text_.substr(position_, token.size()) != token) return false;
    position_ += token.size();
    return true;
  }

  void SkipSpace() {
    while (Peek() == ' ' || Peek() == '\t' || Peek() == '\n' ||
           Peek() == '\r') {
      ++position_;
    }
  }

  absl::StatusOr<JsonNode> ParseValue(int depth) {
    if (depth > kMaxJsonDepth) {
      return absl::ResourceExhaustedError(
          absl::StrCat("JSON nests deeper than ", kMaxJsonDepth, " levels"));
    }
    SkipSpace();
    JsonNode node;
    switch (Peek()) {
      case '{':
        return ParseObject(depth);
      case '[':
        return ParseArray(depth);
      case '"': {
        node.kind = JsonNode::Kind::kString;
        ASSIGN_OR_RETURN(node.text, ParseString());
        return node;
      }
      case 't':
      case 'f':
      case 'n':
        return ParseWord();
      default:
        return ParseNumber();
    }
  }

  absl::StatusOr<JsonNode> ParseWord() {
    JsonNode node;
    if (Consume("null")) return node;
    node.kind = JsonNode::Kind::kBool;
    node.boolean = Consume("true");
    if (!node.boolean && !Consume("false")) return Unexpected("a value");
    return node;
  }

  std::size_t ConsumeDigits() {
    const std::size_t start = position_;
    while (absl::ascii_isdigit(Peek())) ++position_;
    return position_ - start;
  }

  absl::StatusOr<JsonNode> ParseNumber() {
    const std::size_t start = position_;
    const bool negative = Consume("-");
    if (!Consume("0") && ConsumeDigits() == 0) {
      return Unexpected(negative ? "a digit" : "a value");
    }
    if (Consume(".") && ConsumeDigits() == 0) return Unexpected("a digit");
    if (Consume("e") || Consume("E")) {
      if (!Consume("+")) Consume("-");
      if (ConsumeDigits() == 0) return Unexpected("a digit");
    }
    JsonNode node;
    node.kind = JsonNode::Kind::kNumber;
    node.text = std::string(text_.substr(start, position_ - start));
    return node;
  }

  absl::StatusOr<JsonNode> ParseArray(int depth) {
    JsonNode node;
    node.kind = JsonNode::Kind::kArray;
    Consume("[");
    SkipSpace();
    if (Consume("]")) return node;
    do {
      ASSIGN_OR_RETURN(JsonNode item, ParseValue(depth + 1));
      node.items.push_back(std::move(item));
      SkipSpace();
    } while (Consume(","));
    if (!Consume("]")) return Unexpected("a comma or a closing bracket");
    return node;
  }

  absl::StatusOr<JsonNode> ParseObject(int depth) {
    JsonNode node;
    node.kind = JsonNode::Kind::kObject;
    Consume("{");
    SkipSpace();
    if (Consume("}")) return node;
    do {
      SkipSpace();
      if (Peek() != '"') return Unexpected("a name in quotes");
      ASSIGN_OR_RETURN(std::string name, ParseString());
      SkipSpace();
      if (!Consume(":")) return Unexpected("a colon");
      ASSIGN_OR_RETURN(JsonNode item, ParseValue(depth + 1));
      node.names.push_back(std::move(name));
      node.items.push_back(std::move(item));
      SkipSpace();
    } while (Consume(","));
    if (!Consume("}")) return Unexpected("a comma or a closing brace");
    return node;
  }

  absl::StatusOr<std::string> ParseString() {
    std::string content;
    Consume("\"");
    while (!Consume("\"")) {
      if (Consume("\\")) {
        RETURN_IF_ERROR(ParseEscape(&content));
        continue;
      }
      const std::size_t start = position_;
      while (position_ < text_.size() && Peek() != '"' && Peek() != '\\' &&
             static_cast<unsigned char>(Peek()) >= 0x20) {
        ++position_;
      }
      if (position_ == start) {
        return Unexpected("a character or a closing quote");
      }
      absl::StrAppend(&content, text_.substr(start, position_ - start));
    }
    return content;
  }

  absl::Status ParseEscape(std::string* out) {
    constexpr absl::string_view kCodes = "\"\\/bfnrt";
    constexpr absl::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (Consume("u")) return ParseUnicodeEscape(out);
    const std::size_t code = kCodes.find(Peek());
    if (position_ == text_.size() || code == absl::string_view::npos) {
      return Unexpected("an escape sequence");
    }
    *out += kMeanings[code];
    ++position_;
    return absl::OkStatus();
  }

  std::optional<std::uint32_t> ConsumeHex() {
    if (text_.size() - position_ < 4) return std::nullopt;
    std::uint32_t unit = 0;
    for (const char c : text_.substr(position_, 4)) {
      if (!absl::ascii_isxdigit(c)) return std::nullopt;
      const int digit =
          absl::ascii_isdigit(c) ? c - '0' : absl::ascii_tolower(c) - 'a' + 10;
      unit = unit << 4 | static_cast<std::uint32_t>(digit);
    }
    position_ += 4;
    return unit;
  }

  absl::Status ParseUnicodeEscape(std::string* out) {
    const std::optional<std::uint32_t> unit = ConsumeHex();
    if (!unit.has_value()) return Unexpected("four hexadecimal digits");
    std::uint32_t code_point = *unit;
    if (code_point >= 0xD800 && code_point < 0xE000) {
      const std::optional<std::uint32_t> low =
          code_point < 0xDC00 && Consume("\\u") ? ConsumeHex() : std::nullopt;
      if (!low.has_value() || *low < 0xDC00 || *low >= 0xE000) {
        return Unexpected("a pair of surrogates");
      }
      code_point = 0x10000 + ((code_point - 0xD800) << 10) + (*low - 0xDC00);
    }
    AppendUtf8(code_point, out);
    return absl::OkStatus();
  }

  absl::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

absl::StatusOr<JsonNode> ParseJson(absl::string_view json) {
  if (!IsValidUtf8(json)) {
    return absl::InvalidArgumentError("malformed JSON: it is not UTF-8");
  }
  return Parser(json).ParseWhole();
}

}  // namespace compliance::cty
