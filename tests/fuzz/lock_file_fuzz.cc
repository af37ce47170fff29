// No text makes the reader of lock files crash, and what it lets through is
// safe in a path.
#include "fuzz/fuzz_input.h"
#include "terraform/lock_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using compliance::fuzz::Require;
  const absl::string_view input = compliance::fuzz::InputOf(data, size);
  const auto locked = compliance::terraform::ParseLockFile("lock.hcl", input);
  if (!locked.ok()) {
    Require(absl::string_view(locked.status().message()).substr(0, 9) ==
                "lock.hcl:",
            "errors say where");
    return 0;
  }
  const auto is_safe = [](absl::string_view part) {
    return !part.empty() && part.find("..") == absl::string_view::npos &&
           part[0] != '/' && part.find('\0') == absl::string_view::npos;
  };
  for (const auto& provider : *locked) {
    Require(is_safe(provider.address), "an address is safe in a path");
    Require(is_safe(provider.version) &&
                provider.version.find('/') == std::string::npos,
            "a version is safe in a path");
  }
  return 0;
}
