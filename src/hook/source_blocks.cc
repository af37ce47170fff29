#include "hook/source_blocks.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/convert.h"
#include "hook/scalar_text.h"

namespace compliance::hook {
namespace {

// Whether an argument that is written as `constant` may arrive as `value`.
bool MayArriveAs(const cty::Value& constant, const cty::Value& value) {
  if (value.IsUnknown()) return true;
  if (constant.IsNull() || value.IsNull()) {
    return constant.IsNull() == value.IsNull();
  }
  const auto converted = cty::Convert(constant, value.type());
  // What does not convert fails in Terraform, by its own words.
  return !converted.ok() || ScalarText(*converted) == ScalarText(value);
}

// "module.net.module.db" -> its steps, without keys.
std::vector<plan::ModuleStep> ModuleSteps(absl::string_view module) {
  std::vector<plan::ModuleStep> steps;
  if (module.empty()) return steps;
  const std::vector<std::string> words = absl::StrSplit(module, '.');
  for (std::size_t i = 1; i < words.size(); i += 2) {
    steps.push_back({words[i], std::nullopt});
  }
  return steps;
}

// Whether a module or one around it is called more than once. A call that is
// not found counts: better to be in doubt.
bool IsRepeated(const hcl::SourcePositions& sources,
                const std::vector<plan::ModuleStep>& module) {
  std::string parent;
  for (const plan::ModuleStep& step : module) {
    const hcl::SourceBlock* call = sources.Find(parent, "module", {step.name});
    if (call == nullptr || call->IsRepeated()) return true;
    absl::StrAppend(&parent, parent.empty() ? "" : ".", "module.", step.name);
  }
  return false;
}

std::set<std::string> NamesIn(const hcl::SourceBlock& block) {
  std::set<std::string> names;
  for (const auto& [path, positions] : block.members) {
    names.insert(path.substr(0, path.find('.')));
  }
  return names;
}

ResourceBlock ToResourceBlock(const hcl::SourceBlock& source,
                              const std::vector<plan::ModuleStep>& module,
                              bool module_is_repeated) {
  ResourceBlock block;
  block.address.module = module;
  block.address.type = source.labels[0];
  block.address.name = source.labels[1];
  block.repeated = module_is_repeated || source.IsRepeated();
  block.ignores_changes = source.members.count("lifecycle.ignore_changes") != 0;
  block.members = NamesIn(source);
  block.constants = source.constants;
  return block;
}

// What only one of two blocks of the same address sets stays as it is; where
// both do, either may have the last word.
void Merge(const ResourceBlock& other, ResourceBlock& block) {
  std::map<std::string, cty::Value> constants;
  for (const auto& [name, value] : block.constants) {
    if (other.members.count(name) == 0) constants.emplace(name, value);
  }
  for (const auto& [name, value] : other.constants) {
    if (block.members.count(name) == 0) constants.emplace(name, value);
  }
  block.constants = std::move(constants);
  block.members.insert(other.members.begin(), other.members.end());
  block.repeated = block.repeated || other.repeated;
  block.ignores_changes = block.ignores_changes || other.ignores_changes;
}

}  // namespace

bool ResourceBlock::CanBe(const cty::Value& config) const {
  const bool tells = !ignores_changes && config.HasContent() &&
                     config.type().kind() == cty::Type::Kind::kObject;
  if (!tells) return true;
  const cty::Value::Attributes& attributes = config.AsAttributes();
  return std::all_of(attributes.begin(), attributes.end(),
                     [this](const auto& attribute) {
                       const auto& [name, value] = attribute;
                       if (members.count(name) == 0)
                         return !ScalarText(value).has_value();
                       const auto constant = constants.find(name);
                       return constant == constants.end() ||
                              MayArriveAs(constant->second, value);
                     });
}

std::map<std::string, std::vector<ResourceBlock>> ResourceBlocks(
    const hcl::SourcePositions& sources) {
  std::map<std::string, std::vector<ResourceBlock>> by_type;
  for (const auto& [module, blocks] : sources.blocks()) {
    const std::vector<plan::ModuleStep> steps = ModuleSteps(module);
    const bool repeated = IsRepeated(sources, steps);
    std::map<std::vector<std::string>, ResourceBlock> by_label;
    for (const hcl::SourceBlock& source : blocks) {
      if (source.type != "resource" || source.labels.size() != 2) continue;
      ResourceBlock block = ToResourceBlock(source, steps, repeated);
      const auto [it, is_new] = by_label.try_emplace(source.labels, block);
      if (!is_new) Merge(block, it->second);
    }
    for (auto& [labels, block] : by_label) {
      by_type[labels[0]].push_back(std::move(block));
    }
  }
  return by_type;
}

bool IsComplete(const hcl::SourcePositions& sources) {
  return sources.complete() &&
         std::all_of(sources.blocks().begin(), sources.blocks().end(),
                     [](const auto& module) {
                       return std::none_of(module.second.begin(),
                                           module.second.end(),
                                           [](const hcl::SourceBlock& block) {
                                             return block.type == "import";
                                           });
                     });
}

}  // namespace compliance::hook
