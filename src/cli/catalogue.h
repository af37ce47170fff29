// compliance rules and compliance explain: the catalogue for people.
#ifndef COMPLIANCE_SRC_CLI_CATALOGUE_H_
#define COMPLIANCE_SRC_CLI_CATALOGUE_H_

#include <string>
#include <vector>

#include "compliance/cli/cli.h"

namespace compliance::cli {

// One line per rule: id, severity, title.
ExitCode ListRules();

// Everything about one rule, named by its id or an alias.
ExitCode ShowRule(const std::string& id_or_alias);

// Loads rule files and says what is wrong in them.
ExitCode ValidateRules(const std::vector<std::string>& files);

// A rule, or the rules that give evidence for a requirement ("3.5.1",
// "hipaa 164.312(a)(1)").
ExitCode Explain(const std::string& rule_or_requirement);

}  // namespace compliance::cli

#endif  // COMPLIANCE_SRC_CLI_CATALOGUE_H_
