#include "compliance/schema/versions.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "facts_text.h"

namespace compliance::schema {
namespace {

using Kind = VersionChange::Kind;

// "6.0 adds region", below a line that names the type.
VersionChange ReadChange(absl::string_view type, absl::string_view line) {
  std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
  VersionChange change;
  change.type = std::string(type);
  if (words.size() < 2) return change;
  change.since = words[0];
  change.kind = words[1] == "type"      ? Kind::kType
                : words[1] == "removes" ? Kind::kRemoves
                                        : Kind::kAdds;
  change.attributes.assign(words.begin() + 2, words.end());
  return change;
}

std::vector<VersionChange> ReadAll() {
  std::vector<VersionChange> changes;
  std::string type;
  for (absl::string_view line : absl::StrSplit(AwsVersionsText(), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == ' ') {
      changes.push_back(ReadChange(type, line));
    } else {
      type = std::string(line);
    }
  }
  return changes;
}

}  // namespace

const std::vector<VersionChange>& VersionChanges() {
  static const auto& changes = *new std::vector<VersionChange>(ReadAll());
  return changes;
}

bool IsLaterType(absl::string_view type) {
  const auto& changes = VersionChanges();
  return std::any_of(changes.begin(), changes.end(),
                     [&](const VersionChange& change) {
                       return change.kind == Kind::kType && change.type == type;
                     });
}

std::vector<std::string> LaterAttributes(absl::string_view type) {
  std::vector<std::string> names;
  for (const VersionChange& change : VersionChanges()) {
    const bool speaks_of_it =
        change.type == type ||
        (change.type == "*" && absl::StartsWith(type, "aws_"));
    if (change.kind == Kind::kAdds && speaks_of_it) {
      names.insert(names.end(), change.attributes.begin(),
                   change.attributes.end());
    }
  }
  return names;
}

bool HasLaterAttribute(absl::string_view type, absl::string_view attribute) {
  const std::vector<std::string> names = LaterAttributes(type);
  return std::find(names.begin(), names.end(), attribute) != names.end();
}

}  // namespace compliance::schema
