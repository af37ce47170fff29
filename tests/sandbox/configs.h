// Configurations for tests: an empty one with some attributes set.
#ifndef COMPLIANCE_TESTS_SANDBOX_CONFIGS_H_
#define COMPLIANCE_TESTS_SANDBOX_CONFIGS_H_

#include <string>
#include <utility>
#include <vector>

#include "compliance/cty/value.h"
#include "compliance/schema/facts.h"
#include "sandbox/values.h"

namespace compliance::sandbox {

// The configuration of a resource with `set` instead of nulls.
inline cty::Value Config(const schema::Block& block,
                         cty::Value::Attributes set) {
  cty::Value::Attributes members = EmptyObject(block).AsAttributes();
  for (auto& [name, value] : set) members[name] = std::move(value);
  return cty::Value::Object(std::move(members));
}

inline cty::Value ResourceConfig(const std::string& type,
                                 cty::Value::Attributes set) {
  return Config(schema::FindResource(type)->schema.block, std::move(set));
}

inline cty::Value DataConfig(const std::string& type,
                             cty::Value::Attributes set) {
  return Config(schema::FindDataSource(type)->schema.block, std::move(set));
}

// A nested block with one element per given set of attributes.
inline cty::Value BlocksOf(const schema::NestedBlock& nested,
                           std::vector<cty::Value::Attributes> elements) {
  cty::Value::Elements values;
  for (auto& element : elements) {
    values.push_back(Config(nested.block, std::move(element)));
  }
  const cty::Type type = schema::ImpliedType(nested.block);
  return nested.nesting == schema::Nesting::kSet
             ? cty::Value::Set(type, std::move(values))
             : cty::Value::List(type, std::move(values));
}

inline const schema::NestedBlock& ResourceBlock(const std::string& type,
                                                const std::string& name) {
  return *schema::FindResource(type)->schema.block.FindBlock(name);
}

inline cty::Value Text(const char* text) { return cty::Value::String(text); }

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_TESTS_SANDBOX_CONFIGS_H_
