// What Terraform finds at the other end of a connection.
#ifndef COMPLIANCE_SRC_TFPLUGIN_FORWARD_SERVICE_H_
#define COMPLIANCE_SRC_TFPLUGIN_FORWARD_SERVICE_H_

#include <grpcpp/generic/async_generic_service.h>

#include <memory>

#include "compliance/tfplugin/forward.h"
#include "tfplugin/upstream.h"
#include "tfplugin/worker_pool.h"

namespace compliance::tfplugin {

// Passes every call to `upstream` but what `interceptor` answers (null:
// nothing) and what is between Terraform and us: the broker, which the provider
// protocol never uses, and Shutdown. The other two outlive the service.
std::unique_ptr<grpc::CallbackGenericService> NewForwardService(
    Upstream& upstream, std::unique_ptr<Interceptor> interceptor,
    WorkerPool& workers);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_FORWARD_SERVICE_H_
