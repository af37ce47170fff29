// The life of one plugin process, from its start to its end.
#ifndef COMPLIANCE_SRC_TFPLUGIN_PLUGIN_RUN_H_
#define COMPLIANCE_SRC_TFPLUGIN_PLUGIN_RUN_H_

#include <poll.h>

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "compliance/tfplugin/forward.h"
#include "tfplugin/certificate.h"
#include "tfplugin/child_process.h"
#include "tfplugin/line_splitter.h"
#include "tfplugin/panic_text.h"
#include "tfplugin/upstream.h"

namespace compliance::tfplugin {

// For one thread, which has to live as long as the process: poll what Awaited
// names, until `ended`.
class PluginRun {
 public:
  struct Settings {
    const Certificate& certificate;  // ours
    const PluginLogSink& log;        // may be empty
    absl::Duration start_limit;
    int protocol = 0;  // that it has to speak; 0: 5 or 6
    // Where its sockets are cleared away even when it is killed.
    std::string socket_directory;
  };

  // Starts it; that it cannot be started is one way to be settled.
  PluginRun(const PluginCommand& command, const Settings& settings);
  // Kills what is left.
  ~PluginRun();
  PluginRun(const PluginRun&) = delete;
  PluginRun& operator=(const PluginRun&) = delete;

  static constexpr std::size_t kFds = 3;
  std::array<pollfd, kFds> Awaited() const;
  // When Handle wants to be called at the latest.
  absl::Time deadline() const;
  void Handle(const std::array<pollfd, kFds>& fds);

  // Once the process said how to reach it, or why it cannot be: with the
  // plugin's name in the message.
  const std::optional<PluginChannel>& channel() const { return channel_; }
  int protocol() const { return protocol_; }

  // The connection that it works for, which is told of every change from here
  // on, beginning with what is known.
  void WorkFor(std::shared_ptr<Upstream> upstream);
  // Null too when it is not to be told any more.
  Upstream* upstream() const { return upstream_.get(); }

  // Ends it as a host does: Shutdown, two seconds, SIGKILL.
  void Stop();
  // The same, of a process that its connection can do without.
  void Retire();

  bool ended() const { return !child_; }
  // It ended on its own after it had begun to work for a connection.
  bool crashed() const { return crashed_; }
  std::string PanicMessage() const { return panic_.Message(command_.name); }

 private:
  void ReadOut();
  void ReadErr();
  void TakeErrLine(absl::string_view line);
  void Greet(absl::string_view line);
  absl::Status Connect(absl::string_view line);
  void Fail(absl::string_view what);
  void Settle(PluginChannel channel);
  void SendShutdown();
  void Kill();
  void Finish(const ChildEnd& end);

  const PluginCommand command_;
  const Certificate& certificate_;
  const PluginLogSink& log_;
  const bool tls_;
  int protocol_ = 0;
  absl::Time deadline_ = absl::InfiniteFuture();
  std::optional<ChildProcess> child_;
  std::optional<PluginChannel> channel_;
  std::shared_ptr<Upstream> upstream_;
  bool worked_ = false;
  LineSplitter out_lines_;
  LineSplitter err_lines_;
  PanicText panic_;
  bool stopping_ = false;
  bool killed_ = false;
  bool crashed_ = false;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_PLUGIN_RUN_H_
