#include "tfplugin/test_provider.h"

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/schema/schema.h"
#include "compliance/tfplugin/provider.h"

namespace compliance::tfplugin {
namespace {

using cty::Type;
using cty::Value;

schema::Attribute MakeAttribute(std::string name, Type type) {
  schema::Attribute attribute;
  attribute.name = std::move(name);
  attribute.type = std::move(type);
  return attribute;
}

schema::Attribute Optional(std::string name, Type type) {
  schema::Attribute attribute = MakeAttribute(std::move(name), std::move(type));
  attribute.optional = true;
  return attribute;
}

schema::Attribute Required(std::string name, Type type) {
  schema::Attribute attribute = MakeAttribute(std::move(name), std::move(type));
  attribute.required = true;
  return attribute;
}

schema::Attribute Computed(std::string name, Type type) {
  schema::Attribute attribute = MakeAttribute(std::move(name), std::move(type));
  attribute.computed = true;
  return attribute;
}

void AddFunctions(schema::ProviderSchema& schema) {
  schema::Parameter any;
  any.name = "value";
  any.allow_null = true;
  any.allow_unknown = true;
  schema.functions["echo"].parameters = {any};
  schema.functions["refuse"].parameters = {any};
  schema.functions["refuse"].returns = Type::String();
  schema.functions["hang"].returns = Type::String();
}

schema::ProviderSchema MakeSchema() {
  schema::ProviderSchema schema;
  schema.plan_destroy = true;
  schema.provider.block.attributes = {Optional("region", Type::String())};

  schema::NestedBlock rule;
  rule.name = "rule";
  rule.block.attributes = {Optional("port", Type::Number())};
  schema::Schema& thing = schema.resources["hosttest_thing"];
  thing.version = 1;
  thing.block.attributes = {Required("name", Type::String()),
                            Optional("labels", Type::Map(Type::String())),
                            Optional("extra", Type::Dynamic()),
                            Computed("id", Type::String())};
  thing.block.blocks = {rule};

  schema.data_sources["hosttest_echo"].block.attributes = {
      Required("text", Type::String())};
  schema.ephemeral_resources["hosttest_token"].block.attributes = {
      Required("text", Type::String())};
  AddFunctions(schema);
  return schema;
}

// `object` with one attribute replaced.
Value With(const Value& object, const std::string& name, Value value) {
  Value::Attributes attributes = object.AsAttributes();
  attributes[name] = std::move(value);
  return Value::Object(std::move(attributes));
}

class TestProvider final : public Provider {
 public:
  const schema::ProviderSchema& Schema() const override { return schema_; }

  diag::Diagnostics ValidateProviderConfig(const Value&) override { return {}; }
  diag::Diagnostics Configure(absl::string_view, const Value& config) override {
    region_ = *config.Find("region");
    return {};
  }

  diag::Diagnostics ValidateResource(absl::string_view, const Value&) override {
    return {};
  }
  ValueResult ReadResource(absl::string_view, const Value& state) override {
    return {state, {}};
  }

  PlanResult PlanResource(const PlanRequest& request) override {
    PlanResult result;
    result.planned_state = request.proposed_new_state;
    if (request.proposed_new_state.IsNull()) return result;
    const Value& name = *request.config.Find("name");
    if (name.HasContent() && name.AsString() == "bad") {
      result.diagnostics = {diag::Error(
          "bad name", "detail with \xff a bad byte",
          cty::Path{cty::AttributeName{"labels"}, cty::MapKey{"team"}})};
    }
    result.legacy_type_system =
        name.HasContent() && name.AsString() == "legacy";
    if (name.HasContent() && name.AsString() == "mistyped") {
      result.planned_state = Value::Number(1);
    } else if (request.prior_state.IsNull()) {
      result.planned_state =
          With(result.planned_state, "id", Value::Unknown(Type::String()));
      result.planned_private = "private\xff";
    } else if (name.HasContent() && name.AsString() == "replaced") {
      result.requires_replace = {
          cty::Path().Attr("rule").Index(2).Attr("port")};
    }
    return result;
  }

  StateResult ApplyResource(const ApplyRequest& request) override {
    StateResult result{request.planned_state, request.planned_private, {}};
    if (!result.new_state.IsNull()) {
      result.legacy_type_system =
          *result.new_state.Find("name") == Value::String("legacy");
      result.new_state =
          With(result.new_state, "id",
               region_.HasContent() ? region_ : Value::String("an-id"));
    }
    return result;
  }

  ValueResult ImportResource(absl::string_view, absl::string_view id) override {
    if (id == "missing") {
      return {Value::Null(schema::ImpliedType(
                  schema_.resources.at("hosttest_thing").block)),
              {}};
    }
    return {Value::Object(
                {{"name", Value::String("imported")},
                 {"labels", Value::Null(Type::Map(Type::String()))},
                 {"extra", Value::Null(Type::Dynamic())},
                 {"id", Value::String(id)},
                 {"rule",
                  Value::List(Type::Object({{"port", Type::Number()}}), {})}}),
            {}};
  }

  diag::Diagnostics ValidateDataSource(absl::string_view,
                                       const Value&) override {
    return {diag::Warning("a warning", "of a data source",
                          cty::Path().Attr("text"))};
  }
  ValueResult ReadDataSource(absl::string_view, const Value& config) override {
    return {config, {}};
  }

  diag::Diagnostics ValidateEphemeral(absl::string_view,
                                      const Value&) override {
    return {};
  }
  ValueResult OpenEphemeral(absl::string_view, const Value& config) override {
    return {config, {}};
  }

  FunctionResult CallFunction(absl::string_view name,
                              const std::vector<Value>& arguments) override {
    FunctionResult result;
    if (name == "echo") {
      result.value = arguments[0];
    } else if (name == "refuse") {
      result.error = "refused";
      result.error_argument = 0;
    } else {
      std::this_thread::sleep_for(std::chrono::minutes(1));
    }
    return result;
  }

 private:
  const schema::ProviderSchema schema_ = MakeSchema();
  Value region_;
};

}  // namespace

std::unique_ptr<Provider> NewTestProvider() {
  return std::make_unique<TestProvider>();
}

}  // namespace compliance::tfplugin
