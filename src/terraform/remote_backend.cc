#include <filesystem>
#include <nlohmann/json.hpp>

#include "compliance/terraform/providers.h"
#include "terraform/json_blocks.h"
#include "terraform/module_settings.h"
#include "terraform/read_file.h"

namespace compliance::terraform {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// The type of the backend that `terraform init` set up; "" for none.
std::string InitializedBackend(const WorkingDirectory& directory) {
  const fs::path file =
      fs::path(directory.DataDirectory()) / "terraform.tfstate";
  const auto text = ReadFile(file.string());
  if (!text.ok()) return "";
  const Json json = Json::parse(*text, nullptr, false);
  for (const Json* backend : JsonBlocks(json, "backend")) {
    const auto type = backend->find("type");
    if (type != backend->end() && type->is_string()) {
      return type->get<std::string>();
    }
  }
  return "";
}

}  // namespace

std::string RemoteBackend(const WorkingDirectory& directory) {
  // With this set both keep the state there and run here.
  if (!directory.environment("TF_FORCE_LOCAL_BACKEND").value_or("").empty()) {
    return "";
  }
  std::string backend = InitializedBackend(directory);
  if (backend.empty()) {
    backend = ReadModuleSettings(directory.path, directory.open_tofu).backend;
  }
  return backend == "cloud" || backend == "remote" ? backend : "";
}

}  // namespace compliance::terraform
