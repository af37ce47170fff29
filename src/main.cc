// One binary, several roles: a Terraform provider, a stand-in for a cloud
// provider, and the command line.
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "compliance/cli/cli.h"
#include "compliance/provider/provider.h"
#include "compliance/sandbox/sandbox.h"
#include "compliance/tfplugin/serve.h"

namespace compliance {
namespace {

// A provider that the binary can be, and its address.
struct Role {
  tfplugin::ProviderFactory factory;
  std::string address;
};

// "aws" for /dir/terraform-provider-aws_v5.31.0_x5; empty for other names.
std::string ProviderTypeOf(absl::string_view program) {
  const auto slash = program.rfind('/');
  if (slash != absl::string_view::npos) program.remove_prefix(slash + 1);
  if (!absl::ConsumePrefix(&program, "terraform-provider-")) return "";
  return std::string(program.substr(0, program.find('_')));
}

Role RoleOf(absl::string_view program) {
  const std::string type = ProviderTypeOf(program);
  for (const std::string& stand_in : sandbox::ProviderTypes()) {
    if (stand_in == type) {
      return {[type] { return sandbox::NewSandbox(type); },
              absl::StrCat("registry.terraform.io/hashicorp/", type)};
    }
  }
  return {provider::NewProvider, provider::kAddress};
}

// The options of `-debug [--protocol 5|6]`; nullopt where the arguments are
// those of the command line.
std::optional<tfplugin::ServeOptions> DebugOptions(
    const std::vector<std::string>& arguments) {
  if (arguments.empty() ||
      (arguments[0] != "-debug" && arguments[0] != "--debug")) {
    return std::nullopt;
  }
  tfplugin::ServeOptions options;
  options.debug = true;
  if (arguments.size() == 1) return options;
  if (arguments.size() == 3 && arguments[1] == "--protocol" &&
      absl::SimpleAtoi(arguments[2], &options.debug_protocol) &&
      (options.debug_protocol == 5 || options.debug_protocol == 6)) {
    return options;
  }
  std::cerr << "usage: -debug [--protocol 5|6]\n";
  std::exit(cli::kCouldNotCheck);
}

int Main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::optional<tfplugin::ServeOptions> debug = DebugOptions(arguments);
  if (!debug && !tfplugin::StartedByHost()) return cli::Run(argc, argv);
  const Role role = RoleOf(argv[0]);
  tfplugin::ServeOptions options = debug.value_or(tfplugin::ServeOptions());
  options.provider_address = role.address;
  return tfplugin::Serve(role.factory, options);
}

}  // namespace
}  // namespace compliance

int main(int argc, char** argv) {
  // A program may be started without even a name.
  if (argc < 1) return compliance::cli::kCouldNotCheck;
  return compliance::Main(argc, argv);
}
