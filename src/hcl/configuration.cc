#include "compliance/hcl/configuration.h"

#include <algorithm>

namespace compliance::hcl {

const Block* Module::Find(absl::string_view type,
                          const std::vector<std::string>& labels) const {
  const auto block =
      std::find_if(blocks.begin(), blocks.end(), [&](const Block& candidate) {
        return candidate.type == type &&
               std::equal(candidate.labels.begin(), candidate.labels.end(),
                          labels.begin(), labels.end(),
                          [](const Label& label, const std::string& text) {
                            return label.text == text;
                          });
      });
  return block == blocks.end() ? nullptr : &*block;
}

const Module* Configuration::FindModule(const std::string& path) const {
  const auto module = modules.find(path);
  return module == modules.end() ? nullptr : &module->second;
}

}  // namespace compliance::hcl
