// The pages of docs/ that are generated, in the layout of Terraform's registry.
#ifndef TOOLS_PAGES_H_
#define TOOLS_PAGES_H_

#include <functional>
#include <map>
#include <string>

#include "compliance/rules/rule_set.h"
#include "compliance/schema/schema.h"

namespace compliance::docs {

// Path below the project -> content.
using Pages = std::map<std::string, std::string>;

// The content of an example file below the project; "" where there is none.
using Examples = std::function<std::string(const std::string& path)>;

// docs/index.md and one page for each resource, data source, ephemeral resource
// and function.
Pages ProviderPages(const schema::ProviderSchema& provider,
                    const Examples& examples);

// docs/rules/README.md and one page for each rule.
Pages RulePages(const rules::RuleSet& rule_set);

}  // namespace compliance::docs

#endif  // TOOLS_PAGES_H_
