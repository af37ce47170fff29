#include "terraform/settings.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "terraform/tokens.h"

namespace compliance::terraform {
namespace {

using Kind = Token::Kind;
using ValueKind = SettingValue::Kind;

// No settings that anyone wrote are nested like this.
constexpr int kMaxDepth = 100;

// What a quoted text means; nullopt for a template or a broken escape.
std::optional<std::string> Unquoted(absl::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_marker = c == '$' || c == '%';
    if (is_marker && text.substr(i + 1, 1) == "{") return std::nullopt;
    if (is_marker && text.substr(i + 1, 1) == text.substr(i, 1) &&
        text.substr(i + 2, 1) == "{") {
      absl::StrAppend(&plain, text.substr(i, 1), "{");
      i += 2;
    } else if (c == '\\') {
      // Escapes of HCL are among those of C, which has some more.
      const absl::string_view next = text.substr(i + 1, 1);
      if (next.empty() || absl::string_view("nrt\"\\uU").find(next) ==
                              absl::string_view::npos) {
        return std::nullopt;
      }
      const std::size_t size = next == "u" ? 6 : next == "U" ? 10 : 2;
      std::string one;
      if (!absl::CUnescape(text.substr(i, size), &one)) return std::nullopt;
      plain += one;
      i += size - 1;
    } else {
      plain.push_back(c);
    }
  }
  return plain;
}

class Parser {
 public:
  Parser(absl::string_view file_name, absl::string_view text)
      : file_(file_name), tokenizer_(text), token_(tokenizer_.Next()) {}

  absl::StatusOr<SettingsBlock> Parse() {
    SettingsBlock file;
    RETURN_IF_ERROR(ReadBody(file, 0));
    return file;
  }

 private:
  void Take() { token_ = tokenizer_.Next(); }

  bool Is(Kind kind, absl::string_view text) const {
    return token_.kind == kind && token_.text == text;
  }

  absl::Status Error(int line, absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat(file_, ":", line, ": ", what));
  }

  // Up to the end of the text for the file itself (depth 0), else up to and
  // with the closing brace.
  absl::Status ReadBody(SettingsBlock& block, int depth) {
    if (depth > kMaxDepth) return Error(token_.line, "blocks nest too deeply");
    while (true) {
      if (token_.kind == Kind::kNewline || Is(Kind::kOther, ",")) {
        Take();
      } else if (token_.kind == Kind::kEnd) {
        if (depth == 0) return absl::OkStatus();
        return Error(block.line, "the block is not closed with \"}\"");
      } else if (depth > 0 && Is(Kind::kClose, "}")) {
        Take();
        return absl::OkStatus();
      } else if (IsWord()) {
        RETURN_IF_ERROR(ReadItem(block, depth));
      } else {
        return Error(token_.line, "a name of a block or setting is expected");
      }
    }
  }

  bool IsWord() const {
    return token_.kind == Kind::kName ||
           (token_.kind == Kind::kString && !token_.is_heredoc);
  }

  // A name or a key; a text that is not plain stands for itself.
  std::string TakeWord() {
    std::string word = token_.text;
    if (token_.kind == Kind::kString) word = Unquoted(word).value_or(word);
    Take();
    return word;
  }

  absl::Status ReadItem(SettingsBlock& parent, int depth) {
    const int line = token_.line;
    std::string name = TakeWord();
    std::vector<std::string> labels;
    while (IsWord()) labels.push_back(TakeWord());
    if (token_.kind == Kind::kEquals && labels.empty()) {
      Take();
      SettingValue value = ReadValue(/*line_ends=*/true, depth);
      parent.settings.push_back({std::move(name), std::move(value), line});
      return absl::OkStatus();
    }
    if (!Is(Kind::kOpen, "{")) {
      return Error(line, "\"=\" or \"{\" is expected behind the name");
    }
    Take();
    SettingsBlock block;
    block.type = std::move(name);
    block.labels = std::move(labels);
    block.line = line;
    RETURN_IF_ERROR(ReadBody(block, depth + 1));
    parent.blocks.push_back(std::move(block));
    return absl::OkStatus();
  }

  // Up to the comma, closing bracket or, where a line ends it, line break.
  SettingValue ReadValue(bool line_ends, int depth) {
    if (!line_ends) SkipNewlines();
    SettingValue value;
    value.line = token_.line;
    if (token_.kind == Kind::kString) {
      std::optional<std::string> text;
      if (!token_.is_heredoc) text = Unquoted(token_.text);
      if (text) value.kind = ValueKind::kString;
      value.text = std::move(text).value_or("");
      Take();
    } else if (Is(Kind::kOpen, "[") && depth < kMaxDepth) {
      ReadList(value, depth + 1);
    } else if (Is(Kind::kOpen, "{") && depth < kMaxDepth) {
      ReadObject(value, depth + 1);
    }
    if (SkipToEndOfValue(line_ends)) {
      SettingValue other;
      other.line = value.line;
      return other;
    }
    return value;
  }

  void ReadList(SettingValue& value, int depth) {
    Take();
    value.kind = ValueKind::kList;
    SkipNewlines();
    while (token_.kind != Kind::kClose && token_.kind != Kind::kEnd) {
      value.items.push_back(ReadValue(/*line_ends=*/false, depth));
      if (Is(Kind::kOther, ",")) Take();
      SkipNewlines();
    }
    Take();
  }

  void ReadObject(SettingValue& value, int depth) {
    Take();
    value.kind = ValueKind::kObject;
    SkipNewlines();
    while (token_.kind != Kind::kClose && token_.kind != Kind::kEnd) {
      if (IsWord()) {
        ReadMember(value, depth);
      } else {  // a key that is an expression
        value.kind = ValueKind::kOther;
        SkipToEndOfValue(/*line_ends=*/true);
      }
      if (Is(Kind::kOther, ",")) Take();
      SkipNewlines();
    }
    Take();
  }

  void ReadMember(SettingValue& object, int depth) {
    const int line = token_.line;
    std::string key = TakeWord();
    if (token_.kind != Kind::kEquals && !Is(Kind::kOther, ":")) {
      object.kind = ValueKind::kOther;
      SkipToEndOfValue(/*line_ends=*/true);
      return;
    }
    Take();
    SettingValue value = ReadValue(/*line_ends=*/true, depth);
    object.members.push_back({std::move(key), std::move(value), line});
  }

  void SkipNewlines() {
    while (token_.kind == Kind::kNewline) Take();
  }

  // Whether there was anything to skip.
  bool SkipToEndOfValue(bool line_ends) {
    bool skipped = false;
    for (int open = 0; token_.kind != Kind::kEnd; Take()) {
      const bool is_newline = token_.kind == Kind::kNewline;
      const bool ends = token_.kind == Kind::kClose || Is(Kind::kOther, ",") ||
                        (line_ends && is_newline);
      if (open == 0 && ends) break;
      if (token_.kind == Kind::kOpen) ++open;
      if (token_.kind == Kind::kClose) --open;
      skipped = skipped || !is_newline;
    }
    return skipped;
  }

  std::string file_;
  Tokenizer tokenizer_;
  Token token_;
};

}  // namespace

const SettingValue* SettingsBlock::Find(absl::string_view name) const {
  for (const Setting& setting : settings) {
    if (setting.name == name) return &setting.value;
  }
  return nullptr;
}

absl::StatusOr<SettingsBlock> ParseSettings(absl::string_view file_name,
                                            absl::string_view text) {
  return Parser(file_name, text).Parse();
}

}  // namespace compliance::terraform
