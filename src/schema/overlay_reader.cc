#include "schema/overlay_reader.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/json.h"
#include "schema/facts_reader.h"

namespace compliance::schema {
namespace {

using Words = std::vector<absl::string_view>;

absl::Status Malformed(absl::string_view statement, absl::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", statement, "\": expected ", wanted));
}

absl::StatusOr<cty::Path> ParsePath(absl::string_view dotted,
                                    const TypeFacts& facts) {
  cty::Path path = ParseDottedPath(dotted);
  if (!TypeAt(facts.schema.block, path)) {
    return absl::InvalidArgumentError(
        absl::StrCat(facts.type_name, " has no ", dotted));
  }
  return path;
}

absl::Status AddPaths(const Words& words, const TypeFacts& facts,
                      std::vector<cty::Path>& paths) {
  for (const absl::string_view word : words) {
    ASSIGN_OR_RETURN(cty::Path path, ParsePath(word, facts));
    paths.push_back(std::move(path));
  }
  return absl::OkStatus();
}

absl::Status AddConstraint(Constraint::Kind kind, Words words,
                           TypeFacts& facts) {
  Constraint constraint;
  constraint.kind = kind;
  if (kind == Constraint::Kind::kNeeds) {
    const std::pair<absl::string_view, absl::string_view> condition =
        absl::StrSplit(words[0], absl::MaxSplits('=', 1));
    ASSIGN_OR_RETURN(constraint.when, ParsePath(condition.first, facts));
    constraint.value = std::string(condition.second);
    words.erase(words.begin());
  }
  RETURN_IF_ERROR(AddPaths(words, facts, constraint.paths));
  facts.constraints.push_back(std::move(constraint));
  return absl::OkStatus();
}

absl::Status AddRange(const Words& words, TypeFacts& facts) {
  std::pair<std::int64_t, std::int64_t> range;
  if (words.size() != 3 || !absl::SimpleAtoi(words[1], &range.first) ||
      !absl::SimpleAtoi(words[2], &range.second)) {
    return Malformed(words[0], "PATH MIN MAX");
  }
  ASSIGN_OR_RETURN(const cty::Path path, ParsePath(words[0], facts));
  facts.ranges[path] = range;
  return absl::OkStatus();
}

// "PATH =JSON", or "NAME if WHEN=VALUE =JSON".
absl::Status AddDefault(absl::string_view arguments, TypeFacts& facts) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(arguments, absl::MaxSplits(" =", 1));
  const std::pair<absl::string_view, absl::string_view> target =
      absl::StrSplit(parts.first, absl::MaxSplits(" if ", 1));
  ASSIGN_OR_RETURN(const cty::Path path, ParsePath(target.first, facts));
  ASSIGN_OR_RETURN(
      cty::Value value,
      cty::DecodeJson(parts.second, *TypeAt(facts.schema.block, path)));
  if (target.second.empty()) {
    facts.planned_defaults[path] = std::move(value);
    return absl::OkStatus();
  }
  const std::pair<absl::string_view, absl::string_view> condition =
      absl::StrSplit(target.second, absl::MaxSplits('=', 1));
  RETURN_IF_ERROR(ParsePath(condition.first, facts).status());
  facts.conditional_defaults.push_back(
      {std::string(target.first), std::string(condition.first),
       std::string(condition.second), std::move(value)});
  return absl::OkStatus();
}

// "NAME TEXT", or "NAME if WHEN TEXT".
absl::Status AddTemplate(absl::string_view arguments, TypeFacts& facts) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(arguments, absl::MaxSplits(' ', 1));
  RETURN_IF_ERROR(ParsePath(parts.first, facts).status());
  Template filled;
  filled.attribute = std::string(parts.first);
  absl::string_view text = parts.second;
  if (absl::ConsumePrefix(&text, "if ")) {
    const std::pair<absl::string_view, absl::string_view> condition =
        absl::StrSplit(text, absl::MaxSplits(' ', 1));
    filled.when = std::string(condition.first);
    text = condition.second;
    const std::string name = filled.when.substr(0, filled.when.find('='));
    RETURN_IF_ERROR(ParsePath(name, facts).status());
  }
  filled.text = std::string(text);
  facts.templates.push_back(std::move(filled));
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadStatement(absl::string_view statement, TypeFacts& facts) {
  using Kind = Constraint::Kind;
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(
      absl::StripAsciiWhitespace(statement), absl::MaxSplits(' ', 1));
  const auto& [verb, arguments] = parts;
  const Words words = absl::StrSplit(arguments, ' ', absl::SkipEmpty());
  if (words.empty()) return Malformed(statement, "a verb and its arguments");

  if (verb == "replaces") return AddPaths(words, facts, facts.requires_replace);
  if (verb == "volatile") return AddPaths(words, facts, facts.volatile_paths);
  if (verb == "unknown") return AddPaths(words, facts, facts.unknown_blocks);
  if (verb == "json") return AddPaths(words, facts, facts.json_documents);
  if (verb == "conflicts") return AddConstraint(Kind::kConflicts, words, facts);
  if (verb == "exactly_one") {
    return AddConstraint(Kind::kExactlyOneOf, words, facts);
  }
  if (verb == "at_least_one") {
    return AddConstraint(Kind::kAtLeastOneOf, words, facts);
  }
  if (verb == "requires") return AddConstraint(Kind::kRequires, words, facts);
  if (verb == "needs") return AddConstraint(Kind::kNeeds, words, facts);
  if (verb == "range") return AddRange(words, facts);
  if (verb == "default") return AddDefault(arguments, facts);
  if (verb == "fill") return AddTemplate(arguments, facts);
  if (verb == "allowed") {
    ASSIGN_OR_RETURN(const cty::Path path, ParsePath(words[0], facts));
    std::vector<std::string>& allowed = facts.allowed_values[path];
    for (std::size_t i = 1; i < words.size(); ++i) {
      allowed.emplace_back(words[i]);
    }
    return absl::OkStatus();
  }
  return Malformed(verb, "a statement of facts/README.md");
}

}  // namespace compliance::schema
