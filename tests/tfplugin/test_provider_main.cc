// terraform-provider-hosttest: the test provider as a plugin process. With
// `-debug [5|6]` it waits for Terraform to attach; without a host it exits 3.
#include <cstdlib>
#include <string>

#include "compliance/tfplugin/serve.h"
#include "tfplugin/test_provider.h"

int main(int argc, char** argv) {
  namespace tfplugin = compliance::tfplugin;
  tfplugin::ServeOptions options;
  options.provider_address = "registry.terraform.io/planguard/hosttest";
  options.debug = argc > 1 && std::string(argv[1]) == "-debug";
  if (argc > 2) options.debug_protocol = std::atoi(argv[2]);
  if (!options.debug && !tfplugin::StartedByHost()) return 3;
  return tfplugin::Serve(tfplugin::NewTestProvider, options);
}
