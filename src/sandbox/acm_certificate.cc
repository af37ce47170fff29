#include "sandbox/acm_certificate.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using cty::Value;

constexpr char kOptions[] = "domain_validation_options";

}  // namespace

void PlanCertificate(const Value& config, Value::Attributes& planned) {
  if (planned.count(kOptions) == 0) return;  // the data source of that name
  const std::string domain = TextOf(config, "domain_name");
  const Value& names = *config.Find("subject_alternative_names");
  if (domain.empty() || !names.IsWhollyKnown()) return;
  if (names.IsNull()) {
    planned["subject_alternative_names"] = StringSet({domain});
  }
  if (TextOf(config, "validation_method") != "DNS") return;
  std::set<std::string> domains = {domain};
  for (const std::string& name : TextsOf(names)) domains.insert(name);
  const cty::Type element = planned[kOptions].type().element();
  Value::Elements options;
  for (const std::string& name : domains) {
    Value::Attributes option;
    for (const auto& [member, type] : element.attributes()) {
      option.emplace(member, Value::Unknown(type));
    }
    option["domain_name"] = Value::String(name);
    options.push_back(Value::Object(std::move(option)));
  }
  planned[kOptions] = Value::Set(element, std::move(options));
}

void FillCertificate(Identifiers& identifiers, Value::Attributes& certificate) {
  const auto it = certificate.find(kOptions);
  if (it == certificate.end() || !it->second.HasContent() ||
      it->second.IsWhollyKnown()) {
    return;
  }
  Value& options = it->second;
  Value::Elements filled;
  for (const Value& option : options.AsElements()) {
    const std::string domain = TextOf(option, "domain_name");
    filled.push_back(Value::Object(
        {{"domain_name", Value::String(domain)},
         {"resource_record_name",
          Value::String(
              absl::StrCat("_", identifiers.Hex(32), ".", domain, "."))},
         {"resource_record_type", Value::String("CNAME")},
         {"resource_record_value",
          Value::String(absl::StrCat("_", identifiers.Hex(32),
                                     ".acm-validations.aws."))}}));
  }
  options = Value::Set(options.type().element(), std::move(filled));
}

}  // namespace compliance::sandbox
