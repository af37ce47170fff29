// Serving under a debugger: Terraform attaches to a process that a person
// started (protocol section 5.1).
#ifndef COMPLIANCE_SRC_TFPLUGIN_REATTACH_H_
#define COMPLIANCE_SRC_TFPLUGIN_REATTACH_H_

#include <sys/types.h>

#include <string>

#include "absl/strings/string_view.h"
#include "compliance/tfplugin/serve.h"

namespace compliance::tfplugin {

// What TF_REATTACH_PROVIDERS, a JSON object, has for one provider.
std::string ReattachEntry(int protocol, pid_t pid,
                          absl::string_view socket_path);

// Prints how to attach, then serves until SIGINT or SIGTERM. Terraform makes
// one connection per provider configuration, and each gets a provider of its
// own, as it would with a process of its own. Returns the exit code.
int ServeReattached(const ProviderFactory& factory,
                    const ServeOptions& options);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_REATTACH_H_
