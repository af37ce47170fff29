// What a plugin prints, on its way to Terraform's log.
#ifndef COMPLIANCE_SRC_TFPLUGIN_STDIO_STREAM_H_
#define COMPLIANCE_SRC_TFPLUGIN_STDIO_STREAM_H_

#include <grpcpp/generic/async_generic_service.h>

#include "tfplugin/upstream.h"

namespace compliance::tfplugin {

// Serves StreamStdio, which Terraform opens with the connection and leaves
// open: messages of whichever plugin is there pass as they come. It ends with
// the connection, or as a plugin ends it. `upstream` outlives it.
grpc::ServerGenericBidiReactor* NewStdioStream(Upstream& upstream);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_STDIO_STREAM_H_
