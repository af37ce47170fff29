#include "checks.h"

#include <string>
#include <utility>

namespace compliance::plan {
namespace {

// A word of a later Terraform says nothing that we know.
CheckStatus DecodeStatus(const std::string& word) {
  if (word == "pass") return CheckStatus::kPass;
  if (word == "fail") return CheckStatus::kFail;
  if (word == "error") return CheckStatus::kError;
  return CheckStatus::kUnknown;
}

std::string AddressOf(const Json& json) {
  const Json* address = json.Find("address");
  return address == nullptr ? std::string() : address->StringAt("to_display");
}

}  // namespace

void ReadChecks(const Json& json, Plan& plan) {
  for (const Json& entry : json.elements()) {
    Check check;
    check.address = AddressOf(entry);
    if (check.address.empty()) continue;
    check.kind = entry.Find("address")->StringAt("kind");
    check.status = DecodeStatus(entry.StringAt("status"));
    if (const Json* instances = entry.Find("instances")) {
      for (const Json& instance : instances->elements()) {
        check.instances.emplace(AddressOf(instance),
                                DecodeStatus(instance.StringAt("status")));
      }
    }
    plan.checks.push_back(std::move(check));
  }
}

}  // namespace compliance::plan
