// Facts about the AWS and random providers: schemas, and what schemas do not
// show of how the providers validate and plan. Compiled in from facts/;
// provider aws 5.31.
#ifndef COMPLIANCE_SCHEMA_FACTS_H_
#define COMPLIANCE_SCHEMA_FACTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/schema/schema.h"

namespace compliance::schema {

// How arguments of one object depend on each other. All paths have the same
// parent.
struct Constraint {
  enum class Kind : std::uint8_t {
    kConflicts,     // at most one is set
    kExactlyOneOf,  // one is set, and only one
    kAtLeastOneOf,  // one or more are set
    kRequires,      // when the first is set, so are all others
    kNeeds,         // when `when` is planned as `value`, all are set
  };
  Kind kind = Kind::kConflicts;
  std::vector<cty::Path> paths;
  cty::Path when;  // kNeeds only
  std::string value;
};

// A default that depends on another argument. Where a type has any for a
// top-level attribute, that attribute is planned null when none applies.
struct ConditionalDefault {
  std::string attribute;
  std::string when;   // a top-level argument,
  std::string value;  // and the planned value at which the default holds
  cty::Value planned;
};

// What a service fills into a computed attribute. Words in braces stand for
// attributes or for something new: facts/README.md lists them.
struct Template {
  std::string attribute;  // top-level
  // "name": only where that argument is set and not false. "name=value": only
  // where it has that value. Empty: always.
  std::string when;
  std::string text;  // JSON where the attribute is not a string
};

// One resource type of a provider. Lives as long as the program. Paths are
// without list indexes: they hold for every element.
struct TypeFacts {
  std::string type_name;
  // As the provider declares it.
  Schema schema;
  // What the provider plans on create where the configuration leaves an
  // attribute null: path without list indexes -> value. Computed attributes not
  // named here are planned unknown.
  std::map<cty::Path, cty::Value> planned_defaults;
  // Blocks that the provider plans as unknown, not as empty, where the
  // configuration has none of them.
  std::vector<cty::Path> unknown_blocks;

  // The rest is written by hand, for the common types.

  std::vector<ConditionalDefault> conditional_defaults;
  // Paths whose change forces a replacement (the common ones).
  std::vector<cty::Path> requires_replace;
  // Computed attributes that any change of the resource makes unknown.
  std::vector<cty::Path> volatile_paths;
  std::vector<Constraint> constraints;
  // The values that the provider accepts.
  std::map<cty::Path, std::vector<std::string>> allowed_values;
  // Numbers within bounds, both inclusive.
  std::map<cty::Path, std::pair<std::int64_t, std::int64_t>> ranges;
  // Strings that must be JSON.
  std::vector<cty::Path> json_documents;
  // In the order in which they can be filled; the first that applies to an
  // attribute counts.
  std::vector<Template> templates;
};

// nullptr for a type that the table does not have. Decoded on first use;
// thread-safe.
const TypeFacts* FindResource(absl::string_view type_name);
const TypeFacts* FindDataSource(absl::string_view type_name);

// The schema of a provider's own configuration; nullptr for any but "aws" and
// "random".
const Schema* FindProvider(absl::string_view provider_type);

// Every type in the table, sorted.
const std::vector<std::string>& ResourceTypes();
const std::vector<std::string>& DataSourceTypes();

}  // namespace compliance::schema

#endif  // COMPLIANCE_SCHEMA_FACTS_H_
