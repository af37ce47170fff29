// Attributes that several of our schemas declare, and short ways to write one.
#ifndef COMPLIANCE_PROVIDER_ATTRIBUTES_H_
#define COMPLIANCE_PROVIDER_ATTRIBUTES_H_

#include <string>
#include <vector>

#include "compliance/cty/type.h"
#include "compliance/schema/schema.h"

namespace compliance::provider {

schema::Attribute Required(std::string name, cty::Type type,
                           std::string description);
schema::Attribute Optional(std::string name, cty::Type type,
                           std::string description);
schema::Attribute Computed(std::string name, cty::Type type,
                           std::string description);

// complete, module_path, as_of.
std::vector<schema::Attribute> ScopeAttributes();
// compliant, findings, summary.
std::vector<schema::Attribute> VerdictAttributes();

void Append(std::vector<schema::Attribute> more,
            std::vector<schema::Attribute>& to);

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_ATTRIBUTES_H_
