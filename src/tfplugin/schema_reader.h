// Schema messages to plain data. The template argument is Protocol5 or
// Protocol6.
#ifndef COMPLIANCE_SRC_TFPLUGIN_SCHEMA_READER_H_
#define COMPLIANCE_SRC_TFPLUGIN_SCHEMA_READER_H_

#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/path.h"
#include "compliance/cty/type.h"
#include "compliance/schema/schema.h"
#include "compliance/tfplugin/observe.h"

namespace compliance::tfplugin {

// Reads one schema. Recursion is as deep as the message, whose depth protobuf's
// parser bounds. Errors: INVALID_ARGUMENT, starting with the attribute's path.
template <class P>
class SchemaReader {
 public:
  static absl::StatusOr<ObservedSchema> Read(const typename P::Schema& wire) {
    SchemaReader reader;
    ObservedSchema observed;
    observed.schema.version = wire.version();
    ASSIGN_OR_RETURN(observed.schema.block, reader.ReadBlock(wire.block(), {}));
    observed.type = schema::ImpliedType(observed.schema.block);
    observed.sensitive = std::move(reader.sensitive_);
    return observed;
  }

 private:
  using WireAttribute = typename P::Schema::Attribute;
  using WireBlock = typename P::Schema::Block;
  using WireNestedBlock = typename P::Schema::NestedBlock;

  absl::StatusOr<schema::Block> ReadBlock(const WireBlock& wire,
                                          const cty::Path& at) {
    schema::Block block;
    for (const WireAttribute& attribute : wire.attributes()) {
      ASSIGN_OR_RETURN(schema::Attribute read,
                       ReadAttribute(attribute, at.Attr(attribute.name())));
      block.attributes.push_back(std::move(read));
    }
    for (const WireNestedBlock& nested : wire.block_types()) {
      ASSIGN_OR_RETURN(schema::NestedBlock read,
                       ReadNestedBlock(nested, at.Attr(nested.type_name())));
      block.blocks.push_back(std::move(read));
    }
    return block;
  }

  absl::StatusOr<schema::NestedBlock> ReadNestedBlock(
      const WireNestedBlock& wire, const cty::Path& at) {
    if (wire.nesting() < WireNestedBlock::SINGLE ||
        wire.nesting() > WireNestedBlock::GROUP) {
      return UnknownNesting(at, wire.nesting());
    }
    schema::NestedBlock nested;
    nested.name = wire.type_name();
    nested.nesting = static_cast<schema::Nesting>(wire.nesting());
    nested.min_items = wire.min_items();
    nested.max_items = wire.max_items();
    ASSIGN_OR_RETURN(nested.block, ReadBlock(wire.block(), at));
    return nested;
  }

  absl::StatusOr<schema::Attribute> ReadAttribute(const WireAttribute& wire,
                                                  const cty::Path& at) {
    schema::Attribute attribute;
    attribute.name = wire.name();
    ASSIGN_OR_RETURN(attribute.type, TypeOf(wire, at));
    attribute.required = wire.required();
    attribute.optional = wire.optional();
    attribute.computed = wire.computed();
    attribute.sensitive = wire.sensitive();
    attribute.write_only = wire.write_only();
    attribute.deprecated = wire.deprecated();
    return attribute;
  }

  // Also notes what is sensitive, down to the nested attributes, of which
  // nothing else is kept.
  absl::StatusOr<cty::Type> TypeOf(const WireAttribute& wire,
                                   const cty::Path& at) {
    if (wire.sensitive()) sensitive_.push_back(at);
    if constexpr (requires { wire.nested_type(); }) {
      if (wire.has_nested_type()) return NestedType(wire.nested_type(), at);
    }
    absl::StatusOr<cty::Type> type = cty::Type::FromJson(wire.type());
    if (type.ok()) return type;
    return absl::InvalidArgumentError(
        absl::StrCat(at.ToString(), ": ", type.status().message()));
  }

  absl::StatusOr<cty::Type> NestedType(const auto& wire, const cty::Path& at) {
    using Object = std::decay_t<decltype(wire)>;
    cty::Type::Attributes members;
    for (const WireAttribute& attribute : wire.attributes()) {
      ASSIGN_OR_RETURN(cty::Type type,
                       TypeOf(attribute, at.Attr(attribute.name())));
      members.emplace(attribute.name(), type.WithoutOptionalAttributes());
    }
    cty::Type object = cty::Type::Object(std::move(members));
    switch (wire.nesting()) {
      case Object::SINGLE:
        return object;
      case Object::LIST:
        return cty::Type::List(std::move(object));
      case Object::SET:
        return cty::Type::Set(std::move(object));
      case Object::MAP:
        return cty::Type::Map(std::move(object));
      default:
        return UnknownNesting(at, wire.nesting());
    }
  }

  static absl::Status UnknownNesting(const cty::Path& at, int mode) {
    return absl::InvalidArgumentError(
        absl::StrCat(at.ToString(), ": unknown nesting mode ", mode));
  }

  std::vector<cty::Path> sensitive_;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_SCHEMA_READER_H_
