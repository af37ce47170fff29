#include "tfplugin/upstream.h"

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace compliance::tfplugin {

void Upstream::Await(Need need, Ready ready) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (channel_) {
    const PluginChannel channel = *channel_;
    lock.unlock();
    return ready(channel);
  }
  waiting_.push_back(std::move(ready));
  Wanted wanted;
  if (need == Need::kStart) wanted.swap(wanted_);
  lock.unlock();
  if (wanted) wanted(shared_from_this());
}

void Upstream::Settle(const PluginChannel& channel) {
  std::vector<Ready> waiting;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    channel_ = channel;
    waiting.swap(waiting_);
  }
  for (const Ready& ready : waiting) ready(channel);
}

}  // namespace compliance::tfplugin
