// Guards in the state of other versions.
#include <nlohmann/json.hpp>

#include "provider/attributes.h"
#include "provider/guard.h"

namespace compliance::provider {

std::string WithoutOutputs(const std::string& state_json) {
  nlohmann::json state =
      nlohmann::json::parse(state_json, nullptr, /*allow_exceptions=*/false);
  if (!state.is_object()) return state_json;
  for (const schema::Attribute& attribute : VerdictAttributes()) {
    state.erase(attribute.name);
  }
  return state.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace compliance::provider
