#include "tfplugin/handshake.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "compliance/base/text.h"
#include "compliance/tfplugin/serve.h"

namespace compliance::tfplugin {

namespace {

// Text of a plugin's, short enough for a message.
std::string Shown(absl::string_view text) {
  constexpr std::size_t kMost = 80;
  const std::string shown = Quote(ToValidUtf8(text.substr(0, kMost)));
  return text.size() > kMost ? absl::StrCat(shown, "...") : shown;
}

}  // namespace

bool StartedByHost() {
  const char* cookie = std::getenv(kCookieVariable);
  return cookie != nullptr && absl::string_view(cookie) == kCookie;
}

std::vector<int> OfferedProtocols(absl::string_view restriction) {
  if (restriction == "5") return {5};
  if (restriction == "6") return {6};
  return {5, 6};
}

int NegotiateProtocol(absl::string_view wanted,
                      const std::vector<int>& offered) {
  int best = 0;
  for (const absl::string_view item : absl::StrSplit(wanted, ',')) {
    int version = 0;
    if (absl::SimpleAtoi(item, &version) &&
        std::count(offered.begin(), offered.end(), version) > 0) {
      best = std::max(best, version);
    }
  }
  return best != 0 ? best : *std::min_element(offered.begin(), offered.end());
}

std::string HandshakeLine::ToString() const {
  // A seventh field only for hosts that ask: old ones would take it for a part
  // of the certificate.
  return absl::StrCat("1|", protocol, "|unix|", socket_path, "|grpc|",
                      certificate, multiplexing ? "|false" : "", "\n");
}

absl::StatusOr<PluginGreeting> ParseHandshakeLine(absl::string_view line) {
  const std::vector<absl::string_view> fields =
      absl::StrSplit(absl::StripAsciiWhitespace(line), '|');
  int core = 0;
  if (fields.size() < 4 || !absl::SimpleAtoi(fields[0], &core)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "printed something other than a plugin's handshake: ", Shown(line)));
  }
  if (core != 1) {
    return absl::FailedPreconditionError(absl::StrCat(
        "speaks version ", core, " of the plugin handshake, not 1"));
  }
  PluginGreeting greeting;
  if (!absl::SimpleAtoi(fields[1], &greeting.protocol) ||
      (greeting.protocol != 5 && greeting.protocol != 6)) {
    return absl::FailedPreconditionError(
        absl::StrCat("speaks protocol ", Shown(fields[1]), ", not 5 or 6"));
  }
  greeting.network = std::string(fields[2]);
  greeting.address = std::string(fields[3]);
  if (greeting.network != "unix" && greeting.network != "tcp") {
    return absl::FailedPreconditionError(
        absl::StrCat("listens on an unknown network, ", Shown(fields[2])));
  }
  if (fields.size() < 5 || fields[4] != "grpc") {
    return absl::FailedPreconditionError("does not speak gRPC");
  }
  // Anything that short is no certificate: hosts pass over it.
  if (fields.size() > 5 && fields[5].size() > 50) {
    greeting.certificate = std::string(fields[5]);
  }
  return greeting;
}

std::vector<std::string> PluginEnvironment(const std::vector<std::string>& base,
                                           const std::string& certificate_pem) {
  const std::vector<std::string> ours = {
      absl::StrCat(kCookieVariable, "=", kCookie),
      "PLUGIN_PROTOCOL_VERSIONS=5,6", "PLUGIN_MIN_PORT=10000",
      "PLUGIN_MAX_PORT=25000",
      absl::StrCat("PLUGIN_CLIENT_CERT=", certificate_pem),
      // Plugins of other hosts could take it for theirs.
      "PLUGIN_MULTIPLEX_GRPC="};
  std::vector<std::string> all;
  for (const std::string& entry : base) {
    const bool replaced =
        std::any_of(ours.begin(), ours.end(), [&](const std::string& our) {
          return absl::StartsWith(entry, our.substr(0, our.find('=') + 1));
        });
    if (!replaced) all.push_back(entry);
  }
  for (const std::string& entry : ours) {
    if (entry.back() != '=') all.push_back(entry);
  }
  return all;
}

}  // namespace compliance::tfplugin
