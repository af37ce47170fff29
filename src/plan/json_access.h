// Lenient reads of a JSON document whose shape is not ours to check.
#ifndef COMPLIANCE_SRC_PLAN_JSON_ACCESS_H_
#define COMPLIANCE_SRC_PLAN_JSON_ACCESS_H_

#include <nlohmann/json.hpp>
#include <string>

namespace compliance::plan {

// The member, or nullptr when `json` is no object or lacks it. A member that is
// null is there: `constant_value` of null is a constant.
inline const nlohmann::json* Find(const nlohmann::json& json, const char* key) {
  if (!json.is_object()) return nullptr;
  const auto it = json.find(key);
  return it == json.end() ? nullptr : &*it;
}

// "" for anything but a string.
inline std::string StringAt(const nlohmann::json& json, const char* key) {
  const nlohmann::json* value = Find(json, key);
  return value != nullptr && value->is_string() ? value->get<std::string>()
                                                : std::string();
}

inline bool BoolAt(const nlohmann::json& json, const char* key) {
  const nlohmann::json* value = Find(json, key);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_JSON_ACCESS_H_
