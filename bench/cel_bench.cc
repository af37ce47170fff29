// What one evaluation of a condition costs: conditions as rules have them, over
// an object of a plan whose values are known, or of which apply is still to
// fill in some.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "compliance/cel/program.h"
#include "compliance/cty/value.h"

namespace compliance::cel {
namespace {

using cty::Type;

struct Condition {
  const char* name;
  const char* text;
};

constexpr Condition kConditions[] = {
    {"flag", "self.?storage_encrypted.orValue(false)"},
    {"number", "self.?retention.orValue(0) >= 35"},
    {"several",
     "has(self.kms_key_id) && self.storage_encrypted == true && "
     "!self.?public.orValue(false)"},
    {"text",
     "self.kms_key_id.startsWith('arn:') && "
     "self.kms_key_id.matches('^arn:aws[a-z-]*:kms:')"},
    {"blocks", "self.ingress.all(i, !(i.from <= 22 && 22 <= i.to))"},
    {"network",
     "self.ingress.all(i, "
     "cidr('10.0.0.0/8').containsCIDR(i.cidr))"},
    {"tags", "['Owner', 'Stage'].all(t, t in self.tags && self.tags[t] != '')"},
    {"time",
     "timestamp(self.until) - timestamp('2024-01-01T00:00:00Z') > "
     "duration('720h')"},
};

cty::Value Object(bool known) {
  const auto later = [&](cty::Value value) {
    return known ? value : cty::Value::Unknown(value.type());
  };
  std::vector<cty::Value> blocks;
  for (std::int64_t port = 1000; port < 1004; ++port) {
    blocks.push_back(cty::Value::Object(
        {{"from", later(cty::Value::Number(port))},
         {"to", cty::Value::Number(port)},
         {"cidr", later(cty::Value::String("10.1.0.0/16"))}}));
  }
  return cty::Value::Object(
      {{"storage_encrypted", later(cty::Value::Bool(true))},
       {"public", cty::Value::Null(Type::Bool())},
       {"retention", later(cty::Value::Number(std::int64_t{35}))},
       {"kms_key_id", later(cty::Value::String(
                          "arn:aws:kms:eu-west-1:111122223333:key/main"))},
       {"until", later(cty::Value::String("2024-06-01T00:00:00Z"))},
       {"ingress", cty::Value::Tuple(blocks)},
       {"tags",
        cty::Value::Map(Type::String(),
                        {{"Owner", cty::Value::String("team")},
                         {"Stage", later(cty::Value::String("test"))}})}});
}

// One iteration is one evaluation, as engine::Evaluate does it per resource.
void EvaluateOnce(benchmark::State& state, const Condition& condition,
                  bool known) {
  const Library none;
  const auto program = Compile(condition.text, none, {"self"});
  if (!program.ok()) {
    state.SkipWithError(std::string(program.status().message()).c_str());
    return;
  }
  Activation activation;
  activation.variables["self"] = Value::FromCty(Object(known), Origin{});
  activation.library = &none;
  const Outcome outcome = EvaluateCondition(*program, activation);
  if (!outcome.error.empty()) {
    state.SkipWithError(outcome.error.c_str());
    return;
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(EvaluateCondition(*program, activation));
  }
}

const bool kRegistered = [] {
  for (const Condition& condition : kConditions) {
    for (const bool known : {true, false}) {
      const std::string name =
          std::string(condition.name) + (known ? "/known" : "/unknown");
      benchmark::RegisterBenchmark(name.c_str(), &EvaluateOnce, condition,
                                   known);
    }
  }
  return true;
}();

}  // namespace
}  // namespace compliance::cel
