#include "tfplugin/upstream.h"

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace compliance::tfplugin {

void Upstream::Await(Need need, Ready ready) {
  Wanted wanted;
  std::optional<PluginChannel> channel;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    channel = channel_;
    if (!channel) {
      waiting_.push_back(std::move(ready));
      if (need == Need::kStart) wanted = std::exchange(wanted_, nullptr);
    }
  }
  if (channel) {
    ready(*channel);
  } else if (wanted) {
    wanted(shared_from_this());
  }
}

void Upstream::Settle(PluginChannel channel) {
  std::vector<Ready> waiting;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    channel_ = channel;
    waiting = std::exchange(waiting_, {});
  }
  for (const Ready& ready : waiting) ready(channel);
}

}  // namespace compliance::tfplugin
