// The parser of HCL native syntax: recursive descent over tokens.
#ifndef COMPLIANCE_SRC_HCL_PARSER_H_
#define COMPLIANCE_SRC_HCL_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "compliance/hcl/ast.h"
#include "compliance/hcl/parse.h"
#include "hcl/lexer.h"
#include "hcl/template_parts.h"
#include "hcl/token_reader.h"

namespace compliance::hcl {

// What it accepts, and where it finds the first fault, is as in HashiCorp's
// parser. After a fault it is "lost" until the end of the attribute or block:
// what looks wrong then is a consequence, and not told.
class Parser {
 public:
  // `text` begins at `start`.
  Parser(absl::string_view text, LexerMode mode, const SourcePoint& start,
         std::uint32_t file);

  // Makes all ranges this one: for text that is not in the file as it is here.
  void Pin(const SourceRange& range) { pinned_ = range; }

  // Each is called once.
  ParsedFile File();
  ParsedExpression WholeExpression();
  ParsedExpression WholeTemplate();

 private:
  using Kind = Lexeme::Kind;
  class Level;

  // Bodies: parse_file.cc, parse_body.cc.
  struct BodyBuilder {
    Body body;
    absl::flat_hash_set<std::string> names;  // of the attributes
  };
  void Restart(const SourcePoint& begin, const SourcePoint& next,
               BodyBuilder* builder);
  Body ParseBlockBody(const Lexeme& open);
  void ParseItem(BodyBuilder* builder);
  void ParseNamedItem(const Lexeme& name, BodyBuilder* builder);
  void ParseAttribute(const Lexeme& name, BodyBuilder* builder);
  void Add(Attribute attribute, BodyBuilder* builder);
  Attribute ParseAttributeValue(const Lexeme& name);
  void ParseBlock(const Lexeme& type, BodyBuilder* builder);
  bool ParseLabels(Block* block);
  Label ParseQuotedLabel();
  Body ParseOneLineBody(const Lexeme& open);
  void EndOneLineBody(const Lexeme& open);
  void ExpectNewline(absl::string_view what);
  void SkipItem();

  // Operators: parse_expression.cc.
  Expression ParseExpression();
  Expression ParseOperation(int level);
  Expression ParseOperand();
  Expression ParseTraversal(Expression source);
  bool ParseDotStep(std::optional<SourceRange>* splat,
                    std::vector<Step>* steps);
  bool ParseBracketStep(std::vector<Step>* steps);

  // Terms: parse_term.cc.
  Expression ParseTerm();
  Expression ParseParentheses();
  Expression ParseNumber();
  Expression ParseName();
  Expression ParseCall(const Lexeme& name);
  void ParseArguments(const Lexeme& open, Call* call);
  Expression ParseTuple();
  Expression ParseObject();
  bool ParseObjectItem(const Lexeme& open, Object* object);
  Expression ParseFor(const Lexeme& open);
  bool ParseForHeader(std::string* key_name, std::string* value_name,
                      absl::string_view summary);
  bool ParseForBody(For* loop, std::optional<SourceRange>* grouping);

  // Templates: parse_template.cc.
  Expression ParseQuotedOrHeredoc();
  Template ParseTemplateUntil(Kind end, bool is_flush);
  std::vector<FlatPart> ParseFlatParts(Kind end);
  FlatPart ParseInterpolation(const Lexeme& open, Kind end,
                              const SourceRange& start);
  std::optional<FlatPart> ParseDirective(const Lexeme& open);
  bool ParseDirectiveContent(FlatPart* part);
  void EndInterpolation(Kind end, const SourceRange& start);

  // Shared: parser.cc.
  absl::string_view TextOf(const Lexeme& token) const;
  absl::string_view TextFrom(const SourcePoint& point) const {
    return text_.substr(point.byte - start_.byte);
  }
  bool PeekWord(absl::string_view word) const;
  SourceRange RangeOf(const Lexeme& token) const { return From(token, token); }
  SourceRange From(const Lexeme& first, const Lexeme& last) const {
    return pinned_.value_or(SourceRange{first.begin, last.end, file_});
  }
  SourceRange NextRange() const { return RangeOf(reader_.Peek()); }

  void Lose() {
    lost_ = true;
    ++losses_;
  }
  void Report(const SourceRange& range, absl::string_view summary,
              absl::string_view detail);
  // Unless lost.
  void ReportIfFound(const SourceRange& range, absl::string_view summary,
                     absl::string_view detail);
  // Whether something since `before` problems has left the parser lost.
  bool FailedSince(std::size_t before) const {
    return lost_ && problems_.size() > before;
  }
  // Goes on behind the next `end`, brackets in between skipped in pairs; lost
  // from then on. The token that it found: kEnd where there is none.
  Lexeme Recover(Kind end);
  // Behind the next pair of parentheses.
  void RecoverBehindParentheses();

  template <typename Node>
  Expression Make(Node node, const SourceRange& range) {
    Expression made(std::move(node), range);
    if (made.height() <= kMaxDepth) return made;
    ReportTooDeep(range);
    return Expression(Invalid{}, range);
  }
  void ReportTooDeep(const SourceRange& range);

  absl::string_view text_;
  SourcePoint start_;  // where that begins
  std::uint32_t file_;
  std::optional<SourceRange> pinned_;
  TokenReader reader_;
  std::vector<Problem> problems_;
  std::size_t depth_ = 0;
  bool lost_ = false;
  std::size_t losses_ = 0;  // how often it was lost
  std::size_t restarts_ = 0;
};

Problem FileTooLarge(std::uint32_t file);

// One level deeper, for as long as it lives.
class Parser::Level {
 public:
  explicit Level(Parser* parser) : parser_(parser) { ++parser_->depth_; }
  ~Level() { --parser_->depth_; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

  bool IsTooDeep() const { return parser_->depth_ > kMaxDepth; }

 private:
  Parser* parser_;
};

}  // namespace compliance::hcl

#endif  // COMPLIANCE_SRC_HCL_PARSER_H_
