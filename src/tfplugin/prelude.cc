#include "tfplugin/prelude.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tfplugin/byte_buffer.h"
#include "tfplugin6.pb.h"

namespace compliance::tfplugin {
namespace {

absl::Status Failure(absl::string_view what, absl::string_view why) {
  return absl::UnavailableError(
      absl::StrCat("was started again for a call after a rest, but could not ",
                   what, " as before: ", why));
}

// Protocol 5 encodes it the same way.
absl::Status CheckConfigured(const grpc::ByteBuffer& response) {
  constexpr char kWhat[] = "be configured";
  const grpc::Slice bytes = OnePiece(response);
  ::tfplugin6::ConfigureProvider::Response message;
  if (!message.ParseFromArray(bytes.begin(), static_cast<int>(bytes.size()))) {
    return Failure(kWhat, "its answer cannot be read");
  }
  for (const auto& diagnostic : message.diagnostics()) {
    if (diagnostic.severity() == ::tfplugin6::Diagnostic::ERROR) {
      return Failure(kWhat, diagnostic.summary());
    }
  }
  return absl::OkStatus();
}

// Keeps itself alive through the calls that it makes.
class Run final : public std::enable_shared_from_this<Run> {
 public:
  Run(std::shared_ptr<grpc::Channel> channel, Prelude prelude,
      std::function<void(absl::Status)> done)
      : channel_(std::move(channel)),
        prelude_(std::move(prelude)),
        done_(std::move(done)) {}

  void AskForSchema() {
    if (!prelude_.schema) return Configure();
    Ask(*prelude_.schema, [this](const grpc::Status& status) {
      response_.Clear();
      if (status.ok()) return Configure();
      done_(Failure("give its schema", status.error_message()));
    });
  }

 private:
  void Configure() {
    if (!prelude_.configuration) return done_(absl::OkStatus());
    Ask(*prelude_.configuration, [this](const grpc::Status& status) {
      done_(status.ok() ? CheckConfigured(response_)
                        : Failure("be configured", status.error_message()));
    });
  }

  void Ask(const RecordedCall& call,
           std::function<void(const grpc::Status&)> then) {
    context_ = std::make_unique<grpc::ClientContext>();
    grpc::GenericStub(channel_).UnaryCall(
        context_.get(), call.method, {}, &call.request, &response_,
        [self = shared_from_this(),
         then = std::move(then)](const grpc::Status& status) { then(status); });
  }

  const std::shared_ptr<grpc::Channel> channel_;
  const Prelude prelude_;
  const std::function<void(absl::Status)> done_;
  std::unique_ptr<grpc::ClientContext> context_;
  grpc::ByteBuffer response_;
};

}  // namespace

void RunPrelude(const std::shared_ptr<grpc::Channel>& channel, Prelude prelude,
                std::function<void(absl::Status)> done) {
  std::make_shared<Run>(channel, std::move(prelude), std::move(done))
      ->AskForSchema();
}

}  // namespace compliance::tfplugin
