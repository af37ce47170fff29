// Actions that take no resource: the "Resource types" column of AWS's Service
// Authorization Reference is empty for them. A selection of common ones, not
// generated from that reference and not compared with its current edition: an
// action that it lacks counts as one that could be given a resource.
#include <algorithm>
#include <array>

#include "compliance/iam/questions.h"

namespace compliance::iam {
namespace {

constexpr std::array<absl::string_view, 77> kUnscopable = {
    "acm:GetAccountConfiguration",
    "acm:ListCertificates",
    "acm:PutAccountConfiguration",
    "acm:RequestCertificate",
    "application-autoscaling:Describe*",
    "autoscaling:Describe*",
    "cloudformation:ListStacks",
    "cloudformation:ValidateTemplate",
    "cloudfront:ListDistributions",
    "cloudtrail:DescribeTrails",
    "cloudtrail:ListTrails",
    "cloudtrail:LookupEvents",
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:ListDashboards",
    "cloudwatch:ListMetrics",
    "cloudwatch:PutMetricData",
    "cognito-idp:ListUserPools",
    "dynamodb:DescribeLimits",
    "dynamodb:ListStreams",
    "dynamodb:ListTables",
    "ec2:Describe*",
    "ec2:GetEbsEncryptionByDefault",
    "ec2messages:*",
    "ecr-public:GetAuthorizationToken",
    "ecr:GetAuthorizationToken",
    "ecs:DeregisterTaskDefinition",
    "ecs:DescribeTaskDefinition",
    "ecs:DiscoverPollEndpoint",
    "ecs:ListClusters",
    "ecs:ListTaskDefinitions",
    "eks:ListClusters",
    "elasticloadbalancing:Describe*",
    "events:ListRuleNamesByTarget",
    "guardduty:ListDetectors",
    "iam:GetAccountPasswordPolicy",
    "iam:GetAccountSummary",
    "iam:ListAccountAliases",
    "iam:ListRoles",
    "iam:ListUsers",
    "iam:ListVirtualMFADevices",
    "inspector2:ListFindings",
    "kms:CreateKey",
    "kms:GenerateRandom",
    "kms:ListAliases",
    "kms:ListKeys",
    "lambda:GetAccountSettings",
    "lambda:ListFunctions",
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
    "organizations:DescribeOrganization",
    "pricing:*",
    "route53:GetHostedZoneCount",
    "route53:ListHostedZones",
    "route53:ListHostedZonesByName",
    "s3:GetAccountPublicAccessBlock",
    "s3:ListAllMyBuckets",
    "secretsmanager:GetRandomPassword",
    "secretsmanager:ListSecrets",
    "sns:ListTopics",
    "sqs:ListQueues",
    "ssm:DescribeInstanceInformation",
    "ssm:DescribeParameters",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
    "states:ListStateMachines",
    "sts:GetCallerIdentity",
    "tag:GetResources",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
};

}  // namespace

bool IsUnscopable(absl::string_view action) {
  return std::any_of(kUnscopable.begin(), kUnscopable.end(),
                     [&](absl::string_view known) {
                       return Covers(Text::Known(known), Text::Known(action),
                                     Case::kIgnored) == Truth::kTrue;
                     });
}

}  // namespace compliance::iam
