// Whatever apply makes of the unknowns, what was said before holds: known parts
// stay, pieces become the text that they say, and of alternatives it is one.
#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/json.h"
#include "compliance/cty/origin.h"
#include "gtest/gtest.h"
#include "hcl/evaluation.h"
#include "hcl/random_expression.h"

namespace compliance {
namespace {

using cty::Atom;
using cty::Path;
using cty::Piece;
using cty::Type;
using cty::Value;
using Values = std::map<std::string, Value>;

Value Text(const std::string& text) { return Value::String(text); }
Value Strings(const std::vector<std::string>& texts) {
  Value::Elements elements;
  for (const std::string& text : texts) elements.push_back(Text(text));
  return Value::List(Type::String(), std::move(elements));
}

// What the atoms come to: `a` of the resource "r" is the value of "a".
Values Completion(std::mt19937& random) {
  const auto one_of = [&](const std::vector<Value>& values) {
    return values[random() % values.size()];
  };
  const Value null = Value::Null(Type::String());
  const std::vector<Value> lists = {Strings({}), Strings({"k"}),
                                    Strings({"p", "q\"1"}),
                                    Value::Null(Type::List(Type::String()))};
  const std::vector<Value> strings = {Text("k"),       Text("1"), Text("true"),
                                      Text("va\"\n<"), Text(""),  null};
  const Value object =
      Value::Object({{"x", one_of(strings)}, {"y", one_of(lists)}});
  return {
      {"a", one_of(strings)},
      {"b", one_of(strings)},
      {"s", one_of({Text("k"), Text("ser")})},
      {"n", one_of({Value::Number(0), Value::Number(1), Value::Number(7),
                    Value::Null(Type::Number())})},
      {"f", one_of({Value::Bool(true), Value::Bool(false)})},
      {"l", one_of(lists)},
      {"o", object},
      {"u", one_of({Text("k"), Value::Number(1), object, Strings({"k"}),
                    Value::Tuple({Text("k"), Value::Number(2)})})},
      {"h", Text("k").WithSensitive()},
  };
}

// The values, and what is known without apply that holds them.
Values WithKnown(Values values) {
  values.emplace("t", Value::Tuple({values["a"], Text("k"), values["b"]}));
  values.emplace(
      "m", Value::Map(Type::String(), {{"a", values["a"]}, {"k", Text("k")}}));
  return values;
}

Values Unknowns(const Values& completion) {
  Values unknowns;
  for (const auto& [name, value] : completion) {
    const Type type = name == "u" ? Type::Dynamic() : value.type();
    cty::Refinement refinement;
    refinement.not_null = name == "s" || name == "o";
    unknowns.emplace(name,
                     UnknownOf(type, Atom{"r", Path().Attr(name)}, refinement)
                         .WithSensitive(value.IsSensitive()));
  }
  return unknowns;
}

// As jsonencode writes it inside a string.
std::string Escaped(const std::string& text) {
  const auto json = cty::EncodeJson(Text(text), Type::String());
  std::string escaped = json->substr(1, json->size() - 2);
  const std::vector<std::pair<std::string, std::string>> marks = {
      {"<", "\\u003c"}, {">", "\\u003e"}, {"&", "\\u0026"}};
  for (const auto& [mark, code] : marks) {
    for (std::size_t at = 0;
         (at = escaped.find(mark, at)) != std::string::npos;) {
      escaped.replace(at, mark.size(), code);
    }
  }
  return escaped;
}

// Sensitive marks are not looked at: of an unknown Terraform itself does not
// know all of them.
class Checker {
 public:
  explicit Checker(const Values& completion)
      : root_(Value::Object({completion.begin(), completion.end()})) {}

  bool Holds(const Value& before, const Value& after) const {
    if (before.IsUnknown()) return UnknownHolds(before, after);
    if (before.IsNull() || after.IsNull()) {
      return before.IsNull() && after.IsNull();
    }
    if (before.type().IsPrimitive()) return SameText(before, after);
    const Type::Kind kind = before.type().kind();
    if (kind == Type::Kind::kSet) return SetHolds(before, after);
    if (kind == Type::Kind::kMap || kind == Type::Kind::kObject) {
      return MembersHold(before, after);
    }
    return ElementsHold(before, after);
  }

 private:
  // Where one arm of a conditional has no type yet, Terraform leaves the other
  // as it is, and converts it once that is known: 5 or "5".
  static bool SameText(const Value& a, const Value& b) {
    if (!b.type().IsPrimitive()) return false;
    return cty::Convert(a, Type::String())->AsString() ==
           cty::Convert(b, Type::String())->AsString();
  }

  static bool IsSequence(const Value& value) {
    const Type::Kind kind = value.type().kind();
    return kind == Type::Kind::kList || kind == Type::Kind::kTuple ||
           kind == Type::Kind::kSet;
  }

  bool ElementsHold(const Value& before, const Value& after) const {
    return IsSequence(after) &&
           std::equal(
               before.AsElements().begin(), before.AsElements().end(),
               after.AsElements().begin(), after.AsElements().end(),
               [this](const Value& a, const Value& b) { return Holds(a, b); });
  }

  bool SetHolds(const Value& before, const Value& after) const {
    if (!IsSequence(after)) return false;
    const auto& olds = before.AsElements();
    const auto& news = after.AsElements();
    const auto has_old = [&](const Value& b) {
      return std::any_of(olds.begin(), olds.end(),
                         [&](const Value& a) { return Holds(a, b); });
    };
    const auto has_new = [&](const Value& a) {
      return std::any_of(news.begin(), news.end(),
                         [&](const Value& b) { return Holds(a, b); });
    };
    return std::all_of(news.begin(), news.end(), has_old) &&
           std::all_of(olds.begin(), olds.end(), has_new);
  }

  bool MembersHold(const Value& before, const Value& after) const {
    const Type::Kind kind = after.type().kind();
    if (kind != Type::Kind::kMap && kind != Type::Kind::kObject) return false;
    const auto& olds = before.AsAttributes();
    const auto& news = after.AsAttributes();
    return std::equal(olds.begin(), olds.end(), news.begin(), news.end(),
                      [this](const auto& a, const auto& b) {
                        return a.first == b.first && Holds(a.second, b.second);
                      });
  }

  bool UnknownHolds(const Value& before, const Value& after) const {
    const cty::Refinement& refinement = before.refinement();
    if (refinement.not_null && after.IsNull()) return false;
    if (!refinement.prefix.empty() &&
        !absl::StartsWith(after.AsString(), refinement.prefix)) {
      return false;
    }
    const cty::Origin* origin = before.origin();
    if (origin == nullptr) return true;
    if (origin->alternatives.empty()) {
      return PiecesHold(origin->pieces, before.type(), after);
    }
    return std::any_of(origin->alternatives.begin(), origin->alternatives.end(),
                       [&](const Value& one) { return Holds(one, after); });
  }

  bool PiecesHold(const std::vector<Piece>& pieces, const Type& type,
                  const Value& after) const {
    if (pieces.size() == 1 && !pieces.front().in_json) {
      const Value* atom = root_.Find(pieces.front().atom->path);
      if (atom == nullptr) return false;
      const auto converted = cty::Convert(atom->WithSensitive(false), type);
      return converted.ok() && Holds(*converted, after.WithSensitive(false));
    }
    std::string text;
    for (const Piece& piece : pieces) {
      absl::StrAppend(&text, piece.text);
      if (!piece.atom.has_value()) continue;
      const Value* atom = root_.Find(piece.atom->path);
      if (atom == nullptr) return false;
      const auto string = cty::Convert(*atom, Type::String());
      if (!string.ok() || string->IsNull()) return false;
      absl::StrAppend(&text, piece.in_json ? Escaped(string->AsString())
                                           : string->AsString());
    }
    return after.HasContent() && after.type() == Type::String() &&
           after.AsString() == Text(text).AsString();
  }

  Value root_;
};

TEST(EvaluateSoundness, WhatIsSaidHoldsAfterApply) {
  std::size_t completed = 0;
  std::size_t told = 0;
  constexpr std::uint32_t kExpressions = 20000;
  for (std::uint32_t seed = 0; seed < kExpressions; ++seed) {
    const std::string text = testing::RandomExpression(seed).Text();
    const hcl::Expression expression = testing::ExpressionOf(text);
    std::mt19937 random(seed);
    for (int round = 0; round < 4; ++round) {
      const Values completion = Completion(random);
      const Value before = hcl::Evaluate(
          expression, testing::NamesOf(WithKnown(Unknowns(completion))));
      const Value after =
          hcl::Evaluate(expression, testing::NamesOf(WithKnown(completion)));
      if (!after.IsWhollyKnown()) continue;  // refused: apply fails
      ++completed;
      told += !before.IsUnknown() || before.origin() != nullptr ? 1 : 0;
      ASSERT_TRUE(Checker(completion).Holds(before, after))
          << "seed " << seed << ": " << text << "\nbefore: " << before << " "
          << before.type() << "\nafter:  " << after.WithSensitive(false) << " "
          << after.type() << "\nof:     "
          << Value::Object({completion.begin(), completion.end()});
    }
  }
  // The law would hold of an evaluator that knows nothing.
  EXPECT_GT(completed, kExpressions);
  EXPECT_GT(told * 2, completed);
  RecordProperty("told", static_cast<int>(told * 100 / completed));
}

}  // namespace
}  // namespace compliance
