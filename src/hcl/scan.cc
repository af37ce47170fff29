// The blocks of one .tf file.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/hcl/source_positions.h"
#include "constant.h"
#include "tokens.h"

namespace compliance::hcl {
namespace {

using Kind = Token::Kind;

// An open bracket: a block's body, whose names are attributes or blocks, or
// part of an expression, whose names are not ours.
struct Frame {
  bool is_body = false;
  bool is_dynamic = false;
  // What the path below it starts with; "" at the top of a block.
  std::string path;
};

// The value of an attribute, as far as it has been read.
struct Expression {
  std::string name;
  std::vector<Token> tokens;  // no more than a constant can have
  bool is_constant = true;    // nothing seen that speaks against it
};

// A number such as -12.5e3 comes in pieces.
constexpr std::size_t kMaxConstantTokens = 100;

class Scanner {
 public:
  Scanner(absl::string_view file_name, absl::string_view text)
      : file_(file_name), text_(text), tokenizer_(text) {}

  std::vector<SourceBlock> Scan() {
    for (Token token = tokenizer_.Next(); token.kind != Kind::kEnd;
         token = tokenizer_.Next()) {
      Take(token);
    }
    NoteConstant();
    return std::move(blocks_);
  }

 private:
  bool InBody() const { return frames_.empty() || frames_.back().is_body; }

  void Take(const Token& token) {
    if (token.kind == Kind::kOpen) {
      Open(token);
      return;
    }
    if (token.kind == Kind::kClose) {
      Close();
      return;
    }
    if (!InBody()) return;
    if (token.kind != Kind::kNewline) AddToExpression(token);
    switch (token.kind) {
      case Kind::kNewline:
        ClearLine();
        break;
      case Kind::kName:
      case Kind::kString:
        if (!after_equals_) line_.push_back(token);
        NoteText(token);
        break;
      case Kind::kEquals:
        if (!after_equals_ && line_.size() == 1) {
          Note(line_.front(), Path(0));
          if (frames_.size() == 1) expression_ = {line_.front().text, {}, true};
        }
        after_equals_ = true;
        break;
      default:
        // Not the start of a block or attribute after all.
        after_equals_ = true;
        break;
    }
  }

  void Open(const Token& token) {
    const bool starts_block = InBody() && token.text == "{" && !after_equals_ &&
                              !line_.empty() &&
                              line_.front().kind == Kind::kName;
    if (!starts_block) {
      if (expression_) expression_->is_constant = false;
      frames_.push_back({});
      return;
    }
    if (frames_.empty()) {
      StartBlock();
    } else {
      StartNestedBlock();
    }
    ClearLine();
  }

  void Close() {
    const bool ends_body = InBody();
    if (ends_body) NoteConstant();
    if (!frames_.empty()) frames_.pop_back();
    ClearLine();
    // Behind an expression's bracket there is more expression.
    if (!ends_body) after_equals_ = true;
  }

  void StartBlock() {
    SourceBlock block;
    block.type = line_.front().text;
    for (std::size_t i = 1; i < line_.size(); ++i) {
      block.labels.push_back(line_[i].text);
    }
    block.position = PositionOf(line_.front());
    blocks_.push_back(std::move(block));
    frames_.push_back({true, false, ""});
  }

  void StartNestedBlock() {
    const std::string& parent = frames_.back().path;
    const bool is_dynamic =
        line_.front().text == "dynamic" && line_.size() == 2;
    // The content block of a dynamic block is the block itself.
    if (frames_.back().is_dynamic && line_.front().text == "content") {
      frames_.push_back({true, false, parent});
      return;
    }
    std::string path = Path(is_dynamic ? 1 : 0);
    Note(line_.front(), path);
    frames_.push_back({true, is_dynamic, std::move(path)});
  }

  // The path of a name on this line, below the open block.
  std::string Path(std::size_t index) const {
    const std::string& parent =
        frames_.empty() ? std::string() : frames_.back().path;
    return absl::StrCat(parent, parent.empty() ? "" : ".", line_[index].text);
  }

  void Note(const Token& token, std::string path) {
    if (frames_.empty() || blocks_.empty()) return;
    blocks_.back().members[std::move(path)].push_back(PositionOf(token));
  }

  void NoteText(const Token& token) {
    const bool is_value = after_equals_ && token.kind == Kind::kString &&
                          frames_.size() == 1 && line_.size() == 1;
    if (!is_value) return;
    SourceBlock& block = blocks_.back();
    const std::string& name = line_.front().text;
    if ((block.type == "provider" && name == "alias") ||
        (block.type == "module" && name == "source")) {
      block.texts.emplace(name, token.text);
    }
  }

  void AddToExpression(const Token& token) {
    if (!expression_) return;
    if (expression_->tokens.size() == kMaxConstantTokens) {
      expression_->is_constant = false;
      return;
    }
    expression_->tokens.push_back(token);
  }

  void NoteConstant() {
    const std::optional<Expression> expression = std::move(expression_);
    expression_.reset();
    if (!expression || !expression->is_constant || blocks_.empty()) return;
    std::optional<cty::Value> value = ConstantOf(expression->tokens, text_);
    if (!value) return;
    blocks_.back().constants.emplace(expression->name, *std::move(value));
  }

  SourcePosition PositionOf(const Token& token) const {
    return {file_, token.line, token.column};
  }

  void ClearLine() {
    if (!InBody()) return;
    NoteConstant();
    line_.clear();
    after_equals_ = false;
  }

  std::string file_;
  absl::string_view text_;
  Tokenizer tokenizer_;
  std::vector<SourceBlock> blocks_;
  std::vector<Frame> frames_;
  std::vector<Token> line_;  // names and strings since the line began
  bool after_equals_ = false;
  // Of an attribute directly inside a top-level block.
  std::optional<Expression> expression_;
};

}  // namespace

std::vector<SourceBlock> ScanSource(absl::string_view file_name,
                                    absl::string_view text) {
  return Scanner(file_name, text).Scan();
}

SourcePosition PositionOf(const SourceBlock& block, const cty::Path& path) {
  const auto before = [](const SourcePosition& a, const SourcePosition& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  };
  SourcePosition best = block.position;
  // Where the next block of the same name begins: ours has ended there.
  std::optional<SourcePosition> end;
  std::string name;
  for (const cty::Step& step : path.steps()) {
    if (const auto* at = std::get_if<cty::ListIndex>(&step)) {
      const auto it = block.members.find(name);
      const auto index = static_cast<std::size_t>(at->index);
      if (it == block.members.end() || index >= it->second.size()) continue;
      const bool is_inside = !before(it->second[index], best) &&
                             (!end || before(it->second[index], *end));
      if (!is_inside) continue;
      best = it->second[index];
      if (index + 1 < it->second.size()) end = it->second[index + 1];
      continue;
    }
    const auto* attribute = std::get_if<cty::AttributeName>(&step);
    if (attribute == nullptr) break;
    absl::StrAppend(&name, name.empty() ? "" : ".", attribute->name);
    const auto it = block.members.find(name);
    if (it == block.members.end()) break;
    const auto below = std::find_if(
        it->second.begin(), it->second.end(),
        [&](const auto& position) { return before(best, position); });
    if (below == it->second.end() || (end && !before(*below, *end))) break;
    best = *below;
  }
  return best;
}

}  // namespace compliance::hcl
