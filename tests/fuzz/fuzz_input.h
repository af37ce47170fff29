// What the fuzz entries share.
#ifndef COMPLIANCE_TESTS_FUZZ_FUZZ_INPUT_H_
#define COMPLIANCE_TESTS_FUZZ_FUZZ_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "absl/strings/string_view.h"

namespace compliance::fuzz {

inline absl::string_view InputOf(const std::uint8_t* data, std::size_t size) {
  return absl::string_view(reinterpret_cast<const char*>(data), size);
}

// Aborts when `holds` is false: that is how a fuzzer learns of a failure.
inline void Require(bool holds, const char* property) {
  if (holds) return;
  std::cerr << "does not hold: " << property << std::endl;
  std::abort();
}

}  // namespace compliance::fuzz

#endif  // COMPLIANCE_TESTS_FUZZ_FUZZ_INPUT_H_
