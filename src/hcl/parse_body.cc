// Attributes and blocks.
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "hcl/parser.h"
#include "hcl/string_literal.h"

namespace compliance::hcl {
namespace {

using Kind = Lexeme::Kind;

constexpr absl::string_view kItemRequired = "Argument or block required";

}  // namespace

// Up to and with the closing brace.
Body Parser::ParseBlockBody(const Lexeme& open) {
  BodyBuilder builder;
  const Level level(this);
  if (level.IsTooDeep()) {
    ReportTooDeep(RangeOf(open));
    builder.body.range = {open.end, Recover(Kind::kCloseBrace).begin, file_};
    return std::move(builder.body);
  }
  while (reader_.PeekKind() != Kind::kCloseBrace) {
    if (reader_.PeekKind() == Kind::kEnd) {
      ReportIfFound(RangeOf(open), "Block is not closed",
                    "No } for this { comes before the end of the file. It may "
                    "be missing in a block inside.");
      Lose();
      break;
    }
    ParseItem(&builder);
  }
  builder.body.range = {open.end, reader_.Read().begin, file_};
  return std::move(builder.body);
}

// An attribute, a block or a newline. The next item is read with fresh eyes,
// whatever is wrong with this one.
void Parser::ParseItem(BodyBuilder* builder) {
  const Lexeme first = reader_.Read();
  if (first.kind == Kind::kNewline) return;
  if (first.kind == Kind::kIdentifier) {
    ParseNamedItem(first, builder);
  } else {
    ReportIfFound(RangeOf(first), kItemRequired,
                  first.kind == Kind::kOpenQuote
                      ? "Write names of arguments without quotes."
                      : "Only arguments and blocks may stand here.");
    SkipItem();
  }
  if (reader_.PeekKind() != Kind::kEnd) lost_ = false;
}

void Parser::ParseNamedItem(const Lexeme& name, BodyBuilder* builder) {
  switch (reader_.PeekKind()) {
    case Kind::kEquals:
      return ParseAttribute(name, builder);
    case Kind::kOpenQuote:
    case Kind::kOpenBrace:
    case Kind::kIdentifier:
      return ParseBlock(name, builder);
    default:
      ReportIfFound(RangeOf(name), kItemRequired,
                    "A name alone says nothing. Set an argument with =, or "
                    "open a block with {.");
      SkipItem();
  }
}

void Parser::ParseAttribute(const Lexeme& name, BodyBuilder* builder) {
  const std::size_t before = problems_.size();
  Attribute attribute = ParseAttributeValue(name);
  if (FailedSince(before)) {
    SkipItem();
  } else {
    ExpectNewline("argument");
  }
  Add(std::move(attribute), builder);
}

void Parser::Add(Attribute attribute, BodyBuilder* builder) {
  if (builder->names.insert(attribute.name).second) {
    builder->body.attributes.push_back(std::move(attribute));
  } else {
    Report(attribute.name_range, "Argument is set twice",
           "Each argument may be set once in a block. Remove one.");
  }
}

Attribute Parser::ParseAttributeValue(const Lexeme& name) {
  reader_.Read();  // =
  Attribute attribute;
  attribute.name = std::string(TextOf(name));
  attribute.name_range = RangeOf(name);
  attribute.expression = ParseExpression();
  attribute.range = From(name, reader_.Previous());
  return attribute;
}

void Parser::ExpectNewline(absl::string_view what) {
  const Kind kind = reader_.PeekKind();
  if (kind == Kind::kNewline || kind == Kind::kEnd) {
    reader_.Read();
    return;
  }
  ReportIfFound(NextRange(), absl::StrCat("Missing newline after ", what),
                kind == Kind::kComma
                    ? "Newlines separate what stands in a block, not commas."
                    : "Put what follows on a line of its own.");
  SkipItem();
}

void Parser::ParseBlock(const Lexeme& type, BodyBuilder* builder) {
  Block block;
  block.type = std::string(TextOf(type));
  block.type_range = RangeOf(type);
  block.header = block.type_range;
  if (!ParseLabels(&block)) {
    SkipItem();
    return;
  }
  const Lexeme open = reader_.Read();
  switch (reader_.PeekKind()) {
    case Kind::kNewline:
    case Kind::kCloseBrace:
    case Kind::kEnd:
      block.body = ParseBlockBody(open);
      break;
    default:
      block.body = ParseOneLineBody(open);
  }
  block.range = From(type, reader_.Previous());
  ExpectNewline("block");
  builder->body.blocks.push_back(std::move(block));
}

// Up to the opening brace; false where none comes.
bool Parser::ParseLabels(Block* block) {
  for (;;) {
    switch (reader_.PeekKind()) {
      case Kind::kOpenBrace:
        return true;
      case Kind::kOpenQuote:
        block->labels.push_back(ParseQuotedLabel());
        break;
      case Kind::kIdentifier: {
        const Lexeme label = reader_.Read();
        block->labels.push_back({std::string(TextOf(label)), RangeOf(label)});
        break;
      }
      case Kind::kEquals:
        Report(
            NextRange(), "Invalid block header",
            "Arguments are set with = and have no labels; blocks have no =.");
        return false;
      case Kind::kNewline:
        Report(NextRange(), "Invalid block header",
               "Open the block with { on the line of its header.");
        return false;
      default:
        ReportIfFound(NextRange(), "Invalid block header",
                      "A label in quotes or { is expected.");
        return false;
    }
    block->header = Between(block->type_range, block->labels.back().range);
  }
}

Label Parser::ParseQuotedLabel() {
  constexpr absl::string_view kInvalid = "Invalid label";
  const Lexeme open = reader_.Read();
  Label label;
  for (;;) {
    const Lexeme token = reader_.Read();
    label.range = From(open, token);
    switch (token.kind) {
      case Kind::kCloseQuote:
        return label;
      case Kind::kQuotedText:
        label.text += UnescapeQuoted(TextOf(token), RangeOf(token), &problems_);
        break;
      case Kind::kOpenInterpolation:
      case Kind::kOpenDirective:
        Report(RangeOf(token), kInvalid,
               "Labels are plain text. Write $${ or %%{ where ${ or %{ is "
               "meant literally.");
        Recover(Kind::kCloseTemplate);
        break;
      case Kind::kEnd:
        Report(RangeOf(token), kInvalid,
               "The closing quote is missing before the end of the file.");
        return label;
      default:
        Report(RangeOf(token), kInvalid, "Labels end on the line they begin.");
        Recover(Kind::kCloseQuote);
        return label;
    }
  }
}

// { name = value } on the line of the header.
Body Parser::ParseOneLineBody(const Lexeme& open) {
  Body body;
  const std::size_t before = problems_.size();
  const Lexeme name = reader_.Read();
  const Kind next = reader_.PeekKind();
  if (name.kind == Kind::kIdentifier && next == Kind::kEquals) {
    body.attributes.push_back(ParseAttributeValue(name));
    if (FailedSince(before)) SkipItem();
  } else {
    const bool is_block =
        name.kind == Kind::kIdentifier &&
        (next == Kind::kOpenQuote || next == Kind::kOpenBrace ||
         next == Kind::kIdentifier);
    ReportIfFound(RangeOf(name), kItemRequired,
                  is_block ? "A block on one line holds one argument at most. "
                             "Put blocks in it on lines of their own."
                           : "Set an argument with =.");
    SkipItem();
  }
  EndOneLineBody(open);
  body.range = {open.end, reader_.Previous().begin, file_};
  return body;
}

void Parser::EndOneLineBody(const Lexeme& open) {
  if (reader_.PeekKind() == Kind::kCloseBrace) {
    reader_.Read();
    return;
  }
  if (reader_.PeekKind() == Kind::kEnd) {
    ReportIfFound(RangeOf(open), "Block is not closed",
                  "No } for this { comes before the end of the file.");
  } else {
    ReportIfFound(NextRange(), "Block on one line is not closed",
                  "It holds one argument at most, and its } stands on the same "
                  "line. Put several on lines of their own.");
  }
  Recover(Kind::kCloseBrace);
}

// Behind the next newline that is not between brackets.
void Parser::SkipItem() {
  Lose();
  std::vector<Kind> open;
  const auto close = [&](auto is_opener) {
    while (!open.empty() && !is_opener(open.back())) open.pop_back();
    if (!open.empty()) open.pop_back();
  };
  const auto closes = [](Kind opener) {
    return [opener](Kind kind) { return kind == opener; };
  };
  for (;;) {
    const Kind kind = reader_.Read().kind;
    switch (kind) {
      case Kind::kEnd:
        return;
      case Kind::kNewline:
        if (open.empty()) return;
        break;
      case Kind::kOpenBrace:
      case Kind::kOpenBracket:
      case Kind::kOpenParen:
      case Kind::kOpenQuote:
      case Kind::kOpenHeredoc:
      case Kind::kOpenInterpolation:
      case Kind::kOpenDirective:
        open.push_back(kind);
        break;
      case Kind::kCloseBrace:
        close(closes(Kind::kOpenBrace));
        break;
      case Kind::kCloseBracket:
        close(closes(Kind::kOpenBracket));
        break;
      case Kind::kCloseParen:
        close(closes(Kind::kOpenParen));
        break;
      case Kind::kCloseQuote:
        close(closes(Kind::kOpenQuote));
        break;
      case Kind::kCloseHeredoc:
        close(closes(Kind::kOpenHeredoc));
        break;
      case Kind::kCloseTemplate:
        close([](Kind opener) {
          return opener == Kind::kOpenInterpolation ||
                 opener == Kind::kOpenDirective;
        });
        break;
      default:
        break;
    }
  }
}

}  // namespace compliance::hcl
