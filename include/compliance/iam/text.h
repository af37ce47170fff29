// A string of a policy that may not be known yet, and what can be said of it.
#ifndef COMPLIANCE_IAM_TEXT_H_
#define COMPLIANCE_IAM_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/base/truth.h"
#include "compliance/cty/json_pieces.h"
#include "compliance/cty/origin.h"
#include "compliance/cty/path.h"

namespace compliance::iam {

// Known text, or an atom: `prefix`, a part that apply will make known,
// `suffix`. In known text * and ? are wildcards and ${…} is a policy variable,
// as in IAM.
struct Text {
  static Text Known(absl::string_view text);
  // Nothing is known of it; it may turn out to be a wildcard.
  static Text Unknown();
  // Made of the value of `resource` (an address), an identifier and hence no
  // wildcard of its own; "" when it is not known which of several resources.
  // The suffix is unset where what follows the value cannot be seen.
  // `attribute` is the one of `resource` that gives the value; "" when it is
  // not known which.
  static Text Atom(absl::string_view resource,
                   std::optional<std::string> suffix = std::nullopt,
                   absl::string_view prefix = "",
                   absl::string_view attribute = "arn");

  bool is_known = false;
  std::string prefix;  // the text, when known
  bool is_concrete = false;
  std::string resource;
  std::string attribute;
  std::optional<std::string> suffix;
  // Where it stands in the arguments that the policy was made of.
  cty::Path path;

  friend bool operator==(const Text&, const Text&) = default;
};

// The text that the pieces make. Of one with several atoms, or one that is no
// identifier, only its start is known.
Text TextOf(const std::vector<cty::Piece>& pieces,
            const cty::IsIdentifier& is_identifier);

// A list of an element, in order.
struct Texts {
  std::vector<Text> items;
  // There may be more than are shown.
  bool open = false;

  // Whether the element is in the policy at all.
  bool empty() const { return items.empty() && !open; }
  friend bool operator==(const Texts&, const Texts&) = default;
};

// Actions, service names and condition keys ignore case; ARNs do not.
enum class Case : bool { kSensitive, kIgnored };

// Whether everything that `part` matches, `pattern` matches too. For a part
// without wildcards: whether it matches.
Truth Covers(const Text& pattern, const Text& part, Case letters);
// Whether there is a string that both match.
Truth Overlaps(const Text& a, const Text& b, Case letters);

// How much of a service a Resource element speaks of.
enum class Breadth : std::uint8_t {
  kConcrete,     // an id, or what lies below it: bucket/*, log-group:name:*
  kPattern,      // a wildcard inside an id: bucket-*
  kServiceWide,  // every id: arn:aws:s3:::*, arn:aws:kms:*:*:key/*
  kEverything,   // exactly *
};
// Unset where it depends on what is not known.
std::optional<Breadth> BreadthOf(const Text& resource);

// Whether it is exactly "*".
Truth IsEverything(const Text& text);
// Whether it is `Breadth::kServiceWide` or wider.
Truth IsServiceWide(const Text& resource);

}  // namespace compliance::iam

#endif  // COMPLIANCE_IAM_TEXT_H_
