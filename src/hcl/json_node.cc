#include "hcl/json_node.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "compliance/base/text.h"
#include "hcl/json_lexer.h"
#include "hcl/string_literal.h"

namespace compliance::hcl {
namespace {

using Kind = JsonToken::Kind;

// The value of four hexadecimal digits; nullopt for anything else.
std::optional<std::uint32_t> HexOf(absl::string_view text) {
  if (text.size() < 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text.substr(0, 4)) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) {
      return std::nullopt;
    }
    value = value * 16 + HexValue(c);
  }
  return value;
}

// Reads what stands between the quotes of a string.
class Unescaper {
 public:
  explicit Unescaper(absl::string_view written) : written_(written) {}

  // The byte behind the fault, where there is one.
  std::optional<std::size_t> Run() {
    while (at_ < written_.size()) {
      if (written_[at_] != '\\') {
        text_ += written_[at_++];
      } else if (!Escape()) {
        return at_;
      }
    }
    return std::nullopt;
  }

  std::string TakeText() { return ToValidUtf8(text_); }

 private:
  bool Escape() {
    const std::size_t next = at_ + 1;
    at_ += 2;
    // It escapes the quote that seems to close the string.
    if (next == written_.size()) return false;
    const char kind = written_[next];
    switch (kind) {
      case '"':
      case '\\':
      case '/':
        text_ += kind;
        return true;
      case 'b':
        text_ += '\b';
        return true;
      case 'f':
        text_ += '\f';
        return true;
      case 'n':
        text_ += '\n';
        return true;
      case 'r':
        text_ += '\r';
        return true;
      case 't':
        text_ += '\t';
        return true;
      case 'u':
        return UnicodeEscape();
      default:
        return false;
    }
  }

  // Two escapes may be halves of one character. A half alone is U+FFFD.
  bool UnicodeEscape() {
    const std::optional<std::uint32_t> unit = HexOf(written_.substr(at_));
    if (!unit.has_value()) {
      while (at_ < written_.size() &&
             absl::ascii_isxdigit(static_cast<unsigned char>(written_[at_]))) {
        ++at_;
      }
      ++at_;
      return false;
    }
    at_ += 4;
    std::uint32_t code_point = *unit;
    if (code_point >= 0xD800 && code_point < 0xE000) {
      code_point = 0xFFFD;
      std::optional<std::uint32_t> second;
      if (written_.substr(at_, 2) == "\\u") {
        second = HexOf(written_.substr(at_ + 2));
      }
      const bool is_pair = *unit < 0xDC00 && second.has_value() &&
                           *second >= 0xDC00 && *second < 0xE000;
      if (is_pair) {
        code_point = 0x10000 + ((*unit - 0xD800) << 10) + (*second - 0xDC00);
        at_ += 6;
      }
    }
    text_ += Utf8(code_point);
    return true;
  }

  absl::string_view written_;
  std::size_t at_ = 0;
  std::string text_;
};

// JSON's grammar, which is narrower than that of cty's numbers.
bool IsNumber(absl::string_view text) {
  const auto digits = [&text] {
    const std::size_t size =
        std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(size);
    return size;
  };
  const auto consume = [&text](absl::string_view characters) {
    const bool found =
        !text.empty() && characters.find(text[0]) != absl::string_view::npos;
    if (found) text.remove_prefix(1);
    return found;
  };
  consume("-");
  const bool zero = !text.empty() && text[0] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (consume(".") && digits() == 0) return false;
  if (consume("eE")) {
    consume("+-");
    if (digits() == 0) return false;
  }
  return text.empty();
}

class Reader {
 public:
  Reader(absl::string_view text, std::uint32_t file)
      : lexer_(text), file_(file), next_(lexer_.Next()) {}

  JsonText Run() && {
    JsonText read;
    read.root = Value();
    if (problems_.empty() && next_.kind != Kind::kEnd) {
      Fail(next_, "Extra characters behind the JSON value",
           "A file holds one value. Remove what follows.");
    }
    read.problems = std::move(problems_);
    return read;
  }

 private:
  bool failed() const { return !problems_.empty(); }

  JsonToken Read() { return std::exchange(next_, lexer_.Next()); }

  void Fail(const SourceRange& range, absl::string_view summary,
            absl::string_view detail) {
    if (failed()) return;
    problems_.push_back({range, std::string(summary), std::string(detail)});
  }
  void Fail(const JsonToken& token, absl::string_view summary,
            absl::string_view detail) {
    Fail(RangeOf(token), summary, detail);
  }

  SourceRange RangeOf(const JsonToken& token) const {
    return {token.begin, token.end, file_};
  }

  JsonNode Value() {
    constexpr absl::string_view kMissing = "JSON value missing";
    JsonNode node;
    node.range = RangeOf(next_);
    if (depth_ >= kMaxDepth) {
      Fail(next_, "Nested too deep", "Take parts out into local values.");
      return node;
    }
    ++depth_;
    switch (next_.kind) {
      case Kind::kOpenBrace:
        node = ObjectValue();
        break;
      case Kind::kOpenBracket:
        node = ArrayValue();
        break;
      case Kind::kString:
        node = StringValue();
        break;
      case Kind::kNumber:
        node = NumberValue();
        break;
      case Kind::kWord:
        node = WordValue();
        break;
      default:
        Fail(next_, kMissing,
             "Write an object, an array, a string, a number, true, false or "
             "null.");
    }
    --depth_;
    return node;
  }

  JsonNode StringValue() {
    const JsonToken token = Read();
    JsonNode node;
    node.kind = JsonNode::Kind::kString;
    node.range = RangeOf(token);
    const bool closed = token.text.size() > 1 && token.text.back() == '"';
    const absl::string_view written =
        token.text.substr(1, token.text.size() - (closed ? 2 : 1));
    if (!closed) {
      FailInString(token, token.text.size());
      return node;
    }
    Unescaper unescaper(written);
    if (const std::optional<std::size_t> fault = unescaper.Run()) {
      FailInString(token, *fault + 1);
    }
    node.text = unescaper.TakeText();
    node.is_literal = node.text == written;
    return node;
  }

  void FailInString(const JsonToken& token, std::size_t byte) {
    SourceRange range = RangeOf(token);
    range.begin.byte += static_cast<std::uint32_t>(byte);
    range.begin.column += static_cast<std::uint32_t>(byte);
    range.end = range.begin;
    Fail(range, "Invalid JSON string",
         "Close it with a quote, write newlines as \\n and a backslash as "
         "\\\\.");
  }

  JsonNode NumberValue() {
    const JsonToken token = Read();
    JsonNode node;
    node.kind = JsonNode::Kind::kNumber;
    node.text = std::string(token.text);
    node.range = RangeOf(token);
    if (!IsNumber(token.text)) {
      Fail(token, "Invalid JSON number",
           "Write digits, with one decimal point at most and no + or 0 in "
           "front.");
    }
    return node;
  }

  JsonNode WordValue() {
    const JsonToken token = Read();
    JsonNode node;
    node.range = RangeOf(token);
    if (token.text == "true" || token.text == "false") {
      node.kind = JsonNode::Kind::kBool;
      node.boolean = token.text == "true";
    } else if (token.text != "null") {
      Fail(token, "Invalid JSON value",
           "The only words without quotes are true, false and null.");
    }
    return node;
  }

  // Reads up to and with the next closer.
  void Skip(JsonToken token, Kind closer) {
    while (token.kind != closer && token.kind != Kind::kEnd) token = Read();
  }

  JsonNode ObjectValue() {
    const JsonToken open = Read();
    JsonNode node;
    node.kind = JsonNode::Kind::kObject;
    node.range = RangeOf(open);
    while (!failed() && next_.kind != Kind::kCloseBrace) {
      JsonMember member;
      member.name = Value();
      if (failed()) break;
      if (member.name.kind != JsonNode::Kind::kString) {
        Fail({member.name.range.begin, member.name.range.end, file_},
             "Invalid property name", "Names are strings, in quotes.");
        break;
      }
      const JsonToken colon = Read();
      if (colon.kind != Kind::kColon) {
        Fail(colon, "Colon missing",
             "JSON has a colon between a name and its value.");
        break;
      }
      member.value = Value();
      // What it holds so far is kept, for the rest of the file is lost.
      node.members.push_back(std::move(member));
      if (!failed()) EndMember(open);
    }
    node.range.end = next_.end;
    if (!failed()) Read();
    return node;
  }

  void EndMember(const JsonToken& open) {
    constexpr absl::string_view kComma = "Comma missing";
    switch (next_.kind) {
      case Kind::kCloseBrace:
        return;
      case Kind::kComma: {
        const JsonToken comma = Read();
        if (next_.kind == Kind::kCloseBrace) {
          Fail(comma, "Comma behind the last property", "Remove it.");
        }
        return;
      }
      case Kind::kEnd:
        return Fail(open, "Object is not closed",
                    "No } for this { comes before the end of the file.");
      case Kind::kCloseBracket:
        // Terraform points behind it.
        Read();
        return Fail(next_, "Object is not closed", "Close it with }, not ].");
      default:
        // Terraform points behind the object's end.
        Skip(Read(), Kind::kCloseBrace);
        Fail(next_, kComma, "Separate properties by commas.");
    }
  }

  JsonNode ArrayValue() {
    const JsonToken open = Read();
    JsonNode node;
    node.kind = JsonNode::Kind::kArray;
    node.range = RangeOf(open);
    while (!failed() && next_.kind != Kind::kCloseBracket) {
      node.elements.push_back(Value());
      if (!failed()) EndElement(open);
    }
    node.range.end = next_.end;
    if (!failed()) Read();
    return node;
  }

  void EndElement(const JsonToken& open) {
    switch (next_.kind) {
      case Kind::kCloseBracket:
        return;
      case Kind::kComma: {
        const JsonToken comma = Read();
        if (next_.kind == Kind::kCloseBracket) {
          Fail(comma, "Comma behind the last element", "Remove it.");
        }
        return;
      }
      case Kind::kEnd:
        return Fail(open, "Array is not closed",
                    "No ] for this [ comes before the end of the file.");
      case Kind::kCloseBrace:
        // Terraform points behind the array's end, here and below.
        Skip(Read(), Kind::kCloseBracket);
        return Fail(next_, "Array is not closed", "Close it with ], not }.");
      default:
        Skip(Read(), Kind::kCloseBracket);
        Fail(next_, "Comma missing", "Separate elements by commas.");
    }
  }

  JsonLexer lexer_;
  std::uint32_t file_;
  JsonToken next_;
  std::vector<Problem> problems_;
  std::size_t depth_ = 0;
};

}  // namespace

JsonText ReadJson(absl::string_view text, std::uint32_t file) {
  return Reader(text, file).Run();
}

}  // namespace compliance::hcl
