#include "tfplugin/stream_call.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tfplugin/byte_buffer.h"

namespace compliance::tfplugin {
namespace {

Metadata CopyOf(const std::multimap<grpc::string_ref, grpc::string_ref>& from) {
  Metadata copy;
  for (const auto& [key, value] : from) {
    copy.emplace(std::string(key.data(), key.size()),
                 std::string(value.data(), value.size()));
  }
  return copy;
}

}  // namespace

StreamCall::StreamCall(const std::shared_ptr<grpc::Channel>& channel,
                       const std::string& method, const Metadata& metadata,
                       std::optional<absl::Duration> limit) {
  for (const auto& [key, value] : metadata) context_.AddMetadata(key, value);
  if (limit) context_.set_deadline(absl::ToChronoTime(absl::Now() + *limit));
  grpc::GenericStub stub(channel);
  call_ = stub.PrepareCall(&context_, method, &queue_);
  call_->StartCall(this);
  Wait();
}

StreamCall::~StreamCall() {
  context_.TryCancel();
  queue_.Shutdown();
  while (Wait()) {
  }
}

bool StreamCall::Wait() {
  void* tag = nullptr;
  bool ok = false;
  return queue_.Next(&tag, &ok) && ok;
}

bool StreamCall::Write(const std::string& message) {
  call_->Write(MessageOf(message), this);
  return Wait();
}

bool StreamCall::WritesDone() {
  call_->WritesDone(this);
  return Wait();
}

bool StreamCall::ReadHeaders() {
  call_->ReadInitialMetadata(this);
  return Wait();
}

std::optional<std::string> StreamCall::Read() {
  grpc::ByteBuffer message;
  call_->Read(&message, this);
  if (!Wait()) return std::nullopt;
  return std::string(TextOf(OnePiece(message)));
}

CallResult StreamCall::Finish() {
  CallResult result;
  while (auto message = Read()) result.messages.push_back(*std::move(message));
  call_->Finish(&result.status, this);
  Wait();
  result.initial = CopyOf(context_.GetServerInitialMetadata());
  result.trailing = CopyOf(context_.GetServerTrailingMetadata());
  return result;
}

CallResult MakeCall(const std::shared_ptr<grpc::Channel>& channel,
                    const std::string& method,
                    const std::vector<std::string>& messages,
                    const Metadata& metadata,
                    std::optional<absl::Duration> limit) {
  StreamCall call(channel, method, metadata, limit);
  for (const std::string& message : messages) {
    if (!call.Write(message)) break;
  }
  call.WritesDone();
  return call.Finish();
}

}  // namespace compliance::tfplugin
