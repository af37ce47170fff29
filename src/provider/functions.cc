#include "provider/functions.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "compliance/base/text.h"
#include "compliance/plan/plan.h"
#include "provider/arguments.h"
#include "provider/checked_resources.h"
#include "provider/explain.h"
#include "provider/judge.h"
#include "provider/outputs.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;

constexpr std::int64_t kAddressArgument = 0;
constexpr std::int64_t kObjectArgument = 1;
constexpr std::int64_t kOptionsArgument = 2;

// A function may not read the clock, so a fixed day stands in for today.
constexpr absl::CivilDay kDefaultDay(2026, 1, 1);

// Terraform puts a stop of its own behind the text.
tfplugin::FunctionResult Fail(std::string text, std::int64_t argument) {
  if (absl::EndsWith(text, ".")) text.pop_back();
  tfplugin::FunctionResult result;
  result.error = std::move(text);
  result.error_argument = argument;
  return result;
}

tfplugin::FunctionResult Give(Value value) {
  tfplugin::FunctionResult result;
  result.value = std::move(value);
  return result;
}

tfplugin::FunctionResult Fail(const diag::Diagnostic& diagnostic,
                              std::int64_t argument) {
  return Fail(absl::StrCat(diagnostic.summary, ": ", diagnostic.detail),
              argument);
}

// The options of a call, or the error that they are.
struct Options {
  config::Config config;
  bool unknown = false;
  std::optional<tfplugin::FunctionResult> error;
};

void ReadOption(const std::string& name, const Value& value,
                const rules::RuleSet& rule_set, Options& options) {
  static const auto* const kNames = new std::vector<std::string>{
      "frameworks", "profile", "parameters", "enforcement", "as_of"};
  if (std::find(kNames->begin(), kNames->end(), name) == kNames->end()) {
    options.error =
        Fail(absl::StrCat("There is no option ", Quote(ToValidUtf8(name)), ". ",
                          Choices(name, *kNames)),
             kOptionsArgument);
    return;
  }
  if (value.IsNull()) return;
  const diag::Diagnostics problems =
      ReadArgument(name, value, cty::Path{cty::AttributeName{name}}, rule_set,
                   options.config);
  if (!problems.empty()) {
    options.error = Fail(problems.front(), kOptionsArgument);
    options.error->error =
        absl::StrCat("In the option ", name, ": ", *options.error->error);
  }
}

Options ReadOptions(const std::vector<Value>& arguments,
                    const rules::RuleSet& rule_set) {
  Options options;
  options.config.as_of = kDefaultDay;
  if (arguments.size() <= kOptionsArgument) return options;
  if (arguments.size() > kOptionsArgument + 1) {
    options.error = Fail(
        "There may be one object of options; this is a second one. Join them.",
        kOptionsArgument + 1);
    return options;
  }
  const Value& object = arguments[kOptionsArgument];
  if (object.IsNull()) return options;
  if (!object.IsWhollyKnown()) {
    options.unknown = true;
    return options;
  }
  const Type::Kind kind = object.type().kind();
  if (kind != Type::Kind::kObject && kind != Type::Kind::kMap) {
    options.error = Fail(
        "The options must be an object, such as { frameworks = "
        "[\"hipaa\"] }.",
        kOptionsArgument);
    return options;
  }
  for (const auto& [name, value] : object.AsAttributes()) {
    if (options.error) break;
    ReadOption(name, value, rule_set, options);
  }
  return options;
}

// A failing mandatory rule decides, whatever the rest comes to.
Value CompliantResult(const Judgement& judgement) {
  if (!IsCompliant(judgement.evaluation)) return Value::Bool(false);
  if (judgement.undecided) return Value::Unknown(Type::Bool());
  return Value::Bool(true);
}

// Terraform holds what is known at plan against what comes at apply, to the
// letter; see Judgement::has_unknowns.
bool IsSettled(const Judgement& judgement) {
  return !judgement.undecided && !judgement.has_unknowns;
}

Value FindingsResult(const Judgement& judgement) {
  if (!IsSettled(judgement)) return Value::Unknown(FindingsType());
  return FindingsValue(judgement.evaluation);
}

Value ExplainResult(const Judgement& judgement) {
  if (!IsSettled(judgement)) return Value::Unknown(Type::String());
  return Value::String(Explain(judgement.evaluation));
}

struct FunctionEntry {
  Type returns;
  const char* summary;
  const char* description;
  Value (*result)(const Judgement&);
};

const std::map<std::string, FunctionEntry>& Functions() {
  static const auto* const kFunctions =
      new std::map<std::string, FunctionEntry>{
          {"compliant",
           {Type::Bool(), "Whether a resource breaks no mandatory rule",
            "Judges one resource and returns `false` when it breaks a "
            "mandatory rule, `true` when it breaks none, and an unknown value "
            "while values that are not known yet could still decide that. For "
            "use in postconditions and `check` blocks.\n\n"
            "A rule that needs more than the values of this resource (its "
            "configuration, or other resources) cannot be decided here and "
            "does not count: the function says nothing about it, and "
            "`findings` lists it as `unknown`. Use `compliance_guard` or "
            "`compliance check` for those.",
            CompliantResult}},
          {"explain",
           {Type::String(), "What a resource breaks, why, and the fix",
            "Returns a text that says, for each finding, the rule, the "
            "attributes that decided it, the requirements and the fix. It "
            "holds no value of the resource; so where Terraform takes the "
            "result for sensitive because an attribute is, "
            "`nonsensitive(provider::compliance::explain(...))` is safe. "
            "Unknown while anything in the resource is not known yet.",
            ExplainResult}},
          {"findings",
           {FindingsType(), "What the rules find in a resource",
            "Returns the findings over one resource as a list of objects with "
            "`rule_id`, `title`, `address`, `paths`, `verdict`, `severity`, "
            "`enforcement`, `requirements` and `needs`; no values. Unknown "
            "while anything in the resource is not known yet.",
            FindingsResult}},
      };
  return *kFunctions;
}

schema::Parameter AddressParameter() {
  return {.name = "address",
          .type = Type::String(),
          .description =
              "The address of the resource, such as "
              "`aws_s3_bucket.logs`; its type decides which rules "
              "are judged.",
          .allow_null = false,
          .allow_unknown = false};
}

schema::Parameter ObjectParameter() {
  return {.name = "object",
          .type = Type::Dynamic(),
          .description =
              "The resource itself, such as `aws_s3_bucket.logs` or `self`. "
              "With `count` or `for_each` it may be the whole resource. Null "
              "stands for no instance.",
          .allow_null = true,
          .allow_unknown = true};
}

schema::Parameter OptionsParameter() {
  return {.name = "options",
          .type = Type::Dynamic(),
          .description =
              "At most one object with `frameworks`, `profile`, `parameters`, "
              "`enforcement` (as in the provider block) and `as_of` (the day "
              "to judge dated tables on; `2026-01-01` when left out). "
              "Functions see neither the provider block nor files, environment "
              "or clock, and know no waivers.",
          .allow_null = true,
          .allow_unknown = false};
}

}  // namespace

std::map<std::string, schema::Function> FunctionSchemas() {
  std::map<std::string, schema::Function> schemas;
  for (const auto& [name, entry] : Functions()) {
    schema::Function function;
    function.parameters = {AddressParameter(), ObjectParameter()};
    function.variadic = OptionsParameter();
    function.returns = entry.returns;
    function.summary = entry.summary;
    function.description = entry.description;
    schemas.emplace(name, std::move(function));
  }
  return schemas;
}

tfplugin::FunctionResult CallFunction(const rules::RuleSet& rule_set,
                                      absl::string_view name,
                                      const std::vector<Value>& arguments) {
  const FunctionEntry& entry = Functions().at(std::string(name));
  const Options options = ReadOptions(arguments, rule_set);
  if (options.error) return *options.error;
  const Value& address = arguments[kAddressArgument];
  if (options.unknown || address.IsUnknown()) {
    return Give(Value::Unknown(entry.returns));
  }
  const std::string& text = address.AsString();
  if (absl::StatusOr<plan::Address> parsed = ParseKey("", text); !parsed.ok()) {
    return Fail(absl::StrCat(Quote(ToValidUtf8(text)),
                             " is not the address of a resource: ",
                             ToValidUtf8(parsed.status().message())),
                kAddressArgument);
  }
  CheckedResources checked = ReadCheckedResources(
      Value::Object({{text, arguments[kObjectArgument]}}), "", {});
  if (!checked.diagnostics.empty()) {
    return Fail(checked.diagnostics.front(), kObjectArgument);
  }
  return Give(
      entry.result(Judge(rule_set, options.config, std::move(checked), false)));
}

}  // namespace compliance::provider
