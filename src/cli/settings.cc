#include "settings.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/cty/json.h"
#include "output.h"

namespace compliance::cli {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kFileName = ".compliance.yaml";

// The nearest .compliance.yaml from `directory` upwards.
std::optional<std::string> FindConfigFile(const std::string& directory) {
  std::error_code error;
  fs::path at = fs::absolute(directory.empty() ? "." : directory, error);
  if (error) return std::nullopt;
  at = at.lexically_normal();
  while (true) {
    const fs::path candidate = at / std::string(kFileName);
    if (fs::is_regular_file(candidate, error)) return candidate.string();
    if (!at.has_relative_path() || at == at.parent_path()) return std::nullopt;
    at = at.parent_path();
  }
}

// true, 30 and ["a", "b"] are what they are in JSON; all else is a string.
cty::Value ParameterValue(absl::string_view text) {
  absl::StatusOr<cty::Value> value = cty::DecodeImpliedJson(text);
  return value.ok() ? *std::move(value) : cty::Value::String(text);
}

absl::Status AddParameter(const std::string& flag, config::Config& config) {
  const std::size_t equals = flag.find('=');
  if (equals == std::string::npos || equals == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("--param ", Quote(flag),
                     ": it is written NAME=VALUE or RULE.NAME=VALUE"));
  }
  const std::string key = flag.substr(0, equals);
  const std::size_t dot = key.rfind('.');
  const std::string rule = dot == std::string::npos ? "" : key.substr(0, dot);
  const std::string name = dot == std::string::npos ? key : key.substr(dot + 1);
  config.parameters[rule][name] =
      ParameterValue(absl::string_view(flag).substr(equals + 1));
  config.where[absl::StrCat("parameter:", rule, ":", name)] = "--param";
  return absl::OkStatus();
}

absl::StatusOr<config::Config> ReadFile(const SettingFlags& flags,
                                        const std::string& directory) {
  std::optional<std::string> file = FindConfigFile(directory);
  if (!flags.config_file.empty()) file = flags.config_file;
  if (!file) return config::Config();
  ASSIGN_OR_RETURN(const std::string text, cli::ReadFile(*file));
  return config::LoadConfig(*file, text);
}

}  // namespace

absl::StatusOr<config::Config> ReadSettings(const SettingFlags& flags,
                                            const std::string& directory,
                                            const rules::RuleSet& rule_set) {
  ASSIGN_OR_RETURN(config::Config config, ReadFile(flags, directory));
  if (!flags.frameworks.empty()) {
    config.frameworks = flags.frameworks;
    for (const std::string& name : flags.frameworks) {
      config.where[absl::StrCat("framework:", name)] = "--framework";
    }
  }
  if (!flags.profile.empty()) {
    absl::StatusOr<config::Profile> profile =
        config::ProfileByName(flags.profile);
    if (!profile.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--profile: ", profile.status().message()));
    }
    config.profile = *std::move(profile);
  }
  for (const std::string& flag : flags.parameters) {
    RETURN_IF_ERROR(AddParameter(flag, config));
  }
  if (!flags.unknown.empty()) {
    config.enforcement["unknown"] =
        flags.unknown == "block" ? "mandatory" : "report";
  }
  RETURN_IF_ERROR(config::Validate(config, rule_set));
  return config;
}

}  // namespace compliance::cli
