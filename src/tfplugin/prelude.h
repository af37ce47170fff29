// Bringing a plugin process to where another one was left.
#ifndef COMPLIANCE_SRC_TFPLUGIN_PRELUDE_H_
#define COMPLIANCE_SRC_TFPLUGIN_PRELUDE_H_

#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"

namespace compliance::tfplugin {

struct RecordedCall {
  std::string method;  // wire path
  grpc::ByteBuffer request;
};

// What a process was asked that the next one has to be asked again.
struct Prelude {
  std::optional<RecordedCall> schema;
  std::optional<RecordedCall> configuration;

  bool empty() const { return !schema && !configuration; }
};

// Makes the calls, in that order, and throws the answers away. `done` is called
// once, from a thread of gRPC, with UNAVAILABLE when one failed or was answered
// with errors, in a form to follow the plugin's name.
void RunPrelude(const std::shared_ptr<grpc::Channel>& channel, Prelude prelude,
                std::function<void(absl::Status)> done);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_PRELUDE_H_
