#include "compliance/hcl/configuration.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace compliance::hcl {
namespace {

// A key that no two blocks share: labels may hold anything but NUL.
std::string KeyOf(absl::string_view type,
                  const std::vector<std::string>& labels) {
  std::string key(type);
  for (const std::string& label : labels) {
    key.push_back('\0');
    key += label;
  }
  return key;
}

}  // namespace

Module::Module(std::string directory, std::vector<Block> blocks)
    : directory_(std::move(directory)), blocks_(std::move(blocks)) {
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    std::vector<std::string> labels;
    for (const Label& label : blocks_[i].labels) labels.push_back(label.text);
    index_.try_emplace(KeyOf(blocks_[i].type, labels), i);
  }
}

const Block* Module::Find(absl::string_view type,
                          const std::vector<std::string>& labels) const {
  const auto found = index_.find(KeyOf(type, labels));
  return found == index_.end() ? nullptr : &blocks_[found->second];
}

const Module* Configuration::FindModule(const std::string& path) const {
  const auto module = modules.find(path);
  return module == modules.end() ? nullptr : &module->second;
}

}  // namespace compliance::hcl
