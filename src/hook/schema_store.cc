#include "hook/schema_store.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "compliance/base/status_macros.h"

namespace compliance::hook {
namespace {

using rules::Rule;

constexpr char kEveryType[] = "*";

bool IsGiven(const Rule& rule, const std::string& parameter,
             const config::Config& config) {
  const auto gives = [&](const std::string& key) {
    const auto of_rule = config.parameters.find(key);
    if (of_rule == config.parameters.end()) return false;
    const auto found = of_rule->second.find(parameter);
    return found != of_rule->second.end() && !found->second.IsNull();
  };
  return gives(rule.id) || gives("") ||
         std::any_of(rule.aliases.begin(), rule.aliases.end(), gives);
}

// Whether each parameter has a value.
bool IsOn(const Rule& rule, const config::Config* config) {
  return config == nullptr ||
         std::all_of(rule.parameters.begin(), rule.parameters.end(),
                     [&](const rules::Parameter& parameter) {
                       return !parameter.default_value.IsNull() ||
                              IsGiven(rule, parameter.name, *config);
                     });
}

// A call shows values, but not how the source comes to them.
bool CanDecide(const Rule& rule) { return !rule.needs.configuration; }

// nullptr where it cannot be kept: then the provider is asked once more.
std::shared_ptr<MemoryFile> Kept(absl::string_view response) {
  absl::StatusOr<MemoryFile> file = MemoryFile::Create();
  if (!file.ok() || !file->Write(response).ok()) return nullptr;
  return std::make_shared<MemoryFile>(*std::move(file));
}

}  // namespace

SchemaStore::SchemaStore(const rules::RuleSet& rule_set,
                         const config::Config* config) {
  for (const auto& rule : rule_set.rules()) {
    if (rule->target != rules::Target::kResource) continue;
    for (const auto& [type, attribute] : rule->resources) {
      if (type != kEveryType) types_.insert(type);
    }
    if (!rule->having.empty() && CanDecide(*rule) && IsOn(*rule, config)) {
      attributes_.push_back(rule->having);
    }
  }
}

bool SchemaStore::Names(absl::string_view type) const {
  return types_.find(type) != types_.end();
}

bool SchemaStore::HasWantedAttribute(const schema::Block& block) const {
  return std::any_of(attributes_.begin(), attributes_.end(),
                     [&](const std::string& name) {
                       return block.FindAttribute(name) != nullptr;
                     });
}

absl::Status SchemaStore::Take(const std::string& provider, int protocol,
                               absl::string_view response) {
  // Bytes that do not hold the attribute's name are no schema that has it.
  const auto is_wanted = [this](absl::string_view type,
                                absl::string_view encoded) {
    return Names(type) || std::any_of(attributes_.begin(), attributes_.end(),
                                      [encoded](const std::string& name) {
                                        return absl::StrContains(encoded, name);
                                      });
  };
  ASSIGN_OR_RETURN(
      tfplugin::ObservedSchemas schemas,
      tfplugin::ReadSchemas(
          protocol, response, is_wanted,
          [](absl::string_view, absl::string_view) { return false; }));
  for (auto it = schemas.resources.begin(); it != schemas.resources.end();) {
    const bool is_needed =
        Names(it->first) || HasWantedAttribute(it->second.schema.block);
    it = is_needed ? std::next(it) : schemas.resources.erase(it);
  }
  auto taken =
      std::make_shared<const tfplugin::ObservedSchemas>(std::move(schemas));
  std::shared_ptr<MemoryFile> kept =
      keeps_responses() ? Kept(response) : nullptr;
  const std::lock_guard<std::mutex> lock(mutex_);
  Entry& entry = entries_[provider];
  entry.schemas = std::move(taken);
  entry.protocol = protocol;
  entry.response = std::move(kept);
  return absl::OkStatus();
}

std::shared_ptr<const tfplugin::ObservedSchemas> SchemaStore::Of(
    const std::string& provider) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = entries_.find(provider);
  return found == entries_.end() ? nullptr : found->second.schemas;
}

void SchemaStore::KeepResponses(bool keep) {
  const std::lock_guard<std::mutex> lock(mutex_);
  keep_ = keep;
  if (keep) return;
  for (auto& [provider, entry] : entries_) entry.response.reset();
}

bool SchemaStore::keeps_responses() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return keep_;
}

void SchemaStore::NoteType(const std::string& provider,
                           absl::string_view type) {
  const std::lock_guard<std::mutex> lock(mutex_);
  entries_[provider].types.emplace(type);
}

std::optional<std::string> SchemaStore::Response(
    const std::string& provider) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = entries_.find(provider);
  if (found == entries_.end() || found->second.response == nullptr) {
    return std::nullopt;
  }
  const Entry& entry = found->second;
  const auto bytes = entry.response->Contents();
  if (!bytes.ok()) return std::nullopt;
  auto response = tfplugin::OnlyTypes(entry.protocol, *bytes, entry.types);
  if (!response.ok()) return std::nullopt;
  return *std::move(response);
}

}  // namespace compliance::hook
