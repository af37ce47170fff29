#include "fingerprint.h"

#include <openssl/evp.h>

#include <array>
#include <cstddef>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace compliance::engine {
namespace {

constexpr std::size_t kBytes = 16;

}  // namespace

std::string Fingerprint(absl::string_view rule_id, absl::string_view address,
                        const std::vector<cty::Path>& paths) {
  // Lengths keep the parts apart, whatever bytes they hold.
  std::string text =
      absl::StrCat(rule_id.size(), ":", rule_id, address.size(), ":", address);
  for (const cty::Path& path : paths) {
    const std::string part = path.ToString();
    absl::StrAppend(&text, part.size(), ":", part);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(),
                 nullptr) != 1 ||
      size < kBytes) {
    return "";
  }
  const char* bytes =
      static_cast<const char*>(static_cast<const void*>(digest.data()));
  return absl::BytesToHexString(absl::string_view(bytes, kBytes));
}

}  // namespace compliance::engine
