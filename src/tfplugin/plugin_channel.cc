#include "tfplugin/plugin_channel.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "tfplugin/byte_buffer.h"

namespace compliance::tfplugin {
namespace {

std::string PemOf(absl::string_view handshake_text) {
  constexpr std::size_t kLine = 64;
  std::string base64(handshake_text);
  while (base64.size() % 4 != 0) base64 += '=';
  std::string pem = "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t i = 0; i < base64.size(); i += kLine) {
    absl::StrAppend(&pem, base64.substr(i, kLine), "\n");
  }
  return absl::StrCat(pem, "-----END CERTIFICATE-----\n");
}

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetMaxSendMessageSize(-1);
  // Channels to one address share a connection otherwise, and to the plugin a
  // connection is an instance.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  return arguments;
}

std::string TargetOf(const PluginAddress& address) {
  return address.network == "unix" ? UnixTarget(address.address)
                                   : address.address;
}

}  // namespace

std::string UnixTarget(absl::string_view path) {
  std::string target = "unix:";
  for (const char c : path) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
        absl::StrContains("/-._~", absl::string_view(&c, 1))) {
      target += c;
    } else {
      absl::StrAppendFormat(&target, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return target;
}

std::shared_ptr<grpc::Channel> PlainChannel(const PluginAddress& address) {
  return grpc::CreateCustomChannel(
      TargetOf(address), grpc::InsecureChannelCredentials(), Arguments());
}

void KeepReactionThreads() {
  // A channel takes hold of the threads with its first call, which may fail.
  // Never destroyed: at the process's end too, a thread could be the last.
  [[gnu::used]] static const std::shared_ptr<grpc::Channel>* const kept = [] {
    auto* channel = new std::shared_ptr<grpc::Channel>(
        PlainChannel({.network = "unix", .address = "/"}));
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now());
    const grpc::ByteBuffer request = MessageOf("");
    grpc::ByteBuffer response;
    // Shared: it is used for a moment after the wait is over.
    const auto done = std::make_shared<std::promise<void>>();
    grpc::GenericStub(*channel).UnaryCall(
        &context, "/none", {}, &request, &response,
        [done](const grpc::Status&) { done->set_value(); });
    done->get_future().wait();
    return channel;
  }();
}

std::shared_ptr<grpc::Channel> TlsChannel(
    const PluginAddress& address, const Certificate& own,
    absl::string_view plugin_certificate) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = PemOf(plugin_certificate);
  options.pem_private_key = own.key_pem;
  options.pem_cert_chain = own.certificate_pem;
  grpc::ChannelArguments arguments = Arguments();
  arguments.SetSslTargetNameOverride("localhost");
  return grpc::CreateCustomChannel(TargetOf(address),
                                   grpc::SslCredentials(options), arguments);
}

}  // namespace compliance::tfplugin
