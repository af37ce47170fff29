#include "identity.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "compliance/schema/facts.h"
#include "compliance/schema/schema.h"

namespace compliance::plan {
namespace {

// Attributes that name a resource whatever its type.
constexpr std::array<absl::string_view, 3> kCommon = {"id", "arn", "name"};

// Attributes that name resources of one type beside those.
constexpr std::array<std::pair<absl::string_view, absl::string_view>, 30>
    kByType = {{
        {"aws_s3_bucket", "bucket"},
        {"aws_s3_bucket", "bucket_domain_name"},
        {"aws_s3_bucket", "bucket_regional_domain_name"},
        {"aws_kms_key", "key_id"},
        {"aws_kms_replica_key", "key_id"},
        {"aws_kms_external_key", "key_id"},
        {"aws_db_instance", "identifier"},
        {"aws_db_instance", "resource_id"},
        {"aws_rds_cluster", "cluster_identifier"},
        {"aws_rds_cluster", "cluster_resource_id"},
        {"aws_rds_global_cluster", "global_cluster_identifier"},
        {"aws_docdb_cluster", "cluster_identifier"},
        {"aws_neptune_cluster", "cluster_identifier"},
        {"aws_redshift_cluster", "cluster_identifier"},
        {"aws_elasticache_replication_group", "replication_group_id"},
        {"aws_elasticache_cluster", "cluster_id"},
        {"aws_lambda_function", "function_name"},
        {"aws_lambda_function", "invoke_arn"},
        {"aws_lambda_function", "qualified_arn"},
        {"aws_lb", "arn_suffix"},
        {"aws_lb", "dns_name"},
        {"aws_alb", "dns_name"},
        {"aws_sqs_queue", "url"},
        {"aws_opensearch_domain", "domain_name"},
        {"aws_elasticsearch_domain", "domain_name"},
        {"aws_cloudfront_distribution", "domain_name"},
        {"aws_ecr_repository", "repository_url"},
        {"aws_iam_user", "unique_id"},
        {"aws_iam_role", "unique_id"},
        {"aws_dynamodb_table", "stream_arn"},
    }};

// What data sources always find, beside the names of what they describe. Their
// other results are those of a resource that may not have set them.
constexpr std::array<std::pair<absl::string_view, absl::string_view>, 5>
    kAlwaysFound = {{
        {"aws_iam_policy_document", "json"},
        {"aws_kms_alias", "target_key_arn"},
        {"aws_kms_alias", "target_key_id"},
        {"aws_caller_identity", "account_id"},
        {"aws_partition", "partition"},
    }};

bool IsAlwaysFound(absl::string_view type, absl::string_view attribute) {
  return std::find(kAlwaysFound.begin(), kAlwaysFound.end(),
                   std::pair(type, attribute)) != kAlwaysFound.end();
}

const cty::Value& Shown(const Resource& resource) {
  return resource.planned.IsNull() ? resource.before : resource.planned;
}

void AddText(const cty::Value* value, std::vector<std::string>& out) {
  if (value == nullptr || !value->HasContent() ||
      value->type().kind() != cty::Type::Kind::kString ||
      value->AsString().empty()) {
    return;
  }
  out.push_back(value->AsString());
}

const schema::TypeFacts* FactsOf(const Address& address) {
  return address.mode == Mode::kData ? schema::FindDataSource(address.type)
                                     : schema::FindResource(address.type);
}

}  // namespace

bool IsIdentity(absl::string_view type, absl::string_view attribute) {
  for (const absl::string_view common : kCommon) {
    if (attribute == common) return true;
  }
  for (const auto& [of, name] : kByType) {
    if (of == type && name == attribute) return true;
  }
  return false;
}

std::vector<std::string> NameAttributes(absl::string_view type) {
  std::vector<std::string> out = {"name"};
  for (const auto& [of, name] : kByType) {
    if (of == type) out.emplace_back(name);
  }
  return out;
}

std::vector<std::string> IdentityValues(const Resource& resource) {
  std::vector<std::string> out;
  const cty::Value& value = Shown(resource);
  for (const absl::string_view name : kCommon) AddText(value.Find(name), out);
  for (const auto& [type, name] : kByType) {
    if (type == resource.address.type) AddText(value.Find(name), out);
  }
  if (resource.address.type == "aws_s3_bucket") {
    // A bucket's arn follows from its name before the bucket is there.
    std::vector<std::string> name;
    AddText(value.Find("bucket"), name);
    if (!name.empty()) out.push_back(absl::StrCat("arn:aws:s3:::", name[0]));
  }
  return out;
}

bool IsNeverNull(const Resource& resource, const cty::Path& attribute) {
  if (attribute.empty()) return true;
  const auto* first =
      std::get_if<cty::AttributeName>(&attribute.steps().front());
  if (first == nullptr) return false;
  if (IsIdentity(resource.address.type, first->name)) return true;
  const schema::TypeFacts* facts = FactsOf(resource.address);
  if (facts == nullptr) return false;
  const schema::Attribute* found =
      facts->schema.block.FindAttribute(first->name);
  if (found == nullptr) return false;
  if (found->required) return true;
  const bool is_filled_in = found->computed && !found->optional;
  return is_filled_in && (resource.address.mode == Mode::kManaged ||
                          IsAlwaysFound(resource.address.type, first->name));
}

}  // namespace compliance::plan
