#include "module_path.h"

#include "absl/strings/str_cat.h"

namespace compliance::plan {

std::string ConfigPath(const std::vector<ModuleStep>& module) {
  std::string out;
  for (const ModuleStep& step : module) {
    absl::StrAppend(&out, out.empty() ? "" : ".", "module.", step.name);
  }
  return out;
}

std::string ModuleText(const std::vector<ModuleStep>& module) {
  Address address;
  address.module = module;
  return address.ModuleString();
}

std::string BlockKey(const std::string& module, Mode mode,
                     absl::string_view type, absl::string_view name) {
  return absl::StrCat(module, "|", mode == Mode::kData ? "data." : "", type,
                      ".", name);
}

}  // namespace compliance::plan
