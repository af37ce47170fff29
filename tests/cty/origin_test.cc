#include "compliance/cty/origin.h"

#include "compliance/cty/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::cty {
namespace {

using ::compliance::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::IsNull;
using ::testing::NotNull;
using ::testing::Optional;

const Atom kBucketArn{"aws_s3_bucket.b", Path().Attr("arn")};

Value BucketArn() { return UnknownOf(Type::String(), kBucketArn); }

TEST(Origin, AnAtomIsItself) {
  const Value arn = BucketArn();
  ASSERT_TRUE(arn.IsUnknown());
  ASSERT_THAT(arn.origin(), NotNull());
  EXPECT_THAT(arn.origin()->pieces, ElementsAre(Piece::Of(kBucketArn)));
  EXPECT_EQ(arn, BucketArn());
  EXPECT_NE(arn, Value::Unknown(Type::String()));
  EXPECT_NE(arn, UnknownOf(Type::String(),
                           Atom{"aws_s3_bucket.c", Path().Attr("arn")}));
}

TEST(Origin, APlainUnknownHasNone) {
  EXPECT_THAT(Value::Unknown(Type::String()).origin(), IsNull());
  EXPECT_EQ(PiecesOf(Value::Unknown(Type::String())), std::nullopt);
}

TEST(Origin, StringOfJoinsTextsAndPromisesTheStart) {
  const Value below =
      StringOf({Piece::Text("x"), Piece::Text(":"), Piece::Of(kBucketArn),
                Piece::Text(""), Piece::Text("/*")});
  ASSERT_TRUE(below.IsUnknown());
  EXPECT_THAT(
      below.origin()->pieces,
      ElementsAre(Piece::Text("x:"), Piece::Of(kBucketArn), Piece::Text("/*")));
  EXPECT_EQ(below.refinement().prefix, "x:");
  EXPECT_TRUE(IsNeverNull(below));
}

TEST(Origin, StringOfTextsIsKnown) {
  EXPECT_EQ(StringOf({Piece::Text("a"), Piece::Text("b")}),
            Value::String("ab"));
  EXPECT_EQ(StringOf({}), Value::String(""));
}

TEST(Origin, OneOfKeepsEveryArm) {
  const Value key = OneOf({BucketArn(), Value::Null(Type::String())});
  ASSERT_TRUE(key.IsUnknown());
  EXPECT_THAT(key.origin()->alternatives,
              ElementsAre(BucketArn(), Value::Null(Type::String())));
  EXPECT_FALSE(IsNeverNull(key));
  EXPECT_TRUE(IsNeverNull(OneOf({Value::String("a"), Value::String("b")})));
  EXPECT_EQ(OneOf({Value::String("a"), Value::String("a")}),
            Value::String("a"));
}

TEST(Origin, OneOfIsSensitiveWhenAnArmIs) {
  EXPECT_TRUE(OneOf({Value::String("a").WithSensitive(), Value::String("b")})
                  .IsSensitive());
}

TEST(Origin, PiecesOfAKnownValueAreItsText) {
  EXPECT_THAT(PiecesOf(Value::Number(5)),
              Optional(ElementsAre(Piece::Text("5"))));
  EXPECT_THAT(PiecesOf(Value::Bool(true)),
              Optional(ElementsAre(Piece::Text("true"))));
  EXPECT_EQ(PiecesOf(Value::Null(Type::String())), std::nullopt);
}

TEST(Origin, ConversionKeepsWhatStillHolds) {
  const Atom port{"aws_db_instance.d", Path().Attr("port")};
  EXPECT_THAT(Convert(UnknownOf(Type::Number(), port), Type::String()),
              IsOkAndHolds(UnknownOf(Type::String(), port)));
  EXPECT_THAT(
      Convert(OneOf({Value::Number(1), Value::Number(2)}), Type::String()),
      IsOkAndHolds(OneOf({Value::String("1"), Value::String("2")})));
  // A number that a text with an atom makes is no atom.
  const Value text = StringOf({Piece::Text("1"), Piece::Of(port)});
  const absl::StatusOr<Value> number = Convert(text, Type::Number());
  ASSERT_TRUE(number.ok());
  EXPECT_THAT(number->origin(), IsNull());
}

}  // namespace
}  // namespace compliance::cty
