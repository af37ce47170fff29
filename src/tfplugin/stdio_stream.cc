#include "tfplugin/stdio_stream.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <mutex>
#include <utility>

#include "tfplugin/local_reactors.h"
#include "tfplugin/services.h"

namespace compliance::tfplugin {
namespace {

// `mutex_` orders the reactions of all legs. What comes of a leg that was left
// is dropped.
class Stream final : public Follower,
                     public std::enable_shared_from_this<Stream> {
 public:
  grpc::ServerGenericBidiReactor* Begin(Upstream& upstream) {
    upstream_ = &upstream;
    down_ = new Down(shared_from_this());
    down_->StartRead(&request_);
    return down_;
  }

  void Join(const PluginChannel& channel) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (over_) return;
    if (!channel.ok()) return Finish(ToGrpc(channel.status()));
    leg_ = std::make_shared<Leg>(shared_from_this());
    leg_->Start(*channel, request_);
  }

  void Leave() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    DropLeg();
  }

 private:
  class Down final : public grpc::ServerGenericBidiReactor {
   public:
    explicit Down(std::shared_ptr<Stream> stream)
        : stream_(std::move(stream)) {}
    void OnReadDone(bool ok) override {
      if (ok) stream_->upstream_->Follow(stream_);
    }
    void OnWriteDone(bool ok) override { stream_->Written(ok); }
    void OnCancel() override { stream_->Cancelled(); }
    void OnDone() override { delete this; }

   private:
    const std::shared_ptr<Stream> stream_;
  };

  // One plugin's stream. Held by itself until gRPC is done with it.
  class Leg final
      : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
        public std::enable_shared_from_this<Leg> {
   public:
    explicit Leg(std::shared_ptr<Stream> stream) : stream_(std::move(stream)) {}

    void Start(const std::shared_ptr<grpc::Channel>& channel,
               const grpc::ByteBuffer& request) {
      self_ = shared_from_this();
      request_ = request;
      grpc::GenericStub(channel).PrepareBidiStreamingCall(&context_, kStdio, {},
                                                          this);
      AddHold();  // for reads, which start when something else is written
      StartWriteLast(&request_, grpc::WriteOptions());
      StartRead(&message_);
      StartCall();
    }
    void ReadOn() { StartRead(&message_); }
    void Close() {
      if (std::exchange(open_, false)) RemoveHold();
    }
    void Cancel() { context_.TryCancel(); }
    grpc::ByteBuffer& message() { return message_; }

    void OnReadDone(bool ok) override { stream_->Read(*this, ok); }
    void OnDone(const grpc::Status& status) override {
      const std::shared_ptr<Leg> self = std::move(self_);
      stream_->Ended(*this, status);
    }

   private:
    const std::shared_ptr<Stream> stream_;
    std::shared_ptr<Leg> self_;
    grpc::ClientContext context_;
    grpc::ByteBuffer request_;
    grpc::ByteBuffer message_;
    bool open_ = true;
  };

  void Read(Leg& leg, bool ok) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!ok || &leg != leg_.get()) return leg.Close();
    if (writer_ != nullptr) {
      waits_ = true;
    } else {
      Write();
    }
  }

  void Write() {
    writer_ = leg_;
    written_.Clear();
    written_.Swap(&leg_->message());
    down_->StartWrite(&written_);
  }

  void Written(bool ok) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const std::shared_ptr<Leg> writer = std::exchange(writer_, nullptr);
    if (over_) return down_->Finish(status_);
    if (!ok) return DropLeg();
    if (std::exchange(waits_, false)) return Write();
    if (writer == leg_) writer->ReadOn();
  }

  void Cancelled() {
    const std::lock_guard<std::mutex> lock(mutex_);
    DropLeg();
    Finish(grpc::Status::CANCELLED);
  }

  void Ended(const Leg& leg, const grpc::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (&leg != leg_.get()) return;
    leg_ = nullptr;
    Finish(status);
  }

  // Once nothing is being written.
  void Finish(const grpc::Status& status) {
    if (std::exchange(over_, true)) return;
    status_ = status;
    if (writer_ == nullptr) down_->Finish(status_);
  }

  void DropLeg() {
    const std::shared_ptr<Leg> leg = std::exchange(leg_, nullptr);
    if (leg == nullptr) return;
    leg->Cancel();
    // Where a message of it is on its way down, no read is, which would end it.
    if (std::exchange(waits_, false) || leg == writer_) leg->Close();
  }

  Upstream* upstream_ = nullptr;
  std::mutex mutex_;
  bool over_ = false;
  grpc::Status status_;   // when over
  Down* down_ = nullptr;  // gRPC's, until it is finished
  std::shared_ptr<Leg> leg_;
  std::shared_ptr<Leg> writer_;  // whose message is being written
  bool waits_ = false;           // the leg's message does, to be written
  grpc::ByteBuffer request_;
  grpc::ByteBuffer written_;
};

}  // namespace

grpc::ServerGenericBidiReactor* NewStdioStream(Upstream& upstream) {
  return std::make_shared<Stream>()->Begin(upstream);
}

}  // namespace compliance::tfplugin
