// The shapes that rules have, each as a rule of its own: that the language
// carries them, and what they come to.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/engine/evaluate.h"
#include "compliance/rules/functions.h"
#include "compliance/rules/rule_set.h"
#include "gtest/gtest.h"
#include "rules/rule_files.h"

namespace compliance::rules {
namespace {

struct Shape {
  const char* name;
  // A function without which the rule cannot be written; "" for none.
  const char* function;
  const char* rule;
};

void PrintTo(const Shape& shape, std::ostream* out) { *out << shape.name; }

const Shape kShapes[] = {
    {"LinkedResource", "", R"y(
resources: [aws_s3_bucket]
require: >-
  linked('aws_s3_bucket_public_access_block', 'bucket').exists(b,
  b.block_public_acls == true && b.block_public_policy == true &&
  b.ignore_public_acls == true && b.restrict_public_buckets == true)
examples:
  - verdict: pass
    judge: aws_s3_bucket.b
    plan:
      - {address: aws_s3_bucket.b, values: {}}
      - address: aws_s3_bucket_public_access_block.b
        values: {block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true}
        expressions: {bucket: [aws_s3_bucket.b.id, aws_s3_bucket.b]}
  - verdict: fail
    judge: aws_s3_bucket.b
    plan:
      - {address: aws_s3_bucket.b, values: {}}
      - address: aws_s3_bucket_public_access_block.b
        values: {block_public_acls: true}
        expressions: {bucket: [aws_s3_bucket.b.id, aws_s3_bucket.b]}
  - {verdict: fail, values: {bucket: b}}
  - {verdict: unknown, values: {bucket: b}, open: true}
)y"},
    {"OneFindingPerElement", "network.rules", R"y(
resources: [aws_security_group, aws_security_group_rule, aws_vpc_security_group_ingress_rule]
each: network.rules(self).filter(r, r.direction == 'ingress' && r.has_ports)
require: "!(each.from_port <= 22 && 22 <= each.to_port && network.public(each.sources))"
examples:
  - {verdict: fail, type: aws_security_group_rule, values: {type: ingress, protocol: tcp, from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"], security_group_id: sg-1}}
  - {verdict: fail, type: aws_security_group_rule, values: {type: ingress, protocol: tcp, from_port: 0, to_port: 99, cidr_blocks: ["0.0.0.0/1", "128.0.0.0/1"], security_group_id: sg-1}}
  - {verdict: pass, type: aws_security_group_rule, values: {type: ingress, protocol: tcp, from_port: 22, to_port: 22, cidr_blocks: ["10.0.0.0/8"], security_group_id: sg-1}}
  - {verdict: unknown, type: aws_security_group_rule, values: {type: ingress, protocol: tcp, from_port: 22, to_port: 22, cidr_blocks: !unknown "list(string)", security_group_id: sg-1}}
)y"},
    {"KeySetByReference", "", R"y(
resources: [aws_db_instance]
require: >-
  references(self.kms_key_id, ['aws_kms_key', 'aws_kms_replica_key', 'aws_kms_external_key']).exists(k, true) ||
  (configured(self.kms_key_id) && has(self.kms_key_id) && !self.kms_key_id.endsWith('alias/aws/rds'))
examples:
  - verdict: pass
    judge: aws_db_instance.a
    plan:
      - {address: aws_kms_key.k, values: {}}
      - {address: aws_db_instance.a, values: {}, expressions: {kms_key_id: [aws_kms_key.k.arn, aws_kms_key.k]}}
  - {verdict: fail, values: {kms_key_id: !computed string}}
  - {verdict: fail, values: {kms_key_id: "arn:aws:kms:eu-west-1:1:alias/aws/rds"}}
  - {verdict: unknown, values: {kms_key_id: !unknown string}}
)y"},
    {"PolicyDocument", "policy", R"y(
resources: [aws_s3_bucket]
require: >-
  linked('aws_s3_bucket_policy', 'bucket').exists(p,
  policy(p.policy).statements.exists(s, s.effect == 'Deny' && s.any_principal &&
  s.matches_action('s3:*') && s.covers(self, '') && s.covers(self, '/*') &&
  s.only_condition('Bool', 'aws:SecureTransport', 'false')))
examples:
  - verdict: pass
    judge: aws_s3_bucket.b
    plan:
      - {address: aws_s3_bucket.b, values: {bucket: b}}
      - address: aws_s3_bucket_policy.b
        values: {bucket: b, policy: '{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}}'}
  - {verdict: fail, values: {bucket: b}}
  - {verdict: unknown, values: {bucket: b}, open: true}
)y"},
    {"DistinctZones", "", R"y(
resources: [aws_rds_cluster]
require: >-
  cel.bind(i, linked('aws_rds_cluster_instance', 'cluster_identifier'),
  i.exists(a, i.exists(b, a.availability_zone != b.availability_zone)))
examples:
  - verdict: pass
    judge: aws_rds_cluster.c
    plan:
      - {address: aws_rds_cluster.c, values: {cluster_identifier: c}}
      - {address: aws_rds_cluster_instance.a, values: {cluster_identifier: c, availability_zone: eu-west-1a}}
      - {address: aws_rds_cluster_instance.b, values: {cluster_identifier: c, availability_zone: eu-west-1b}}
  - verdict: fail
    judge: aws_rds_cluster.c
    plan:
      - {address: aws_rds_cluster.c, values: {cluster_identifier: c}}
      - {address: aws_rds_cluster_instance.a, values: {cluster_identifier: c, availability_zone: eu-west-1a}}
      - {address: aws_rds_cluster_instance.b, values: {cluster_identifier: c, availability_zone: eu-west-1a}}
  - verdict: unknown
    judge: aws_rds_cluster.c
    plan:
      - {address: aws_rds_cluster.c, values: {cluster_identifier: c}}
      - {address: aws_rds_cluster_instance.a, values: {cluster_identifier: c, availability_zone: eu-west-1a}}
      - {address: aws_rds_cluster_instance.b, values: {cluster_identifier: c, availability_zone: !computed string}}
)y"},
    {"Tags", "", R"y(
resources: {having: tags_all}
require: param('required_tags').all(t, t in tags() && tags()[t] != '')
parameters:
  required_tags: {default: [Owner], description: "Tags that must be there."}
examples:
  - {verdict: pass, type: aws_vpc, values: {tags_all: {Owner: me}}}
  - {verdict: fail, type: aws_vpc, values: {tags_all: {Owner: ""}}}
  - {verdict: fail, type: aws_vpc, values: {tags_all: {}}}
  - {verdict: unknown, type: aws_vpc, values: {tags_all: {Owner: !unknown string}}}
)y"},
    {"Change", "", R"y(
resources: [aws_cloudtrail]
on: [delete, forget]
require: plan.resources('aws_cloudtrail').exists(t, t.enable_logging != false)
examples:
  - {verdict: fail, action: delete, values: {name: t}}
  - verdict: pass
    judge: aws_cloudtrail.old
    plan:
      - {address: aws_cloudtrail.old, action: delete, values: {name: old}}
      - {address: aws_cloudtrail.new, values: {name: new, enable_logging: true}}
  - {verdict: unknown, action: delete, values: {name: t}, open: true}
)y"},
    {"WhatAChangeDoes", "", R"y(
resources: [aws_db_instance]
require: "!('delete' in actions && profile.lifecycle == 'protected')"
examples:
  - {verdict: fail, action: replace, before: {}, values: {}}
  - {verdict: pass, action: update, before: {}, values: {}}
  - {verdict: unknown, configuration: false, values: {}}
)y"},
    {"LiteralSecret", "", R"y(
resources: {aws_db_instance: password, aws_rds_cluster: master_password}
require: "!literal(attr)"
examples:
  - {verdict: fail, values: {password: !sensitive hunter2}}
  - {verdict: fail, type: aws_rds_cluster, values: {master_password: !sensitive hunter2}}
  - {verdict: pass, values: {}}
  - {verdict: unknown, configuration: false, values: {password: !sensitive hunter2}}
)y"},
    {"ExemptionByJoin", "", R"y(
resources: [aws_s3_bucket]
when: "!linked('aws_s3_bucket_logging', 'target_bucket').exists(l, true)"
require: linked('aws_s3_bucket_logging', 'bucket').exists(l, true)
examples:
  - verdict: not_applicable
    judge: aws_s3_bucket.logs
    plan:
      - {address: aws_s3_bucket.logs, values: {bucket: logs}}
      - {address: aws_s3_bucket_logging.l, values: {bucket: data, target_bucket: logs}}
  - verdict: pass
    judge: aws_s3_bucket.data
    plan:
      - {address: aws_s3_bucket.data, values: {bucket: data}}
      - {address: aws_s3_bucket_logging.l, values: {bucket: data, target_bucket: logs}}
  - {verdict: fail, values: {bucket: data}}
  - {verdict: unknown, values: {bucket: data}, open: true}
)y"},
    // subnet -> association -> route table -> route -> gateway
    {"SeveralHops", "", R"y(
resources: [aws_subnet]
require: >-
  !linked('aws_route_table_association', 'subnet_id').exists(a,
  references(a.route_table_id, ['aws_route_table']).exists(t,
  t.linked('aws_route', 'route_table_id').exists(r,
  references(r.gateway_id, ['aws_internet_gateway']).exists(g, true))))
examples:
  - verdict: fail
    judge: aws_subnet.s
    plan:
      - {address: aws_subnet.s, values: {}}
      - {address: aws_internet_gateway.g, values: {}}
      - {address: aws_route_table.t, values: {}}
      - {address: aws_route_table_association.a, values: {}, expressions: {subnet_id: [aws_subnet.s.id, aws_subnet.s], route_table_id: [aws_route_table.t.id, aws_route_table.t]}}
      - {address: aws_route.r, values: {}, expressions: {route_table_id: [aws_route_table.t.id, aws_route_table.t], gateway_id: [aws_internet_gateway.g.id, aws_internet_gateway.g]}}
  - verdict: pass
    judge: aws_subnet.s
    plan:
      - {address: aws_subnet.s, values: {}}
      - {address: aws_nat_gateway.g, values: {}}
      - {address: aws_route_table.t, values: {}}
      - {address: aws_route_table_association.a, values: {}, expressions: {subnet_id: [aws_subnet.s.id, aws_subnet.s], route_table_id: [aws_route_table.t.id, aws_route_table.t]}}
      - {address: aws_route.r, values: {}, expressions: {route_table_id: [aws_route_table.t.id, aws_route_table.t], nat_gateway_id: [aws_nat_gateway.g.id, aws_nat_gateway.g]}}
  - {verdict: unknown, values: {}, open: true}
)y"},
};

class Shapes : public ::testing::TestWithParam<Shape> {};

TEST_P(Shapes, LoadAndDecide) {
  const Shape& shape = GetParam();
  const std::vector<std::string> names = Functions().Names();
  if (shape.function[0] != '\0' &&
      std::find(names.begin(), names.end(), shape.function) == names.end()) {
    GTEST_SKIP() << "there is no function " << shape.function;
  }
  const auto file = LoadRuleFile(
      "rule.yaml",
      absl::StrCat("id: test.shape\ntitle: it holds\nfailure: it does not\n"
                   "severity: low\nintent: data\n"
                   "requirements: {baseline: {}}",
                   shape.rule));
  ASSERT_TRUE(file.ok()) << file.status().message();
  for (const Example& example : file->examples) {
    const auto evaluation = JudgePlan(*file->rule, *example.plan, example);
    EXPECT_EQ(VerdictAt(evaluation, example.address), example.verdict)
        << example.where << " "
        << (evaluation.findings.empty() ? "" : evaluation.findings[0].message);
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, Shapes, ::testing::ValuesIn(kShapes),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

}  // namespace
}  // namespace compliance::rules
