// Identifiers such as a cloud would give out.
#ifndef COMPLIANCE_SANDBOX_IDENTIFIERS_H_
#define COMPLIANCE_SANDBOX_IDENTIFIERS_H_

#include <cstdint>
#include <random>
#include <string>

#include "absl/strings/string_view.h"

namespace compliance::sandbox {

// A source of identifiers. Not for secrets: see random_values.h.
class Identifiers {
 public:
  // New ones on each run.
  static Identifiers Fresh();
  // The same ones for the same words, on every run: what a data source reads
  // must not change from plan to plan.
  static Identifiers Of(absl::string_view words);

  std::string Hex(std::size_t length);
  std::string Digits(std::size_t length);
  std::string Upper(std::size_t length);  // letters and digits, as key ids have
  std::string Mixed(std::size_t length);  // letters of both cases
  std::string Uuid();
  // 26 digits that begin with the time, which names end in when only a prefix
  // is given.
  std::string Unique();

 private:
  explicit Identifiers(std::uint64_t seed) : engine_(seed) {}
  std::string Pick(absl::string_view alphabet, std::size_t length);
  std::mt19937_64 engine_;
};

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_SANDBOX_IDENTIFIERS_H_
