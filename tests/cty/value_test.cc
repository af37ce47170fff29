#include "compliance/cty/value.h"

#include <sstream>
#include <string>

#include "gtest/gtest.h"

namespace compliance::cty {
namespace {

Value Database() {
  return Value::Object(
      {{"name", Value::String("db")},
       {"password", Value::String("hunter2").WithSensitive()},
       {"port", Value::Number(5432)},
       {"arn", Value::Unknown(Type::String())},
       {"zones",
        Value::List(Type::String(), {Value::String("a"), Value::String("b")})},
       {"tags", Value::Map(Type::String(), {{"Env", Value::String("prod")}})},
       {"kms_key_id", Value::Null(Type::String())}});
}

TEST(Value, NullUnknownAndKnownAreThreeThings) {
  const Value null = Value::Null(Type::String());
  EXPECT_TRUE(null.IsNull());
  EXPECT_FALSE(null.IsUnknown());
  EXPECT_FALSE(null.HasContent());
  EXPECT_TRUE(null.IsWhollyKnown());
  const Value unknown = Value::Unknown(Type::String());
  EXPECT_FALSE(unknown.IsNull());
  EXPECT_TRUE(unknown.IsUnknown());
  EXPECT_FALSE(unknown.HasContent());
  EXPECT_FALSE(unknown.IsWhollyKnown());
  EXPECT_TRUE(unknown.refinement().empty());
  const Value known = Value::String("");
  EXPECT_TRUE(known.HasContent());
  EXPECT_NE(null, unknown);
  EXPECT_NE(null, known);
  EXPECT_NE(null, Value::Null(Type::Bool()));
  EXPECT_EQ(Value(), Value::Null(Type::Dynamic()));
  EXPECT_TRUE(Value().type().IsDynamic());
}

TEST(Value, HasTheTypeOfItsContent) {
  EXPECT_EQ(Value::Bool(true).type(), Type::Bool());
  EXPECT_EQ(Value::Number(1).type(), Type::Number());
  EXPECT_EQ(Value::Tuple({Value::Bool(true), Value()}).type(),
            Type::Tuple({Type::Bool(), Type::Dynamic()}));
  EXPECT_EQ(Value::Object({{"a", Value::Bool(true)}}).type(),
            Type::Object({{"a", Type::Bool()}}));
  EXPECT_EQ(Value::List(Type::String(), {}).type(), Type::List(Type::String()));
  // What "any" leaves open, the elements settle where they agree.
  EXPECT_EQ(Value::List(Type::Dynamic(), {Value::Bool(true)}).type(),
            Type::List(Type::Bool()));
  EXPECT_EQ(Value::Map(Type::Dynamic(),
                       {{"a", Value::Bool(true)}, {"b", Value::Number(1)}})
                .type(),
            Type::Map(Type::Dynamic()));
}

TEST(Value, StringsAreNormalized) {
  EXPECT_EQ(Value::String("e\xCC\x81"), Value::String("\xC3\xA9"));
  EXPECT_EQ(Value::String("\xFF").AsString(), "\xFF");
}

TEST(Value, FindsMembersAlongPaths) {
  const Value database = Database();
  const auto found = [&database](const Path& path) {
    const Value* value = database.Find(path);
    return value == nullptr ? "nothing" : value->ToString();
  };
  EXPECT_EQ(found(Path().Attr("name")), "\"db\"");
  EXPECT_EQ(found(Path().Attr("zones").Index(1)), "\"b\"");
  EXPECT_EQ(found(Path().Attr("zones").Index(2)), "nothing");
  EXPECT_EQ(found(Path().Attr("zones").Index(-1)), "nothing");
  EXPECT_EQ(found(Path().Attr("zones").Attr("a")), "nothing");
  EXPECT_EQ(found(Path().Attr("tags").Key("Env")), "\"prod\"");
  EXPECT_EQ(found(Path().Attr("tags").Key("Owner")), "nothing");
  EXPECT_EQ(found(Path().Attr("tags").Index(0)), "nothing");
  EXPECT_EQ(found(Path().Attr("arn").Attr("x")), "nothing");
  EXPECT_EQ(found(Path().Attr("kms_key_id")), "null");
  EXPECT_EQ(found(Path().Attr("kms_key_id").Index(0)), "nothing");
  EXPECT_EQ(*database.Find(Path()), database);
  EXPECT_EQ(*database.Find("port"), Value::Number(5432));
  EXPECT_EQ(Value::Number(1).Find("port"), nullptr);
}

TEST(Value, SensitiveMarksSurviveAndHide) {
  const Value database = Database();
  EXPECT_FALSE(database.IsSensitive());
  EXPECT_TRUE(database.ContainsSensitive());
  EXPECT_FALSE(database.Find("name")->ContainsSensitive());
  EXPECT_TRUE(database.Find("password")->IsSensitive());
  EXPECT_EQ(database.ToString().find("hunter2"), std::string::npos);
  EXPECT_EQ(database.WithSensitive().ToString(), "(sensitive value)");
  EXPECT_EQ(Value::Unknown(Type::Bool()).WithSensitive().ToString(),
            "(sensitive value)");
  EXPECT_NE(Value::Bool(true), Value::Bool(true).WithSensitive());
  EXPECT_EQ(Value::Bool(true),
            Value::Bool(true).WithSensitive(true).WithSensitive(false));
  EXPECT_NE(Value().WithSensitive(), Value());
}

TEST(Value, EqualsByContent) {
  EXPECT_EQ(Database(), Database());
  EXPECT_NE(Value::List(Type::Bool(), {}), Value::Set(Type::Bool(), {}));
  EXPECT_NE(Value::List(Type::Bool(), {}), Value::List(Type::Number(), {}));
  Refinement not_null;
  not_null.not_null = true;
  EXPECT_NE(Value::Unknown(Type::Bool()),
            Value::Unknown(Type::Bool(), not_null));
  EXPECT_EQ(Value::Unknown(Type::Bool(), not_null),
            Value::Unknown(Type::Bool(), not_null));
  EXPECT_EQ(Value::Number(1), Value::Number(cty::Number(1.0)));
}

TEST(Value, PrintsLikeHcl) {
  std::ostringstream out;
  out << Database();
  EXPECT_EQ(out.str(),
            "{ arn = (known after apply), kms_key_id = null, name = \"db\", "
            "password = (sensitive value), port = 5432, tags = { \"Env\" = "
            "\"prod\" }, zones = [\"a\", \"b\"] }");
  EXPECT_EQ(Value::Object({}).ToString(), "{}");
  EXPECT_EQ(Value::Tuple({}).ToString(), "[]");
  EXPECT_EQ(Value::Bool(false).ToString(), "false");
}

}  // namespace
}  // namespace compliance::cty
