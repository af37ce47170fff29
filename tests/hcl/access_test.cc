#include "hcl/access.h"

#include <memory>
#include <string>
#include <vector>

#include "compliance/cty/origin.h"
#include "gtest/gtest.h"
#include "hcl/alternatives.h"

namespace compliance::hcl {
namespace {

using cty::Atom;
using cty::Path;
using cty::Type;
using cty::Value;

Value Text(const char* text) { return Value::String(text); }

const Type& Zone() {
  static const auto& type =
      *new Type(Type::Object({{"name", Type::String()},
                              {"ports", Type::List(Type::Number())},
                              {"tags", Type::Map(Type::String())}}));
  return type;
}

// An atom of `type` at a path of the resource "r".
Value AtomOf(const Type& type, Path path) {
  return UnknownOf(type, Atom{"r", std::move(path)});
}

struct Case {
  std::string name;
  Result got;
  Value want;
};

TEST(Access, MemberOfAnAtomIsTheAtomWithALongerPath) {
  const Value zone = AtomOf(Zone(), Path().Attr("zone"));
  const Value any = AtomOf(Type::Dynamic(), Path().Attr("any"));
  const Value list = AtomOf(Type::List(Type::String()), Path().Attr("l"));
  const Value map = AtomOf(Type::Map(Type::Bool()), Path().Attr("m"));
  const Value tuple =
      AtomOf(Type::Tuple({Type::String(), Type::Bool()}), Path().Attr("t"));
  const std::vector<Case> cases = {
      {"attribute", GetAttribute(zone, "name"),
       AtomOf(Type::String(), Path().Attr("zone").Attr("name"))},
      {"attribute by index", GetIndex(zone, Text("name")),
       AtomOf(Type::String(), Path().Attr("zone").Attr("name"))},
      {"of an attribute",
       GetIndex(GetAttribute(zone, "ports").value, Value::Number(1)),
       AtomOf(Type::Number(), Path().Attr("zone").Attr("ports").Index(1))},
      {"index", GetIndex(list, Value::Number(2)),
       AtomOf(Type::String(), Path().Attr("l").Index(2))},
      {"index as text", GetIndex(list, Text("2")),
       AtomOf(Type::String(), Path().Attr("l").Index(2))},
      {"key", GetIndex(map, Text("k")),
       AtomOf(Type::Bool(), Path().Attr("m").Key("k"))},
      {"key as attribute", GetAttribute(map, "k"),
       AtomOf(Type::Bool(), Path().Attr("m").Key("k"))},
      {"element", GetIndex(tuple, Value::Number(1)),
       AtomOf(Type::Bool(), Path().Attr("t").Index(1))},
      {"attribute of any", GetAttribute(any, "x"),
       AtomOf(Type::Dynamic(), Path().Attr("any").Attr("x"))},
      {"index of any", GetIndex(any, Value::Number(0)),
       AtomOf(Type::Dynamic(), Path().Attr("any").Index(0))},
      {"key of any", GetIndex(any, Text("k")),
       AtomOf(Type::Dynamic(), Path().Attr("any").Key("k"))},
  };
  for (const Case& c : cases) {
    EXPECT_FALSE(c.got.refused) << c.name;
    EXPECT_EQ(c.got.value, c.want) << c.name;
  }
}

TEST(Access, RefusesWhatTerraformRefuses) {
  const Value list = Value::List(Type::String(), {Text("a")});
  const Value set = Value::Set(Type::String(), {Text("a")});
  const Value map = Value::Map(Type::String(), {{"k", Text("v")}});
  const Value zone = AtomOf(Zone(), Path());
  const Value pair = Value::Unknown(Type::Tuple({Type::Bool(), Type::Bool()}));
  const Value null = Value::Null(Type::Dynamic());
  const std::vector<Result> refused = {
      GetAttribute(null, "x"),
      GetAttribute(Value::Null(Zone()), "name"),
      GetAttribute(zone, "missing"),
      GetAttribute(map, "missing"),
      GetAttribute(list, "a"),
      GetAttribute(Text("a"), "length"),
      GetAttribute(Value::Unknown(Type::String()), "length"),
      GetIndex(null, Value::Number(0)),
      GetIndex(list, null),
      GetIndex(list, Value::Number(1)),
      GetIndex(list, Value::Number(-1)),
      GetIndex(list, Value::Number(cty::Number(0.5))),
      GetIndex(list, Text("a")),
      GetIndex(list, Value::Bool(true)),
      GetIndex(pair, Value::Number(2)),
      GetIndex(set, Value::Number(0)),
      GetIndex(Value::Unknown(set.type()), Value::Number(0)),
      GetIndex(map, Value::List(Type::String(), {})),
      GetIndex(map, Text("missing")),
      GetIndex(Text("a"), Value::Number(0)),
  };
  for (std::size_t i = 0; i < refused.size(); ++i) {
    EXPECT_TRUE(refused[i].refused) << "case " << i;
    EXPECT_TRUE(refused[i].value.IsUnknown()) << "case " << i;
  }
}

TEST(Access, UnknownKeyGivesOneOfTheMembers) {
  const Value list = Value::List(Type::String(), {Text("a"), Text("b")});
  const Value key = Value::Unknown(Type::Number());
  EXPECT_EQ(GetIndex(list, key).value, Undecided({Text("a"), Text("b")}));
  const Value map = Value::Map(Type::String(), {{"k", Text("v")}});
  EXPECT_EQ(GetIndex(map, Value::Unknown(Type::Dynamic())).value,
            Undecided({Text("v")}));
  const Value tuple = Value::Tuple({Text("a"), Value::Bool(true)});
  EXPECT_EQ(GetIndex(tuple, key).value,
            Undecided({Text("a"), Value::Bool(true)}));
  EXPECT_EQ(GetIndex(tuple, key).value.type(), Type::Dynamic());
  // No member at all: whatever the key comes to, Terraform refuses it then.
  EXPECT_EQ(GetIndex(Value::List(Type::Bool(), {}), key).value,
            Value::Unknown(Type::Bool()));
  const Value many = Value::List(
      Type::Number(), Value::Elements(kMaxAlternatives + 1, Value::Number(1)));
  EXPECT_EQ(GetIndex(many, key).value, Value::Unknown(Type::Number()));
}

TEST(Access, KeyWithAlternativesGivesTheirMembers) {
  const Value map = Value::Map(
      Type::String(), {{"a", Text("1")}, {"b", Text("2")}, {"c", Text("3")}});
  const Value key = Undecided({Text("a"), Text("c")});
  EXPECT_EQ(GetIndex(map, key).value, Undecided({Text("1"), Text("3")}));
}

TEST(Access, MembersOfAlternativesAreAlternatives) {
  const auto object = [](const char* name) {
    return Value::Object({{"name", Text(name)}});
  };
  const Value one_of = Undecided({object("a"), object("b")});
  const Value want = Undecided({Text("a"), Text("b")});
  EXPECT_EQ(GetAttribute(one_of, "name").value, want);
  EXPECT_EQ(GetIndex(one_of, Text("name")).value, want);
}

TEST(Access, SensitiveContainerOrKeyMakesASensitiveMember) {
  const Value list = Value::List(Type::String(), {Text("a")});
  const Value object = Value::Object({{"a", Text("x")}});
  EXPECT_TRUE(
      GetIndex(list.WithSensitive(), Value::Number(0)).value.IsSensitive());
  EXPECT_TRUE(
      GetIndex(list, Value::Number(0).WithSensitive()).value.IsSensitive());
  EXPECT_TRUE(GetAttribute(object.WithSensitive(), "a").value.IsSensitive());
  EXPECT_FALSE(GetAttribute(object, "a").value.IsSensitive());
  const Value one_of = Undecided({object.WithSensitive(), object});
  EXPECT_TRUE(GetAttribute(one_of, "a").value.IsSensitive());
}

}  // namespace
}  // namespace compliance::hcl
