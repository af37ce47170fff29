#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "lang/families.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

using Algorithm = const EVP_MD* (*)();

absl::StatusOr<std::string> Digest(Algorithm algorithm,
                                   absl::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, algorithm(),
                 nullptr) != 1) {
    return absl::UnimplementedError("the hash is not available here");
  }
  return std::string(digest.begin(), digest.begin() + size);
}

std::string Base64(absl::string_view bytes) {
  return absl::Base64Escape(bytes);
}

Function Hash(std::string name, Algorithm algorithm,
              std::string (*show)(absl::string_view)) {
  return {.name = std::move(name),
          .parameters = {{"str", Type::String()}},
          .type = Always(Type::String()),
          .body = [algorithm, show](const Arguments& arguments,
                                    const Type&) -> Result {
            ASSIGN_OR_RETURN(const std::string digest,
                             Digest(algorithm, arguments[0].AsString()));
            return Value::String(show(digest));
          }};
}

// The 16 bytes of a UUID in one of the usual notations.
std::optional<std::string> ParseUuid(absl::string_view text) {
  constexpr std::size_t kDigits = 32;
  constexpr std::size_t kWithHyphens = 36;
  if (text.size() == kWithHyphens + 2 && text.front() == '{') {
    text = text.substr(1, kWithHyphens);
  } else if (text.size() > kWithHyphens &&
             absl::EqualsIgnoreCase(text.substr(0, 9), "urn:uuid:")) {
    text.remove_prefix(9);
  }
  std::string digits(text);
  if (text.size() == kWithHyphens) {
    for (const std::size_t hyphen : {23, 18, 13, 8}) {
      if (digits[hyphen] != '-') return std::nullopt;
      digits.erase(hyphen, 1);
    }
  }
  if (digits.size() != kDigits ||
      digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
    return std::nullopt;
  }
  return absl::HexStringToBytes(digits);
}

std::optional<std::string> Namespace(const std::string& name) {
  static const auto& known = *new std::map<std::string, std::string>{
      {"dns", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
      {"url", "6ba7b811-9dad-11d1-80b4-00c04fd430c8"},
      {"oid", "6ba7b812-9dad-11d1-80b4-00c04fd430c8"},
      {"x500", "6ba7b814-9dad-11d1-80b4-00c04fd430c8"},
  };
  const auto found = known.find(name);
  return ParseUuid(found == known.end() ? name : found->second);
}

Result UuidV5(const Arguments& arguments, const Type&) {
  constexpr std::size_t kBytes = 16;
  constexpr std::size_t kVersion = 6;
  constexpr std::size_t kVariant = 8;
  const std::optional<std::string> space = Namespace(arguments[0].AsString());
  if (!space.has_value()) return ArgumentError(0, "is no namespace");
  ASSIGN_OR_RETURN(
      std::string uuid,
      Digest(&EVP_sha1, absl::StrCat(*space, arguments[1].AsString())));
  uuid.resize(kBytes);
  const auto mark = [&uuid](std::size_t at, unsigned keep, unsigned set) {
    uuid[at] =
        static_cast<char>((static_cast<unsigned char>(uuid[at]) & keep) | set);
  };
  mark(kVersion, 0x0F, 0x50);
  mark(kVariant, 0x3F, 0x80);
  const std::string hex = absl::BytesToHexString(uuid);
  const absl::string_view digits = hex;
  return Value::String(absl::StrCat(
      digits.substr(0, 8), "-", digits.substr(8, 4), "-", digits.substr(12, 4),
      "-", digits.substr(16, 4), "-", digits.substr(20)));
}

}  // namespace

std::vector<Function> HashFunctions() {
  return {
      Hash("md5", &EVP_md5, &absl::BytesToHexString),
      Hash("sha1", &EVP_sha1, &absl::BytesToHexString),
      Hash("sha256", &EVP_sha256, &absl::BytesToHexString),
      Hash("sha512", &EVP_sha512, &absl::BytesToHexString),
      Hash("base64sha256", &EVP_sha256, &Base64),
      Hash("base64sha512", &EVP_sha512, &Base64),
      {.name = "uuidv5",
       .parameters = {{"namespace", Type::String()}, {"name", Type::String()}},
       .type = Always(Type::String()),
       .body = &UuidV5},
  };
}

}  // namespace compliance::lang
