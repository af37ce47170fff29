// What compiles, what does not, and how it is said; what a program tells of
// itself.
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cel/evaluation.h"
#include "compliance/cel/program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Function Host(std::string name, bool member, int min_args, int max_args,
              bool takes_path = false, std::string needs = "") {
  Function function;
  function.name = std::move(name);
  function.member = member;
  function.min_args = min_args;
  function.max_args = max_args;
  function.takes_path = takes_path;
  function.needs = std::move(needs);
  function.apply = [](const Call&) { return Value::Null(); };
  return function;
}

// The functions that the examples of rules call.
const Library& Domain() {
  static const Library& library = *[] {
    auto* all = new Library;
    all->Add(Host("linked", false, 2, 2, false, "whole plan"));
    all->Add(Host("references", false, 2, 2, true, "configuration"));
    all->Add(Host("configured", false, 1, 1, true, "configuration"));
    all->Add(Host("literal", false, 1, 1, true, "configuration"));
    all->Add(Host("network.rules", false, 1, 1));
    all->Add(Host("network.public", false, 1, 1));
    all->Add(Host("policy", false, 1, 1));
    all->Add(Host("plan.resources", false, 1, 1, false, "whole plan"));
    all->Add(Host("param", false, 1, 1));
    all->Add(Host("tags", false, 0, 0));
    all->Add(Host("matches_action", true, 2, 2));
    all->Add(Host("covers", true, 3, 3));
    all->Add(Host("only_condition", true, 4, 4));
    return all;
  }();
  return library;
}

const std::set<std::string> kNames = {"self", "each", "attr", "before"};

std::string ErrorOf(absl::string_view expression) {
  const auto program = Compile(expression, Domain(), kNames);
  return program.ok() ? "" : std::string(program.status().message());
}

class RuleExpressions : public ::testing::TestWithParam<const char*> {};

TEST_P(RuleExpressions, Compile) {
  const auto program = Compile(GetParam(), Domain(), kNames);
  ASSERT_TRUE(program.ok()) << program.status();
  const auto decoded = Decode(Encode(*program));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(Encode(*decoded), Encode(*program));
  EXPECT_EQ(decoded->source(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    OfTheDesign, RuleExpressions,
    ::testing::Values(
        "self.?retention_in_days.orValue(0) >= 365",
        "!has(self.replicate_source_db)",
        "self.?storage_encrypted.orValue(false)",
        "linked('aws_s3_bucket_public_access_block', 'bucket').exists(b, "
        "b.block_public_acls == true && b.block_public_policy == true && "
        "b.ignore_public_acls == true && b.restrict_public_buckets == true)",
        "network.rules(self).filter(r, r.direction == 'ingress' && "
        "r.has_ports)",
        "!(each.from_port <= 22 && 22 <= each.to_port && "
        "network.public(each.sources))",
        "references(self.kms_key_id, ['aws_kms_key', 'aws_kms_replica_key', "
        "'aws_kms_external_key']).exists(k, true) || "
        "(configured(self.kms_key_id) && has(self.kms_key_id) && "
        "!self.kms_key_id.endsWith('alias/aws/rds'))",
        "linked('aws_s3_bucket_policy', 'bucket').exists(p, "
        "policy(p.policy).statements.exists(s, s.effect == 'Deny' && "
        "s.any_principal && s.matches_action('s3:*') && s.covers(self, '') && "
        "s.covers(self, '/*') && s.only_condition('Bool', "
        "'aws:SecureTransport', 'false')))",
        "cel.bind(i, linked('aws_rds_cluster_instance', 'cluster_identifier'), "
        "i.exists(a, i.exists(b, a.availability_zone != b.availability_zone)))",
        "param('required_tags').all(t, t in tags() && tags()[t] != '')",
        "plan.resources('aws_cloudtrail').exists(t, t.enable_logging != false)",
        "!literal(attr)",
        "!linked('aws_s3_bucket_logging', 'target_bucket').exists(l, true)",
        "linked('aws_s3_bucket_logging', 'bucket').exists(l, true)",
        "network.rules(self)[2].from_port == 1"));

struct Row {
  const char* expression;
  const char* error;
};

class Errors : public ::testing::TestWithParam<Row> {};

TEST_P(Errors, SayWhereAndWhat) {
  EXPECT_EQ(ErrorOf(GetParam().expression), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Syntax, Errors,
    ::testing::Values(
        Row{"", "1: the condition ends where a value is missing"},
        Row{"1 +", "4: the condition ends where a value is missing"},
        Row{"(1 + 2", "7: \")\" is missing at the end"},
        Row{"1 + 2)", "6: unexpected \")\""},
        Row{"self.", "6: a name is missing after the dot"},
        Row{"self.a = 1", "8: \"=\" compares nothing; write \"==\""},
        Row{"self.a & self.b", "8: a single \"&\"; write it twice"},
        Row{"'abc", "1: a text that does not end"},
        Row{"'\\q'", "2: an escape that has no meaning"},
        Row{"'\\ud800'", "2: an escape that is no Unicode character"},
        Row{"'\xc3\xa9' + #", "7: a character that has no meaning here"},
        Row{"99999999999999999999", "1: the number does not fit into 64 bits"},
        Row{"12abc", "1: a number that runs into a name"},
        Row{"[1, 2", "6: \",\" is missing at the end"},
        Row{"true ? 1", "9: \":\" is missing at the end"},
        Row{"if", "1: \"if\" is a reserved word"},
        Row{"\xff", "1: the condition is not valid UTF-8"}));

INSTANTIATE_TEST_SUITE_P(
    Names, Errors,
    ::testing::Values(
        Row{"selv.a", "1: unknown name \"selv\"; did you mean \"self\"?"},
        Row{"self.a.startWith('x')",
            "8: unknown function \"startWith\"; did you mean \"startsWith\"?"},
        Row{"configurd(self.a)",
            "1: unknown function \"configurd\"; did you mean \"configured\"?"},
        Row{"plan.resource('x')",
            "1: unknown function \"plan.resource\"; did "
            "you mean \"plan.resources\"?"},
        Row{"self.a.exist(x, true)",
            "8: unknown function \"exist\"; did you mean \"exists\"?"},
        Row{"self.a.all(x.y, true)",
            "12: all() needs the name of a variable here"},
        Row{"self.a.all(x)",
            "8: all() takes a variable and what is said of it, such as all(x, "
            "x > 0)"},
        Row{"self.a.orValue()", "8: orValue() takes 1 argument, not 0"},
        Row{"matches('a')", "1: matches() takes 2 arguments, not 1"},
        Row{"self.a.contains()", "8: contains() takes 1 argument, not 0"},
        Row{"param()", "1: param() takes 1 argument, not 0"},
        Row{"configured('x')",
            "1: configured() needs an attribute, such as "
            "self.name, as its argument"},
        Row{"has(self)", "1: has() needs an attribute, such as has(self.name)"},
        Row{"self.a.matches('[')",
            "8: not a regular expression of RE2, or too large a one"},
        Row{"self.a.all(x, true) && x", "24: unknown name \"x\""}));

TEST(Limits, LongAndDeepExpressionsAreErrors) {
  EXPECT_THAT(ErrorOf(std::string(100'000, ' ')), HasSubstr("longer than"));
  EXPECT_THAT(ErrorOf(std::string(10'000, '(')), HasSubstr("nests deeper"));
  EXPECT_THAT(ErrorOf(std::string(10'000, '[')), HasSubstr("nests deeper"));
  EXPECT_THAT(ErrorOf(absl::StrCat(std::string(10'000, '!'), "true")),
              HasSubstr("nests deeper"));
  std::string sum = "1";
  std::string chain = "true";
  std::string path = "self";
  std::string choice;
  for (int i = 0; i < 2000; ++i) {
    sum += "+1";
    chain += "&&true";
    path += ".a";
    choice += "true?1:";
  }
  EXPECT_THAT(ErrorOf(sum), HasSubstr("nests deeper"));
  EXPECT_THAT(ErrorOf(path), HasSubstr("nests deeper"));
  EXPECT_THAT(ErrorOf(choice + "1"), HasSubstr("nests deeper"));
  EXPECT_EQ(ErrorOf(chain), "");
  std::string list = "[self";
  for (int i = 0; i < 12'000; ++i) list += ",self";
  EXPECT_EQ(ErrorOf(absl::StrCat(list, "] == []")), "");
  EXPECT_THAT(ErrorOf(absl::StrCat("(", std::string(16'000, '-'), "1)")),
              HasSubstr("nests deeper"));
}

Program Compiled(absl::string_view expression) {
  const auto program = Compile(expression, Domain(), kNames);
  EXPECT_TRUE(program.ok()) << program.status();
  return *program;
}

TEST(Program, TellsItsVariablesAndNeeds) {
  const Program program = Compiled(
      "self.a && before.b == 1 && [1].all(x, x == 1) && configured(self.c) && "
      "plan.resources('aws_x').exists(r, r.y)");
  EXPECT_THAT(program.Variables(), ElementsAre("before", "self"));
  EXPECT_THAT(program.Needs(Domain()),
              ElementsAre("configuration", "whole plan"));
}

TEST(Program, TellsItsStrings) {
  EXPECT_THAT(Compiled("self.a in ['x', 'y'] || self.b == 'z' || "
                       "self['k'].startsWith('p') || self.c == {'m': 'n'}")
                  .StringLiterals(),
              ElementsAre("k", "m", "n", "p", "x", "y", "z"));
}

struct PathRow {
  const char* expression;
  const char* paths;
};

class PathsOf : public ::testing::TestWithParam<PathRow> {};

TEST_P(PathsOf, FindsWhatIsRead) {
  const auto paths = Compiled(GetParam().expression).PathsOf("self");
  EXPECT_EQ(absl::StrJoin(paths, ", ",
                          [](std::string* out, const cty::Path& path) {
                            absl::StrAppend(out, path.ToString());
                          }),
            GetParam().paths)
      << GetParam().expression;
}

INSTANTIATE_TEST_SUITE_P(
    Expressions, PathsOf,
    ::testing::Values(
        PathRow{"self.a.b == self.c", "a.b, c"},
        PathRow{"self.?a.?b.orValue(self.d)", "a.b, d"},
        PathRow{"has(self.a.b) && before.x", "a.b"},
        PathRow{"self.rules[0].x == 1", "rules[0].x"},
        PathRow{"self.tags['Name'] == ''", "tags[\"Name\"]"},
        PathRow{"self.tags[self.key] == ''", "key, tags"},
        PathRow{"self.ingress.all(r, r.port > 1)", "ingress, ingress[0].port"},
        PathRow{"self.?ingress.orValue([]).exists(r, has(r.port))",
                "ingress, ingress[0].port"},
        PathRow{"self.tags.all(t, t != '')", "tags"},
        PathRow{"self.a.filter(x, x.b).all(y, y.c.d)", "a, a[0].b, a[0].c.d"},
        PathRow{"self.a.all(x, x.b.all(y, y.c))", "a, a[0].b, a[0].b[0].c"},
        PathRow{"cel.bind(s, self.a, s.b && s.c)", "a.b, a.c"},
        PathRow{"configured(self.kms_key_id)", "kms_key_id"},
        PathRow{"network.rules(self).size() == 0", ""}, PathRow{"1 == 1", ""}));

}  // namespace
}  // namespace compliance::cel
