// network.*: security groups and network ACLs in every form, known or not.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/cel/program.h"
#include "compliance/rules/functions.h"
#include "compliance/rules/subjects.h"
#include "plan/golden_plan.h"
#include "plan/plan_builder.h"
#include "rules/read_documents.h"

namespace compliance::rules {
namespace {

using plan::At;
using plan::Json;
using plan::PlanBuilder;

// What an expression comes to for the resource at an address.
std::string Ask(const plan::Plan& plan, const std::string& address,
                const std::string& expression) {
  const auto program = cel::Compile(expression, Functions(), {"self"});
  if (!program.ok()) return std::string(program.status().message());
  const plan::Query query(plan);
  Subjects subjects(plan);
  Host host;
  host.query = &query;
  host.subjects = &subjects;
  host.subject = subjects.OfResource(At(plan, address));
  cel::Activation activation;
  activation.library = &Functions();
  activation.host = &host;
  activation.variables["self"] = subjects.ValueOf(host.subject);
  const cel::Value value = cel::Evaluate(*program, activation);
  return value.IsUnknown() ? "unknown" : value.ToString();
}

Json Rule(const std::string& protocol, int from, int to,
          const std::vector<std::string>& cidrs) {
  return {{"protocol", protocol},
          {"from_port", from},
          {"to_port", to},
          {"cidr_blocks", cidrs},
          {"ipv6_cidr_blocks", Json::array()},
          {"prefix_list_ids", Json::array()},
          {"security_groups", Json::array()},
          {"self", false},
          {"description", ""}};
}

plan::Plan Group(const std::vector<Json>& rules) {
  const Json ingress = rules;
  return PlanBuilder()
      .Instance("aws_security_group.g", {{"ingress", ingress}})
      .Block("aws_security_group.g", {{"ingress", plan::Const(ingress)}})
      .Build();
}

constexpr char kOpenToTheWorld[] =
    "network.rules(self).exists(r, network.public(r.sources))";

// By the real terraform: groups with a dynamic block.
TEST(NetworkRules, OnlyApplyTellsHowOftenADynamicBlockIsRepeated) {
  const plan::Plan plan = plan::GoldenPlan("joins/dynamic");
  const struct {
    const char* group;
    const char* expression;
    const char* want;
  } cases[] = {
      {"none", "size(network.rules(self))", "0"},
      {"known", "size(network.rules(self))", "1"},
      {"known", kOpenToTheWorld, "false"},
      {"waits", "size(network.rules(self))", "unknown"},
      {"waits", "size(self.ingress) > 0", "unknown"},
      {"waits", "network.rules(self).exists(r, true)", "unknown"},
      {"waits", kOpenToTheWorld, "unknown"},
      {"waits", "self.ingress.all(r, r.description != '')", "unknown"},
      {"beside", "network.rules(self).exists(r, r.from_port == 443)", "true"},
      {"beside", "size(network.rules(self)) > 0", "true"},
      {"beside", "size(network.rules(self)) > 1", "unknown"},
      {"beside", "self.ingress.exists_one(r, r.from_port == 443)", "unknown"},
      {"beside", "network.rules(self).all(r, r.from_port == 22)", "false"},
      {"beside", kOpenToTheWorld, "unknown"},
      {"several", "size(network.rules(self)) > 0", "true"},
      {"several", "network.rules(self).exists(r, r.from_port == 22)", "true"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(
        Ask(plan, absl::StrCat("aws_security_group.", c.group), c.expression),
        c.want)
        << c.group << ": " << c.expression;
  }
}

// Blocks that are none to the provider but to Terraform: unknown as a whole,
// with those that stand beside the dynamic one.
TEST(DynamicBlocks, AreUnknownAsAWhole) {
  const plan::Plan plan = plan::GoldenPlan("joins/dynamic");
  const struct {
    const char* address;
    const char* expression;
    const char* want;
  } cases[] = {
      {"aws_s3_bucket_lifecycle_configuration.known", "size(self.rule)", "2"},
      {"aws_s3_bucket_lifecycle_configuration.waits", "size(self.rule) > 0",
       "unknown"},
      {"aws_s3_bucket_lifecycle_configuration.beside",
       "self.rule.all(r, r.status == 'Enabled')", "unknown"},
      {"aws_lambda_function.waits", "self.vpc_config.exists(v, true)",
       "unknown"},
      {"aws_lambda_function.waits", "configured(self.vpc_config)", "unknown"},
      {"aws_wafv2_web_acl.waits", "size(self.rule) > 0", "unknown"},
      {"aws_wafv2_web_acl.inner",
       "self.default_action.exists(a, size(a.allow) > 0)", "unknown"},
      {"aws_wafv2_web_acl.inner",
       "self.default_action.exists(a, size(a.block) > 0)", "false"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Ask(plan, c.address, c.expression), c.want)
        << c.address << ": " << c.expression;
  }
}

TEST(DynamicBlocks, OfAPolicyDocumentMayGrantAnything) {
  plan::Plan plan = plan::GoldenPlan("joins/dynamic");
  ReadDocuments(plan);
  const struct {
    const char* bucket;
    const char* expression;
    const char* want;
  } cases[] = {
      {"waits", "policy(self.policy).statements.exists(s, s.any_resource)",
       "unknown"},
      {"beside", "policy(self.policy).statements.exists(s, s.any_resource)",
       "unknown"},
      {"beside", "policy(self.policy).statements.all(s, s.any_resource)",
       "unknown"},
      {"inner", "policy(self.policy).statements.exists(s, s.any_resource)",
       "false"},
      {"inner",
       "policy(self.policy).statements.exists(s, size(s.conditions) > 0)",
       "unknown"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Ask(plan, absl::StrCat("aws_s3_bucket_policy.", c.bucket),
                  c.expression),
              c.want)
        << c.bucket << ": " << c.expression;
  }
}

constexpr char kShape[] =
    "network.rules(self).map(r, [r.direction, r.protocol, "
    "string(r.from_port), string(r.to_port)].join(' '))";

TEST(NetworkRules, ReadsProtocolAndPorts) {
  const struct {
    const char* protocol;
    int from, to;
    const char* want;
  } cases[] = {
      {"tcp", 22, 22, "[\"ingress tcp 22 22\"]"},
      {"6", 22, 23, "[\"ingress tcp 22 23\"]"},
      {"-1", 0, 0, "[\"ingress all 0 65535\"]"},
      {"all", 443, 443, "[\"ingress all 0 65535\"]"},
      {"udp", -1, -1, "[\"ingress udp 0 65535\"]"},
      {"icmp", -1, -1, "[\"ingress icmp 0 -1\"]"},
      {"icmp", 8, 0, "[\"ingress icmp 0 -1\"]"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Ask(Group({Rule(c.protocol, c.from, c.to, {"10.0.0.0/8"})}),
                  "aws_security_group.g", kShape),
              c.want)
        << c.protocol;
  }
}

TEST(NetworkRules, IsOneListForEveryForm) {
  const plan::Plan plan =
      PlanBuilder()
          .Instance("aws_security_group_rule.r", {{"type", "egress"},
                                                  {"protocol", "tcp"},
                                                  {"from_port", 1},
                                                  {"to_port", 2},
                                                  {"security_group_id", "sg-1"},
                                                  {"self", true}})
          .Instance("aws_vpc_security_group_ingress_rule.r",
                    {{"ip_protocol", "-1"},
                     {"cidr_ipv6", "::/0"},
                     {"security_group_id", "sg-1"}})
          .Instance("aws_network_acl_rule.r", {{"egress", false},
                                               {"protocol", "6"},
                                               {"rule_action", "deny"},
                                               {"rule_number", 7},
                                               {"network_acl_id", "acl-1"},
                                               {"from_port", 80},
                                               {"to_port", 80},
                                               {"cidr_block", "0.0.0.0/0"}})
          .Build();
  EXPECT_EQ(Ask(plan, "aws_security_group_rule.r", kShape),
            "[\"egress tcp 1 2\"]");
  EXPECT_EQ(Ask(plan, "aws_security_group_rule.r",
                "network.rules(self)[0].sources.map(s, s.kind)"),
            "[\"self\"]");
  EXPECT_EQ(Ask(plan, "aws_vpc_security_group_ingress_rule.r", kShape),
            "[\"ingress all 0 65535\"]");
  EXPECT_EQ(Ask(plan, "aws_vpc_security_group_ingress_rule.r",
                "network.public(network.rules(self)[0].sources)"),
            "true");
  EXPECT_EQ(Ask(plan, "aws_network_acl_rule.r", kShape),
            "[\"ingress tcp 80 80\"]");
  EXPECT_EQ(Ask(plan, "aws_network_acl_rule.r",
                "network.rules(self).map(r, r.action + "
                "string(r.rule_number))"),
            "[\"deny7\"]");
}

TEST(NetworkRules, KeepsTheBlockThatARuleCameFrom) {
  const plan::Plan plan = Group({Rule("tcp", 22, 22, {"0.0.0.0/0"})});
  const auto program =
      cel::Compile("!network.rules(self).exists(r, network.public(r.sources))",
                   Functions(), {"self"});
  ASSERT_TRUE(program.ok()) << program.status();
  const plan::Query query(plan);
  Subjects subjects(plan);
  Host host;
  host.query = &query;
  host.subjects = &subjects;
  cel::Activation activation;
  activation.library = &Functions();
  activation.host = &host;
  activation.variables["self"] = subjects.ValueOf(0);
  const cel::Outcome outcome = cel::EvaluateCondition(*program, activation);
  EXPECT_EQ(outcome.truth, Truth::kFalse);
  ASSERT_FALSE(outcome.because.empty());
  EXPECT_TRUE(
      outcome.because[0].path.StartsWith(cty::Path().Attr("ingress").Index(0)))
      << outcome.because[0].path.ToString();
}

TEST(NetworkRules, LeavesOutBlocksThatNobodyWrote) {
  const plan::Plan plan =
      PlanBuilder()
          .Instance("aws_security_group.g", Json::object(),
                    {{"ingress", true}, {"egress", true}, {"id", true}})
          .Block("aws_security_group.g", Json::object())
          .Build();
  EXPECT_EQ(Ask(plan, "aws_security_group.g", "network.rules(self).size()"),
            "0");
}

TEST(NetworkRules, IsOpenWhereBlocksAreNotKnownYet) {
  const plan::Plan plan =
      PlanBuilder()
          .Instance("aws_security_group.g", {{"egress", Json::array()}},
                    {{"ingress", true}})
          .Block("aws_security_group.g",
                 {{"ingress", plan::Ref("aws_vpc.v", "cidr_block")}})
          .Build();
  EXPECT_EQ(Ask(plan, "aws_security_group.g",
                "network.rules(self).exists(r, network.public(r.sources))"),
            "unknown");
}

TEST(NetworkPublic, JudgesAUnionOfSources) {
  const struct {
    const char* expression;
    const char* want;
  } cases[] = {
      {"network.public(['0.0.0.0/0'])", "true"},
      {"network.public('::/0')", "true"},
      {"network.public(['0.0.0.0/1', '128.0.0.0/1'])", "true"},
      {"network.public([])", "false"},
      {"network.public(null)", "false"},
      {"network.public(['10.0.0.0/8', '192.168.0.0/16'])", "false"},
      {"network.public(['203.0.113.7'])", "false"},
      {"network.public(['nonsense'])", "unknown"},
      {"network.public(['nonsense', '0.0.0.0/0'])", "true"},
      {"network.public([undecided('x'), '10.0.0.0/8'])", "unknown"},
      {"network.public([undecided('x'), '0.0.0.0/0'])", "true"},
      {"network.covers(['10.0.0.0/9', '10.128.0.0/9'], '10.0.0.0/8')", "true"},
      {"network.covers(['10.0.0.0/9'], '10.0.0.0/8')", "false"},
      {"network.covers([undecided('x')], '10.0.0.0/8')", "unknown"},
      {"network.intersects(['10.0.0.0/9'], '10.0.0.0/8')", "true"},
      {"network.intersects(['10.0.0.0/9'], '11.0.0.0/8')", "false"},
  };
  const plan::Plan plan = Group({});
  for (const auto& c : cases) {
    EXPECT_EQ(Ask(plan, "aws_security_group.g", c.expression), c.want)
        << c.expression;
  }
}

TEST(NetworkRules, ReadsAPrefixListThatThePlanShows) {
  const auto with = [](const char* id) {
    return PlanBuilder()
        .Instance(
            "data.aws_ec2_managed_prefix_list.p",
            {{"id", "pl-1"},
             {"entries",
              Json::array({{{"cidr", "0.0.0.0/0"}, {"description", ""}}})}})
        .Instance("aws_vpc_security_group_ingress_rule.r",
                  {{"ip_protocol", "tcp"},
                   {"from_port", 22},
                   {"to_port", 22},
                   {"prefix_list_id", id},
                   {"security_group_id", "sg-1"}})
        .Build();
  };
  constexpr char kOpen[] = "network.public(network.rules(self)[0].sources)";
  EXPECT_EQ(Ask(with("pl-1"), "aws_vpc_security_group_ingress_rule.r", kOpen),
            "true");
  EXPECT_EQ(Ask(with("pl-2"), "aws_vpc_security_group_ingress_rule.r", kOpen),
            "unknown");
}

TEST(NetworkGroupRules, JoinsTheRulesOfAGroup) {
  const plan::Plan plan =
      PlanBuilder()
          .Instance("aws_security_group.g",
                    {{"ingress", Json::array({Rule("tcp", 1, 1, {})})}},
                    {{"id", true}})
          .Instance("aws_security_group_rule.r",
                    {{"type", "ingress"},
                     {"protocol", "tcp"},
                     {"from_port", 2},
                     {"to_port", 2}},
                    {{"security_group_id", true}})
          .Instance("aws_vpc_security_group_egress_rule.r",
                    {{"ip_protocol", "tcp"}, {"from_port", 3}, {"to_port", 3}},
                    {{"security_group_id", true}})
          .Block("aws_security_group.g", Json::object())
          .Block(
              "aws_security_group_rule.r",
              {{"security_group_id", plan::Ref("aws_security_group.g", "id")}})
          .Block(
              "aws_vpc_security_group_egress_rule.r",
              {{"security_group_id", plan::Ref("aws_security_group.g", "id")}})
          .Build();
  const std::string ports =
      "network.group_rules(self).map(r, r.direction + string(r.from_port))";
  const std::string want = "[\"ingress1\", \"ingress2\", \"egress3\"]";
  EXPECT_EQ(Ask(plan, "aws_security_group.g", ports), want);
  EXPECT_EQ(Ask(plan, "aws_security_group_rule.r", ports), want);
}

Json Entry(int number, const std::string& action, const std::string& cidr) {
  return {{"rule_no", number},     {"action", action}, {"protocol", "tcp"},
          {"from_port", 0},        {"to_port", 1000},  {"cidr_block", cidr},
          {"ipv6_cidr_block", ""}, {"icmp_type", 0},   {"icmp_code", 0}};
}

TEST(NaclAllows, TakesTheFirstRuleThatMatches) {
  const struct {
    std::vector<Json> rules;
    const char* want;
  } cases[] = {
      {{Entry(100, "allow", "0.0.0.0/0")}, "true"},
      {{Entry(100, "allow", "10.0.0.0/8")}, "false"},
      {{Entry(100, "allow", "0.0.0.0/0"), Entry(90, "deny", "0.0.0.0/0")},
       "false"},
      {{Entry(100, "allow", "0.0.0.0/0"), Entry(110, "deny", "0.0.0.0/0")},
       "true"},
      {{Entry(100, "allow", "0.0.0.0/0"), Entry(90, "deny", "10.0.0.0/8")},
       "true"},
      {{Entry(100, "allow", "0.0.0.0/1"), Entry(110, "allow", "128.0.0.0/1"),
        Entry(50, "deny", "0.0.0.0/1"), Entry(51, "deny", "128.0.0.0/1")},
       "false"},
  };
  for (const auto& c : cases) {
    const plan::Plan plan =
        PlanBuilder()
            .Instance("aws_network_acl.n", {{"ingress", c.rules}})
            .Build();
    EXPECT_EQ(Ask(plan, "aws_network_acl.n",
                  "network.nacl_allows(network.rules(self), 22)"),
              c.want)
        << Json(c.rules).dump();
    EXPECT_EQ(Ask(plan, "aws_network_acl.n",
                  "network.nacl_allows(network.rules(self), 2222)"),
              "false");
  }
}

TEST(NetworkRules, IsAnErrorOfAnythingElse) {
  const plan::Plan plan =
      PlanBuilder().Instance("aws_s3_bucket.b", Json::object()).Build();
  EXPECT_EQ(Ask(plan, "aws_s3_bucket.b", "network.rules(self)"),
            "(error: network.rules() takes a security group, a network ACL or "
            "a rule of one)");
}

}  // namespace
}  // namespace compliance::rules
