#include <grpc/support/log.h>
#include <grpcpp/generic/async_generic_service.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/base/status_macros.h"
#include "compliance/tfplugin/file_limit.h"
#include "compliance/tfplugin/forward.h"
#include "tfplugin/certificate.h"
#include "tfplugin/connections.h"
#include "tfplugin/forward_service.h"
#include "tfplugin/host.h"
#include "tfplugin/listener.h"
#include "tfplugin/plugin_channel.h"
#include "tfplugin/plugin_run.h"
#include "tfplugin/reattach.h"
#include "tfplugin/socket_dir.h"
#include "tfplugin/unique_fd.h"
#include "tfplugin/upstream.h"
#include "tfplugin/worker_pool.h"

namespace compliance::tfplugin {
namespace {

// How long not to accept when there are too many open files.
constexpr absl::Duration kAcceptPause = absl::Milliseconds(50);

// A provider that is stood in for.
struct Served {
  const ForwardedProvider* provider = nullptr;
  int protocol = 0;
  std::string socket_path;
  std::optional<Listener> listener;
  PluginRun* spare = nullptr;  // started, and not yet of a connection
};

// Whose connection it is.
struct Client {
  const Served* served = nullptr;
  pid_t peer = 0;
  std::uint64_t number = 0;  // later ones have greater ones
};

// One thread does everything but the calls: it accepts connections, starts
// plugins, reads what they print, and ends them. Plugins are killed when it
// ends, since it is their parent.
class PluginForwarder final : public Forwarder {
 public:
  PluginForwarder(ForwardOptions options, Certificate certificate,
                  SocketDir directory)
      : options_(std::move(options)),
        certificate_(std::move(certificate)),
        directory_(std::move(directory)),
        socket_directory_(directory_.path()),
        wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~PluginForwarder() override { Stop(); }

  absl::Status Run() {
    std::promise<absl::Status> promise;
    std::future<absl::Status> started = promise.get_future();
    thread_ = std::thread(
        [this, promise = std::move(promise)]() mutable { Work(promise); });
    return started.get();
  }

  const std::map<std::string, absl::Status>& failures() const override {
    return failures_;
  }
  std::map<std::string, std::string> ReattachEntries() const override {
    return entries_;
  }
  const std::string& socket_directory() const override {
    return socket_directory_;
  }
  int crashes() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return crashes_;
  }
  std::vector<std::string> panics() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return panics_;
  }

  void Stop() override {
    if (!thread_.joinable()) return;
    Post([this] { BeginStop(); });
    thread_.join();
  }

 private:
  // What a connection has, until it ends.
  class Session {
   public:
    Session(PluginForwarder& forwarder, std::shared_ptr<Upstream> upstream,
            const Client& client)
        : forwarder_(forwarder), upstream_(std::move(upstream)) {
      forwarder_.live_.emplace(upstream_.get(), client);
    }
    ~Session() {
      host_ = nullptr;
      forwarder_.Release(upstream_.get());
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    bool Serve(UniqueFd fd, std::unique_ptr<Interceptor> interceptor) {
      absl::StatusOr<std::unique_ptr<Host>> host = Host::AdoptGeneric(
          fd.Release(), NewForwardService(*upstream_, std::move(interceptor),
                                          forwarder_.workers_));
      if (!host.ok()) return false;
      host_ = *std::move(host);
      return true;
    }

   private:
    PluginForwarder& forwarder_;
    const std::shared_ptr<Upstream> upstream_;
    std::unique_ptr<Host> host_;
  };

  // From any thread: `job` runs on ours.
  void Post(std::function<void()> job) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      jobs_.push_back(std::move(job));
    }
    const std::uint64_t one = 1;
    // Fails only when the counter is full: then it wakes in any case.
    [[maybe_unused]] const ssize_t written =
        write(wake_.get(), &one, sizeof(one));
  }

  void Work(std::promise<absl::Status>& started) {
    StartAll();
    while (!AllSettled()) Step();
    const absl::Status status = Open();
    if (!status.ok()) BeginStop();
    started.set_value(status);
    while (!stopping_ || !runs_.empty()) Step();
    // Only now: plugins have their sockets in it, and take them away.
    directory_.Remove();
  }

  void StartAll() {
    for (const ForwardedProvider& provider : options_.providers) {
      Served served;
      served.provider = &provider;
      if (provider.attached) {
        served.protocol = provider.attached->protocol;
      } else {
        served.spare = &StartRun(provider.command, 0);
      }
      served_.push_back(std::move(served));
    }
  }

  bool AllSettled() const {
    return std::all_of(served_.begin(), served_.end(), [](const Served& s) {
      return s.spare == nullptr || s.spare->channel();
    });
  }

  // Opens the sockets of the providers that started.
  absl::Status Open() {
    for (std::size_t i = 0; i < served_.size(); ++i) {
      Served& served = served_[i];
      const std::string& address = served.provider->address;
      if (served.spare != nullptr) {
        const PluginChannel& channel = *served.spare->channel();
        if (!channel.ok()) {
          failures_[address] = channel.status();
          served.spare = nullptr;
          continue;
        }
        served.protocol = served.spare->protocol();
      }
      served.socket_path = directory_.socket_path(i);
      ASSIGN_OR_RETURN(served.listener, Listener::Open(served.socket_path));
      entries_[address] =
          ReattachEntry(served.protocol, getpid(), served.socket_path);
    }
    return absl::OkStatus();
  }

  PluginRun& StartRun(const PluginCommand& command, int protocol) {
    runs_.push_back(std::make_unique<PluginRun>(
        command, PluginRun::Settings{.certificate = certificate_,
                                     .log = options_.log,
                                     .start_limit = options_.start_limit,
                                     .protocol = protocol,
                                     .socket_directory = socket_directory_}));
    return *runs_.back();
  }

  // Waits for something to happen and does what it asks for.
  void Step() {
    std::vector<pollfd> fds = {{wake_.get(), POLLIN, 0}};
    if (absl::Now() >= accept_again_) accept_again_ = absl::InfiniteFuture();
    const bool accepts = accept_again_ == absl::InfiniteFuture();
    for (const Served& served : served_) {
      fds.push_back(
          {accepts && served.listener ? served.listener->fd() : -1, POLLIN, 0});
    }
    const std::vector<pollfd> connections = connections_.Awaited();
    fds.insert(fds.end(), connections.begin(), connections.end());
    absl::Time deadline = std::min(next_rest_, accept_again_);
    for (const auto& run : runs_) {
      const auto awaited = run->Awaited();
      fds.insert(fds.end(), awaited.begin(), awaited.end());
      deadline = std::min(deadline, run->deadline());
    }
    Poll(fds, deadline);

    // What handles them may add to runs and connections, at their ends.
    auto next = fds.cbegin() + 1;
    const auto listeners = next;
    next += static_cast<std::ptrdiff_t>(served_.size());
    const std::vector<pollfd> ready(
        next, next + static_cast<std::ptrdiff_t>(connections.size()));
    next += static_cast<std::ptrdiff_t>(connections.size());
    HandleRuns(next, fds.cend());
    connections_.Handle(ready);
    Accept(listeners);
    if (fds[0].revents != 0) RunJobs();
    DropEndedRuns();
    RestIdleRuns();
  }

  static void Poll(std::vector<pollfd>& fds, absl::Time deadline) {
    int timeout_ms = -1;
    if (deadline != absl::InfiniteFuture()) {
      const absl::Duration left = deadline - absl::Now();
      // Rounded up: less would spin through the last millisecond.
      timeout_ms = static_cast<int>(
          std::max<std::int64_t>(0, absl::ToInt64Milliseconds(left) + 1));
    }
    if (poll(fds.data(), fds.size(), timeout_ms) > 0) return;
    for (pollfd& fd : fds) fd.revents = 0;
  }

  void HandleRuns(std::vector<pollfd>::const_iterator fd,
                  std::vector<pollfd>::const_iterator end) {
    for (std::size_t i = 0; fd != end; ++i) {
      std::array<pollfd, PluginRun::kFds> ready{};
      std::copy_n(fd, PluginRun::kFds, ready.begin());
      fd += PluginRun::kFds;
      runs_[i]->Handle(ready);
    }
  }

  void Accept(std::vector<pollfd>::const_iterator fd) {
    for (Served& served : served_) {
      if ((fd++)->revents == 0 || !served.listener) continue;
      const bool taken = connections_.Accept(
          *served.listener, [this, &served](UniqueFd connection, pid_t peer) {
            return Serve(served, std::move(connection), peer);
          });
      // It stays ready, but there is nothing to take it with.
      if (!taken) accept_again_ = absl::Now() + kAcceptPause;
    }
  }

  ConnectionServer Serve(Served& served, UniqueFd fd, pid_t peer) {
    std::unique_ptr<Interceptor> interceptor;
    if (options_.interceptors) {
      interceptor = options_.interceptors(
          {served.provider->address, peer, served.protocol});
    }
    const std::shared_ptr<Upstream> upstream = NewUpstream(served);
    auto session = std::make_shared<Session>(
        *this, upstream, Client{&served, peer, ++connections_made_});
    if (!session->Serve(std::move(fd), std::move(interceptor))) return nullptr;
    return session;
  }

  std::shared_ptr<Upstream> NewUpstream(Served& served) {
    if (const auto& attached = served.provider->attached) {
      const auto upstream = std::make_shared<Upstream>("", nullptr);
      upstream->Settle(PlainChannel({attached->network, attached->address}));
      return upstream;
    }
    return std::make_shared<Upstream>(
        served.provider->command.name,
        [this, &served](const std::shared_ptr<Upstream>& wanting) {
          Post([this, &served, wanting] { Provide(served, wanting); });
        });
  }

  void Provide(Served& served, const std::shared_ptr<Upstream>& upstream) {
    if (live_.count(upstream.get()) == 0) return;
    PluginRun* run = std::exchange(served.spare, nullptr);
    if (run == nullptr || run->ended()) run = TakeOver(served);
    if (run == nullptr) {
      run = &StartRun(served.provider->command, served.protocol);
    }
    run->WorkFor(upstream);
  }

  // A process that only told another connection what any process would tell.
  // Terraform loads schemas over a connection of its own; where connections go
  // on after that, they would have to start anew.
  PluginRun* TakeOver(const Served& served) {
    for (const auto& [upstream, client] : live_) {
      if (client.served == &served && upstream->went_on()) return nullptr;
    }
    for (const auto& run : runs_) {
      const auto client = live_.find(run->upstream());
      if (client != live_.end() && client->second.served == &served &&
          !run->ended() && run->upstream()->HandOver()) {
        return run.get();
      }
    }
    return nullptr;
  }

  // Terraform does not say when it is done with an instance (in Test mode it
  // leaves connections open until it ends).
  void RestIdleRuns() {
    const std::map<ClientGroup, std::uint64_t> newest = NewestConfigured();
    next_rest_ = absl::InfiniteFuture();
    for (const auto& run : runs_) {
      const auto client = live_.find(run->upstream());
      if (client == live_.end() || run->ended()) continue;
      const RestLimits limits = LimitsOf(client->second, newest);
      if (run->upstream()->Rest(limits)) {
        run->Retire();
      } else {
        next_rest_ = std::min(next_rest_, run->upstream()->NextRest(limits));
      }
    }
  }

  using ClientGroup = std::pair<const Served*, pid_t>;

  std::map<ClientGroup, std::uint64_t> NewestConfigured() const {
    std::map<ClientGroup, std::uint64_t> newest;
    for (const auto& [upstream, client] : live_) {
      if (!upstream->configured()) continue;
      std::uint64_t& number = newest[{client.served, client.peer}];
      number = std::max(number, client.number);
    }
    return newest;
  }

  // A configured instance may be needed as long as no other walk has begun.
  RestLimits LimitsOf(
      const Client& client,
      const std::map<ClientGroup, std::uint64_t>& newest) const {
    const auto found = newest.find({client.served, client.peer});
    const bool is_older =
        found != newest.end() && client.number < found->second;
    return {options_.rest_after, is_older ? options_.configured_rest_after
                                          : absl::InfiniteDuration()};
  }

  void Release(Upstream* upstream) {
    live_.erase(upstream);
    for (const auto& run : runs_) {
      if (run->upstream() == upstream) run->Stop();
    }
  }

  void RunJobs() {
    std::uint64_t count = 0;
    // Resets the counter.
    [[maybe_unused]] const ssize_t size =
        read(wake_.get(), &count, sizeof(count));
    std::vector<std::function<void()>> jobs;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      jobs.swap(jobs_);
    }
    for (const auto& job : jobs) job();
  }

  void DropEndedRuns() {
    for (const auto& run : runs_) {
      if (!run->ended()) continue;
      for (Served& served : served_) {
        if (served.spare == run.get() && served.listener) {
          served.spare = nullptr;
        }
      }
      if (run->crashed()) Record(*run);
    }
    const auto ended = [this](const std::unique_ptr<PluginRun>& run) {
      return run->ended() && !IsSpare(run.get());
    };
    runs_.erase(std::remove_if(runs_.begin(), runs_.end(), ended), runs_.end());
  }

  bool IsSpare(const PluginRun* run) const {
    return std::any_of(served_.begin(), served_.end(),
                       [run](const Served& s) { return s.spare == run; });
  }

  void Record(const PluginRun& run) {
    const std::string panic = run.PanicMessage();
    const std::lock_guard<std::mutex> lock(mutex_);
    ++crashes_;
    if (!panic.empty()) panics_.push_back(panic);
  }

  void BeginStop() {
    stopping_ = true;
    for (Served& served : served_) {
      served.listener.reset();
      served.spare = nullptr;
    }
    connections_.Clear();
    for (const auto& run : runs_) run->Stop();
  }

  const ForwardOptions options_;
  const Certificate certificate_;
  SocketDir directory_;
  const std::string socket_directory_;
  const UniqueFd wake_;

  // Written before Start returns.
  std::map<std::string, absl::Status> failures_;
  std::map<std::string, std::string> entries_;

  mutable std::mutex mutex_;
  std::vector<std::function<void()>> jobs_;
  std::vector<std::string> panics_;
  int crashes_ = 0;

  // Of our thread. Connections go first: they use the rest.
  WorkerPool workers_;
  std::vector<Served> served_;
  std::vector<std::unique_ptr<PluginRun>> runs_;
  std::map<Upstream*, Client> live_;
  std::uint64_t connections_made_ = 0;
  absl::Time next_rest_ = absl::InfiniteFuture();
  absl::Time accept_again_ = absl::InfiniteFuture();  // when it can't now
  Connections connections_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Forwarder>> Forwarder::Start(
    ForwardOptions options) {
  // What gRPC complains of, the status of the call says.
  gpr_set_log_function([](gpr_log_func_args*) {});
  RaiseFileLimit();
  KeepReactionThreads();
  ASSIGN_OR_RETURN(Certificate certificate, MakeCertificate());
  std::vector<std::string> parents = options.socket_parents;
  parents.emplace_back("/tmp");
  ASSIGN_OR_RETURN(SocketDir directory, SocketDir::Make(parents));
  if (options.on_socket_directory) {
    options.on_socket_directory(directory.path());
  }
  auto forwarder = std::make_unique<PluginForwarder>(
      std::move(options), std::move(certificate), std::move(directory));
  RETURN_IF_ERROR(forwarder->Run());
  return forwarder;
}

}  // namespace compliance::tfplugin
