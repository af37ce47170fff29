// One call of any kind, step by step, as a client makes it.
#ifndef COMPLIANCE_TESTS_TFPLUGIN_STREAM_CALL_H_
#define COMPLIANCE_TESTS_TFPLUGIN_STREAM_CALL_H_

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace compliance::tfplugin {

using Metadata = std::multimap<std::string, std::string>;

struct CallResult {
  std::vector<std::string> messages;
  Metadata initial;
  Metadata trailing;
  grpc::Status status;
};

// Every step waits until it is done.
class StreamCall {
 public:
  StreamCall(const std::shared_ptr<grpc::Channel>& channel,
             const std::string& method, const Metadata& metadata = {},
             std::optional<absl::Duration> limit = absl::Seconds(60));
  ~StreamCall();
  StreamCall(const StreamCall&) = delete;
  StreamCall& operator=(const StreamCall&) = delete;

  bool Write(const std::string& message);
  bool WritesDone();
  bool ReadHeaders();
  std::optional<std::string> Read();
  void Cancel() { context_.TryCancel(); }
  // Reads what is left, and the status.
  CallResult Finish();

 private:
  bool Wait();

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

// A whole call: `messages` in, then the end.
CallResult MakeCall(const std::shared_ptr<grpc::Channel>& channel,
                    const std::string& method,
                    const std::vector<std::string>& messages,
                    const Metadata& metadata = {},
                    std::optional<absl::Duration> limit = absl::Seconds(60));

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TESTS_TFPLUGIN_STREAM_CALL_H_
