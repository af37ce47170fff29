// YAML as our loaders read it: one document, no anchors or aliases, no
// duplicate keys, bounded in size and depth, every error with FILE:LINE.
#ifndef COMPLIANCE_RULES_YAML_H_
#define COMPLIANCE_RULES_YAML_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"
#include "yaml-cpp/yaml.h"

namespace compliance::rules {

// No file of ours comes near; more is a mistake or an attack.
inline constexpr std::size_t kMaxYamlBytes = std::size_t{1} << 20;

// Parses one document. `file` only names it in errors.
absl::StatusOr<YAML::Node> ParseYaml(absl::string_view file,
                                     absl::string_view text);

// INVALID_ARGUMENT "FILE:LINE: message".
absl::Status YamlError(absl::string_view file, const YAML::Node& node,
                       absl::string_view message);

// "; did you mean "x"?", or "" when nothing is near.
std::string DidYouMean(absl::string_view word,
                       const std::vector<std::string>& candidates);

// A mapping with string keys, in file order.
class YamlMap {
 public:
  // Any keys. `what` names it in errors ("a rule").
  static absl::StatusOr<YamlMap> Read(absl::string_view file,
                                      const YAML::Node& node,
                                      absl::string_view what);
  // Only `allowed` keys; others are errors with a suggestion.
  static absl::StatusOr<YamlMap> Read(absl::string_view file,
                                      const YAML::Node& node,
                                      absl::string_view what,
                                      const std::vector<std::string>& allowed);

  const std::vector<std::pair<std::string, YAML::Node>>& entries() const {
    return entries_;
  }
  bool Has(absl::string_view key) const { return Find(key) != nullptr; }
  // nullptr when the key is absent.
  const YAML::Node* Find(absl::string_view key) const;

  // Text of a scalar; the first is an error when the key is absent.
  absl::StatusOr<std::string> String(absl::string_view key) const;
  absl::StatusOr<std::string> StringOr(absl::string_view key,
                                       absl::string_view fallback) const;
  absl::StatusOr<bool> BoolOr(absl::string_view key, bool fallback) const;
  // A list of scalars; empty when the key is absent.
  absl::StatusOr<std::vector<std::string>> Strings(absl::string_view key) const;

  // An error at the value of `key`, or at the mapping when it is absent.
  absl::Status Error(absl::string_view key, absl::string_view message) const;

 private:
  std::string file_;
  std::string what_;
  YAML::Node node_;
  std::vector<std::pair<std::string, YAML::Node>> entries_;
};

absl::StatusOr<std::string> YamlString(absl::string_view file,
                                       const YAML::Node& node,
                                       absl::string_view what);
absl::StatusOr<std::vector<std::string>> YamlStrings(absl::string_view file,
                                                     const YAML::Node& node,
                                                     absl::string_view what);

// A plain value: null, bool, number, string; a sequence is a list where its
// elements have one type, else a tuple; a mapping is a map likewise, else an
// object. Tags are errors.
absl::StatusOr<cty::Value> YamlValue(absl::string_view file,
                                     const YAML::Node& node);

// The value of an untagged scalar: plain ones by the YAML core schema, quoted
// ones as strings.
cty::Value YamlScalar(const YAML::Node& node);

// Whether the node carries a tag that its author wrote.
bool HasTag(const YAML::Node& node);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_YAML_H_
