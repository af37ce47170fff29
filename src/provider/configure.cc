#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "compliance/cty/json.h"
#include "provider/arguments.h"
#include "provider/block.h"
#include "provider/settings.h"

namespace compliance::provider {
namespace {

using cty::Value;

constexpr char kConfigFileName[] = ".compliance.yaml";

// An argument of the provider block and its environment variable.
struct ProviderArgument {
  const char* name;
  const char* variable;
  bool is_json;
};

constexpr ProviderArgument kArguments[] = {
    {"frameworks", "COMPLIANCE_FRAMEWORKS", false},
    {"profile", "COMPLIANCE_PROFILE", false},
    {"parameters", "COMPLIANCE_PARAMETERS", true},
    {"enforcement", "COMPLIANCE_ENFORCEMENT", true},
    {"waivers", "COMPLIANCE_WAIVERS", true},
};

// The argument where it is set; nullptr where it is left out.
const Value* Written(const Value& block, absl::string_view name) {
  const Value* value = block.Find(name);
  return value == nullptr || value->IsNull() ? nullptr : value;
}

std::optional<std::string> NonEmpty(const Surroundings& surroundings,
                                    const std::string& variable) {
  std::optional<std::string> text = surroundings.environment(variable);
  if (text && absl::StripAsciiWhitespace(*text).empty()) return std::nullopt;
  return text;
}

// The text of a variable as a value; nullopt when it is not JSON.
std::optional<Value> FromVariable(const ProviderArgument& argument,
                                  const std::string& text) {
  if (argument.is_json || absl::StartsWith(text, "[")) {
    absl::StatusOr<Value> value = cty::DecodeImpliedJson(text);
    if (!value.ok() || value->IsNull()) return std::nullopt;
    return *std::move(value);
  }
  if (absl::string_view(argument.name) != "frameworks") {
    return Value::String(absl::StripAsciiWhitespace(text));
  }
  Value::Elements names;
  for (absl::string_view name :
       absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    names.push_back(Value::String(absl::StripAsciiWhitespace(name)));
  }
  return Value::List(cty::Type::String(), std::move(names));
}

class Resolver {
 public:
  Resolver(const Value& block, const rules::RuleSet& rule_set,
           const Surroundings& surroundings)
      : block_(block), rule_set_(rule_set), surroundings_(surroundings) {}

  Resolved Resolve(absl::string_view terraform_version) && {
    resolved_.settings.terraform_version = std::string(terraform_version);
    ReadConfigFile();
    for (const ProviderArgument& argument : kArguments) {
      ReadVariable(argument);
      ReadWritten(argument);
    }
    if (!resolved_.settings.unknown_arguments.empty() &&
        !diag::HasErrors(resolved_.diagnostics)) {
      resolved_.diagnostics.push_back(diag::Warning(
          "Compliance is judged at apply",
          absl::StrCat(WaitsForProvider(resolved_.settings),
                       ". Until then no rule is judged; the apply fails where "
                       "a mandatory rule does."),
          PathTo(resolved_.settings.unknown_arguments.front())));
    }
    return std::move(resolved_);
  }

 private:
  void Fail(std::string summary, std::string detail, cty::Path where) {
    resolved_.diagnostics.push_back(
        diag::Error(std::move(summary), std::move(detail), std::move(where)));
  }

  void ReadConfigFile() {
    const cty::Path where = PathTo("config_file");
    if (const Value* written = Written(block_, "config_file")) {
      if (written->IsUnknown()) {
        resolved_.settings.unknown_arguments.push_back("config_file");
      } else {
        LoadFile(written->AsString(), where);
      }
      return;
    }
    if (auto path = NonEmpty(surroundings_, "COMPLIANCE_CONFIG_FILE")) {
      LoadFile(*path, {});
      return;
    }
    FindFile();
  }

  // The same search as the command line's, so that both judge alike.
  void FindFile() {
    std::string folder = surroundings_.working_directory;
    while (!folder.empty()) {
      const std::string path =
          absl::StrCat(folder == "/" ? "" : folder, "/", kConfigFileName);
      absl::StatusOr<std::string> text = surroundings_.read_file(path);
      if (!absl::IsNotFound(text.status())) {
        UseFile(path, text, {});
        return;
      }
      if (folder == "/") return;
      folder.resize(std::max<std::size_t>(folder.rfind('/'), 1));
      if (folder.front() != '/') return;
    }
  }

  void LoadFile(const std::string& path, const cty::Path& where) {
    const std::string absolute =
        absl::StartsWith(path, "/")
            ? path
            : absl::StrCat(surroundings_.working_directory, "/", path);
    UseFile(path, surroundings_.read_file(absolute), where);
  }

  void UseFile(const std::string& path, const absl::StatusOr<std::string>& text,
               const cty::Path& where) {
    if (!text.ok()) {
      Fail("The config file cannot be read",
           absl::StrCat(text.status().message(),
                        ". config_file (or COMPLIANCE_CONFIG_FILE) is a path "
                        "from Terraform's working directory."),
           where);
      return;
    }
    absl::StatusOr<config::Config> config = config::LoadConfig(path, *text);
    if (config.ok()) {
      if (absl::Status valid = config::Validate(*config, rule_set_);
          !valid.ok()) {
        config = valid;
      }
    }
    if (!config.ok()) {
      Fail("The config file is not right",
           std::string(config.status().message()), where);
      return;
    }
    resolved_.settings.config = *std::move(config);
  }

  void ReadVariable(const ProviderArgument& argument) {
    const auto text = NonEmpty(surroundings_, argument.variable);
    if (!text) return;
    const std::optional<Value> value = FromVariable(argument, *text);
    if (!value) {
      Fail("Invalid environment variable",
           absl::StrCat(argument.variable, " is not the JSON text of the ",
                        argument.name, " argument."),
           {});
      return;
    }
    diag::Diagnostics problems =
        ReadArgument(argument.name, *value, PathTo(argument.name), rule_set_,
                     resolved_.settings.config);
    for (diag::Diagnostic& problem : problems) {
      // There is no line to point to: say where it comes from instead.
      problem.detail = absl::StrCat("In the environment variable ",
                                    argument.variable, ": ", problem.detail);
      problem.attribute = {};
    }
    Append(std::move(problems), resolved_.diagnostics);
  }

  void ReadWritten(const ProviderArgument& argument) {
    const Value* value = Written(block_, argument.name);
    if (value == nullptr) return;
    if (!value->IsWhollyKnown()) {
      resolved_.settings.unknown_arguments.push_back(argument.name);
      return;
    }
    Append(ReadArgument(argument.name, *value, PathTo(argument.name), rule_set_,
                        resolved_.settings.config),
           resolved_.diagnostics);
  }

  const Value& block_;
  const rules::RuleSet& rule_set_;
  const Surroundings& surroundings_;
  Resolved resolved_;
};

}  // namespace

std::string WaitsForProvider(const Settings& settings) {
  return absl::StrCat(
      "The provider \"compliance\" block is known only after apply (",
      absl::StrJoin(settings.unknown_arguments, ", "), ")");
}

diag::Diagnostics ValidateArguments(const Value& provider_block,
                                    const rules::RuleSet& rule_set) {
  diag::Diagnostics diagnostics;
  config::Config ignored;
  for (const ProviderArgument& argument : kArguments) {
    const Value* value = Written(provider_block, argument.name);
    if (value == nullptr || !value->IsWhollyKnown()) continue;
    Append(ReadArgument(argument.name, *value, PathTo(argument.name), rule_set,
                        ignored),
           diagnostics);
  }
  return diagnostics;
}

Resolved ResolveSettings(absl::string_view terraform_version,
                         const Value& provider_block,
                         const rules::RuleSet& rule_set,
                         const Surroundings& surroundings) {
  return Resolver(provider_block, rule_set, surroundings)
      .Resolve(terraform_version);
}

}  // namespace compliance::provider
