// Provider schemas as plain data: what the protocol's Schema messages say,
// without protobuf. Protocol sections: Schema, Schema.Block, Function.
#ifndef COMPLIANCE_SCHEMA_SCHEMA_H_
#define COMPLIANCE_SCHEMA_SCHEMA_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compliance/cty/type.h"

namespace compliance::schema {

struct Attribute {
  std::string name;
  cty::Type type;
  std::string description;  // Markdown
  bool required = false;
  bool optional = false;
  bool computed = false;
  bool sensitive = false;
  bool write_only = false;  // reaches Plan in config only; never stored
  bool deprecated = false;
};

// The wire values of Schema.NestedBlock.NestingMode.
enum class Nesting : std::uint8_t {
  kSingle = 1,
  kList = 2,
  kSet = 3,
  kMap = 4,
  kGroup = 5,
};

struct NestedBlock;

struct Block {
  std::vector<Attribute> attributes;
  std::vector<NestedBlock> blocks;
  std::string description;  // Markdown

  const Attribute* FindAttribute(const std::string& name) const;
  const NestedBlock* FindBlock(const std::string& name) const;
};

struct NestedBlock {
  std::string name;
  Nesting nesting = Nesting::kList;
  std::int64_t min_items = 0;
  std::int64_t max_items = 0;  // 0: no limit
  Block block;
};

struct Schema {
  std::int64_t version = 0;
  Block block;
};

// The cty type that values of a block have on the wire: an object of its
// attributes and nested blocks. A list or map block that contains a dynamic
// attribute becomes dynamic as a whole.
cty::Type ImpliedType(const Block& block);

struct Parameter {
  std::string name;
  cty::Type type;
  std::string description;
  bool allow_null = false;
  bool allow_unknown = false;
};

struct Function {
  std::vector<Parameter> parameters;
  std::optional<Parameter> variadic;
  cty::Type returns;
  std::string summary;
  std::string description;
};

// Everything that GetProviderSchema answers.
struct ProviderSchema {
  Schema provider;
  std::map<std::string, Schema> resources;
  std::map<std::string, Schema> data_sources;
  std::map<std::string, Schema> ephemeral_resources;
  std::map<std::string, Function> functions;
  bool plan_destroy = false;
  bool move_resource_state = false;
};

}  // namespace compliance::schema

#endif  // COMPLIANCE_SCHEMA_SCHEMA_H_
