#include "provider/guard.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "compliance/base/text.h"
#include "provider/attributes.h"
#include "provider/block.h"
#include "provider/scope.h"

namespace compliance::provider {
namespace {

// Terraform and OpenTofu both have write-only arguments from 1.11 on. A version
// that cannot be read is taken for a new one: the core then says itself what it
// cannot do.
bool LacksWriteOnly(absl::string_view terraform_version) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(terraform_version, '.');
  int major = 0;
  int minor = 0;
  if (parts.size() < 2 || !absl::SimpleAtoi(parts[0], &major) ||
      !absl::SimpleAtoi(parts[1], &minor)) {
    return false;
  }
  return major < 1 || (major == 1 && minor < 11);
}

diag::Diagnostic NoWriteOnly(absl::string_view terraform_version) {
  return diag::Error(
      "This Terraform cannot run a guard",
      absl::StrCat(
          "compliance_guard hands resources over in a write-only argument, so "
          "that nothing of them is stored. That needs Terraform or OpenTofu "
          "1.11 or newer",
          terraform_version.empty()
              ? ""
              : absl::StrCat("; this is ", terraform_version),
          ". With an older one use the data source instead: data "
          "\"compliance_check\" takes the same `resources`."),
      PathTo("resources"));
}

}  // namespace

schema::Schema GuardSchema() {
  schema::Schema result;
  result.block.description =
      "Fails the plan when a resource in it breaks a mandatory rule. The guard "
      "sees the planned values of the resources that it is given, with what is "
      "not known yet. What could still become right or wrong is judged again "
      "at apply, as soon as it is known; then the guard fails the apply. Under "
      "`terraform destroy`, `plan -destroy` and `apply -destroy` findings "
      "stop nothing, so that a stack that breaks a rule can be taken down. In "
      "`terraform test`, `expect_failures` counts only Terraform's own checks: "
      "expect the failure of a postcondition on `compliant`, with findings made "
      "advisory, and plan (`command = plan`) rather than apply.\n\n"
      "`resources` is a write-only argument (Terraform or OpenTofu 1.11 and "
      "newer): nothing of a checked resource is stored in the plan or in the "
      "state.\n\n"
      "A guard sees values, not the configuration that they come from: rules "
      "about what is written in the source (a literal password, an argument "
      "left out, outputs) stay `unknown` here and are decided by `compliance "
      "check`. It cannot be imported.";
  schema::Attribute resources = Required(
      "resources", cty::Type::Dynamic(),
      "What is checked: a map from resource addresses to the resources "
      "themselves, such as `{ \"aws_s3_bucket.logs\" = aws_s3_bucket.logs }`. "
      "The type is read from the address. A resource with `count` or "
      "`for_each` is given whole, under its address without an index, and "
      "stands for all its instances. A null stands for no instance.");
  resources.write_only = true;
  result.block.attributes = {
      Computed("id", cty::Type::String(),
               "A random name of this guard; it never changes."),
      resources,
  };
  Append(ScopeAttributes(), result.block.attributes);
  Append(VerdictAttributes(), result.block.attributes);
  return result;
}

diag::Diagnostics ValidateGuard(const Context& context,
                                const cty::Value& config) {
  config::Config ignored;
  Scope scope = ReadScope(config, context.rule_set, ignored);
  const cty::Value resources = Argument(config, "resources");
  if (resources.IsNull() || diag::HasErrors(scope.diagnostics)) {
    return std::move(scope.diagnostics);
  }
  Append(ReadCheckedResources(resources, scope.module_path, PathTo("resources"))
             .diagnostics,
         scope.diagnostics);
  return std::move(scope.diagnostics);
}

GuardVerdict JudgeGuard(const Context& context, const cty::Value& config) {
  GuardVerdict verdict;
  if (LacksWriteOnly(context.settings.terraform_version)) {
    verdict.diagnostics.push_back(
        NoWriteOnly(context.settings.terraform_version));
    return verdict;
  }
  const cty::Value resources = Argument(config, "resources");
  if (resources.IsNull()) {
    verdict.diagnostics.push_back(NoWriteOnly(""));
    return verdict;
  }
  config::Config chosen = context.settings.config;
  Scope scope = ReadScope(config, context.rule_set, chosen);
  verdict.diagnostics = std::move(scope.diagnostics);
  if (scope.unknown || diag::HasErrors(verdict.diagnostics)) return verdict;

  CheckedResources checked =
      ReadCheckedResources(resources, scope.module_path, PathTo("resources"));
  Append(std::move(checked.diagnostics), verdict.diagnostics);
  if (diag::HasErrors(verdict.diagnostics)) return verdict;
  if (!context.settings.unknown_arguments.empty()) return verdict;

  const bool empty =
      checked.resources.empty() && checked.waiting.empty() && !checked.unknown;
  if (empty && !scope.complete) {
    verdict.diagnostics.push_back(diag::Warning(
        "The guard checks nothing",
        "`resources` holds no resource instance, so no rule was judged.",
        PathTo("resources")));
  }
  verdict.judgement =
      Judge(context.rule_set, chosen, std::move(checked), scope.complete);
  verdict.undecided = verdict.judgement.undecided;
  Append(FindingDiagnostics(verdict.judgement, PathTo("resources"),
                            Later::kAtApply),
         verdict.diagnostics);
  return verdict;
}

tfplugin::ValueResult ImportGuard(absl::string_view id) {
  return {
      .value = {},
      .diagnostics = {diag::Error(
          "A guard cannot be imported",
          absl::StrCat("There is nothing outside of Terraform that ",
                       Quote(ToValidUtf8(id)),
                       " could stand for: a guard only holds verdicts. Declare "
                       "it and apply; that creates nothing else."))},
  };
}

}  // namespace compliance::provider
