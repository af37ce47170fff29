#include "compliance/cty/type.h"

#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "compliance/cty/msgpack.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::cty {
namespace {

using ::compliance::testing::IsOkAndHolds;
using ::compliance::testing::StatusIs;
using ::testing::HasSubstr;

TEST(Type, IsReadFromAndWrittenAsJson) {
  const struct {
    Type type;
    std::string json;
    std::string friendly;
  } table[] = {
      {Type::Dynamic(), R"("dynamic")", "any"},
      {Type::Bool(), R"("bool")", "bool"},
      {Type::Number(), R"("number")", "number"},
      {Type::String(), R"("string")", "string"},
      {Type::List(Type::String()), R"(["list","string"])", "list(string)"},
      {Type::Set(Type::Number()), R"(["set","number"])", "set(number)"},
      {Type::Map(Type::Dynamic()), R"(["map","dynamic"])", "map(any)"},
      {Type::Tuple({}), R"(["tuple",[]])", "tuple([])"},
      {Type::Tuple({Type::Bool(), Type::List(Type::Bool())}),
       R"(["tuple",["bool",["list","bool"]]])", "tuple([bool, list(bool)])"},
      {Type::Object({}), R"(["object",{}])", "object({})"},
      {Type::Object({{"b", Type::Bool()}, {"a", Type::String()}}, {"b"}),
       R"(["object",{"a":"string","b":"bool"},["b"]])",
       "object({a = string, b = optional(bool)})"},
      {Type::Object({{"<\xC3\xA9\n", Type::Bool()}}),
       "[\"object\",{\"\\u003c\xC3\xA9\\n\":\"bool\"}]",
       "object({<\xC3\xA9\n = bool})"},
  };
  for (const auto& row : table) {
    SCOPED_TRACE(row.json);
    EXPECT_THAT(Type::FromJson(row.json), IsOkAndHolds(row.type));
    EXPECT_EQ(row.type.ToJson(), row.json);
    EXPECT_EQ(row.type.FriendlyName(), row.friendly);
  }
}

TEST(Type, ReadsOtherFormsOfTheSame) {
  EXPECT_THAT(Type::FromJson(" [ \"list\" , \"bool\" ] "),
              IsOkAndHolds(Type::List(Type::Bool())));
  EXPECT_THAT(Type::FromJson(R"(["tuple",null])"),
              IsOkAndHolds(Type::Tuple({})));
  EXPECT_THAT(Type::FromJson(R"(["object",{"a":"bool","a":"string"}])"),
              IsOkAndHolds(Type::Object({{"a", Type::String()}})));
  // Names are normalized as the attributes of values are.
  EXPECT_THAT(Type::FromJson(R"(["object",{"e\u0301":"bool"}])"),
              IsOkAndHolds(Type::Object({{"\xC3\xA9", Type::Bool()}})));
}

TEST(Type, ErrorsNameThePlace) {
  const struct {
    std::string json, message;
  } table[] = {
      {"", "malformed JSON at byte 0"},
      {R"("strin")", "unknown type name \"strin\"; string, number"},
      {R"("string" x)", "the end of the text is expected"},
      {"12", "a type is a string or an array"},
      {"[]", "the first item"},
      {R"([["list"]])", "the first item"},
      {R"(["list"])", "list has 1 items, 2 are expected"},
      {R"(["list","bool","bool"])", "list has 3 items"},
      {R"(["capsule","bool"])", "unknown kind of type \"capsule\""},
      {R"(["tuple",{}])", "tuple: an array"},
      {R"(["tuple",["bool","x"]])", "tuple element 1: unknown type name"},
      {R"(["object",[]])", "object: a map"},
      {R"(["object",{"a":["list","x"]}])",
       "type: attribute \"a\": list element: unknown type name \"x\""},
      {R"(["object",{"a":"bool"},["b"]])", "optional attribute \"b\""},
      {R"(["object",{"a":"bool"},[1]])", "must be a string"},
      {R"(["object",{"a":"bool"},"a"])", "array of optional attributes"},
      {"\"\xFF\"", "not UTF-8"},
  };
  for (const auto& row : table) {
    EXPECT_THAT(
        Type::FromJson(row.json),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.message)))
        << row.json;
  }
}

TEST(Type, NestsToALimit) {
  const auto nested = [](int levels) {
    std::string json = "\"bool\"";
    for (int i = 0; i < levels; ++i)
      json = absl::StrCat("[\"set\",", json, "]");
    return Type::FromJson(json);
  };
  EXPECT_OK(nested(kMaxDepth));
  EXPECT_THAT(nested(kMaxDepth + 1),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(nested(3000), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(Type::FromJson(std::string(1000000, '[')),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST(Type, KnowsWhatIsInside) {
  const Type inner = Type::Object({{"a", Type::Dynamic()}}, {"a"});
  const Type type = Type::Tuple({Type::List(inner), Type::Bool()});
  EXPECT_TRUE(type.HasDynamic());
  EXPECT_FALSE(Type::Map(Type::String()).HasDynamic());
  EXPECT_EQ(type.WithoutOptionalAttributes(),
            Type::Tuple({Type::List(Type::Object({{"a", Type::Dynamic()}})),
                         Type::Bool()}));
  EXPECT_NE(type, type.WithoutOptionalAttributes());
  EXPECT_TRUE(Type::Bool().IsPrimitive());
  EXPECT_FALSE(Type::Dynamic().IsPrimitive());
  EXPECT_TRUE(Type::Map(Type::Bool()).IsCollection());
  EXPECT_FALSE(inner.IsCollection());
  EXPECT_NE(Type::List(Type::Bool()), Type::Set(Type::Bool()));
  std::ostringstream out;
  out << type;
  EXPECT_EQ(out.str(), "tuple([list(object({a = optional(any)})), bool])");
}

}  // namespace
}  // namespace compliance::cty
