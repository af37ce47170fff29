// Blocks in the JSON form of HCL.
#ifndef COMPLIANCE_SRC_TERRAFORM_JSON_BLOCKS_H_
#define COMPLIANCE_SRC_TERRAFORM_JSON_BLOCKS_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace compliance::terraform {

// The objects of a name in `body`, be it one or a list of them; empty where
// `body` is no object or has none. They live as long as `body`.
inline std::vector<const nlohmann::json*> JsonBlocks(const nlohmann::json& body,
                                                     const std::string& name) {
  std::vector<const nlohmann::json*> blocks;
  if (!body.is_object()) return blocks;
  const auto found = body.find(name);
  if (found == body.end()) return blocks;
  if (found->is_object()) blocks.push_back(&*found);
  if (!found->is_array()) return blocks;
  for (const nlohmann::json& item : *found) {
    if (item.is_object()) blocks.push_back(&item);
  }
  return blocks;
}

}  // namespace compliance::terraform

#endif  // COMPLIANCE_SRC_TERRAFORM_JSON_BLOCKS_H_
