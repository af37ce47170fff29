// The plugin behind one connection, which may not be there yet, or be gone for
// as long as nothing is asked of it.
#ifndef COMPLIANCE_SRC_TFPLUGIN_UPSTREAM_H_
#define COMPLIANCE_SRC_TFPLUGIN_UPSTREAM_H_

#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tfplugin/call_kind.h"
#include "tfplugin/prelude.h"

namespace compliance::tfplugin {

using PluginChannel = absl::StatusOr<std::shared_ptr<grpc::Channel>>;

// Listens to whichever plugin is there, and is no reason to start or keep one.
// Called in turn; must not call the upstream.
class Follower {
 public:
  virtual ~Follower() = default;
  virtual void Join(const PluginChannel& channel) = 0;
  virtual void Leave() = 0;
};

// How long a plugin without calls is kept.
struct RestLimits {
  absl::Duration unconfigured;
  absl::Duration configured;
};

// Safe from any thread. Always shared: what starts plugins keeps one too.
class Upstream : public std::enable_shared_from_this<Upstream> {
 public:
  using Ready = std::function<void(const PluginChannel&)>;

  // `wanted` is called whenever a call needs the plugin and there is none; it
  // has to lead to Settle. Empty: the plugin is someone else's, there from the
  // start, and nothing is recorded. `plugin_name` is for messages.
  using Wanted = std::function<void(const std::shared_ptr<Upstream>&)>;
  Upstream(std::string plugin_name, Wanted wanted)
      : plugin_name_(std::move(plugin_name)), wanted_(std::move(wanted)) {}

  // A call has come: it is in flight until it Ends. `ready` is called when the
  // plugin is settled, and brought to where the one before it was; at once, if
  // it is.
  void Begin(CallKind kind, Ready ready);

  // It has left the plugin. `request` (null: none) may have to be repeated to
  // another process, if the call went well.
  struct EndedCall {
    CallKind kind = CallKind::kOther;
    absl::string_view method;
    const grpc::ByteBuffer* request = nullptr;
    bool ok = false;
  };
  void End(const EndedCall& call);

  void Follow(const std::shared_ptr<Follower>& follower);

  // Whoever waits is told; who comes later too. A plugin that ends is settled
  // again, as an error.
  void Settle(const PluginChannel& channel);

  // Whether there was a call to configure it.
  bool configured() const;

  // Whether more than facts was asked for after facts were: then a connection
  // that only asked for facts is likely to go on.
  bool went_on() const;

  // Each gives the plugin up, and says so, unless it is at work or more was
  // asked of it than can be asked again. A later call makes it `wanted`.
  //
  // To another connection: nothing but facts was asked of it.
  bool HandOver();
  // For good: it has had no call for that long, or is of no use.
  bool Rest(const RestLimits& limits);

  // When Rest is worth another try.
  absl::Time NextRest(const RestLimits& limits) const;

 private:
  enum class State {
    kAbsent,
    kWanted,
    kPreparing,  // the prelude is under way
    kReady,
    kFailed,
  };

  bool IsIdle() const;
  absl::Duration Limit(const RestLimits& limits) const;
  void Note(CallKind kind);
  void Record(const EndedCall& call);
  void GiveUp();
  void Prepared(std::uint64_t round, const PluginChannel& channel,
                const absl::Status& status);
  void Publish(std::unique_lock<std::mutex> lock, PluginChannel channel);

  const std::string plugin_name_;
  const Wanted wanted_;

  mutable std::mutex mutex_;
  State state_ = State::kAbsent;
  std::optional<PluginChannel> channel_;  // when kReady or kFailed
  std::vector<Ready> waiting_;
  std::vector<std::weak_ptr<Follower>> followers_;
  std::uint64_t round_ = 0;                  // of preludes
  std::optional<absl::Time> useless_since_;  // the prelude failed

  // Calls, of all processes that the connection had but for `touched_`.
  int in_flight_ = 0;
  absl::Time idle_since_ = absl::InfinitePast();
  int configures_ = 0;
  int open_ = 0;
  bool unknown_ = false;
  bool asked_facts_ = false;
  bool went_on_ = false;
  bool touched_ = false;  // more than facts was asked of this process
  Prelude prelude_;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_UPSTREAM_H_
