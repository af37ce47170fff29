#include "compliance/engine/positions.h"

#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/plan/source.h"

namespace compliance::engine {
namespace {

namespace fs = std::filesystem;

std::string ModulePath(const std::vector<plan::ModuleStep>& module) {
  std::string out;
  for (const plan::ModuleStep& step : module) {
    absl::StrAppend(&out, out.empty() ? "" : ".", "module.", step.name);
  }
  return out;
}

// As a user would write it who does not stand in the directory.
std::string ShownFile(const Sources& sources, const std::string& file) {
  return (fs::path(sources.directory) / file)
      .lexically_normal()
      .generic_string();
}

plan::Position ToPosition(const Sources& sources,
                          const hcl::SourcePosition& at) {
  return {ShownFile(sources, at.file), at.line, at.column};
}

const hcl::SourceBlock* FindResource(const Sources& sources,
                                     const plan::Address& address) {
  return sources.positions.Find(
      ModulePath(address.module),
      address.mode == plan::Mode::kData ? "data" : "resource",
      {address.type, address.name});
}

// "aws", "aws.west", "module.net:aws.west".
const hcl::SourceBlock* FindProvider(const Sources& sources,
                                     absl::string_view key) {
  const std::size_t colon = key.rfind(':');
  std::string module;
  if (colon != absl::string_view::npos) {
    module = std::string(key.substr(0, colon));
    key.remove_prefix(colon + 1);
  }
  const std::size_t dot = key.find('.');
  const std::string name(key.substr(0, dot));
  const absl::string_view alias =
      dot == absl::string_view::npos ? "" : key.substr(dot + 1);
  return sources.positions.Find(module, "provider", {name}, alias);
}

void Set(const Sources& sources, const hcl::SourceBlock* block,
         std::optional<plan::Position>& position) {
  if (block != nullptr) position = ToPosition(sources, block->position);
}

// The part of a path whose indexes are those of the source: up to the first
// set of several elements, which has no order.
cty::Path InOrder(const cty::Value& planned, const cty::Path& path) {
  std::vector<cty::Step> steps;
  const cty::Value* at = &planned;
  for (const cty::Step& step : path.steps()) {
    if (at != nullptr && at->HasContent() &&
        at->type().kind() == cty::Type::Kind::kSet &&
        at->AsElements().size() > 1) {
      break;
    }
    at = at == nullptr ? nullptr : at->Find(step);
    steps.push_back(step);
  }
  return cty::Path(std::move(steps));
}

// tags_all is what tags and the provider's default tags come to: what it says
// of a tag is written in tags, if anywhere in the block.
cty::Path AsWritten(const cty::Path& path) {
  static const cty::Step kAllTags = cty::AttributeName{"tags_all"};
  if (path.empty() || path.steps().front() != kAllTags) return path;
  std::vector<cty::Step> steps = path.steps();
  steps.front() = cty::AttributeName{"tags"};
  return cty::Path(std::move(steps));
}

}  // namespace

Sources ReadSources(const std::string& chdir, const std::string& plan_file) {
  Sources sources;
  sources.directory = chdir;
  if (chdir.empty() && plan_file != "-") {
    const fs::path beside = fs::path(plan_file).parent_path();
    sources.directory = beside.generic_string();
  }
  sources.positions = hcl::SourcePositions::Read(sources.directory);
  sources.configuration = hcl::ReadConfiguration(sources.directory);
  if (sources.positions.empty() && chdir.empty() &&
      !sources.directory.empty()) {
    sources.directory.clear();
    sources.positions = hcl::SourcePositions::Read("");
    sources.configuration = hcl::ReadConfiguration("");
  }
  return sources;
}

void FillFromSources(const Sources& sources, plan::Plan& plan) {
  plan::FillFromSource(sources.configuration, plan);
  for (plan::Resource& resource : plan.resources) {
    for (auto& [path, position] : resource.read_from_source) {
      position.file = ShownFile(sources, position.file);
    }
  }
  for (plan::Resource& resource : plan.resources) {
    Set(sources, FindResource(sources, resource.address), resource.position);
  }
  for (plan::Output& output : plan.outputs) {
    Set(sources, sources.positions.Find("", "output", {output.name}),
        output.position);
  }
  for (plan::Variable& variable : plan.variables) {
    Set(sources,
        sources.positions.Find(variable.module, "variable", {variable.name}),
        variable.position);
  }
  for (plan::ProviderConfig& config : plan.provider_configs) {
    Set(sources, FindProvider(sources, config.key), config.position);
  }
}

void RefinePositions(const Sources& sources, const plan::Plan& plan,
                     std::vector<Finding>& findings) {
  if (sources.positions.empty()) return;
  std::map<std::string, const plan::Resource*> resources;
  for (const plan::Resource& resource : plan.resources) {
    resources[resource.address.ToString()] = &resource;
  }
  for (Finding& finding : findings) {
    const auto it = resources.find(finding.address);
    if (it == resources.end() || finding.paths.empty()) continue;
    const hcl::SourceBlock* block = FindResource(sources, it->second->address);
    if (block == nullptr) continue;
    const cty::Path path =
        AsWritten(InOrder(it->second->planned, finding.paths.front()));
    finding.position = ToPosition(sources, hcl::PositionOf(*block, path));
  }
}

}  // namespace compliance::engine
