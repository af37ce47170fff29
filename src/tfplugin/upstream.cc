#include "tfplugin/upstream.h"

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tfplugin/byte_buffer.h"

namespace compliance::tfplugin {
namespace {

// A process that could not be prepared may be about to end on its own, which
// has to be seen as what it is.
constexpr absl::Duration kUselessFor = absl::Seconds(1);

}  // namespace

void Upstream::Begin(CallKind kind, Ready ready) {
  std::unique_lock<std::mutex> lock(mutex_);
  ++in_flight_;
  Note(kind);
  if (channel_) {
    const PluginChannel channel = *channel_;
    lock.unlock();
    return ready(channel);
  }
  waiting_.push_back(std::move(ready));
  if (state_ != State::kAbsent || !wanted_) return;
  state_ = State::kWanted;
  lock.unlock();
  wanted_(shared_from_this());
}

void Upstream::Note(CallKind kind) {
  if (kind == CallKind::kSchema || kind == CallKind::kFact) {
    asked_facts_ = true;
    return;
  }
  went_on_ = went_on_ || asked_facts_;
  touched_ = true;
  if (kind == CallKind::kConfigure) ++configures_;
  if (kind == CallKind::kOpen) ++open_;
  if (kind == CallKind::kOther) unknown_ = true;
}

void Upstream::End(const EndedCall& call) {
  const std::lock_guard<std::mutex> lock(mutex_);
  --in_flight_;
  idle_since_ = absl::Now();
  if (call.ok && wanted_) Record(call);
}

void Upstream::Record(const EndedCall& call) {
  if (call.kind == CallKind::kClose) --open_;
  if (call.request == nullptr) return;
  if (call.kind == CallKind::kSchema) {
    prelude_.schema = {std::string(call.method), *call.request};
  } else if (call.kind == CallKind::kConfigure) {
    prelude_.configuration = {std::string(call.method),
                              WipedCopy(*call.request)};
  }
}

void Upstream::Follow(const std::shared_ptr<Follower>& follower) {
  const std::lock_guard<std::mutex> lock(mutex_);
  followers_.push_back(follower);
  if (channel_) follower->Join(*channel_);
}

void Upstream::Settle(const PluginChannel& channel) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!channel.ok() || prelude_.empty()) {
    return Publish(std::move(lock), channel);
  }
  state_ = State::kPreparing;
  const std::uint64_t round = ++round_;
  const Prelude prelude = prelude_;
  lock.unlock();
  RunPrelude(*channel, prelude,
             [self = shared_from_this(), round, channel](absl::Status status) {
               self->Prepared(round, channel, status);
             });
}

void Upstream::Prepared(std::uint64_t round, const PluginChannel& channel,
                        const absl::Status& status) {
  std::unique_lock<std::mutex> lock(mutex_);
  // Otherwise the process has ended, and its end was told.
  if (state_ != State::kPreparing || round != round_) return;
  if (status.ok()) return Publish(std::move(lock), channel);
  useless_since_ = absl::Now();
  Publish(std::move(lock),
          absl::Status(status.code(), absl::StrCat("the plugin ", plugin_name_,
                                                   " ", status.message())));
}

void Upstream::Publish(std::unique_lock<std::mutex> lock,
                       PluginChannel channel) {
  state_ = channel.ok() ? State::kReady : State::kFailed;
  channel_ = channel;
  idle_since_ = absl::Now();
  std::vector<Ready> waiting;
  waiting.swap(waiting_);
  for (const auto& follower : followers_) {
    if (const auto there = follower.lock()) there->Join(channel);
  }
  lock.unlock();
  for (const Ready& ready : waiting) ready(channel);
}

bool Upstream::configured() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return configures_ > 0;
}

bool Upstream::went_on() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return went_on_;
}

bool Upstream::IsIdle() const {
  return state_ == State::kReady && in_flight_ == 0 && open_ == 0;
}

bool Upstream::HandOver() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!IsIdle() || touched_ || configures_ > 0) return false;
  GiveUp();
  return true;
}

bool Upstream::Rest(const RestLimits& limits) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (useless_since_) return absl::Now() - *useless_since_ >= kUselessFor;
  if (!IsIdle() || absl::Now() - idle_since_ < Limit(limits)) return false;
  GiveUp();
  return true;
}

absl::Time Upstream::NextRest(const RestLimits& limits) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (useless_since_) return *useless_since_ + kUselessFor;
  return (IsIdle() ? idle_since_ : absl::Now()) + Limit(limits);
}

absl::Duration Upstream::Limit(const RestLimits& limits) const {
  if (unknown_) return absl::InfiniteDuration();
  if (configures_ == 0) return limits.unconfigured;
  // Which of several holds, and whether one that failed left something behind,
  // only the plugin knows.
  const bool can_be_repeated = configures_ == 1 && prelude_.configuration;
  return can_be_repeated ? limits.configured : absl::InfiniteDuration();
}

void Upstream::GiveUp() {
  state_ = State::kAbsent;
  channel_.reset();
  touched_ = false;
  for (const auto& follower : followers_) {
    if (const auto there = follower.lock()) there->Leave();
  }
}

}  // namespace compliance::tfplugin
