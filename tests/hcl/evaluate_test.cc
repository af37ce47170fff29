// What expressions come to where not all is known.
#include "compliance/hcl/evaluate.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "compliance/cty/origin.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "hcl/alternatives.h"
#include "hcl/evaluation.h"

namespace compliance::hcl {
namespace {

using compliance::testing::Evaluated;
using compliance::testing::ExpressionOf;
using compliance::testing::NamesOf;
using cty::Atom;
using cty::Path;
using cty::Piece;
using cty::Type;
using cty::Value;
using ::testing::ElementsAre;

const Atom kArn{"aws_kms_key.k", Path().Attr("arn")};
const Atom kId{"aws_vpc.v", Path().Attr("id")};

Value Text(const char* text) { return Value::String(text); }
Value Arn() { return UnknownOf(Type::String(), kArn); }
Value Id() { return UnknownOf(Type::String(), kId); }
Value Plain(const Type& type = Type::Dynamic()) { return Value::Unknown(type); }
Value NeverNull(const Type& type) {
  cty::Refinement refinement;
  refinement.not_null = true;
  return Value::Unknown(type, refinement);
}

// Names that the tables use.
std::map<std::string, Value> Given() {
  cty::Refinement sure;
  sure.not_null = true;
  return {
      {"arn", Arn()},
      {"id", Id()},
      {"sure", UnknownOf(Type::String(), kId, sure)},
      {"flag", Plain(Type::Bool())},
      {"number", Plain(Type::Number())},
      {"any", Plain()},
      {"text", Plain(Type::String())},
      {"list", Plain(Type::List(Type::String()))},
      {"set", Plain(Type::Set(Type::String()))},
      {"pair", Value::Set(Type::String(), {Arn(), Id()})},
      {"key", Value::Object({{"arn", Arn()}, {"name", Text("k")}})},
      {"null", Value()},
      {"secret", Text("s").WithSensitive()},
      {"hidden", Plain(Type::Bool()).WithSensitive()},
  };
}

struct Case {
  const char* text;
  Value want;
};

void ExpectAll(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const Value value = Evaluated(c.text, Given());
    EXPECT_EQ(value, c.want)
        << c.text << ": " << value << " of type " << value.type();
  }
}

TEST(Evaluate, PassesAtomsThrough) {
  ExpectAll({
      {"arn", Arn()},
      {"(arn)", Arn()},
      {"\"${arn}\"", Arn()},
      {"key.arn", Arn()},
      {"key[\"arn\"]", Arn()},
      {"[arn][0]", Arn()},
      {"[key][*].arn", Value::Tuple({Arn()})},
      {"key[*].arn", Value::Tuple({Arn()})},
      {"{ a = arn }", Value::Object({{"a", Arn()}})},
      {"[for k in [key] : k.arn]", Value::Tuple({Arn()})},
      {"{ for k in [key] : k.name => k.arn }", Value::Object({{"k", Arn()}})},
      {"true ? arn : null", Arn()},
      {"[arn, \"a\"]", Value::Tuple({Arn(), Text("a")})},
  });
}

TEST(Evaluate, TemplatesKeepTheirPieces) {
  const Value objects = cty::StringOf({Piece::Of(kArn), Piece::Text("/*")});
  ExpectAll({
      {"\"${arn}/*\"", objects},
      {"\"${\"${arn}\"}/${\"*\"}\"", objects},
      {"\"%{ if true }${arn}%{ endif }/*\"", objects},
      {"\"a%{ for x in [arn, id] }-${x}%{ endfor }\"",
       cty::StringOf({Piece::Text("a-"), Piece::Of(kArn), Piece::Text("-"),
                      Piece::Of(kId)})},
      {"<<-EOT\n  x\n    ${id}\n  EOT\n",
       cty::StringOf(
           {Piece::Text("x\n  "), Piece::Of(kId), Piece::Text("\n")})},
      {"\"n = ${any}\"",
       [] {
         cty::Refinement refinement;
         refinement.not_null = true;
         refinement.prefix = "n = ";
         return Value::Unknown(Type::String(), refinement);
       }()},
  });
}

TEST(Evaluate, UnknownConditionLeavesBothArms) {
  const Value null = Value::Null(Type::String());
  ExpectAll({
      {"flag ? arn : null", Undecided({Arn(), null})},
      {"flag ? arn : id", Undecided({Arn(), Id()})},
      {"flag ? arn : 5", Undecided({Arn(), Text("5")})},
      {"flag ? (flag ? arn : id) : null", Undecided({Arn(), Id(), null})},
      // Known or not, the plan does not say it.
      {"flag ? \"a\" : \"a\"", Undecided({Text("a")})},
      {"flag ? null : null", Value()},
      {"flag ? tostring(null) : null", null},
      {"flag ? [arn] : []", Undecided({Value::List(Type::String(), {Arn()}),
                                       Value::List(Type::String(), {})})},
      {"concat([arn], flag ? [id] : [])",
       Undecided({Value::Tuple({Arn(), Id()}), Value::Tuple({Arn()})})},
      {"jsonencode({ a = [flag ? \"x\" : sure] })",
       Undecided({Text("{\"a\":[\"x\"]}"),
                  Evaluated("jsonencode({ a = [sure] })", Given())})},
      {"jsonencode(arn)",
       [] {
         Piece quoted = Piece::Of(kArn);
         quoted.in_json = true;
         return Undecided(
             {Text("null"),
              cty::StringOf({Piece::Text("\""), quoted, Piece::Text("\"")})});
       }()},
      // What the arms have in common depends on what is not known.
      {"flag ? any : arn", Plain()},
      {"true ? concat([1], flag ? [] : [2]) : [\"s\"]", Plain()},
      {"flag ? [1] : { a = 1 }", Plain()},
      {"flag ? arn : key.missing", Plain()},
      {"(flag && false) ? arn : id", Undecided({Id()})},
      {"\"${flag ? arn : id}/x\"",
       Undecided({cty::StringOf({Piece::Of(kArn), Piece::Text("/x")}),
                  cty::StringOf({Piece::Of(kId), Piece::Text("/x")})})},
      {"\"%{ if flag }a%{ else }b%{ endif }\"",
       Undecided({Text("a"), Text("b")})},
      {"(flag ? key : { arn = id, name = \"n\" }).arn",
       Undecided({Arn(), Id()})},
      {"[arn, id][number]", Undecided({Arn(), Id()})},
      {"[arn, id][flag ? 0 : 1]", Undecided({Arn(), Id()})},
      {"upper(flag ? \"a\" : \"b\")", Undecided({Text("A"), Text("B")})},
      {"length(flag ? [arn] : [])",
       Undecided({Value::Number(1), Value::Number(0)})},
      {"[for x in (flag ? [arn, id] : [id, arn]) : x]",
       Undecided({Value::Tuple({Arn(), Id()}), Value::Tuple({Id(), Arn()})})},
      {"(flag ? [key] : [{ arn = id, name = \"n\" }])[*].arn",
       Undecided({Value::Tuple({Arn()}), Value::Tuple({Id()})})},
  });
}

TEST(Evaluate, NeverGuesses) {
  ExpectAll({
      {"number + 1", NeverNull(Type::Number())},
      {"-number", NeverNull(Type::Number())},
      {"number > 1", NeverNull(Type::Bool())},
      {"!flag", NeverNull(Type::Bool())},
      {"flag && true", NeverNull(Type::Bool())},
      {"flag || any", NeverNull(Type::Bool())},
      // One side decides, though not in the plan of Terraform 1.11.
      {"flag && false", Undecided({Value::Bool(false)})},
      {"true || flag", Undecided({Value::Bool(true)})},
      {"arn == \"a\"", NeverNull(Type::Bool())},
      {"arn == null", NeverNull(Type::Bool())},
      {"sure == null", Value::Bool(false)},
      {"sure != null", Value::Bool(true)},
      {"arn == 5", Value::Bool(false)},
      {"[1, arn] == [2, id]", Undecided({Value::Bool(false)})},
      {"[for x in [arn] : x if x == \"a\"]", Plain()},
      {"{ for x in [arn] : x => 1 }", Plain()},
      {"{ for x in [arn] : x => 1... }", Plain()},
      {"{ for x in list : x => 1 }", Plain()},
      {"{ (arn) = 1 }", Plain()},
      {"[for x in list : x]", Plain()},
      {"[for x in any : x]", Plain()},
      {"list[*]", NeverNull(Type::List(Type::String()))},
      {"set[*]", NeverNull(Type::List(Type::String()))},
      {"any[*]", Plain()},
      {"any.a[0].b", Plain()},
      {"arn[*]", Undecided({Value::Tuple({}), Value::Tuple({Arn()})})},
      {"sure[*]", Value::Tuple({Evaluated("sure", Given())})},
      {"list[0]", Plain(Type::String())},
      // Two members of a set may turn out to be one.
      {"[for x in pair : 1]", Plain()},
      {"pair[*]", NeverNull(Type::List(Type::String()))},
      {"nosuch", Plain()},
      {"nosuch.a.b", Plain()},
      {"nosuch(1)", Plain()},
      {"provider::aws::arn_parse(arn)", Plain()},
      {"max(list...)", Plain()},
      {"max(any...)", Plain()},
      {"timestamp() == \"\"", NeverNull(Type::Bool())},
  });
}

TEST(Evaluate, RefusedIsUnknown) {
  ExpectAll({
      {"null.x", Plain()},
      {"1 + \"a\"", Plain(Type::Number())},
      {"\"a${null}\"", Plain(Type::String())},
      {"key.missing", Plain()},
      {"[arn, key.missing]",
       Plain(Type::Tuple({Type::String(), Type::Dynamic()}))},
      {"{ key.name = 1 }", Plain()},
      {"true ? key.missing : 1", Plain()},
  });
}

// Terraform 1.11 refuses these, later versions do not need the other side. A
// plan exists, so what they say holds; only try may come to either.
TEST(Evaluate, OneSideOfALogicalOperatorDecides) {
  ExpectAll({
      {"false && null", Value::Bool(false)},
      {"null.x || true", Value::Bool(true)},
      {"true && null.x", Plain(Type::Bool())},
      {"try(false && null.x, 1)", Plain()},
      {"can(true || null.x)", Plain(Type::Bool())},
  });
}

TEST(Evaluate, TryTellsErrorsFromUnknowns) {
  ExpectAll({
      {"try(key.missing, arn)", Arn()},
      // Nothing in it can be refused later.
      {"try(key.arn, null)", Arn()},
      {"try(\"a-${sure}\", null)",
       cty::StringOf({Piece::Text("a-"), Piece::Of(kId)})},
      {"try([key.arn], [])", Value::Tuple({Arn()})},
      {"try({ a = key.arn }, {})", Value::Object({{"a", Arn()}})},
      // These may yet be.
      {"try(\"a-${arn}\", null)", Plain()},
      {"try(any.x, 1)", Plain()},
      {"try(list[0], \"d\")", Plain()},
      {"try(nosuch.x, 1)", Plain()},
      {"try(tonumber(arn), 0)", Plain()},
      {"try(flag ? 1 : 2, 3)", Plain()},
      {"try([for x in [arn] : x if x != \"\"], [])", Plain()},
      {"can(key.arn)", Undecided({Value::Bool(true)})},
      {"can(any.x)", Plain(Type::Bool())},
      {"can(key.missing)", Value::Bool(false)},
      {"try(try(any.x, 1), 2)", Plain()},
      {"try(key.missing, any.x, 1)", Plain()},
      {"try([1]...)", Plain()},
  });
}

TEST(Evaluate, SensitiveMarksTravel) {
  for (const char* text :
       {"\"a${secret}\"", "\"${arn}${secret}\"", "hidden ? 1 : 2",
        "flag ? secret : \"b\"", "true ? \"a\" : secret",
        "[1, 2][hidden ? 0 : 1]", "{ (secret) = arn }", "secret == arn",
        "hidden && false", "!hidden", "[for x in [1] : x if hidden]",
        "{ for x in [arn] : secret => x }", "upper(secret)",
        "try(key.missing, secret)", "\"%{ if hidden }a%{ endif }\""}) {
    EXPECT_TRUE(Evaluated(text, Given()).IsSensitive()) << text;
  }
  for (const char* text : {"[secret]", "{ a = secret }", "[secret, 1][1]",
                           "can(secret)", "true || false"}) {
    EXPECT_FALSE(Evaluated(text, Given()).IsSensitive()) << text;
  }
}

// What resolve was asked.
TEST(Evaluate, AsksForNamesWithTheStepsThatAreKnown) {
  std::vector<std::string> asked;
  Names names = NamesOf({});
  names.resolve = [&](absl::string_view root,
                      const Path& steps) -> std::optional<Named> {
    asked.push_back(absl::StrCat(root, ":", steps.ToString()));
    if (root == "each") return Named{Text("b"), 1};
    if (root == "count") return Named{Value::Number(2).WithSensitive(), 1};
    if (root == "var") return Named{Value::Unknown(Type::String()), 1};
    return std::nullopt;
  };
  for (const char* text :
       {"aws_vpc.v[0].id", "aws_vpc.v[each.key].id", "aws_vpc.v[var.x].id",
        "aws_vpc.v[*].id", "aws_vpc.v.0.id", "lonely",
        "[for each in [1] : each]", "module.m[\"a\"].id"}) {
    Evaluate(ExpressionOf(text), names);
  }
  EXPECT_THAT(asked,
              ElementsAre("aws_vpc:v[0].id", "each:key", "aws_vpc:v[\"b\"].id",
                          "var:x", "aws_vpc:v", "aws_vpc:v", "aws_vpc:v[0].id",
                          "lonely:", "module:m[\"a\"].id"));
}

TEST(Evaluate, TakesAsManyStepsAsTheNameDoes) {
  Names names = NamesOf({});
  names.resolve = [&](absl::string_view root,
                      const Path& steps) -> std::optional<Named> {
    if (root == "count") return Named{Value::Number(1).WithSensitive(), 1};
    EXPECT_EQ(steps.ToString(), "k[1].tags.Name");
    return Named{Value::Map(Type::String(), {{"Name", Text("x")}}), 3};
  };
  EXPECT_EQ(
      Evaluate(ExpressionOf("aws_kms_key.k[count.index].tags.Name"), names),
      Text("x").WithSensitive());
}

TEST(Evaluate, ReadsFilesThroughTheCaller) {
  Names names = NamesOf({{"arn", Arn()},
                         {"secret", Text("s").WithSensitive()},
                         {"path", Plain(Type::String())}});
  names.read_file = [](absl::string_view path) -> absl::StatusOr<std::string> {
    if (path == "a.txt") return "hello";
    if (path == "t.tftpl") return "${who}: %{ for x in all }${x};%{ endfor }";
    if (path == "wrap.tftpl") return "${who}";
    if (path == "bad.tftpl") return "${";
    if (path == "loop.tftpl") return "${templatefile(\"loop.tftpl\", {})}";
    if (path == "bytes") return "\xff";
    if (path == "/etc/passwd") return absl::PermissionDeniedError("outside");
    return absl::NotFoundError("none");
  };
  const std::vector<Case> cases = {
      {"file(\"a.txt\")", Text("hello")},
      {"file(\"none\")", Plain(Type::String())},
      {"try(file(\"none\"), \"d\")", Text("d")},
      {"try(file(\"bytes\"), \"d\")", Text("d")},
      {"try(file(\"/etc/passwd\"), \"d\")", Plain()},
      {"file(path)", Plain(Type::String())},
      {"fileexists(\"a.txt\")", Value::Bool(true)},
      {"fileexists(\"none\")", Value::Bool(false)},
      {"fileexists(\"/etc/passwd\")", Plain(Type::Bool())},
      {"filebase64(\"a.txt\")", Text("aGVsbG8=")},
      {"filesha256(\"bytes\")", Plain(Type::String())},
      {"templatefile(\"t.tftpl\", { who = arn, all = [1, 2] })",
       cty::StringOf({Piece::Of(kArn), Piece::Text(": 1;2;")})},
      {"templatefile(\"wrap.tftpl\", { who = [1] })",
       Value::Tuple({Value::Number(1)})},
      {"templatefile(\"wrap.tftpl\", { who = secret })",
       Text("s").WithSensitive()},
      {"try(templatefile(\"wrap.tftpl\", {}), \"d\")", Text("d")},
      {"try(templatefile(\"wrap.tftpl\", [1]), \"d\")", Text("d")},
      {"try(templatefile(\"bad.tftpl\", {}), \"d\")", Text("d")},
      {"templatefile(\"loop.tftpl\", {})", Plain()},
      {"templatestring(secret, {})", Text("s").WithSensitive()},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Evaluate(ExpressionOf(c.text), names), c.want) << c.text;
  }
  EXPECT_TRUE(Evaluated("file(\"a.txt\")").IsUnknown());
}

// Text and elements that double with each name: b is two of a, c two of b, …
Value Doubled(const std::string& text, int times) {
  Value value = Text("0123456789");
  for (int i = 0; i < times; ++i) value = Evaluated(text, {{"x", value}});
  return value;
}

TEST(Evaluate, WhatGrowsWithoutEndIsUnknown) {
  for (const char* text :
       {"\"${x}${x}\"", "[x, x]", "{ a = x, b = x }", "[for i in [1, 2] : x]",
        "concat([x], [x])", "[x, x][*]"}) {
    EXPECT_FALSE(Doubled(text, 8).IsUnknown()) << text;
    const Value value = Doubled(text, 60);
    EXPECT_FALSE(value.IsWhollyKnown()) << text;
  }
}

TEST(Evaluate, TakesNoMoreStepsThanThereAre) {
  std::vector<Value> thousand(1000, Value::Number(1));
  const Value many = Value::Tuple(thousand);
  for (const char* text :
       {"[for a in x : [for b in x : [for c in x : [for d in x : 1]]]]",
        "\"%{ for a in x }%{ for b in x }%{ for c in x }y%{ endfor }%{ endfor "
        "}%{ endfor }\"",
        "[for a in x : [for b in x : x == x]]",
        "[for a in x : [for b in x : contains(x, 2)]]"}) {
    EXPECT_FALSE(Evaluated(text, {{"x", many}}).IsWhollyKnown()) << text;
  }
}

TEST(Evaluate, NeedsNoNames) {
  const Names none;
  EXPECT_EQ(Evaluate(ExpressionOf("1 + 1"), none), Value::Number(2));
  EXPECT_EQ(Evaluate(ExpressionOf("var.x"), none), Plain());
  EXPECT_EQ(Evaluate(ExpressionOf("upper(\"a\")"), none), Plain());
  EXPECT_EQ(Evaluate(ExpressionOf("file(\"a\")"), none), Plain(Type::String()));
  EXPECT_EQ(Evaluate(Expression(), none), Plain());
}

}  // namespace
}  // namespace compliance::hcl
