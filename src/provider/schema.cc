// What the provider declares.
#include "compliance/cty/type.h"
#include "compliance/provider/provider.h"
#include "provider/attributes.h"
#include "provider/catalogue.h"
#include "provider/check.h"
#include "provider/functions.h"
#include "provider/guard.h"

namespace compliance::provider {
namespace {

using cty::Type;

schema::Schema ProviderBlock() {
  schema::Schema result;
  result.block.description =
      "Fails a Terraform plan that would break PCI-DSS v4.0.1 or the HIPAA "
      "Security Rule, before anything is created, with the file, the line, the "
      "requirement and the fix. It needs no network and no credentials.\n\n"
      "How to judge is said in the provider block, in environment variables, "
      "or in a config file, `.compliance.yaml`, which is looked for from the "
      "working directory upwards. The provider block wins over the "
      "environment, and the environment over the file; `parameters` and "
      "`enforcement` are joined key by key. While an argument is known only "
      "after apply, guards wait for it and judge at apply.";
  result.block.attributes = {
      Optional("frameworks", Type::List(Type::String()),
               "Whose requirements are checked: `pci-dss-4.0.1`, `hipaa`. "
               "Defaults to both. Environment: `COMPLIANCE_FRAMEWORKS`, "
               "separated by commas."),
      Optional("profile", Type::String(),
               "What the stack is for: `production` (the default: protected "
               "against deletion, highly available) or `test` (may be taken "
               "down, single instances). Environment: `COMPLIANCE_PROFILE`."),
      Optional("parameters", Type::Dynamic(),
               "Numbers and names that rules read, as an object: `{ "
               "required_tags = [\"Owner\"] }` for every rule that has the "
               "parameter, or below a rule id for that rule alone: `{ "
               "\"aws.rds.backup_retention\" = { min_days = 14 } }`. "
               "Environment: `COMPLIANCE_PARAMETERS`, in JSON."),
      Optional("enforcement", Type::Map(Type::String()),
               "How hard findings bind: `mandatory` fails the plan, `advisory` "
               "warns, `report` is in the outputs only, `off` is not judged. "
               "Keys are `rule:ID`, `severity:high`, `framework:hipaa` or "
               "`unknown`. Environment: `COMPLIANCE_ENFORCEMENT`, in JSON."),
      // Not a list of objects: of those Terraform demands every member,
      // and drops misspelled ones without a word.
      Optional("waivers", Type::Dynamic(),
               "A list of findings that are accepted. Each has a `rule`, an "
               "`address` "
               "(`*` stands for anything within one step, `**` across steps) "
               "and a `reason`; and may have a `kind` (such as "
               "`risk_accepted`), `owner`, `approver`, `ticket`, and `until`, "
               "the last day on which it holds. Environment: "
               "`COMPLIANCE_WAIVERS`, in JSON."),
      Optional("config_file", Type::String(),
               "The path of the config file, from Terraform's working "
               "directory. Environment: `COMPLIANCE_CONFIG_FILE`."),
  };
  return result;
}

schema::ProviderSchema Declare() {
  schema::ProviderSchema result;
  result.provider = ProviderBlock();
  result.resources = {{"compliance_guard", GuardSchema()}};
  result.data_sources = {{"compliance_check", CheckDataSourceSchema()},
                         {"compliance_requirements", RequirementsSchema()},
                         {"compliance_rules", RulesSchema()}};
  result.ephemeral_resources = {{"compliance_check", CheckEphemeralSchema()}};
  result.functions = FunctionSchemas();
  return result;
}

}  // namespace

const schema::ProviderSchema& ProviderSchema() {
  static const auto* const kSchema = new schema::ProviderSchema(Declare());
  return *kSchema;
}

}  // namespace compliance::provider
