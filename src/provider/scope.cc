#include "provider/scope.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "compliance/base/text.h"
#include "compliance/plan/plan.h"
#include "provider/arguments.h"
#include "provider/block.h"

namespace compliance::provider {
namespace {

// A module path is right when it makes a right address.
bool IsModulePath(const std::string& text) {
  absl::StatusOr<plan::Address> address =
      plan::Address::Parse(absl::StrCat(text, ".terraform_data.x"));
  return address.ok() && address->ModuleString() == text;
}

}  // namespace

Scope ReadScope(const cty::Value& block, const rules::RuleSet& rule_set,
                config::Config& config) {
  Scope scope;
  const cty::Value complete = Argument(block, "complete");
  const cty::Value module_path = Argument(block, "module_path");
  const cty::Value as_of = Argument(block, "as_of");
  scope.unknown =
      complete.IsUnknown() || module_path.IsUnknown() || as_of.IsUnknown();
  if (complete.HasContent()) scope.complete = complete.AsBool();
  if (module_path.HasContent() && !module_path.AsString().empty()) {
    scope.module_path = module_path.AsString();
    if (!IsModulePath(scope.module_path)) {
      scope.diagnostics.push_back(diag::Error(
          "Invalid module path",
          absl::StrCat(Quote(ToValidUtf8(scope.module_path)),
                       " is not the address of a module instance. Write it as "
                       "Terraform does, such as \"module.db\" or "
                       "\"module.app.module.db[\\\"eu\\\"]\"."),
          PathTo("module_path")));
    }
  }
  if (as_of.HasContent()) {
    Append(ReadArgument("as_of", as_of, PathTo("as_of"), rule_set, config),
           scope.diagnostics);
  }
  return scope;
}

}  // namespace compliance::provider
