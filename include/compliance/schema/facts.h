// Facts about the AWS and random providers: schemas, and the planned defaults
// that schemas do not show. Compiled in from facts/; provider aws 5.31.
#ifndef COMPLIANCE_SCHEMA_FACTS_H_
#define COMPLIANCE_SCHEMA_FACTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/schema/schema.h"

namespace compliance::schema {

// One resource type of a provider. Lives as long as the program.
struct TypeFacts {
  std::string type_name;
  Schema schema;
  // What the provider plans on create where the configuration leaves an
  // attribute null: path without list indexes -> value. Computed attributes not
  // named here are planned unknown.
  std::map<cty::Path, cty::Value> planned_defaults;
  // Paths whose change forces a replacement (the common ones).
  std::vector<cty::Path> requires_replace;
};

// nullptr for a type that the table does not have. Decoded on first use;
// thread-safe.
const TypeFacts* FindResource(absl::string_view type_name);
const TypeFacts* FindDataSource(absl::string_view type_name);

// Every type in the table, sorted.
const std::vector<std::string>& ResourceTypes();
const std::vector<std::string>& DataSourceTypes();

}  // namespace compliance::schema

#endif  // COMPLIANCE_SCHEMA_FACTS_H_
