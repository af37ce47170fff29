#include "tfplugin/forward_service.h"

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "tfplugin/forward_call.h"
#include "tfplugin/local_reactors.h"
#include "tfplugin/services.h"
#include "tfplugin/stdio_stream.h"

namespace compliance::tfplugin {
namespace {

class ForwardService final : public grpc::CallbackGenericService {
 public:
  ForwardService(Upstream& upstream, std::unique_ptr<Interceptor> interceptor,
                 WorkerPool& workers)
      : upstream_(upstream),
        interceptor_(std::move(interceptor)),
        workers_(workers) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    const std::string& method = context->method();
    if (method == kBroker) return new IdleReactor();
    if (method == kShutdown) return new AnswerReactor("");
    if (method == kStdio) return NewStdioStream(upstream_);
    if (interceptor_ == nullptr) return Forward(context, false);
    if (const auto answer = interceptor_->Answer(method)) {
      return new AnswerReactor(*answer);
    }
    return Forward(context, interceptor_->Wants(method));
  }

 private:
  grpc::ServerGenericBidiReactor* Forward(
      grpc::GenericCallbackServerContext* context, bool seen) {
    return ForwardCall(context, upstream_, seen ? interceptor_.get() : nullptr,
                       workers_);
  }

  Upstream& upstream_;
  const std::unique_ptr<Interceptor> interceptor_;
  WorkerPool& workers_;
};

}  // namespace

std::unique_ptr<grpc::CallbackGenericService> NewForwardService(
    Upstream& upstream, std::unique_ptr<Interceptor> interceptor,
    WorkerPool& workers) {
  return std::make_unique<ForwardService>(upstream, std::move(interceptor),
                                          workers);
}

}  // namespace compliance::tfplugin
