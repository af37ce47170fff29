// Judging one planned resource, for which Terraform waits: what the hook adds
// to each PlanResourceChange but for the way through the forwarder.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "compliance/config/config.h"
#include "compliance/cty/msgpack.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/engine/evaluate.h"
#include "compliance/hcl/source_positions.h"
#include "compliance/rules/rule_set.h"
#include "compliance/schema/schema.h"
#include "compliance/tfplugin/forward.h"
#include "compliance/tfplugin/observe.h"
#include "hook/address_book.h"
#include "hook/judge.h"
#include "hook/ledger.h"
#include "hook/schema_store.h"
#include "sandbox_calls.h"
#include "tfplugin5.pb.h"

namespace compliance::hook {
namespace {

using cty::Value;
using tfplugin::ObservedSchema;

constexpr char kProvider[] = "registry.terraform.io/hashicorp/aws";
constexpr char kPlan[] = "/tfplugin5.Provider/PlanResourceChange";

using Arguments = Value::Attributes;

ObservedSchema SchemaOf(const std::string& type) {
  const auto only = [&type](absl::string_view name, absl::string_view) {
    return name == type;
  };
  const auto none = [](absl::string_view, absl::string_view) { return false; };
  return bench::Need(tfplugin::ReadSchemas(5, bench::AwsSchemas(), only, none))
      .resources.at(type);
}

// A configuration of these arguments and no blocks.
Arguments Configured(const ObservedSchema& schema, const Arguments& arguments) {
  Arguments all;
  for (const auto& [name, type] : schema.type.attributes()) {
    all[name] = Value::Null(type);
  }
  for (const schema::NestedBlock& nested : schema.schema.block.blocks) {
    const cty::Type& type = all[nested.name].type();
    if (nested.nesting == schema::Nesting::kList) {
      all[nested.name] = Value::List(type.element(), {});
    } else if (nested.nesting == schema::Nesting::kSet) {
      all[nested.name] = Value::Set(type.element(), {});
    }
  }
  for (const auto& [name, value] : arguments) all[name] = value;
  return all;
}

// What Terraform proposes for a creation.
Arguments Proposed(const ObservedSchema& schema, Arguments configured) {
  for (const schema::Attribute& attribute : schema.schema.block.attributes) {
    Value& value = configured[attribute.name];
    if (attribute.computed && value.IsNull()) {
      value = Value::Unknown(value.type());
    }
  }
  return configured;
}

std::string PlanRequest(const std::string& type, const ObservedSchema& schema,
                        const Arguments& arguments) {
  const Arguments config = Configured(schema, arguments);
  const auto encode = [&schema](const Value& value) {
    return cty::EncodeMsgpack(value, schema.type);
  };
  ::tfplugin5::PlanResourceChange::Request request;
  request.set_type_name(type);
  request.mutable_prior_state()->set_msgpack(encode(Value::Null(schema.type)));
  request.mutable_config()->set_msgpack(encode(Value::Object(config)));
  request.mutable_proposed_new_state()->set_msgpack(
      encode(Value::Object(Proposed(schema, config))));
  return request.SerializeAsString();
}

// All that judges have in common, over the example's sources.
class Shared {
 public:
  Shared()
      : evaluator_(rules_, config_),
        schemas_(rules_),
        addresses_(hcl::SourcePositions::Read(COMPLIANCE_SOURCE_DIR
                                              "/examples/rds-pci")) {
    const absl::Status taken = schemas_.Take(kProvider, 5, bench::AwsSchemas());
    if (!taken.ok()) bench::Need<int>(taken);
  }

  std::unique_ptr<tfplugin::Interceptor> NewConnection() {
    return NewJudge(
        {rules_, config_, evaluator_, schemas_, addresses_, ledger_},
        {kProvider, getpid(), 5});
  }

 private:
  const rules::RuleSet& rules_ = rules::RuleSet::BuiltIn();
  const config::Config config_;
  engine::Evaluator evaluator_;
  SchemaStore schemas_;
  AddressBook addresses_;
  Ledger ledger_;
};

void JudgePlan(benchmark::State& state, const std::string& type,
               const Arguments& arguments) {
  Shared shared;
  const auto judge = shared.NewConnection();
  const std::string request = PlanRequest(type, SchemaOf(type), arguments);
  const std::string response =
      bench::Need(bench::AwsMethods().at(kPlan)(request));
  std::size_t added = 0;
  for (auto _ : state) {
    added = judge->Append(kPlan, request, response).size();
  }
  state.counters["bytes_added"] = static_cast<double>(added);
}

BENCHMARK_CAPTURE(JudgePlan, of_a_type_without_rules,
                  "aws_cloudwatch_dashboard",
                  Arguments{{"dashboard_name", Value::String("d")},
                            {"dashboard_body", Value::String("{}")}});
BENCHMARK_CAPTURE(JudgePlan, that_breaks_nothing, "aws_kms_key",
                  Arguments{{"description", Value::String("k")},
                            {"enable_key_rotation", Value::Bool(true)}});
BENCHMARK_CAPTURE(JudgePlan, that_breaks_much, "aws_db_instance",
                  Arguments{{"identifier", Value::String("db")},
                            {"engine", Value::String("postgres")},
                            {"instance_class", Value::String("db.t3.micro")},
                            {"allocated_storage", Value::Number(20)},
                            {"publicly_accessible", Value::Bool(true)}});

}  // namespace
}  // namespace compliance::hook
