#include "compliance/lang/functions.h"

#include <optional>
#include <string>
#include <vector>

#include "compliance/cty/origin.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::lang {
namespace {

using ::compliance::testing::IsOkAndHolds;
using ::compliance::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

using cty::Atom;
using cty::Piece;
using cty::Type;
using cty::Value;

Value Text(const char* text) { return Value::String(text); }
Value Int(std::int64_t n) { return Value::Number(n); }
Value List(Value::Elements elements) {
  return Value::Tuple(std::move(elements));
}
const Atom kArn{"aws_s3_bucket.b", cty::Path().Attr("arn")};
const Atom kCount{"aws_s3_bucket.b", cty::Path().Attr("size")};

Value Arn() {
  cty::Refinement refinement;
  refinement.not_null = true;
  return cty::UnknownOf(Type::String(), kArn, refinement);
}
Value MaybeNullArn() { return cty::UnknownOf(Type::String(), kArn); }
Value Count() {
  cty::Refinement refinement;
  refinement.not_null = true;
  return cty::UnknownOf(Type::Number(), kCount, refinement);
}

Piece InJson(Atom atom) {
  Piece piece = Piece::Of(std::move(atom));
  piece.in_json = true;
  return piece;
}

std::vector<Piece> PiecesOfCall(const std::string& name,
                                const std::vector<Value>& arguments) {
  const absl::StatusOr<Value> result = Call(name, arguments);
  EXPECT_TRUE(result.ok()) << result.status();
  return cty::PiecesOf(result.value_or(Value())).value_or(std::vector<Piece>());
}

TEST(Functions, KeepThePiecesOfUnknownStrings) {
  const auto text = [](const char* t) { return Piece::Text(t); };
  const struct {
    std::string name;
    std::vector<Value> arguments;
    std::vector<Piece> pieces;
  } table[] = {
      {"join",
       {Text("/"), List({MaybeNullArn(), Text("*")})},
       {Piece::Of(kArn), text("/*")}},
      {"format", {Text("%s/*"), MaybeNullArn()}, {Piece::Of(kArn), text("/*")}},
      {"format",
       {Text("a%d-%v|%s"), Int(1), Arn(), Count()},
       {text("a1-"), Piece::Of(kArn), text("|"), Piece::Of(kCount)}},
      {"tostring", {Count()}, {Piece::Of(kCount)}},
      {"jsonencode",
       {Value::Object({{"a", Arn()}, {"n", Count()}, {"q", Text("\"")}})},
       {text(R"({"a":")"), InJson(kArn), text(R"(","n":)"), Piece::Of(kCount),
        text(R"(,"q":"\""})")}},
      {"jsonencode",
       {List({cty::StringOf({Piece::Of(kArn), text("/<\"")}), Value()})},
       {text("[\""), InJson(kArn), text(R"(/\u003c\"",null])")}},
  };
  for (const auto& row : table) {
    EXPECT_EQ(PiecesOfCall(row.name, row.arguments), row.pieces) << row.name;
  }
}

TEST(Functions, HaveNoPiecesWhereTheTextIsNotCertain) {
  const Value set = Value::Set(Type::String(), {Arn(), Text("x")});
  const Value json = cty::StringOf({Piece::Text("\""), InJson(kArn)});
  const struct {
    std::string name;
    std::vector<Value> arguments;
  } table[] = {
      {"format", {Text("%5s"), Arn()}},
      {"format", {Text("%q"), Arn()}},
      {"format", {Text("%v"), Count()}},
      {"format", {Text("%v"), MaybeNullArn()}},
      {"jsonencode", {List({MaybeNullArn()})}},
      {"jsonencode", {set}},
      {"jsonencode", {json}},
      {"lower", {Arn()}},
      {"join", {Text(","), Value::Unknown(Type::List(Type::String()))}},
  };
  for (const auto& row : table) {
    const absl::StatusOr<Value> result = Call(row.name, row.arguments);
    ASSERT_TRUE(result.ok()) << row.name << result.status();
    EXPECT_TRUE(result->IsUnknown()) << row.name;
    EXPECT_EQ(result->origin(), nullptr) << row.name;
    EXPECT_TRUE(result->refinement().not_null) << row.name;
  }
}

TEST(Functions, PromiseHowAnUnknownStringStarts) {
  const Value object = Value::Object({{"a", Value::Unknown(Type::Bool())}});
  EXPECT_EQ(Call("jsonencode", {object})->refinement().prefix, "{");
  EXPECT_EQ(Call("jsonencode", {List({object})})->refinement().prefix, "[");
  EXPECT_EQ(Call("format", {Text("arn:%d"), Count()})->refinement().prefix,
            "arn:");
  EXPECT_THAT(Call("startswith",
                   {cty::StringOf({Piece::Text("arn:x"), Piece::Of(kArn)}),
                    Text("arn:")}),
              IsOkAndHolds(Value::Bool(true)));
}

TEST(Functions, CoalesceNamesWhatItMayGive) {
  EXPECT_THAT(Call("coalesce", {Value(), Text(""), Arn()}),
              IsOkAndHolds(Arn()));
  const absl::StatusOr<Value> either =
      Call("coalesce", {MaybeNullArn(), Text("x"), Text("y")});
  ASSERT_TRUE(either.ok());
  ASSERT_NE(either->origin(), nullptr);
  EXPECT_THAT(either->origin()->alternatives,
              ::testing::ElementsAre(MaybeNullArn(), Text("x")));
}

TEST(Functions, PassUnknownMembersThrough) {
  const Value one = Value::Object({{"a", Arn()}});
  const Value merged = Value::Object({{"a", Arn()}, {"b", Int(1)}});
  EXPECT_THAT(Call("merge", {one, Value::Object({{"b", Int(1)}})}),
              IsOkAndHolds(merged));
  EXPECT_THAT(Call("lookup", {one, Text("a"), Text("x")}), IsOkAndHolds(Arn()));
  EXPECT_THAT(Call("element", {List({Int(1), Arn()}), Int(3)}),
              IsOkAndHolds(Arn()));
  EXPECT_THAT(Call("concat", {List({Arn()}), List({Int(1)})}),
              IsOkAndHolds(List({Arn(), Int(1)})));
  EXPECT_THAT(Call("length", {List({Arn(), Arn()})}), IsOkAndHolds(Int(2)));
  EXPECT_THAT(Call("one", {List({Arn()})}), IsOkAndHolds(Arn()));
}

// Marks of members stay with them where Terraform leaves them there.
TEST(Functions, MarkNoMoreThanTerraformDoes) {
  const Value secret = Text("s").WithSensitive();
  const Value holder = Value::Object({{"a", secret}, {"b", Int(1)}});
  for (const auto& [name, arguments] :
       std::vector<std::pair<std::string, std::vector<Value>>>{
           {"merge", {holder, Value::Object({{"c", Int(2)}})}},
           {"values", {holder}},
           {"concat", {List({secret}), List({Int(1)})}},
           {"reverse", {List({secret, Int(1)})}},
           {"flatten", {List({List({secret}), Int(1)})}}}) {
    const absl::StatusOr<Value> result = Call(name, arguments);
    ASSERT_TRUE(result.ok()) << name << result.status();
    EXPECT_FALSE(result->IsSensitive()) << name;
    EXPECT_TRUE(result->ContainsSensitive()) << name;
  }
  EXPECT_TRUE(Call("join", {Text(","), List({secret})})->IsSensitive());
  EXPECT_TRUE(Call("jsonencode", {holder})->IsSensitive());
  EXPECT_FALSE(Call("keys", {holder})->ContainsSensitive());
  EXPECT_FALSE(Call("length", {List({secret})})->ContainsSensitive());
  EXPECT_FALSE(Call("lookup", {holder, Text("b"), Int(0)})->IsSensitive());
}

// Terraform 1.11 refuses these calls, or leaves them unknown for good; later
// versions do not, and no plan of 1.11 has them.
TEST(Functions, FollowLaterVersionsWhereEarlierOnesGiveNothing) {
  EXPECT_THAT(Call("element", {List({Int(1), Int(2)}), Int(-1)}),
              IsOkAndHolds(Int(2)));
  EXPECT_THAT(Call("contains", {List({Value::Null(Type::Bool())}),
                                Value::Null(Type::String())}),
              IsOkAndHolds(Value::Bool(true)));
  EXPECT_THAT(Call("format", {Text("%v"), Value()}),
              IsOkAndHolds(Text("null")));
  EXPECT_THAT(
      Call("merge", {Value::Null(Type::Object({{"a", Type::String()}}))}),
      IsOkAndHolds(Value::Object({})));
  EXPECT_THAT(Call("yamldecode", {Text("a: &a {x: 1}\nb: {<<: [*a], z: 2}")}),
              IsOkAndHolds(Value::Object(
                  {{"a", Value::Object({{"x", Int(1)}})},
                   {"b", Value::Object({{"x", Int(1)}, {"z", Int(2)}})}})));
}

TEST(Functions, KnowInfinity) {
  const Value infinity =
      Value::Number(cty::Number::Infinity(/*negative=*/false));
  EXPECT_THAT(Call("pow", {Int(10), Int(400)}), IsOkAndHolds(infinity));
  EXPECT_THAT(Call("log", {Int(0), Int(10)}),
              IsOkAndHolds(Value::Number(cty::Number::Infinity(true))));
  EXPECT_THAT(Call("ceil", {infinity}), IsOkAndHolds(infinity));
  EXPECT_THAT(Call("format", {Text("%v|%5.1f"), infinity, infinity}),
              IsOkAndHolds(Text("+Inf| +Inf")));
  EXPECT_THAT(Call("tostring", {infinity}), IsOkAndHolds(Text("+Inf")));
  EXPECT_FALSE(Call("jsonencode", {infinity}).ok());
}

TEST(Functions, TellRefusalsFromWhatIsNotComputedHere) {
  using absl::StatusCode;
  const auto is = [](StatusCode code) { return StatusIs(code, ::testing::_); };
  EXPECT_THAT(Call("abs", {}), is(StatusCode::kInvalidArgument));
  EXPECT_THAT(Call("abs", {Text("x")}), is(StatusCode::kInvalidArgument));
  EXPECT_THAT(Call("list", {Int(1)}), is(StatusCode::kInvalidArgument));
  EXPECT_THAT(Call("file", {Text("x")}), is(StatusCode::kNotFound));
  EXPECT_THAT(Call("provider::a::b", {}), is(StatusCode::kNotFound));
  EXPECT_THAT(Call("pow", {Int(2), Int(60)}), is(StatusCode::kOutOfRange));
  EXPECT_THAT(Call("pow", {Int(2), Int(64)}), is(StatusCode::kOutOfRange));
  EXPECT_THAT(Call("yamldecode", {Text("{")}), is(StatusCode::kUnimplemented));
  EXPECT_THAT(Call("textencodebase64", {Text("a"), Text("EBCDIC")}),
              is(StatusCode::kUnimplemented));
  EXPECT_THAT(Call("indent", {Int(1000000000), Text("\n")}),
              is(StatusCode::kResourceExhausted));
  EXPECT_THAT(Call("format", {Text("%1000001s"), Text("")}),
              is(StatusCode::kResourceExhausted));
}

TEST(Functions, KeepToTheirBounds) {
  const std::string megabyte(1 << 20, 'x');
  EXPECT_THAT(Call("replace", {Value::String(megabyte), Text(""),
                               Value::String(megabyte)}),
              StatusIs(absl::StatusCode::kResourceExhausted, ::testing::_));
  EXPECT_THAT(Call("replace", {Value::String(megabyte), Text("/x/"),
                               Value::String(megabyte)}),
              StatusIs(absl::StatusCode::kResourceExhausted, ::testing::_));
  Value doubled = Int(1);
  for (int i = 0; i < 60; ++i) doubled = List({doubled, doubled});
  for (const char* name : {"jsonencode", "yamlencode"}) {
    EXPECT_THAT(Call(name, {doubled}),
                StatusIs(absl::StatusCode::kResourceExhausted, ::testing::_));
  }
}

TEST(Functions, ErrorsNameTheArgumentAndNeverAValue) {
  EXPECT_THAT(Call("join", {Text(","), List({Value()})}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "join: argument 2: elements must not be null"));
  const Value secret = Text("hunter2");
  for (const std::string& name : Names()) {
    for (const std::vector<Value>& arguments : {std::vector<Value>{secret},
                                                {secret, secret},
                                                {secret, secret, secret},
                                                {List({secret})}}) {
      const absl::StatusOr<Value> result = Call(name, arguments);
      if (result.ok()) continue;
      EXPECT_THAT(std::string(result.status().message()),
                  Not(HasSubstr("hunter2")))
          << name;
    }
  }
}

TEST(Functions, HaveNames) {
  EXPECT_TRUE(IsKnown("core::abs"));
  EXPECT_TRUE(IsPure("core::abs"));
  EXPECT_FALSE(IsKnown("templatefile"));
  for (const char* name : {"timestamp", "uuid", "bcrypt", "plantimestamp"}) {
    EXPECT_FALSE(IsPure(name)) << name;
  }
  const absl::StatusOr<Value> now = Call("timestamp", {});
  ASSERT_TRUE(now.ok());
  EXPECT_TRUE(now->IsUnknown());
  EXPECT_EQ(now->type(), Type::String());
  EXPECT_TRUE(now->refinement().not_null);
}

}  // namespace
}  // namespace compliance::lang
