#include "tfplugin/handshake.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "compliance/tfplugin/serve.h"

namespace compliance::tfplugin {

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

}  // namespace compliance::tfplugin
