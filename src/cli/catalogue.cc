#include "catalogue.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "compliance/base/text.h"
#include "compliance/rules/rule_set.h"
#include "output.h"

namespace compliance::cli {
namespace {

using rules::Requirement;
using rules::Rule;
using rules::RuleSet;

absl::string_view StrengthName(rules::Strength strength) {
  return strength == rules::Strength::kPrimary ? "primary" : "supporting";
}

ExitCode PrintOrFail(absl::string_view text) {
  const absl::Status status = Print(text);
  if (status.ok()) return kCompliant;
  PrintError(status.message());
  return kCouldNotCheck;
}

ExitCode Fail(absl::string_view message) {
  PrintError(message);
  return kCouldNotCheck;
}

std::string Indented(absl::string_view text) {
  std::string out;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!line.empty()) absl::StrAppend(&out, "  ", line, "\n");
  }
  return out;
}

std::string ResourceTypes(const Rule& rule) {
  if (!rule.having.empty()) {
    return absl::StrCat("every resource with ", rule.having);
  }
  return absl::StrJoin(
      rule.resources, ", ", [](std::string* out, const auto& entry) {
        absl::StrAppend(out, entry.first, entry.second.empty() ? "" : ".",
                        entry.second);
      });
}

void AddLine(std::string& out, absl::string_view label,
             absl::string_view text) {
  if (!text.empty()) absl::StrAppendFormat(&out, "%-14s%s\n", label, text);
}

std::string Describe(const Rule& rule) {
  std::string out = absl::StrCat(rule.id, "\n", rule.title, "\n\n");
  AddLine(out, "severity", rules::SeverityName(rule.severity));
  AddLine(out, "intent", rules::IntentName(rule.intent));
  AddLine(out, "judges",
          rule.target == rules::Target::kResource
              ? ResourceTypes(rule)
              : rules::TargetName(rule.target));
  for (const Requirement& requirement : rule.requirements) {
    AddLine(out, "evidence for",
            absl::StrCat(requirement.framework, " ", requirement.id, " (",
                         StrengthName(requirement.strength), ")"));
  }
  AddLine(out, "also known as", absl::StrJoin(rule.aliases, ", "));
  AddLine(out, "stands for", absl::StrJoin(rule.subsumes, ", "));
  for (const auto& [name, value] : rule.profile) {
    AddLine(out, "only if", absl::StrCat(name, " is ", value));
  }
  for (const rules::Parameter& parameter : rule.parameters) {
    const std::string value = parameter.default_value.IsNull()
                                  ? "not set, so that the rule is off"
                                  : parameter.default_value.ToString();
    AddLine(out, "parameter",
            absl::StrCat(parameter.name, " (default: ", value, ") ",
                         parameter.description));
  }
  if (!rule.each.empty()) {
    absl::StrAppend(&out, "\nFor each of\n", Indented(rule.each.source()));
  }
  if (!rule.when.empty()) {
    absl::StrAppend(&out, "\nWhen\n", Indented(rule.when.source()));
  }
  if (!rule.require.empty()) {
    absl::StrAppend(&out, "\nRequires\n", Indented(rule.require.source()));
  }
  if (!rule.fix.empty()) {
    absl::StrAppend(&out, "\nFix\n", Indented(rule.fix));
  }
  return ToValidUtf8(out);
}

std::string NotFound(absl::string_view noun, const std::string& name,
                     const std::vector<std::string>& candidates) {
  const std::string near = Nearest(name, candidates);
  return absl::StrCat("no ", noun, " ", Quote(name),
                      near.empty()
                          ? "; compliance rules list names them all"
                          : absl::StrCat("; did you mean ", near, "?"));
}

std::vector<std::string> RuleNames(const RuleSet& rule_set) {
  std::vector<std::string> names;
  for (const auto& rule : rule_set.rules()) {
    names.push_back(rule->id);
    names.insert(names.end(), rule->aliases.begin(), rule->aliases.end());
  }
  return names;
}

// "3.5.1" or "pci-dss-4.0.1 3.5.1", a colon or space between; a framework may
// be cut short: "hipaa:164.312(a)(1)", "pci-dss 3.5.1".
bool Matches(const Requirement& requirement, absl::string_view text) {
  const std::string wanted = absl::AsciiStrToLower(text);
  const std::string id = absl::AsciiStrToLower(requirement.id);
  if (wanted == id) return true;
  const std::size_t cut = wanted.find_first_of(": ");
  if (cut == std::string::npos || wanted.substr(cut + 1) != id) return false;
  return requirement.framework.rfind(wanted.substr(0, cut), 0) == 0;
}

std::string DescribeRequirement(const RuleSet& rule_set,
                                const std::string& text,
                                std::vector<std::string>& known) {
  std::string out;
  for (const auto& rule : rule_set.rules()) {
    for (const Requirement& requirement : rule->requirements) {
      known.push_back(requirement.id);
      if (!Matches(requirement, text)) continue;
      if (out.empty()) {
        out = absl::StrCat("Rules that give evidence for ",
                           requirement.framework, " ", requirement.id, ":\n");
      }
      absl::StrAppendFormat(&out, "  %-44s %-11s%s\n", rule->id,
                            StrengthName(requirement.strength), rule->title);
    }
  }
  return out;
}

}  // namespace

ExitCode ListRules() {
  std::string out;
  for (const auto& rule : RuleSet::BuiltIn().rules()) {
    absl::StrAppendFormat(&out, "%-44s %-9s %s\n", rule->id,
                          rules::SeverityName(rule->severity), rule->title);
  }
  return PrintOrFail(out);
}

ExitCode ShowRule(const std::string& id_or_alias) {
  const RuleSet& rule_set = RuleSet::BuiltIn();
  const Rule* rule = rule_set.Find(id_or_alias);
  if (rule == nullptr) {
    return Fail(NotFound("rule", id_or_alias, RuleNames(rule_set)));
  }
  return PrintOrFail(Describe(*rule));
}

ExitCode ValidateRules(const std::vector<std::string>& files) {
  ExitCode code = kCompliant;
  std::string out;
  for (const std::string& file : files) {
    const absl::StatusOr<std::string> text = ReadFile(file);
    absl::Status status = text.status();
    if (status.ok()) {
      const absl::StatusOr<rules::RuleFile> loaded =
          rules::LoadRuleFile(file, *text);
      status = loaded.status();
      if (loaded.ok()) {
        absl::StrAppend(&out, file, ": ", loaded->rule->id, ", ",
                        loaded->examples.size(), " examples\n");
        for (const std::string& note : loaded->notes) {
          absl::StrAppend(&out, file, ": note: ", note, "\n");
        }
      }
    }
    if (!status.ok()) {
      PrintError(status.message());
      code = kCouldNotCheck;
    }
  }
  return std::max(code, PrintOrFail(out));
}

ExitCode Explain(const std::string& rule_or_requirement) {
  const RuleSet& rule_set = RuleSet::BuiltIn();
  if (const Rule* rule = rule_set.Find(rule_or_requirement)) {
    return PrintOrFail(Describe(*rule));
  }
  std::vector<std::string> names = RuleNames(rule_set);
  const std::string text =
      DescribeRequirement(rule_set, rule_or_requirement, names);
  if (text.empty()) {
    return Fail(NotFound("rule or requirement", rule_or_requirement, names));
  }
  return PrintOrFail(text);
}

}  // namespace compliance::cli
