// Terms: what operators and steps apply to.
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "compliance/cty/number.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "hcl/parser.h"

namespace compliance::hcl {
namespace {

using Kind = Lexeme::Kind;

constexpr absl::string_view kInvalidFor = "Invalid for expression";

// true, false and null; nullopt for any other word.
std::optional<cty::Value> ConstantNamed(absl::string_view word) {
  if (word == "true") return cty::Value::Bool(true);
  if (word == "false") return cty::Value::Bool(false);
  if (word == "null") return cty::Value::Null(cty::Type::Dynamic());
  return std::nullopt;
}

// The word that an object's key consists of.
std::optional<std::string> BareWord(const Expression& key,
                                    absl::string_view written) {
  const auto* literal = key.As<Literal>();
  const bool is_word = key.As<Variable>() != nullptr ||
                       (literal != nullptr && ConstantNamed(written));
  if (!is_word) return std::nullopt;
  return std::string(written);
}

}  // namespace

Expression Parser::ParseTerm() {
  const Lexeme start = reader_.Peek();
  switch (start.kind) {
    case Kind::kOpenParen:
      return ParseParentheses();
    case Kind::kNumber:
      return ParseNumber();
    case Kind::kIdentifier:
      return ParseName();
    case Kind::kOpenQuote:
    case Kind::kOpenHeredoc:
      return ParseQuotedOrHeredoc();
    case Kind::kOpenBracket:
      return ParseTuple();
    case Kind::kOpenBrace:
      return ParseObject();
    case Kind::kEnd:
      ReportIfFound(RangeOf(start), "Expression missing",
                    "The file ends where an expression is expected.");
      break;
    default:
      ReportIfFound(RangeOf(start), "Expression missing",
                    "No expression starts like this.");
  }
  Lose();
  return Expression(Invalid{}, RangeOf(start));
}

Expression Parser::ParseParentheses() {
  const std::size_t before = problems_.size();
  const Lexeme open = reader_.Read();
  const Newlines newlines(&reader_, false);
  Expression inner = ParseExpression();
  if (problems_.size() > before) {
    Recover(Kind::kCloseParen);
    return inner;
  }
  if (reader_.PeekKind() != Kind::kCloseParen) {
    Report(NextRange(), "Parentheses are not closed",
           "Write ) behind the expression.");
    Lose();
  }
  const Lexeme close = reader_.Read();
  return Make(Parentheses{std::move(inner)}, From(open, close));
}

Expression Parser::ParseNumber() {
  const Lexeme token = reader_.Read();
  const absl::StatusOr<cty::Number> number = cty::Number::Parse(TextOf(token));
  if (number.ok()) {
    return Make(Literal{cty::Value::Number(*number)}, RangeOf(token));
  }
  if (!absl::IsOutOfRange(number.status())) {
    Report(RangeOf(token), "Invalid number",
           "Write digits, with one decimal point at most.");
  }
  return Make(Literal{cty::Value::Unknown(cty::Type::Number())},
              RangeOf(token));
}

Expression Parser::ParseName() {
  const Lexeme token = reader_.Read();
  const Kind next = reader_.PeekKind();
  if (next == Kind::kOpenParen || next == Kind::kDoubleColon) {
    return ParseCall(token);
  }
  const absl::string_view word = TextOf(token);
  if (std::optional<cty::Value> constant = ConstantNamed(word)) {
    return Make(Literal{*std::move(constant)}, RangeOf(token));
  }
  return Make(Variable{std::string(word)}, RangeOf(token));
}

// The parenthesis or the first :: is next.
Expression Parser::ParseCall(const Lexeme& name) {
  Call call;
  call.name = std::string(TextOf(name));
  call.name_range = RangeOf(name);
  Lexeme open = reader_.Read();
  while (open.kind == Kind::kDoubleColon) {
    const Lexeme part = reader_.Read();
    if (part.kind != Kind::kIdentifier) {
      Report(RangeOf(part), "Function name missing",
             "Write the name of a function behind ::.");
      RecoverBehindParentheses();
      return Expression(Invalid{}, From(name, part));
    }
    absl::StrAppend(&call.name, "::", TextOf(part));
    call.name_range = From(name, part);
    open = reader_.Read();
  }
  if (open.kind != Kind::kOpenParen) {
    Report(RangeOf(open), "Arguments missing",
           "Only functions have :: in their names. Write ( behind it.");
    RecoverBehindParentheses();
    return Expression(Invalid{}, From(name, open));
  }
  const Newlines newlines(&reader_, false);
  ParseArguments(open, &call);
  return Make(std::move(call), From(name, reader_.Previous()));
}

// Up to and with the closing parenthesis.
void Parser::ParseArguments(const Lexeme& open, Call* call) {
  const std::size_t before = problems_.size();
  while (reader_.PeekKind() != Kind::kCloseParen) {
    call->arguments.push_back(ParseExpression());
    if (FailedSince(before)) {
      Recover(Kind::kCloseParen);
      return;
    }
    const Lexeme separator = reader_.Read();
    switch (separator.kind) {
      case Kind::kComma:
        continue;
      case Kind::kCloseParen:
        return;
      case Kind::kEllipsis:
        call->expand_last = true;
        if (reader_.PeekKind() == Kind::kCloseParen) break;
        ReportIfFound(RangeOf(separator), "Arguments are not closed",
                      "Write ) behind the ... of the last argument.");
        Recover(Kind::kCloseParen);
        return;
      case Kind::kEnd:
        Report(Between(call->name_range, RangeOf(open)),
               "Arguments are not closed",
               "No ) for this ( comes before the end of the file.");
        Recover(Kind::kCloseParen);
        return;
      default:
        Report(RangeOf(separator), "Comma missing",
               "Separate arguments by commas.");
        Recover(Kind::kCloseParen);
        return;
    }
    break;
  }
  reader_.Read();
}

Expression Parser::ParseTuple() {
  const std::size_t before = problems_.size();
  const Lexeme open = reader_.Read();
  const Newlines newlines(&reader_, false);
  if (PeekWord("for")) return ParseFor(open);
  Tuple tuple;
  Lexeme close;
  for (;;) {
    if (reader_.PeekKind() != Kind::kCloseBracket) {
      tuple.elements.push_back(ParseExpression());
      if (FailedSince(before)) {
        close = Recover(Kind::kCloseBracket);
        break;
      }
    }
    if (reader_.PeekKind() == Kind::kCloseBracket) {
      close = reader_.Read();
      break;
    }
    if (reader_.PeekKind() != Kind::kComma) {
      const bool at_end = reader_.PeekKind() == Kind::kEnd;
      ReportIfFound(at_end ? RangeOf(open) : NextRange(),
                    at_end ? "List is not closed" : "Comma missing",
                    at_end ? "No ] for this [ comes before the end of the file."
                           : "Separate elements by commas, and close the list "
                             "with ].");
      close = Recover(Kind::kCloseBracket);
      break;
    }
    reader_.Read();
  }
  return Make(std::move(tuple), From(open, close));
}

Expression Parser::ParseObject() {
  const Lexeme open = reader_.Read();
  bool is_for = false;
  {
    const Newlines newlines(&reader_, false);
    is_for = PeekWord("for");
    if (is_for) return ParseFor(open);
  }
  const Newlines newlines(&reader_, true);
  Object object;
  while (reader_.PeekKind() != Kind::kCloseBrace) {
    if (reader_.PeekKind() == Kind::kNewline) {
      reader_.Read();
    } else if (!ParseObjectItem(open, &object)) {
      const Lexeme close = Recover(Kind::kCloseBrace);
      return Make(std::move(object), From(open, close));
    }
  }
  const Lexeme close = reader_.Read();
  return Make(std::move(object), From(open, close));
}

// key = value, with the comma or newline behind it; false where the rest of the
// object cannot be read.
bool Parser::ParseObjectItem(const Lexeme& open, Object* object) {
  const std::size_t before = problems_.size();
  constexpr absl::string_view kNotClosed = "Object is not closed";
  constexpr absl::string_view kNoEnd =
      "No } for this { comes before the end of the file.";
  ObjectItem item;
  const Lexeme first = reader_.Peek();
  item.key = ParseExpression();
  if (FailedSince(before)) return false;
  item.name = BareWord(item.key, TextOf(first));
  switch (reader_.PeekKind()) {
    case Kind::kEquals:
    case Kind::kColon:
      break;
    case Kind::kEnd:
      ReportIfFound(RangeOf(open), kNotClosed, kNoEnd);
      return false;
    default:
      ReportIfFound(NextRange(), "Value of a key missing",
                    "Write key = value. A key with other characters than "
                    "letters, digits, _ and - stands in quotes.");
      return false;
  }
  reader_.Read();
  item.value = ParseExpression();
  object->items.push_back(std::move(item));
  if (FailedSince(before)) return false;
  switch (reader_.PeekKind()) {
    case Kind::kCloseBrace:
      return true;
    case Kind::kComma:
    case Kind::kNewline:
      reader_.Read();
      return true;
    case Kind::kEnd:
      ReportIfFound(RangeOf(open), kNotClosed, kNoEnd);
      return false;
    default:
      ReportIfFound(NextRange(), "Comma missing",
                    "Separate keys by commas or newlines, and close the "
                    "object with }.");
      return false;
  }
}

// `open` is [ or {, `for` is next.
Expression Parser::ParseFor(const Lexeme& open) {
  const Newlines newlines(&reader_, false);
  const bool makes_object = open.kind == Kind::kOpenBrace;
  const Kind end = makes_object ? Kind::kCloseBrace : Kind::kCloseBracket;
  For loop;
  std::optional<SourceRange> grouping;
  if (!ParseForHeader(&loop.key_name, &loop.value_name, kInvalidFor) ||
      !ParseForBody(&loop, &grouping)) {
    const Lexeme close = Recover(end);
    return Expression(Invalid{}, From(open, close));
  }
  Lexeme close = reader_.Peek();
  if (close.kind == end) {
    reader_.Read();
  } else {
    ReportIfFound(NextRange(), kInvalidFor,
                  "The expression is complete here. Close its bracket.");
    close = Recover(end);
  }
  if (makes_object && !loop.key.has_value()) {
    Report(loop.value.range(), kInvalidFor,
           "Write key => value to make an object.");
  }
  if (!makes_object && loop.key.has_value()) {
    Report(loop.key->range(), kInvalidFor,
           "A list has no keys. Use braces to make an object.");
  }
  if (!makes_object && grouping.has_value()) {
    Report(*grouping, kInvalidFor,
           "Only objects group values by key. Use braces.");
  }
  return Make(std::move(loop), From(open, close));
}

// for k, v in: of an expression or a directive.
bool Parser::ParseForHeader(std::string* key_name, std::string* value_name,
                            absl::string_view summary) {
  reader_.Read();  // for
  constexpr absl::string_view kNameMissing = "Write the name of a variable.";
  if (reader_.PeekKind() != Kind::kIdentifier) {
    ReportIfFound(NextRange(), summary, kNameMissing);
    return false;
  }
  *value_name = std::string(TextOf(reader_.Read()));
  if (reader_.PeekKind() == Kind::kComma) {
    reader_.Read();
    if (reader_.PeekKind() != Kind::kIdentifier) {
      ReportIfFound(NextRange(), summary, kNameMissing);
      return false;
    }
    *key_name = std::exchange(*value_name, std::string(TextOf(reader_.Read())));
  }
  if (!PeekWord("in")) {
    ReportIfFound(NextRange(), summary,
                  "Write in and a collection behind the names.");
    return false;
  }
  reader_.Read();
  return true;
}

// collection : key => value... if condition
bool Parser::ParseForBody(For* loop, std::optional<SourceRange>* grouping) {
  const std::size_t before = problems_.size();
  loop->collection = ParseExpression();
  if (FailedSince(before)) return false;
  if (reader_.PeekKind() != Kind::kColon) {
    ReportIfFound(NextRange(), kInvalidFor, "Write : behind the collection.");
    return false;
  }
  reader_.Read();
  loop->value = ParseExpression();
  if (reader_.PeekKind() == Kind::kFatArrow) {
    reader_.Read();
    loop->key = std::exchange(loop->value, ParseExpression());
  }
  if (FailedSince(before)) return false;
  if (reader_.PeekKind() == Kind::kEllipsis) {
    *grouping = RangeOf(reader_.Read());
    loop->is_grouped = true;
  }
  if (PeekWord("if")) {
    reader_.Read();
    loop->condition = ParseExpression();
  }
  return !FailedSince(before);
}

}  // namespace compliance::hcl
