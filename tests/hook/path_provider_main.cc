// terraform-provider-pathtest: says where DiagnosticPath leads. Its resource
// names a path in `path`, and gets a warning there, of its own name.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compliance/rules/shape.h"
#include "compliance/tfplugin/provider.h"
#include "compliance/tfplugin/serve.h"
#include "hook/diagnostic_path.h"

namespace compliance::hook {
namespace {

using cty::Type;
using cty::Value;
using schema::Nesting;

schema::Attribute Optional(const std::string& name, Type type) {
  schema::Attribute attribute;
  attribute.name = name;
  attribute.type = std::move(type);
  attribute.optional = true;
  return attribute;
}

schema::ProviderSchema MakeSchema() {
  schema::ProviderSchema schema;
  schema::Block leaf;
  leaf.attributes = {Optional("note", Type::String()),
                     Optional("port", Type::Number())};
  schema::Block& block = schema.resources["pathtest_thing"].block;
  block.attributes = {Optional("path", Type::String()),
                      Optional("encrypted", Type::Bool()),
                      Optional("tags", Type::Map(Type::String())),
                      Optional("zones", Type::List(Type::String())),
                      Optional("names", Type::Set(Type::String()))};
  const std::vector<std::pair<std::string, Nesting>> blocks = {
      {"single", Nesting::kSingle},
      {"list", Nesting::kList},
      {"set", Nesting::kSet},
      {"map", Nesting::kMap}};
  for (const auto& [name, nesting] : blocks) {
    schema::NestedBlock nested;
    nested.name = name;
    nested.nesting = nesting;
    nested.block = leaf;
    block.blocks.push_back(std::move(nested));
  }
  return schema;
}

class PathProvider final : public tfplugin::Provider {
 public:
  const schema::ProviderSchema& Schema() const override { return schema_; }
  diag::Diagnostics ValidateProviderConfig(const Value&) override { return {}; }
  diag::Diagnostics Configure(absl::string_view, const Value&) override {
    return {};
  }
  diag::Diagnostics ValidateResource(absl::string_view type,
                                     const Value& config) override {
    const Value& text = *config.Find("path");
    if (!text.HasContent()) return {};
    const auto path = rules::ParsePath(text.AsString());
    if (!path.ok()) return {diag::Error("no path", text.AsString())};
    return {diag::Warning(
        text.AsString(), "",
        DiagnosticPath(*path, schema_.resources.at(std::string(type)).block,
                       config, false))};
  }
  tfplugin::ValueResult ReadResource(absl::string_view,
                                     const Value& state) override {
    return {state, {}};
  }
  tfplugin::PlanResult PlanResource(
      const tfplugin::PlanRequest& request) override {
    tfplugin::PlanResult result;
    result.planned_state = request.proposed_new_state;
    return result;
  }
  tfplugin::StateResult ApplyResource(
      const tfplugin::ApplyRequest& request) override {
    return {request.planned_state, "", {}};
  }
  tfplugin::ValueResult ImportResource(absl::string_view,
                                       absl::string_view) override {
    return {};
  }
  diag::Diagnostics ValidateDataSource(absl::string_view,
                                       const Value&) override {
    return {};
  }
  tfplugin::ValueResult ReadDataSource(absl::string_view,
                                       const Value& config) override {
    return {config, {}};
  }

 private:
  const schema::ProviderSchema schema_ = MakeSchema();
};

}  // namespace
}  // namespace compliance::hook

int main() {
  namespace tfplugin = compliance::tfplugin;
  if (!tfplugin::StartedByHost()) return 3;
  return tfplugin::Serve(
      [] { return std::make_unique<compliance::hook::PathProvider>(); }, {});
}
