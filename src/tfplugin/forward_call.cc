#include "tfplugin/forward_call.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "tfplugin/byte_buffer.h"
#include "tfplugin/call_kind.h"
#include "tfplugin/local_reactors.h"

namespace compliance::tfplugin {
namespace {

absl::string_view View(const grpc::string_ref& text) {
  return absl::string_view(text.data(), text.size());
}

std::string Copy(const grpc::string_ref& text) {
  return std::string(text.data(), text.size());
}

// What gRPC itself writes on each leg.
bool IsReserved(absl::string_view key) {
  return absl::StartsWith(key, "grpc-") || absl::StartsWith(key, ":") ||
         key == "user-agent" || key == "content-type" || key == "te" ||
         key == "host";
}

// Two legs, named for where they lead: `down` to Terraform, `up` to the plugin.
// Each keeps the call alive until gRPC is done with it.
//
// gRPC may call from several threads at once; `mutex_` orders what is done
// about it. An operation on one leg that is started from a reaction of the
// other is safe as long as that leg cannot be done: the up leg is held for each
// direction until that direction is closed, and the down leg is finished only
// when the up leg is done.
class Call final : public std::enable_shared_from_this<Call> {
 public:
  Call(grpc::GenericCallbackServerContext* context, Upstream& upstream,
       Interceptor* interceptor, WorkerPool& workers)
      : context_(context),
        upstream_(upstream),
        kind_(KindOf(context->method())),
        interceptor_(interceptor),
        workers_(workers) {}

  grpc::ServerGenericBidiReactor* Begin() {
    Down* const down = new Down(shared_from_this());
    down_ = down;
    upstream_.Begin(kind_,
                    [call = shared_from_this()](const PluginChannel& channel) {
                      call->Connect(channel);
                    });
    return down;
  }

 private:
  class Down final : public grpc::ServerGenericBidiReactor {
   public:
    explicit Down(std::shared_ptr<Call> call) : call_(std::move(call)) {}
    void OnReadDone(bool ok) override { call_->RequestRead(ok); }
    void OnWriteDone(bool ok) override { call_->ResponseWritten(ok); }
    void OnCancel() override { call_->Cancelled(); }
    void OnDone() override { delete this; }

   private:
    const std::shared_ptr<Call> call_;
  };

  class Up final
      : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
   public:
    explicit Up(std::shared_ptr<Call> call) : call_(std::move(call)) {}
    void OnReadInitialMetadataDone(bool ok) override { call_->HeadersRead(ok); }
    void OnReadDone(bool ok) override { call_->ResponseRead(ok); }
    void OnWriteDone(bool ok) override { call_->RequestWritten(ok); }
    void OnDone(const grpc::Status& status) override {
      // The call owns this leg, which goes with it.
      const std::shared_ptr<Call> call = std::move(call_);
      call->Ended(status);
    }

   private:
    std::shared_ptr<Call> call_;
  };

  void Connect(const PluginChannel& channel) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (over_) return;
    if (!channel.ok()) return FinishWaiting(ToGrpc(channel.status()));
    for (const auto& [key, value] : context_->client_metadata()) {
      if (!IsReserved(View(key)))
        up_context_.AddMetadata(Copy(key), Copy(value));
    }
    up_context_.set_deadline(context_->raw_deadline());
    up_.emplace(shared_from_this());
    grpc::GenericStub stub(*channel);
    stub.PrepareBidiStreamingCall(&up_context_, context_->method(), {}, &*up_);
    up_->AddMultipleHolds(2);
    requests_open_ = responses_open_ = true;
    up_->StartCall();
    down_->StartRead(&request_);
  }

  void Cancelled() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (up_) {
      up_context_.TryCancel();
    } else if (!over_) {
      FinishWaiting(grpc::Status::CANCELLED);
    }
  }

  void FinishWaiting(const grpc::Status& status) {
    over_ = true;
    LeaveUpstream(false);
    down_->Finish(status);
  }

  void LeaveUpstream(bool ok) {
    upstream_.End({kind_, context_->method(),
                   seen_request_ ? &*seen_request_ : nullptr, ok});
  }

  // Whether the request is still of use when the plugin has answered.
  bool KeepsRequest() const {
    return interceptor_ != nullptr || kind_ == CallKind::kSchema ||
           kind_ == CallKind::kConfigure;
  }

  // Requests: one at a time, read below and written above.

  void RequestRead(bool ok) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!requests_open_) return;
    if (!ok) {
      up_->StartWritesDone();
      return CloseRequests();
    }
    if (KeepsRequest() && !seen_request_) seen_request_ = request_;
    up_->StartWrite(&request_);
  }

  void RequestWritten(bool ok) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!requests_open_) return;
    if (!ok) return CloseRequests();
    request_.Clear();
    down_->StartRead(&request_);
  }

  void CloseRequests() {
    if (std::exchange(requests_open_, false)) up_->RemoveHold();
  }

  // Responses: one at a time, read above and written below.

  void HeadersRead(bool ok) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (ok) {
      for (const auto& [key, value] : up_context_.GetServerInitialMetadata()) {
        if (!IsReserved(View(key))) {
          context_->AddInitialMetadata(Copy(key), Copy(value));
        }
      }
      if (interceptor_ == nullptr) down_->StartSendInitialMetadata();
    }
    up_->StartRead(&response_);
  }

  void ResponseRead(bool ok) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!ok) {
      // The plugin has ended the call, whether or not it took all requests.
      CloseRequests();
      return CloseResponses();
    }
    if (interceptor_ == nullptr) return down_->StartWrite(&response_);
    if (seen_response_) {
      seen_twice_ = true;
      up_context_.TryCancel();
      CloseRequests();
      return CloseResponses();
    }
    seen_response_ = response_;
    up_->StartRead(&response_);
  }

  void ResponseWritten(bool ok) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!ok) {
      up_context_.TryCancel();
      return CloseResponses();
    }
    response_.Clear();
    up_->StartRead(&response_);
  }

  void CloseResponses() {
    if (std::exchange(responses_open_, false)) up_->RemoveHold();
  }

  void Ended(const grpc::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    over_ = true;
    LeaveUpstream(status.ok());
    for (const auto& [key, value] : up_context_.GetServerTrailingMetadata()) {
      if (!IsReserved(View(key))) {
        context_->AddTrailingMetadata(Copy(key), Copy(value));
      }
    }
    if (seen_twice_) {
      return down_->Finish(
          grpc::Status(grpc::StatusCode::INTERNAL,
                       "the plugin answered a unary call more than once"));
    }
    if (status.ok() && seen_response_) {
      return workers_.Run([call = shared_from_this()] { call->AppendToIt(); });
    }
    down_->Finish(status);
  }

  // All reactions are over but the cancellation, which no longer matters.
  void AppendToIt() {
    const grpc::Slice request =
        seen_request_ ? OnePiece(*seen_request_) : grpc::Slice();
    const grpc::Slice response = OnePiece(*seen_response_);
    const std::string more = interceptor_->Append(
        context_->method(), TextOf(request), TextOf(response));
    response_ = Append(*seen_response_, more);
    down_->StartWriteAndFinish(&response_, grpc::WriteOptions(),
                               grpc::Status::OK);
  }

  grpc::GenericCallbackServerContext* const context_;
  Upstream& upstream_;
  const CallKind kind_;
  Interceptor* const interceptor_;  // null: the call passes unseen
  WorkerPool& workers_;

  std::mutex mutex_;
  bool over_ = false;
  bool requests_open_ = false;
  bool responses_open_ = false;
  Down* down_ = nullptr;  // gRPC's, until it is finished
  grpc::ClientContext up_context_;
  std::optional<Up> up_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  std::optional<grpc::ByteBuffer> seen_request_;
  std::optional<grpc::ByteBuffer> seen_response_;
  bool seen_twice_ = false;
};

}  // namespace

grpc::ServerGenericBidiReactor* ForwardCall(
    grpc::GenericCallbackServerContext* context, Upstream& upstream,
    Interceptor* interceptor, WorkerPool& workers) {
  return std::make_shared<Call>(context, upstream, interceptor, workers)
      ->Begin();
}

}  // namespace compliance::tfplugin
