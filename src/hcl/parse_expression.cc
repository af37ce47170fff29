// Operators, and the steps behind a term.
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "hcl/parser.h"

namespace compliance::hcl {
namespace {

using Kind = Lexeme::Kind;

struct Operator {
  Kind token;
  BinaryOperator op;
  int level;  // the higher, the tighter it binds
};

constexpr std::array kOperators = {
    Operator{Kind::kOr, BinaryOperator::kOr, 1},
    Operator{Kind::kAnd, BinaryOperator::kAnd, 2},
    Operator{Kind::kEqual, BinaryOperator::kEqual, 3},
    Operator{Kind::kNotEqual, BinaryOperator::kNotEqual, 3},
    Operator{Kind::kLess, BinaryOperator::kLess, 4},
    Operator{Kind::kLessOrEqual, BinaryOperator::kLessOrEqual, 4},
    Operator{Kind::kGreater, BinaryOperator::kGreater, 4},
    Operator{Kind::kGreaterOrEqual, BinaryOperator::kGreaterOrEqual, 4},
    Operator{Kind::kPlus, BinaryOperator::kAdd, 5},
    Operator{Kind::kMinus, BinaryOperator::kSubtract, 5},
    Operator{Kind::kStar, BinaryOperator::kMultiply, 6},
    Operator{Kind::kSlash, BinaryOperator::kDivide, 6},
    Operator{Kind::kPercent, BinaryOperator::kModulo, 6},
};

const Operator* OperatorOf(Kind token) {
  for (const Operator& candidate : kOperators) {
    if (candidate.token == token) return &candidate;
  }
  return nullptr;
}

}  // namespace

Expression Parser::ParseExpression() {
  const Level level(this);
  if (level.IsTooDeep()) {
    ReportTooDeep(NextRange());
    return Expression(Invalid{}, NextRange());
  }
  const std::size_t before = problems_.size();
  Expression condition = ParseOperation(1);
  if (FailedSince(before) || reader_.PeekKind() != Kind::kQuestion) {
    return condition;
  }
  reader_.Read();
  Expression then_value = ParseExpression();
  if (FailedSince(before)) return condition;
  if (reader_.PeekKind() != Kind::kColon) {
    Report(NextRange(), "Conditional has no second value",
           "Write condition ? value : other value.");
    return condition;
  }
  reader_.Read();
  Expression else_value = ParseExpression();
  if (FailedSince(before)) return condition;
  const SourceRange range = Between(condition.range(), else_value.range());
  return Make(Conditional{std::move(condition), std::move(then_value),
                          std::move(else_value)},
              range);
}

// Operators of the level or above, from left to right.
Expression Parser::ParseOperation(int level) {
  const std::size_t before = problems_.size();
  Expression left = ParseOperand();
  while (!FailedSince(before)) {
    const Operator* found = OperatorOf(reader_.PeekKind());
    if (found == nullptr || found->level < level) break;
    reader_.Read();
    Expression right = ParseOperation(found->level + 1);
    if (FailedSince(before)) break;
    const SourceRange range = Between(left.range(), right.range());
    left = Make(Binary{found->op, std::move(left), std::move(right)}, range);
  }
  return left;
}

// A term with the steps behind it. Signs bind tighter than any operator between
// two operands.
Expression Parser::ParseOperand() {
  const Kind kind = reader_.PeekKind();
  if (kind != Kind::kMinus && kind != Kind::kNot) {
    return ParseTraversal(ParseTerm());
  }
  const Level level(this);
  if (level.IsTooDeep()) {
    ReportTooDeep(NextRange());
    return Expression(Invalid{}, NextRange());
  }
  const Lexeme sign = reader_.Read();
  Expression operand = ParseOperand();
  const SourceRange range = Between(RangeOf(sign), operand.range());
  return Make(
      Unary{kind == Kind::kMinus ? UnaryOperator::kNegate : UnaryOperator::kNot,
            std::move(operand)},
      range);
}

Expression Parser::ParseTraversal(Expression source) {
  std::vector<Step> steps;
  // Of the .* that the next step is taken behind.
  std::optional<SourceRange> splat;
  for (bool more = true; more;) {
    switch (reader_.PeekKind()) {
      case Kind::kDot:
        more = ParseDotStep(&splat, &steps);
        break;
      case Kind::kOpenBracket:
        splat.reset();
        more = ParseBracketStep(&steps);
        break;
      default:
        more = false;
    }
  }
  if (steps.empty()) return source;
  const SourceRange range = Between(source.range(), steps.back().range);
  return Make(Traversal{std::move(source), std::move(steps)}, range);
}

// .name, .0 or .*; false where it is none of them.
bool Parser::ParseDotStep(std::optional<SourceRange>* splat,
                          std::vector<Step>* steps) {
  const Lexeme dot = reader_.Read();
  const Lexeme next = reader_.Peek();
  // Behind a splat, faults are told of the splat.
  const SourceRange place = splat->value_or(RangeOf(next));
  Step step;
  switch (next.kind) {
    case Kind::kIdentifier:
      step.kind = Step::Kind::kAttribute;
      step.name = std::string(TextOf(next));
      reader_.Read();
      break;
    case Kind::kNumber:
      step.kind = Step::Kind::kLegacyIndex;
      if (absl::StrContains(TextOf(next), '.')) {
        Report(place, "Two indexes in a row",
               "This reads as one number with a fraction. Write the indexes in "
               "brackets: [0][1].");
        step.key = Expression(Invalid{}, RangeOf(reader_.Read()));
      } else {
        step.key = ParseNumber();
      }
      break;
    case Kind::kStar:
      if (splat->has_value()) {
        ReportIfFound(RangeOf(next), "Splat behind a splat",
                      "A .* takes attributes only. Write [*] for the outer "
                      "one.");
        Lose();
        return false;
      }
      step.kind = Step::Kind::kAttributeSplat;
      *splat = RangeOf(next);
      reader_.Read();
      break;
    default:
      ReportIfFound(place, "Name missing behind the dot",
                    "Write the name of an attribute.");
      Lose();
      return false;
  }
  step.range = From(dot, next);
  steps->push_back(std::move(step));
  return true;
}

// [key] or [*]; false where it is not closed.
bool Parser::ParseBracketStep(std::vector<Step>* steps) {
  const std::size_t before = problems_.size();
  const Lexeme open = reader_.Read();
  Step step;
  Lexeme close;
  if (reader_.PeekKind() == Kind::kStar) {
    step.kind = Step::Kind::kSplat;
    reader_.Read();
    close = reader_.Read();
  } else {
    step.kind = Step::Kind::kIndex;
    const Newlines newlines(&reader_, false);
    step.key = ParseExpression();
    close = FailedSince(before) ? Recover(Kind::kCloseBracket) : reader_.Read();
  }
  if (close.kind != Kind::kCloseBracket) {
    // Terraform points at the bracket that is found after all.
    const bool was_lost = lost_;
    close = Recover(Kind::kCloseBracket);
    if (!was_lost) {
      Report(RangeOf(close), "Index is not closed",
             "Write ] directly behind the index.");
    }
  }
  step.range = From(open, close);
  steps->push_back(std::move(step));
  return !FailedSince(before);
}

}  // namespace compliance::hcl
