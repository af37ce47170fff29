#include "hcl/text.h"

#include <string>
#include <vector>

#include "compliance/cty/origin.h"
#include "gtest/gtest.h"
#include "hcl/alternatives.h"

namespace compliance::hcl {
namespace {

using cty::Atom;
using cty::Path;
using cty::Piece;
using cty::Type;
using cty::Value;

const Atom kArn{"aws_kms_key.k", Path().Attr("arn")};
const Atom kId{"aws_vpc.v", Path().Attr("id")};

Result Text(const char* text) { return Known(Value::String(text)); }
Result AtomOf(const Atom& atom, const Type& type = Type::String()) {
  return Known(UnknownOf(type, atom));
}
Value Join(const std::vector<Result>& parts) {
  const Result joined = JoinAsText(parts);
  EXPECT_FALSE(joined.refused);
  return joined.value;
}

TEST(Text, JoinsWhatIsKnown) {
  EXPECT_EQ(Join({}), Value::String(""));
  EXPECT_EQ(Join({Text("a"), Known(Value::Number(5)), Known(Value::Bool(true)),
                  Text("")}),
            Value::String("a5true"));
}

TEST(Text, KeepsAtomsAsPieces) {
  const std::vector<Piece> pieces = {Piece::Of(kArn), Piece::Text("/x/"),
                                     Piece::Of(kId)};
  EXPECT_EQ(Join({AtomOf(kArn), Text("/x"), Text("/"), AtomOf(kId)}),
            cty::StringOf(pieces));
  // Of whatever type the atom is, also one not told.
  for (const Type& type : {Type::Number(), Type::Bool(), Type::Dynamic()}) {
    EXPECT_EQ(Join({Text("n"), AtomOf(kId, type)}),
              cty::StringOf({Piece::Text("n"), Piece::Of(kId)}))
        << type;
  }
}

TEST(Text, AlternativesBecomeAlternativesOfTheWhole) {
  const Result arn_or_star =
      Known(Undecided({UnknownOf(Type::String(), kArn), Value::String("*")}));
  EXPECT_EQ(Join({Text("a:"), arn_or_star, Text(":z")}),
            Undecided({cty::StringOf({Piece::Text("a:"), Piece::Of(kArn),
                                      Piece::Text(":z")}),
                       Value::String("a:*:z")}));
  const Result a_or_b =
      Known(Undecided({Value::String("a"), Value::String("b")}));
  EXPECT_EQ(Join({a_or_b, a_or_b}),
            Undecided({Value::String("aa"), Value::String("ab"),
                       Value::String("ba"), Value::String("bb")}));
  // One that is null would be refused.
  const Result a_or_null =
      Known(Undecided({Value::String("a"), Value::Null(Type::String())}));
  EXPECT_EQ(Join({Text("x"), a_or_null}), Undecided({Value::String("xa")}));
}

TEST(Text, SaysWhatAnUntoldStringStartsWith) {
  cty::Refinement refinement;
  refinement.not_null = true;
  const Result unknown = Unknown(Type::String());
  EXPECT_EQ(Join({unknown, Text("b")}),
            Value::Unknown(Type::String(), refinement));
  refinement.prefix = "ab";
  EXPECT_EQ(Join({Text("a"), Text("b"), unknown, Text("c")}),
            Value::Unknown(Type::String(), refinement));
}

TEST(Text, TooManyAlternativesAreNotFollowed) {
  std::vector<Value> many;
  for (int i = 0; i < 11; ++i) {
    many.push_back(Value::String(std::to_string(i)));
  }
  const Result one_of = Known(Undecided(many));
  const Value joined = Join({one_of, one_of});
  ASSERT_TRUE(joined.IsUnknown());
  EXPECT_EQ(joined.origin(), nullptr);
}

TEST(Text, TooLongStringsAreNotBuilt) {
  const std::string half(kMaxTextBytes / 2 + 1, 'x');
  const Result part = Known(Value::String(half));
  EXPECT_TRUE(Join({part, part}).IsUnknown());
  EXPECT_EQ(Join({part, part}).origin(), nullptr);
}

TEST(Text, RefusesWhatNoStringHolds) {
  for (const Value& part : {Value(), Value::Null(Type::String()),
                            Value::Tuple({}), Value::Object({})}) {
    const Result joined = JoinAsText({Text("a"), Known(part)});
    EXPECT_TRUE(joined.refused) << part;
    EXPECT_EQ(joined.value, Value::Unknown(Type::String())) << part;
  }
  EXPECT_TRUE(JoinAsText({Refused()}).refused);
}

TEST(Text, IsSensitiveWithASensitivePart) {
  const Value secret = Value::String("s").WithSensitive();
  EXPECT_EQ(Join({Text("a"), Known(secret)}),
            Value::String("as").WithSensitive());
  EXPECT_TRUE(Join({Known(secret), AtomOf(kArn)}).IsSensitive());
  EXPECT_TRUE(
      Join({Known(Undecided({secret, Value::String("b")}))}).IsSensitive());
}

}  // namespace
}  // namespace compliance::hcl
