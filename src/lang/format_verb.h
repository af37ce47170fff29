// Format strings: texts and verbs.
#ifndef COMPLIANCE_LANG_FORMAT_VERB_H_
#define COMPLIANCE_LANG_FORMAT_VERB_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::lang {

// %[flags][width][.precision][[argument]]mode
struct Verb {
  char mode = 'v';
  std::size_t argument = 0;  // the first is 0
  bool zero = false;         // pad with zeros
  bool sharp = false;        // as JSON; numbers show their base
  bool plus = false;         // positive numbers show their sign
  bool minus = false;        // pad on the right
  bool space = false;        // in place of the sign of a positive number
  std::optional<std::size_t> width;
  std::optional<std::size_t> precision;

  // Whether the text of the argument is all that it gives.
  bool IsPlain() const;
};

// A text, followed by a verb unless it is the last.
struct FormatPart {
  std::string text;
  std::optional<Verb> verb;
};

// Error: INVALID_ARGUMENT for what is neither text nor a verb.
absl::StatusOr<std::vector<FormatPart>> ParseFormat(absl::string_view format);

// Padded to the width of the verb, in grapheme clusters.
std::string Padded(const Verb& verb, std::string text);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_FORMAT_VERB_H_
