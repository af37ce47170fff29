#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "compliance/rules/rule.h"
#include "tools/pages.h"

namespace compliance::docs {
namespace {

using rules::Requirement;
using rules::Rule;

// Text as one cell of a table.
std::string Cell(const std::string& text) {
  return absl::StrReplaceAll(text, {{"|", "\\|"}, {"\n", " "}});
}

std::string Named(const Requirement& requirement) {
  return requirement.id.empty()
             ? requirement.framework
             : absl::StrCat(requirement.framework, " ", requirement.id);
}

std::string Requirements(const Rule& rule) {
  return absl::StrJoin(rule.requirements, ", ",
                       [](std::string* out, const Requirement& requirement) {
                         absl::StrAppend(out, Named(requirement));
                       });
}

std::string Types(const Rule& rule) {
  if (!rule.having.empty()) {
    return absl::StrCat("every type that has `", rule.having, "`");
  }
  std::vector<std::string> types;
  for (const auto& [type, attribute] : rule.resources) {
    types.push_back(attribute.empty()
                        ? absl::StrCat("`", type, "`")
                        : absl::StrCat("`", type, ".", attribute, "`"));
  }
  return types.empty() ? std::string(rules::TargetName(rule.target))
                       : absl::StrJoin(types, ", ");
}

std::string Condition(const std::string& title, const cel::Program& program) {
  if (program.empty()) return "";
  return absl::StrCat("\n", title, ":\n\n```cel\n",
                      absl::StripAsciiWhitespace(program.source()), "\n```\n");
}

std::string RequirementTable(const Rule& rule) {
  std::string text =
      "\n## Requirements\n\n| framework | requirement | evidence "
      "|\n|---|---|---|\n";
  for (const Requirement& requirement : rule.requirements) {
    absl::StrAppend(
        &text, "| ", requirement.framework, " | ", Cell(requirement.id), " | ",
        requirement.strength == rules::Strength::kPrimary ? "primary"
                                                          : "supporting",
        " |\n");
  }
  return text;
}

std::string ParameterTable(const Rule& rule) {
  if (rule.parameters.empty()) return "";
  std::string text =
      "\n## Parameters\n\n| name | default | meaning |\n|---|---|---|\n";
  for (const rules::Parameter& parameter : rule.parameters) {
    const bool off = parameter.default_value.IsNull();
    absl::StrAppend(
        &text, "| `", parameter.name, "` | ",
        off ? "none: the rule is off until it is given"
            : absl::StrCat("`", Cell(parameter.default_value.ToString()), "`"),
        " | ", Cell(parameter.description), " |\n");
  }
  return text;
}

// What a way in must be able to see for the rule to be decided.
std::string Sight(const Rule& rule) {
  std::vector<std::string> needs;
  if (rule.needs.configuration) needs.emplace_back("the configuration");
  if (rule.needs.whole_plan) needs.emplace_back("the whole plan");
  if (rule.needs.before) needs.emplace_back("the prior value");
  if (needs.empty()) return "";
  return absl::StrCat("\nTo be decided it may need ",
                      absl::StrJoin(needs, " and "),
                      "; where that is not seen, it stays `unknown`.\n");
}

std::string RulePage(const Rule& rule) {
  std::string text = absl::StrCat(
      "# ", rule.id, "\n\n", rule.title, ".\n\n| | |\n|---|---|\n| severity | ",
      rules::SeverityName(rule.severity), " |\n| intent | ",
      rules::IntentName(rule.intent), " |\n| judges | ", Types(rule), " |\n");
  if (!rule.aliases.empty()) {
    absl::StrAppend(&text, "| also known as | ",
                    absl::StrJoin(rule.aliases, ", "), " |\n");
  }
  absl::StrAppend(&text, Sight(rule), "\n## Condition\n",
                  Condition("For each of", rule.each),
                  Condition("It applies when", rule.when),
                  Condition("It requires", rule.require),
                  RequirementTable(rule), ParameterTable(rule));
  if (!rule.fix.empty()) {
    absl::StrAppend(&text, "\n## Fix\n\n```terraform\n",
                    absl::StripTrailingAsciiWhitespace(rule.fix), "\n```\n");
  }
  return text;
}

std::string Index(const rules::RuleSet& rule_set) {
  std::string text = absl::StrCat(
      "# Rules\n\n", rule_set.rules().size(),
      " rules. Each is one file below `rules/`; these pages are made from "
      "them.\n\n| rule | what holds | severity | requirements |\n"
      "|---|---|---|---|\n");
  for (const auto& rule : rule_set.rules()) {
    absl::StrAppend(&text, "| [", rule->id, "](", rule->id, ".md) | ",
                    Cell(rule->title), " | ",
                    rules::SeverityName(rule->severity), " | ",
                    Cell(Requirements(*rule)), " |\n");
  }
  return text;
}

}  // namespace

Pages RulePages(const rules::RuleSet& rule_set) {
  Pages pages;
  pages["docs/rules/README.md"] = Index(rule_set);
  for (const auto& rule : rule_set.rules()) {
    pages[absl::StrCat("docs/rules/", rule->id, ".md")] = RulePage(*rule);
  }
  return pages;
}

}  // namespace compliance::docs
