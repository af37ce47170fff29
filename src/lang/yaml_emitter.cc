#include "lang/yaml_emitter.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "lang/characters.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;
using Kind = Type::Kind;

constexpr int kIndent = 2;
constexpr int kWidth = 80;
constexpr std::size_t kMaxSimpleKey = 128;

bool IsBreak(CodePoint c) {
  return c == '\r' || c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// The byte order mark and everything beyond the basic plane is escaped.
bool IsPrintable(CodePoint c) {
  return c == '\n' || (c >= 0x20 && c <= 0x7E) ||
         (c >= 0xA0 && c <= 0xFFFD && c != 0xFEFF);
}

bool FitsLiteral(const std::vector<CodePoint>& text) {
  if (std::find(text.begin(), text.end(), '\n') == text.end()) return false;
  if (text.back() == ' ') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!IsPrintable(text[i])) return false;
    if (i > 0 && text[i - 1] == ' ' && IsBreak(text[i])) return false;
  }
  return true;
}

// One letter after the backslash for those that have one.
char ShortEscape(CodePoint c) {
  switch (c) {
    case 0x00:
      return '0';
    case 0x07:
      return 'a';
    case 0x08:
      return 'b';
    case 0x09:
      return 't';
    case 0x0A:
      return 'n';
    case 0x0B:
      return 'v';
    case 0x0C:
      return 'f';
    case 0x0D:
      return 'r';
    case 0x1B:
      return 'e';
    case 0x85:
      return 'N';
    case 0xA0:
      return '_';
    case 0x2028:
      return 'L';
    case 0x2029:
      return 'P';
    case '"':
    case '\\':
      return static_cast<char>(c);
    default:
      return '\0';
  }
}

std::string Escape(CodePoint c) {
  if (const char letter = ShortEscape(c)) return {'\\', letter};
  if (c <= 0xFF) return absl::StrFormat("\\x%02X", c);
  if (c <= 0xFFFF) return absl::StrFormat("\\u%04X", c);
  return absl::StrFormat("\\U%08X", c);
}

// The state of libyaml's emitter, as far as its output depends on it.
class Emitter {
 public:
  std::string Emit(const Value& value) {
    WriteNode(value, Place::kRoot);
    WriteIndent();
    const bool plain = value.IsNull() || (value.type().IsPrimitive() &&
                                          value.type() != Type::String());
    if (plain) out_ += "...\n";  // libyaml takes it for open-ended
    return std::move(out_);
  }

 private:
  enum class Place { kRoot, kItem, kKey, kSimpleKey, kValue };

  void WriteNode(const Value& value, Place place) {
    if (value.IsNull()) return WritePlain("null");
    switch (value.type().kind()) {
      case Kind::kBool:
        return WritePlain(value.AsBool() ? "true" : "false");
      case Kind::kNumber:
        return WritePlain(value.AsNumber().ToString());
      case Kind::kString:
        return WriteString(value.AsString(), place);
      case Kind::kMap:
      case Kind::kObject:
        return WriteMapping(value.AsAttributes());
      case Kind::kDynamic:
      case Kind::kList:
      case Kind::kSet:
      case Kind::kTuple:
        return WriteSequence(value.AsElements(), place);
    }
  }

  void WriteSequence(const Value::Elements& elements, Place place) {
    if (elements.empty()) return WriteEmpty("[", "]");
    const int outer = indent_;
    const bool under_key = place == Place::kValue || place == Place::kKey;
    Indent(/*indentless=*/under_key && !indention_);
    for (const Value& element : elements) {
      WriteIndent();
      WriteIndicator("-", true, false, true);
      WriteNode(element, Place::kItem);
    }
    indent_ = outer;
  }

  void WriteMapping(const Value::Attributes& attributes) {
    if (attributes.empty()) return WriteEmpty("{", "}");
    const int outer = indent_;
    Indent(/*indentless=*/false);
    for (const auto& [key, value] : attributes) {
      WriteIndent();
      WriteKey(key);
      WriteNode(value, Place::kValue);
    }
    indent_ = outer;
  }

  void WriteKey(const std::string& key) {
    const std::vector<CodePoint> text = CodePointsOf(key);
    const bool simple = key.size() <= kMaxSimpleKey &&
                        std::none_of(text.begin(), text.end(), IsBreak);
    if (simple) {
      WriteString(key, Place::kSimpleKey);
      return WriteIndicator(":", false, false, false);
    }
    WriteIndicator("?", true, false, true);
    WriteString(key, Place::kKey);
    WriteIndent();
    WriteIndicator(":", true, false, true);
  }

  void WriteEmpty(absl::string_view open, absl::string_view close) {
    WriteIndicator(open, true, true, false);
    WriteIndicator(close, false, false, false);
  }

  void WritePlain(const std::string& text) {
    if (!whitespace_) Put(' ');
    for (const char c : text) Put(c);
    whitespace_ = false;
    indention_ = false;
  }

  void WriteString(const std::string& text, Place place) {
    const std::vector<CodePoint> all = CodePointsOf(text);
    const int outer = indent_;
    indent_ = indent_ < 0 ? kIndent : indent_ + kIndent;
    if (place != Place::kSimpleKey && FitsLiteral(all)) {
      WriteLiteral(all);
    } else {
      WriteQuoted(all, /*may_fold=*/place != Place::kSimpleKey);
    }
    indent_ = outer;
  }

  void WriteQuoted(const std::vector<CodePoint>& text, bool may_fold) {
    bool spaces = false;
    WriteIndicator("\"", true, false, false);
    for (std::size_t i = 0; i < text.size(); ++i) {
      const CodePoint c = text[i];
      const bool inside = i > 0 && i + 1 < text.size();
      if (!IsPrintable(c) || IsBreak(c) || c == '"' || c == '\\') {
        for (const char e : Escape(c)) Put(e);
      } else if (c == ' ' && may_fold && !spaces && column_ > kWidth &&
                 inside) {
        WriteIndent();
        if (text[i + 1] == ' ') Put('\\');
      } else {
        PutCodePoint(c);
      }
      spaces = c == ' ';
    }
    WriteIndicator("\"", false, false, false);
    whitespace_ = false;
    indention_ = false;
  }

  void WriteLiteral(const std::vector<CodePoint>& text) {
    WriteIndicator("|", true, false, false);
    if (text[0] == ' ' || IsBreak(text[0])) {
      WriteIndicator("2", false, false, false);
    }
    if (!IsBreak(text.back())) {
      WriteIndicator("-", false, false, false);
    } else if (text.size() == 1 || IsBreak(text[text.size() - 2])) {
      WriteIndicator("+", false, false, false);
    }
    PutBreak();
    indention_ = true;
    whitespace_ = true;
    bool breaks = true;
    for (const CodePoint c : text) {
      if (IsBreak(c)) {
        WriteBreak(c);
        indention_ = true;
        breaks = true;
      } else {
        if (breaks) WriteIndent();
        PutCodePoint(c);
        indention_ = false;
        breaks = false;
      }
    }
  }

  void WriteBreak(CodePoint c) {
    if (c == '\n') return PutBreak();
    PutCodePoint(c);
    column_ = 0;
  }

  void WriteIndicator(absl::string_view indicator, bool need_whitespace,
                      bool is_whitespace, bool is_indention) {
    if (need_whitespace && !whitespace_) Put(' ');
    for (const char c : indicator) Put(c);
    whitespace_ = is_whitespace;
    indention_ = indention_ && is_indention;
  }

  void WriteIndent() {
    const int indent = std::max(indent_, 0);
    if (!indention_ || column_ > indent ||
        (column_ == indent && !whitespace_)) {
      PutBreak();
    }
    while (column_ < indent) Put(' ');
    whitespace_ = true;
    indention_ = true;
  }

  void Indent(bool indentless) {
    if (indent_ < 0) {
      indent_ = 0;
    } else if (!indentless) {
      indent_ += kIndent;
    }
  }

  void Put(char c) {
    out_ += c;
    ++column_;
  }
  void PutCodePoint(CodePoint c) {
    AppendCodePoint(c, &out_);
    ++column_;
  }
  void PutBreak() {
    out_ += '\n';
    column_ = 0;
  }

  std::string out_;
  int indent_ = -1;
  int column_ = 0;
  bool whitespace_ = true;  // what was written last
  bool indention_ = true;   // nothing but indention is on the line
};

}  // namespace

std::string EmitYaml(const Value& value) { return Emitter().Emit(value); }

}  // namespace compliance::lang
