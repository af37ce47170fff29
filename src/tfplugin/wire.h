// Plain data to the messages of either protocol version. The template argument
// is Protocol5 or Protocol6 (protocol5.h, protocol6.h).
#ifndef COMPLIANCE_SRC_TFPLUGIN_WIRE_H_
#define COMPLIANCE_SRC_TFPLUGIN_WIRE_H_

#include <string>
#include <type_traits>
#include <variant>

#include "absl/strings/string_view.h"
#include "compliance/base/text.h"
#include "compliance/cty/path.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/schema/schema.h"

namespace compliance::tfplugin {

template <class P>
void PathToWire(const cty::Path& path, typename P::AttributePath* wire) {
  for (const cty::Step& step : path.steps()) {
    auto* out = wire->add_steps();
    if (const auto* name = std::get_if<cty::AttributeName>(&step)) {
      out->set_attribute_name(ToValidUtf8(name->name));
    } else if (const auto* key = std::get_if<cty::MapKey>(&step)) {
      out->set_element_key_string(ToValidUtf8(key->key));
    } else {
      out->set_element_key_int(std::get<cty::ListIndex>(step).index);
    }
  }
}

template <class P>
void DiagnosticToWire(const diag::Diagnostic& diagnostic,
                      typename P::Diagnostic* wire) {
  wire->set_severity(diagnostic.severity == diag::Severity::kWarning
                         ? P::Diagnostic::WARNING
                         : P::Diagnostic::ERROR);
  wire->set_summary(ToValidUtf8(diagnostic.summary));
  wire->set_detail(ToValidUtf8(diagnostic.detail));
  if (!diagnostic.attribute.empty()) {
    PathToWire<P>(diagnostic.attribute, wire->mutable_attribute());
  }
}

template <class P>
void DiagnosticsToWire(const diag::Diagnostics& diagnostics, auto* wire) {
  for (const diag::Diagnostic& diagnostic : diagnostics) {
    DiagnosticToWire<P>(diagnostic, wire->Add());
  }
}

template <class P>
void AttributeToWire(const schema::Attribute& attribute,
                     typename P::Schema::Attribute* wire) {
  wire->set_name(ToValidUtf8(attribute.name));
  wire->set_type(attribute.type.WithoutOptionalAttributes().ToJson());
  wire->set_description(ToValidUtf8(attribute.description));
  wire->set_description_kind(P::kMarkdown);
  wire->set_required(attribute.required);
  wire->set_optional(attribute.optional);
  wire->set_computed(attribute.computed);
  wire->set_sensitive(attribute.sensitive);
  wire->set_write_only(attribute.write_only);
  wire->set_deprecated(attribute.deprecated);
}

template <class P>
void BlockToWire(const schema::Block& block, typename P::Schema::Block* wire) {
  using NestedBlock = typename P::Schema::NestedBlock;
  wire->set_description(ToValidUtf8(block.description));
  wire->set_description_kind(P::kMarkdown);
  for (const schema::Attribute& attribute : block.attributes) {
    AttributeToWire<P>(attribute, wire->add_attributes());
  }
  for (const schema::NestedBlock& nested : block.blocks) {
    NestedBlock* out = wire->add_block_types();
    out->set_type_name(ToValidUtf8(nested.name));
    out->set_nesting(
        static_cast<typename NestedBlock::NestingMode>(nested.nesting));
    out->set_min_items(nested.min_items);
    out->set_max_items(nested.max_items);
    BlockToWire<P>(nested.block, out->mutable_block());
  }
}

template <class P>
void SchemaToWire(const schema::Schema& schema, typename P::Schema* wire) {
  wire->set_version(schema.version);
  BlockToWire<P>(schema.block, wire->mutable_block());
}

template <class P>
void ParameterToWire(const schema::Parameter& parameter,
                     typename P::Function::Parameter* wire) {
  wire->set_name(ToValidUtf8(parameter.name));
  wire->set_type(parameter.type.WithoutOptionalAttributes().ToJson());
  wire->set_allow_null_value(parameter.allow_null);
  wire->set_allow_unknown_values(parameter.allow_unknown);
  wire->set_description(ToValidUtf8(parameter.description));
  wire->set_description_kind(P::kMarkdown);
}

template <class P>
void FunctionToWire(const schema::Function& function,
                    typename P::Function* wire) {
  for (const schema::Parameter& parameter : function.parameters) {
    ParameterToWire<P>(parameter, wire->add_parameters());
  }
  if (function.variadic) {
    ParameterToWire<P>(*function.variadic, wire->mutable_variadic_parameter());
  }
  wire->mutable_return_()->set_type(
      function.returns.WithoutOptionalAttributes().ToJson());
  wire->set_summary(ToValidUtf8(function.summary));
  wire->set_description(ToValidUtf8(function.description));
  wire->set_description_kind(P::kMarkdown);
}

template <class P>
void CapabilitiesToWire(const schema::ProviderSchema& schema,
                        typename P::ServerCapabilities* wire) {
  wire->set_get_provider_schema_optional(true);
  wire->set_plan_destroy(schema.plan_destroy);
  wire->set_move_resource_state(schema.move_resource_state);
}

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_WIRE_H_
