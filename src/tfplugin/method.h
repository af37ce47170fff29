// RPCs as functions from bytes to bytes: all that the gRPC side of the host has
// to know of a protocol version.
#ifndef COMPLIANCE_SRC_TFPLUGIN_METHOD_H_
#define COMPLIANCE_SRC_TFPLUGIN_METHOD_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tfplugin/provider_handle.h"

namespace compliance::tfplugin {

// Takes the encoded request and returns the encoded response, of which there is
// always exactly one: a response that is declared a stream is a stream of one,
// and of a streamed request the first message is looked at. Errors are for the
// transport only: INTERNAL for bytes that are not the request message,
// UNIMPLEMENTED for what the provider says in its capabilities it cannot do.
using Method =
    std::function<absl::StatusOr<std::string>(absl::string_view request)>;

// By wire path, such as "/tfplugin6.Provider/ReadResource".
using MethodTable = std::map<std::string, Method, std::less<>>;

// The Provider service of one protocol version. The table shares ownership of
// the handle.
MethodTable Protocol5Methods(std::shared_ptr<ProviderHandle> provider);
MethodTable Protocol6Methods(std::shared_ptr<ProviderHandle> provider);

// `protocol` is 5 or 6.
MethodTable ProtocolMethods(int protocol,
                            std::shared_ptr<ProviderHandle> provider);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_METHOD_H_
