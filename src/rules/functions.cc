#include "compliance/rules/functions.h"

#include "call.h"

namespace compliance::rules {

const cel::Library& Functions() {
  static const auto& library = *[] {
    auto* built = new cel::Library;
    AddPathFunctions(*built);
    AddPlanFunctions(*built);
    AddTextFunctions(*built);
    AddNetworkFunctions(*built);
    AddPolicyFunctions(*built);
    AddJsonFunction(*built);
    return built;
  }();
  return library;
}

}  // namespace compliance::rules
