// The plugin behind one connection, which may not be there yet.
#ifndef COMPLIANCE_SRC_TFPLUGIN_UPSTREAM_H_
#define COMPLIANCE_SRC_TFPLUGIN_UPSTREAM_H_

#include <grpcpp/channel.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace compliance::tfplugin {

using PluginChannel = absl::StatusOr<std::shared_ptr<grpc::Channel>>;

// Safe from any thread. Always shared: what starts plugins keeps one too.
class Upstream : public std::enable_shared_from_this<Upstream> {
 public:
  using Ready = std::function<void(const PluginChannel&)>;
  enum class Need {
    kStart,  // the call wants an answer: start the plugin
    kJoin,   // the call only listens: whenever the plugin is there
  };

  // `wanted` is called once, with the first call that needs the plugin.
  using Wanted = std::function<void(const std::shared_ptr<Upstream>&)>;
  explicit Upstream(Wanted wanted) : wanted_(std::move(wanted)) {}

  // Calls `ready` when it is settled; at once, if it is.
  void Await(Need need, Ready ready);

  // Whoever waits is told; who comes later too. A plugin that ends is settled
  // again, as an error.
  void Settle(const PluginChannel& channel);

 private:
  std::mutex mutex_;
  Wanted wanted_;  // empty once called
  std::optional<PluginChannel> channel_;
  std::vector<Ready> waiting_;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_UPSTREAM_H_
