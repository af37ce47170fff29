#include "sandbox/fill.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "compliance/cty/json.h"
#include "sandbox/acm_certificate.h"
#include "sandbox/tags.h"
#include "sandbox/template_text.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using cty::Value;

// What an ARN calls the service, by the words that follow aws_ in the type. The
// longest match counts; what is not here belongs to EC2.
constexpr std::pair<const char*, const char*> kServices[] = {
    {"accessanalyzer", "access-analyzer"},
    {"acm", "acm"},
    {"acmpca", "acm-pca"},
    {"alb", "elasticloadbalancing"},
    {"api_gateway", "apigateway"},
    {"apigatewayv2", "apigateway"},
    {"appsync", "appsync"},
    {"athena", "athena"},
    {"autoscaling", "autoscaling"},
    {"backup", "backup"},
    {"batch", "batch"},
    {"cloudfront", "cloudfront"},
    {"cloudtrail", "cloudtrail"},
    {"cloudwatch", "cloudwatch"},
    {"cloudwatch_event", "events"},
    {"cloudwatch_log", "logs"},
    {"codebuild", "codebuild"},
    {"codepipeline", "codepipeline"},
    {"cognito", "cognito-idp"},
    {"config", "config"},
    {"dax", "dax"},
    {"db", "rds"},
    {"dms", "dms"},
    {"docdb", "rds"},
    {"dynamodb", "dynamodb"},
    {"ecr", "ecr"},
    {"ecs", "ecs"},
    {"efs", "elasticfilesystem"},
    {"eks", "eks"},
    {"elasticache", "elasticache"},
    {"elasticsearch", "es"},
    {"elb", "elasticloadbalancing"},
    {"emr", "elasticmapreduce"},
    {"fsx", "fsx"},
    {"glue", "glue"},
    {"guardduty", "guardduty"},
    {"iam", "iam"},
    {"inspector2", "inspector2"},
    {"kendra", "kendra"},
    {"kinesis", "kinesis"},
    {"kinesis_firehose", "firehose"},
    {"kms", "kms"},
    {"lambda", "lambda"},
    {"lb", "elasticloadbalancing"},
    {"macie2", "macie2"},
    {"mq", "mq"},
    {"msk", "kafka"},
    {"neptune", "rds"},
    {"networkfirewall", "network-firewall"},
    {"opensearch", "es"},
    {"organizations", "organizations"},
    {"rds", "rds"},
    {"redshift", "redshift"},
    {"route53", "route53"},
    {"s3", "s3"},
    {"sagemaker", "sagemaker"},
    {"secretsmanager", "secretsmanager"},
    {"securityhub", "securityhub"},
    {"sfn", "states"},
    {"sns", "sns"},
    {"sqs", "sqs"},
    {"ssm", "ssm"},
    {"transfer", "transfer"},
    {"wafv2", "wafv2"},
    {"workspaces", "workspaces"},
};

std::string ServiceOf(absl::string_view type_name) {
  absl::ConsumePrefix(&type_name, "aws_");
  absl::string_view best = "";
  std::string service = "ec2";
  for (const auto& [words, name] : kServices) {
    const absl::string_view prefix = words;
    if (prefix.size() > best.size() &&
        (type_name == prefix ||
         absl::StartsWith(type_name, absl::StrCat(prefix, "_")))) {
      best = prefix;
      service = name;
    }
  }
  return service;
}

// aws_db_subnet_group -> subnet-group
std::string KindOf(absl::string_view type_name) {
  absl::ConsumePrefix(&type_name, "aws_");
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(type_name, absl::MaxSplits('_', 1));
  return absl::StrReplaceAll(parts.second.empty() ? parts.first : parts.second,
                             {{"_", "-"}});
}

class Filler {
 public:
  Filler(const schema::TypeFacts& facts, const ProviderSettings& settings,
         Identifiers& identifiers)
      : facts_(facts), settings_(settings), identifiers_(identifiers) {}

  Value FillAll(const Value& planned) {
    Value::Attributes object = planned.AsAttributes();
    FillNames(object);
    FillTags(object);
    if (facts_.type_name == kCertificateType) {
      FillCertificate(identifiers_, object);
    }
    for (const schema::Template& filled : facts_.templates) {
      FillTemplate(filled, object);
    }
    FillMembers(facts_.schema.block, object);
    return Value::Object(std::move(object));
  }

 private:
  static bool Waits(const Value::Attributes& object, const std::string& name) {
    const auto it = object.find(name);
    return it != object.end() && it->second.IsUnknown();
  }

  // A name left out is made from its prefix.
  void FillNames(Value::Attributes& object) {
    for (auto& [name, value] : object) {
      const auto prefix = object.find(absl::StrCat(name, "_prefix"));
      if (!value.IsUnknown() || prefix == object.end()) continue;
      const std::string begin = prefix->second.HasContent()
                                    ? prefix->second.AsString()
                                    : "terraform-";
      value = Value::String(absl::StrCat(begin, identifiers_.Unique()));
    }
  }

  void FillTags(Value::Attributes& object) {
    const auto tags = object.find("tags");
    if (tags == object.end() || !Waits(object, "tags_all")) return;
    object["tags_all"] = StringMap(MergedTags(tags->second, settings_));
  }

  bool Applies(const schema::Template& filled,
               const Value::Attributes& object) const {
    if (filled.when.empty()) return true;
    const std::pair<std::string, std::string> condition =
        absl::StrSplit(filled.when, absl::MaxSplits('=', 1));
    const auto it = object.find(condition.first);
    if (it == object.end() || !it->second.HasContent()) return false;
    if (absl::StrContains(filled.when, "=")) {
      return it->second == Value::String(condition.second);
    }
    return it->second != Value::Bool(false) && IsSet(it->second) &&
           it->second != Value::String("");
  }

  void FillTemplate(const schema::Template& filled, Value::Attributes& object) {
    if (!Waits(object, filled.attribute) || !Applies(filled, object)) return;
    Value& value = object[filled.attribute];
    const std::string text =
        Expand(filled.text, object, settings_, identifiers_);
    if (value.type().kind() == cty::Type::Kind::kString) {
      value = Value::String(text);
    } else if (const auto decoded = cty::DecodeJson(text, value.type());
               decoded.ok()) {
      value = *decoded;
    }
  }

  // In the order in which they build on each other.
  void FillMembers(const schema::Block& block, Value::Attributes& object) {
    for (const char* first : {"id", "arn"}) {
      if (Waits(object, first)) FillAttribute(first, false, object);
    }
    for (const schema::Attribute& attribute : block.attributes) {
      Value& value = object[attribute.name];
      if (value.IsUnknown()) {
        FillAttribute(attribute.name, attribute.optional, object);
      } else if (!value.IsWhollyKnown()) {
        value = Settle(value);
      }
    }
    for (const schema::NestedBlock& nested : block.blocks) {
      object[nested.name] = FillNested(nested, object[nested.name]);
    }
  }

  Value FillNested(const schema::NestedBlock& nested, const Value& value) {
    if (value.IsWhollyKnown()) return value;
    if (value.IsUnknown()) return ZeroOf(value.type());
    const cty::Type& type = value.type();
    if (type.kind() == cty::Type::Kind::kObject) {
      return FillObject(nested.block, value);
    }
    if (type.kind() == cty::Type::Kind::kMap) {
      Value::Attributes entries;
      for (const auto& [key, entry] : value.AsAttributes()) {
        entries.emplace(key, FillObject(nested.block, entry));
      }
      return Value::Map(type.element(), std::move(entries));
    }
    Value::Elements elements;
    for (const Value& element : value.AsElements()) {
      elements.push_back(FillObject(nested.block, element));
    }
    return type.kind() == cty::Type::Kind::kList
               ? Value::List(type.element(), std::move(elements))
               : Value::Set(type.element(), std::move(elements));
  }

  Value FillObject(const schema::Block& block, const Value& value) {
    if (!value.HasContent()) return Value::Null(value.type());
    Value::Attributes object = value.AsAttributes();
    FillMembers(block, object);
    return Value::Object(std::move(object));
  }

  // A known collection with unknowns inside.
  static Value Settle(const Value& value) {
    if (value.IsUnknown()) return ZeroOf(value.type());
    if (value.IsWhollyKnown()) return value;
    switch (value.type().kind()) {
      case cty::Type::Kind::kMap:
      case cty::Type::Kind::kObject: {
        Value::Attributes members;
        for (const auto& [name, member] : value.AsAttributes()) {
          members.emplace(name, Settle(member));
        }
        return value.type().kind() == cty::Type::Kind::kMap
                   ? Value::Map(value.type().element(), std::move(members))
                   : Value::Object(std::move(members));
      }
      default: {
        Value::Elements elements;
        for (const Value& element : value.AsElements()) {
          elements.push_back(Settle(element));
        }
        if (value.type().kind() == cty::Type::Kind::kTuple) {
          return Value::Tuple(std::move(elements));
        }
        return value.type().kind() == cty::Type::Kind::kList
                   ? Value::List(value.type().element(), std::move(elements))
                   : Value::Set(value.type().element(), std::move(elements));
      }
    }
  }

  // An argument that was left out mostly stays empty: to make one up, such as a
  // key or a role, would show more than the service does by itself.
  void FillAttribute(const std::string& name, bool is_argument,
                     Value::Attributes& object) {
    Value& value = object[name];
    const bool text = value.type().kind() == cty::Type::Kind::kString;
    if (!text) {
      value = ZeroOf(value.type());
    } else if (is_argument && name != "name" && name != "availability_zone") {
      value = Value::String("");
    } else {
      value = Value::String(Suggest(name, object));
    }
  }

  // What the name of a string attribute suggests.
  std::string Suggest(const std::string& name,
                      const Value::Attributes& object) {
    if (name == "id") return SuggestId(object);
    if (name == "arn") return SuggestArn(object);
    if (name == "region") return settings_.region;
    if (name == "owner_id" || name == "account_id" || name == "registry_id" ||
        name == "aws_account_id" || name == "catalog_id") {
      return kAccountId;
    }
    if (name == "availability_zone") return absl::StrCat(settings_.region, "a");
    if (name == "name")
      return absl::StrCat("terraform-", identifiers_.Unique());
    if (absl::StrContains(name, "endpoint") ||
        absl::EndsWith(name, "dns_name")) {
      return absl::StrCat(identifiers_.Hex(12), ".", ServiceName(), ".",
                          settings_.region, ".", settings_.dns_suffix);
    }
    if (absl::EndsWith(name, "_arn")) {
      return Arn(
          absl::StrCat(NameLess(name, "_arn"), "/", identifiers_.Hex(17)));
    }
    if (absl::EndsWith(name, "_id")) return identifiers_.Hex(17);
    return "";
  }

  std::string SuggestId(const Value::Attributes& object) {
    for (const char* name : {"name", "identifier", "cluster_identifier"}) {
      const auto it = object.find(name);
      if (it != object.end() && it->second.HasContent() &&
          it->second.type().kind() == cty::Type::Kind::kString) {
        return it->second.AsString();
      }
    }
    return absl::StrCat(KindOf(facts_.type_name), "-", identifiers_.Hex(17));
  }

  std::string SuggestArn(const Value::Attributes& object) {
    const auto id = object.find("id");
    const bool known = id != object.end() && id->second.HasContent();
    return Arn(
        absl::StrCat(KindOf(facts_.type_name), "/",
                     known ? id->second.AsString() : identifiers_.Hex(17)));
  }

  std::string Arn(absl::string_view resource) const {
    const std::string service = ServiceName();
    return absl::StrCat("arn:", settings_.partition, ":", service, ":",
                        service == "iam" ? "" : settings_.region, ":",
                        kAccountId, ":", resource);
  }

  static std::string NameLess(absl::string_view name, absl::string_view end) {
    return absl::StrReplaceAll(absl::StripSuffix(name, end), {{"_", "-"}});
  }

  std::string ServiceName() const { return ServiceOf(facts_.type_name); }

  const schema::TypeFacts& facts_;
  const ProviderSettings& settings_;
  Identifiers& identifiers_;
};

}  // namespace

Value Fill(const schema::TypeFacts& facts, const Value& planned,
           const ProviderSettings& settings, Identifiers& identifiers) {
  return Filler(facts, settings, identifiers).FillAll(planned);
}

}  // namespace compliance::sandbox
