// One call on its way to a plugin and back.
#ifndef COMPLIANCE_SRC_TFPLUGIN_FORWARD_CALL_H_
#define COMPLIANCE_SRC_TFPLUGIN_FORWARD_CALL_H_

#include <grpcpp/generic/async_generic_service.h>

#include "compliance/tfplugin/forward.h"
#include "tfplugin/upstream.h"
#include "tfplugin/worker_pool.h"

namespace compliance::tfplugin {

// Passes the call of `context` on to `upstream`, unary or streaming: messages
// as they are and as they come, metadata, deadline, the end of each direction,
// cancellation, and the status with its details. When `interceptor` is there,
// the call is a unary one that it wants to see; its Append runs on `workers`.
// All three outlive the call.
grpc::ServerGenericBidiReactor* ForwardCall(
    grpc::GenericCallbackServerContext* context, Upstream& upstream,
    Interceptor* interceptor, WorkerPool& workers);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_FORWARD_CALL_H_
