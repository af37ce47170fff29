#include <cstdlib>
#include <optional>
#include <string>

#include "compliance/terraform/command_line.h"

namespace compliance::terraform {

Environment ProcessEnvironment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

}  // namespace compliance::terraform
