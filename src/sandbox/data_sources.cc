#include "sandbox/data_sources.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/cty/json.h"
#include "sandbox/fill.h"
#include "sandbox/identifiers.h"
#include "sandbox/planner.h"
#include "sandbox/policy_document.h"
#include "sandbox/regions.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using cty::Value;

// Everything that a reader may look at; it answers by setting attributes.
struct Reading {
  const Value& config;
  const ProviderSettings& settings;
  Identifiers& identifiers;
  Value::Attributes& answer;

  void Set(const char* name, absl::string_view text) const {
    answer[name] = Value::String(text);
  }
  // Sets `name` unless the configuration does.
  void Suggest(const char* name, absl::string_view text) const {
    if (TextOf(config, name).empty()) Set(name, text);
  }
  std::string Text(const char* name) const {
    return TextOf(Value::Object(answer), name);
  }
  std::string Arn(absl::string_view service, absl::string_view resource) const {
    return absl::StrCat("arn:", settings.partition, ":", service, ":",
                        service == "iam" ? "" : settings.region, ":",
                        kAccountId, ":", resource);
  }
};

absl::Status ReadPolicyDocument(const Reading& reading) {
  const absl::StatusOr<std::string> json = RenderPolicyDocument(reading.config);
  if (!json.ok()) return json.status();
  reading.Set("json", *json);
  reading.Set("id", TextId(*json));
  reading.Suggest("version", "2012-10-17");
  return absl::OkStatus();
}

absl::Status ReadCallerIdentity(const Reading& reading) {
  reading.Set("id", kAccountId);
  reading.Set("account_id", kAccountId);
  reading.Set("user_id", "AIDASANDBOXSANDBOX000");
  reading.Set("arn", reading.Arn("iam", "user/sandbox"));
  return absl::OkStatus();
}

absl::Status ReadRegion(const Reading& reading) {
  std::string name = TextOf(reading.config, "name");
  absl::string_view endpoint = reading.answer.at("endpoint").HasContent()
                                   ? reading.answer.at("endpoint").AsString()
                                   : "";
  if (name.empty() && absl::ConsumePrefix(&endpoint, "ec2.")) {
    name = std::string(endpoint.substr(0, endpoint.find('.')));
  }
  if (name.empty()) name = reading.settings.region;
  reading.Set("id", name);
  reading.Set("name", name);
  reading.Set("description", RegionDescription(name));
  reading.Set("endpoint",
              absl::StrCat("ec2.", name, ".", reading.settings.dns_suffix));
  return absl::OkStatus();
}

absl::Status ReadPartition(const Reading& reading) {
  reading.Set("id", reading.settings.partition);
  reading.Set("partition", reading.settings.partition);
  reading.Set("dns_suffix", reading.settings.dns_suffix);
  reading.Set("reverse_dns_prefix", reading.settings.partition == "aws-cn"
                                        ? "cn.com.amazonaws"
                                        : "com.amazonaws");
  return absl::OkStatus();
}

// The values that filters of this name ask for; nullopt-like empty: no filter.
std::vector<std::string> FilterValues(const Value& config,
                                      absl::string_view name) {
  const Value* filters = config.Find("filter");
  if (filters == nullptr || !filters->HasContent()) return {};
  for (const Value& filter : filters->AsElements()) {
    if (TextOf(filter, "name") == name) return TextsOf(*filter.Find("values"));
  }
  return {};
}

bool Contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

bool IsWanted(const Zone& zone, const Value& config) {
  const auto passes = [&](const char* filter, const std::string& text) {
    const std::vector<std::string> values = FilterValues(config, filter);
    return values.empty() || Contains(values, text);
  };
  return !Contains(TextsOf(*config.Find("exclude_names")), zone.name) &&
         !Contains(TextsOf(*config.Find("exclude_zone_ids")), zone.id) &&
         passes("zone-name", zone.name) && passes("zone-id", zone.id);
}

absl::Status ReadAvailabilityZones(const Reading& reading) {
  std::vector<std::string> names, ids;
  // Every zone is available, and all are proper zones of the region.
  const std::string state = TextOf(reading.config, "state");
  if (state.empty() || state == "available") {
    for (const Zone& zone : ZonesOf(reading.settings.region)) {
      if (!IsWanted(zone, reading.config)) continue;
      names.push_back(zone.name);
      ids.push_back(zone.id);
    }
  }
  reading.Set("id", reading.settings.region);
  reading.answer["names"] = StringList(names);
  reading.answer["zone_ids"] = StringList(ids);
  reading.answer["group_names"] = StringSet({reading.settings.region});
  return absl::OkStatus();
}

absl::Status ReadAvailabilityZone(const Reading& reading) {
  std::vector<Zone> zones = ZonesOf(reading.settings.region);
  const std::string name = TextOf(reading.config, "name");
  const std::string id = TextOf(reading.config, "zone_id");
  const auto found =
      std::find_if(zones.begin(), zones.end(), [&](const Zone& zone) {
        return (name.empty() || zone.name == name) &&
               (id.empty() || zone.id == id);
      });
  if (found == zones.end()) {
    return absl::NotFoundError("no matching availability zone found");
  }
  reading.Set("id", found->name);
  reading.Set("name", found->name);
  reading.Set("name_suffix", found->name.substr(found->name.size() - 1));
  reading.Set("zone_id", found->id);
  reading.Set("region", reading.settings.region);
  reading.Set("group_name", reading.settings.region);
  reading.Set("network_border_group", reading.settings.region);
  reading.Set("opt_in_status", "opt-in-not-required");
  reading.Set("state", "available");
  reading.Set("zone_type", "availability-zone");
  return absl::OkStatus();
}

absl::Status ReadAmi(const Reading& reading) {
  const std::string id = absl::StrCat("ami-", reading.identifiers.Hex(17));
  const std::vector<std::string> names = FilterValues(reading.config, "name");
  const std::vector<std::string> architectures =
      FilterValues(reading.config, "architecture");
  reading.Set("id", id);
  reading.Set("image_id", id);
  reading.Set("arn", absl::StrCat("arn:", reading.settings.partition, ":ec2:",
                                  reading.settings.region, "::image/", id));
  reading.Set("name", names.empty() ? "sandbox" : names[0]);
  reading.Set("architecture",
              architectures.empty() ? "x86_64" : architectures[0]);
  reading.Set("state", "available");
  reading.Set("root_device_name", "/dev/xvda");
  reading.Set("root_device_type", "ebs");
  reading.Set("virtualization_type", "hvm");
  reading.Set("hypervisor", "xen");
  reading.Set("image_type", "machine");
  reading.answer["ena_support"] = Value::Bool(true);
  return absl::OkStatus();
}

absl::Status ReadKmsAlias(const Reading& reading) {
  const std::string name = TextOf(reading.config, "name");
  const std::string key = reading.identifiers.Uuid();
  reading.Set("id", reading.Arn("kms", name));
  reading.Set("arn", reading.Arn("kms", name));
  reading.Set("target_key_id", key);
  reading.Set("target_key_arn", reading.Arn("kms", absl::StrCat("key/", key)));
  return absl::OkStatus();
}

absl::Status ReadKmsKey(const Reading& reading) {
  const std::string asked = TextOf(reading.config, "key_id");
  const std::string key =
      absl::StartsWith(asked, "alias/") || absl::StrContains(asked, ":alias/")
          ? reading.identifiers.Uuid()
          : asked.substr(asked.rfind('/') + 1);
  reading.Set("id", key);
  reading.Set("arn", reading.Arn("kms", absl::StrCat("key/", key)));
  reading.answer["enabled"] = Value::Bool(true);
  return absl::OkStatus();
}

absl::Status ReadVpc(const Reading& reading) {
  reading.Suggest("id", absl::StrCat("vpc-", reading.identifiers.Hex(17)));
  reading.Set("arn",
              reading.Arn("ec2", absl::StrCat("vpc/", reading.Text("id"))));
  reading.Suggest("cidr_block", "10.0.0.0/16");
  reading.Suggest("state", "available");
  reading.Set("instance_tenancy", "default");
  reading.answer["enable_dns_support"] = Value::Bool(true);
  return absl::OkStatus();
}

absl::Status ReadSubnet(const Reading& reading) {
  reading.Suggest("id", absl::StrCat("subnet-", reading.identifiers.Hex(17)));
  reading.Set("arn",
              reading.Arn("ec2", absl::StrCat("subnet/", reading.Text("id"))));
  reading.Suggest("cidr_block", "10.0.1.0/24");
  reading.Suggest("state", "available");
  reading.Suggest("vpc_id", absl::StrCat("vpc-", reading.identifiers.Hex(17)));
  reading.Suggest("availability_zone",
                  ZonesOf(reading.settings.region)[0].name);
  return absl::OkStatus();
}

// As many as most stacks want: one in each of three zones.
absl::Status ReadSubnets(const Reading& reading) {
  std::vector<std::string> ids;
  while (ids.size() < 3) {
    ids.push_back(absl::StrCat("subnet-", reading.identifiers.Hex(17)));
  }
  reading.Set("id", reading.settings.region);
  reading.answer["ids"] = StringList(ids);
  return absl::OkStatus();
}

absl::Status ReadDefaultTags(const Reading& reading) {
  reading.Set("id", reading.settings.partition);
  reading.answer["tags"] = StringMap(reading.settings.default_tags);
  return absl::OkStatus();
}

absl::Status ReadSecurityGroup(const Reading& reading) {
  reading.Suggest("id", absl::StrCat("sg-", reading.identifiers.Hex(17)));
  reading.Set("arn", reading.Arn("ec2", absl::StrCat("security-group/",
                                                     reading.Text("id"))));
  reading.Suggest("vpc_id", absl::StrCat("vpc-", reading.identifiers.Hex(17)));
  return absl::OkStatus();
}

absl::Status ReadIamByName(const Reading& reading, absl::string_view kind) {
  const std::string name = TextOf(reading.config, "name");
  const std::string arn = reading.Arn("iam", absl::StrCat(kind, "/", name));
  reading.Suggest("arn", arn);
  return absl::OkStatus();
}

absl::Status ReadRole(const Reading& reading) {
  reading.Set("id", TextOf(reading.config, "name"));
  reading.Set("path", "/");
  reading.Set("unique_id", absl::StrCat("AROA", reading.identifiers.Upper(17)));
  return ReadIamByName(reading, "role");
}

absl::Status ReadPolicy(const Reading& reading) {
  const absl::Status status = ReadIamByName(reading, "policy");
  reading.Set("id", reading.Text("arn"));
  return status;
}

absl::Status ReadZone(const Reading& reading) {
  reading.Suggest("zone_id", absl::StrCat("Z", reading.identifiers.Upper(20)));
  reading.Set("id", reading.Text("zone_id"));
  reading.Set("arn",
              absl::StrCat("arn:", reading.settings.partition,
                           ":route53:::hostedzone/", reading.Text("zone_id")));
  return absl::OkStatus();
}

absl::Status ReadBucket(const Reading& reading) {
  const std::string bucket = TextOf(reading.config, "bucket");
  reading.Set("id", bucket);
  reading.Set("arn", absl::StrCat("arn:", reading.settings.partition,
                                  ":s3:::", bucket));
  reading.Set("bucket_domain_name",
              absl::StrCat(bucket, ".s3.", reading.settings.dns_suffix));
  return absl::OkStatus();
}

using Reader = absl::Status (*)(const Reading&);

Reader ReaderOf(const std::string& type_name) {
  static const std::map<std::string, Reader> kReaders = {
      {"aws_ami", ReadAmi},
      {"aws_availability_zone", ReadAvailabilityZone},
      {"aws_availability_zones", ReadAvailabilityZones},
      {"aws_caller_identity", ReadCallerIdentity},
      {"aws_default_tags", ReadDefaultTags},
      {"aws_iam_policy", ReadPolicy},
      {"aws_iam_policy_document", ReadPolicyDocument},
      {"aws_iam_role", ReadRole},
      {"aws_kms_alias", ReadKmsAlias},
      {"aws_kms_key", ReadKmsKey},
      {"aws_partition", ReadPartition},
      {"aws_region", ReadRegion},
      {"aws_route53_zone", ReadZone},
      {"aws_s3_bucket", ReadBucket},
      {"aws_security_group", ReadSecurityGroup},
      {"aws_subnet", ReadSubnet},
      {"aws_subnets", ReadSubnets},
      {"aws_vpc", ReadVpc},
  };
  const auto it = kReaders.find(type_name);
  return it == kReaders.end() ? nullptr : it->second;
}

}  // namespace

tfplugin::ValueResult ReadData(const schema::TypeFacts& facts,
                               const Value& config,
                               const ProviderSettings& settings) {
  tfplugin::ValueResult result;
  const absl::StatusOr<std::string> words =
      cty::EncodeJson(config, config.type());
  Identifiers identifiers = Identifiers::Of(
      absl::StrCat(facts.type_name, settings.region, words.value_or("")));
  Value planned = PlanResource(facts, config, Value(), settings).value;
  if (const Reader reader = ReaderOf(facts.type_name)) {
    Value::Attributes answer = planned.AsAttributes();
    const absl::Status status = reader({config, settings, identifiers, answer});
    if (!status.ok()) {
      result.diagnostics.push_back(
          diag::Error(absl::StrCat("Reading ", facts.type_name, " failed"),
                      std::string(status.message())));
      return result;
    }
    planned = Value::Object(std::move(answer));
  }
  result.value = Fill(facts, planned, settings, identifiers);
  return result;
}

}  // namespace compliance::sandbox
