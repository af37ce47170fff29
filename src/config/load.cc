#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/config/config.h"
#include "compliance/rules/yaml.h"

namespace compliance::config {
namespace {

using rules::YamlMap;

// Reads one section of the file after the other into a Config.
class ConfigReader {
 public:
  ConfigReader(absl::string_view file, const YamlMap& map)
      : file_(file), map_(map) {}

  absl::StatusOr<Config> Read() {
    RETURN_IF_ERROR(ReadFrameworks());
    RETURN_IF_ERROR(ReadProfile());
    RETURN_IF_ERROR(ReadParameters());
    RETURN_IF_ERROR(ReadEnforcement());
    RETURN_IF_ERROR(ReadWaivers());
    if (map_.Has("as_of")) {
      ASSIGN_OR_RETURN(config_.as_of, ReadDay(map_, "as_of"));
    }
    return std::move(config_);
  }

 private:
  void Mark(const std::string& what, const YAML::Node& node) {
    config_.where[what] =
        absl::StrCat(file_, ":", std::max(node.Mark().line, 0) + 1);
  }

  absl::Status ReadFrameworks() {
    const YAML::Node* node = map_.Find("frameworks");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(config_.frameworks, map_.Strings("frameworks"));
    if (config_.frameworks.empty()) {
      return map_.Error("frameworks", "name at least one framework");
    }
    for (const std::string& name : config_.frameworks) {
      Mark(absl::StrCat("framework:", name), *node);
    }
    return absl::OkStatus();
  }

  absl::Status ReadProfile() {
    const YAML::Node* node = map_.Find("profile");
    if (node == nullptr) return absl::OkStatus();
    if (node->IsScalar()) {
      const auto profile = ProfileByName(node->Scalar());
      if (!profile.ok()) {
        return map_.Error("profile", profile.status().message());
      }
      config_.profile = *profile;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const YamlMap switches,
                     YamlMap::Read(file_, *node, "profile",
                                   {"lifecycle", "availability", "dr"}));
    RETURN_IF_ERROR(ReadSwitch(switches, "lifecycle",
                               {"protected", "destroyable"},
                               config_.profile.lifecycle));
    RETURN_IF_ERROR(ReadSwitch(switches, "availability", {"ha", "single"},
                               config_.profile.availability));
    return ReadSwitch(switches, "dr", {"on", "off"}, config_.profile.dr);
  }

  static absl::Status ReadSwitch(const YamlMap& map, absl::string_view key,
                                 const std::vector<std::string>& allowed,
                                 std::string& value) {
    ASSIGN_OR_RETURN(value, map.StringOr(key, value));
    if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) {
      return absl::OkStatus();
    }
    return map.Error(key,
                     absl::StrCat(key, " is ", absl::StrJoin(allowed, " or ")));
  }

  // Rule ids have dots, the check ids of peers capitals; parameters neither.
  static bool NamesRule(absl::string_view key) {
    return absl::StrContains(key, ".") ||
           std::any_of(key.begin(), key.end(), [](char c) {
             return absl::ascii_isupper(static_cast<unsigned char>(c));
           });
  }

  absl::Status ReadParameters() {
    const YAML::Node* node = map_.Find("parameters");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap parameters,
                     YamlMap::Read(file_, *node, "parameters"));
    for (const auto& [key, value] : parameters.entries()) {
      if (!NamesRule(key)) {
        RETURN_IF_ERROR(ReadParameter("", key, value));
        continue;
      }
      ASSIGN_OR_RETURN(const YamlMap of_rule, YamlMap::Read(file_, value, key));
      for (const auto& [name, child] : of_rule.entries()) {
        RETURN_IF_ERROR(ReadParameter(key, name, child));
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadParameter(const std::string& rule, const std::string& name,
                             const YAML::Node& node) {
    ASSIGN_OR_RETURN(config_.parameters[rule][name],
                     rules::YamlValue(file_, node));
    Mark(absl::StrCat("parameter:", rule, ":", name), node);
    return absl::OkStatus();
  }

  absl::Status ReadEnforcement() {
    const YAML::Node* node = map_.Find("enforcement");
    if (node == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const YamlMap levels,
                     YamlMap::Read(file_, *node, "enforcement"));
    for (const auto& [key, value] : levels.entries()) {
      ASSIGN_OR_RETURN(config_.enforcement[key], levels.String(key));
      Mark(absl::StrCat("enforcement:", key), value);
    }
    return absl::OkStatus();
  }

  static absl::StatusOr<absl::CivilDay> ReadDay(const YamlMap& map,
                                                absl::string_view key) {
    ASSIGN_OR_RETURN(const std::string text, map.String(key));
    absl::CivilDay day;
    if (text.size() == 10 && absl::ParseCivilTime(text, &day)) return day;
    return map.Error(
        key, absl::StrCat(Quote(text), " is no day; write it as 2027-01-31"));
  }

  absl::Status ReadWaivers() {
    const YAML::Node* node = map_.Find("waivers");
    if (node == nullptr) return absl::OkStatus();
    if (!node->IsSequence()) {
      return map_.Error("waivers", "waivers must be a list");
    }
    for (const YAML::Node& child : *node) {
      ASSIGN_OR_RETURN(const YamlMap map,
                       YamlMap::Read(file_, child, "a waiver",
                                     {"rule", "address", "kind", "reason",
                                      "owner", "approver", "ticket", "until"}));
      Waiver waiver;
      ASSIGN_OR_RETURN(waiver.rule, map.String("rule"));
      ASSIGN_OR_RETURN(waiver.address, map.String("address"));
      ASSIGN_OR_RETURN(waiver.reason, map.String("reason"));
      ASSIGN_OR_RETURN(waiver.kind, map.StringOr("kind", ""));
      ASSIGN_OR_RETURN(waiver.owner, map.StringOr("owner", ""));
      ASSIGN_OR_RETURN(waiver.approver, map.StringOr("approver", ""));
      ASSIGN_OR_RETURN(waiver.ticket, map.StringOr("ticket", ""));
      if (map.Has("until")) {
        ASSIGN_OR_RETURN(waiver.until, ReadDay(map, "until"));
      }
      Mark(absl::StrCat("waiver:", config_.waivers.size()), child);
      config_.waivers.push_back(std::move(waiver));
    }
    return absl::OkStatus();
  }

  absl::string_view file_;
  const YamlMap& map_;
  Config config_;
};

}  // namespace

absl::StatusOr<Config> LoadConfig(absl::string_view file_name,
                                  absl::string_view yaml) {
  try {
    ASSIGN_OR_RETURN(const YAML::Node root, rules::ParseYaml(file_name, yaml));
    if (root.IsNull()) return Config{};  // nothing, or comments alone
    ASSIGN_OR_RETURN(const YamlMap map,
                     YamlMap::Read(file_name, root, "the configuration",
                                   {"frameworks", "profile", "parameters",
                                    "enforcement", "waivers", "as_of"}));
    return ConfigReader(file_name, map).Read();
  } catch (const YAML::Exception& e) {
    return absl::InvalidArgumentError(absl::StrCat(file_name, ":",
                                                   std::max(e.mark.line, 0) + 1,
                                                   ": ", ToValidUtf8(e.msg)));
  }
}

}  // namespace compliance::config
