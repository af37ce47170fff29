// Standing between Terraform and its providers. Terraform attaches to our
// sockets (protocol section 5.1) and makes one connection per provider
// instance; each connection has a plugin process of its own while it works, as
// it would with Terraform alone, and every call passes through as bytes.
#ifndef COMPLIANCE_TFPLUGIN_FORWARD_H_
#define COMPLIANCE_TFPLUGIN_FORWARD_H_

#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace compliance::tfplugin {

// How to start a plugin process.
struct PluginCommand {
  std::string path;  // executable
  // Its argv[0], and the name of its log lines: the base name of the file.
  std::string name;
  std::string working_directory;
  // NAME=VALUE; go-plugin's own variables are added to it and never taken from
  // it.
  std::vector<std::string> environment;
};

// A plugin process that someone else runs.
struct AttachedPlugin {
  int protocol = 5;
  std::string network;  // "unix" or "tcp"
  std::string address;
};

struct ForwardedProvider {
  std::string address;  // registry.terraform.io/hashicorp/aws
  PluginCommand command;
  std::optional<AttachedPlugin> attached;  // instead of `command`
};

// Who is at the other end of a connection, and which provider it asked for.
struct Connection {
  std::string provider;  // address
  pid_t peer = 0;        // Terraform's process
  int protocol = 5;      // 5 or 6
};

// Looks at the calls of one connection. Called from several threads at once.
class Interceptor {
 public:
  virtual ~Interceptor() = default;

  // The whole response, where the call needs no provider; the plugin process is
  // not started for it. `method` is the wire path.
  virtual std::optional<std::string> Answer(absl::string_view method) = 0;

  // Whether Append is to see the call. Others stream through untouched, without
  // being held in memory.
  virtual bool Wants(absl::string_view method) const = 0;

  // Of a unary call that ended well: bytes to add behind the response, which by
  // protobuf's rules merges them into it. Runs on a worker thread, and must not
  // throw.
  virtual std::string Append(absl::string_view method,
                             absl::string_view request,
                             absl::string_view response) = 0;
};
using InterceptorFactory =
    std::function<std::unique_ptr<Interceptor>(const Connection&)>;

// One line that a plugin process wrote to its standard error, without the
// newline; from several threads.
using PluginLogSink =
    std::function<void(const std::string& plugin, absl::string_view line)>;

struct ForwardOptions {
  std::vector<ForwardedProvider> providers;
  InterceptorFactory interceptors;
  PluginLogSink log;
  // Where sockets may lie; the first that serves, then /tmp.
  std::vector<std::string> socket_parents;
  // Hears of the directory that was made for them, before anything is started
  // that could outlive us; may be empty.
  std::function<void(const std::string& directory)> on_socket_directory;
  // How long a plugin may take to say how to reach it; Terraform's own limit.
  absl::Duration start_limit = absl::Seconds(60);
  // Terraform does not say when it is done with an instance. A connection that
  // was not asked for anything for this long gives up its process, and gets
  // another one, asked for its schema and configured as the first one was, with
  // the next call. One that was configured does so only when the same Terraform
  // has configured a newer one since, and no ephemeral resource is open.
  absl::Duration rest_after = absl::Seconds(1);
  absl::Duration configured_rest_after = absl::Seconds(60);
};

class Forwarder {
 public:
  // Starts one process of every provider, all at the same time, since
  // TF_REATTACH_PROVIDERS has to name the protocol it speaks; the first
  // connection takes it over. Then serves on a thread of its own.
  // Errors: no place for the sockets. A provider that does not start is no
  // error here: see failures().
  static absl::StatusOr<std::unique_ptr<Forwarder>> Start(
      ForwardOptions options);

  // Providers that Terraform has to start itself, since they did not start
  // here, and why.
  virtual const std::map<std::string, absl::Status>& failures() const = 0;

  // The entries of TF_REATTACH_PROVIDERS: address -> JSON object.
  virtual std::map<std::string, std::string> ReattachEntries() const = 0;

  // Holds the sockets; for who removes it when we cannot.
  virtual const std::string& socket_directory() const = 0;

  // How many plugin processes ended on their own, in the midst of work.
  virtual int crashes() const = 0;

  // Of those, for each that left the text of a Go panic on its standard error:
  // what Terraform says of a plugin that it started itself.
  virtual std::vector<std::string> panics() const = 0;

  // Ends every connection and plugin process, and removes the sockets. Plugins
  // get the time that Terraform would give them.
  virtual void Stop() = 0;
  virtual ~Forwarder() = default;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TFPLUGIN_FORWARD_H_
