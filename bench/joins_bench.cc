// Joins by the number of buckets: twice as many must take twice as long,
// however the configuration is written.
#include <benchmark/benchmark.h>

#include "compliance/config/config.h"
#include "compliance/engine/evaluate.h"
#include "compliance/plan/query.h"
#include "compliance/rules/rule_set.h"
#include "join_plans.h"

namespace compliance::plan {
namespace {

void EveryForm(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"form", "buckets"})->Unit(benchmark::kMillisecond);
  for (const Form form : {Form::kPlain, Form::kCount, Form::kForEach,
                          Form::kModules, Form::kValues, Form::kUnknownNames}) {
    for (const int buckets : {1000, 10000, 100000}) {
      bench->Args({static_cast<int>(form), buckets});
    }
  }
}

Plan PlanOf(const benchmark::State& state) {
  return MakeJoinPlan(static_cast<Form>(state.range(0)), state.range(1));
}

void Count(benchmark::State& state, std::size_t members) {
  state.counters["members"] = static_cast<double>(members);
  state.SetComplexityN(state.range(1));
}

// Indexes included.
void Linked(benchmark::State& state) {
  const Plan plan = PlanOf(state);
  const cty::Path bucket = cty::Path().Attr("bucket");
  std::size_t members = 0;
  for (auto _ : state) {
    const Query query(plan);
    members = 0;
    for (const Resource& resource : plan.resources) {
      if (resource.address.type != "aws_s3_bucket") continue;
      for (const char* type : JoinPlan::kPartners) {
        members += query.Linked(resource, type, bucket).members.size();
      }
    }
  }
  Count(state, members);
}
BENCHMARK(Linked)->Apply(EveryForm);

void References(benchmark::State& state) {
  const Plan plan = PlanOf(state);
  const cty::Path bucket = cty::Path().Attr("bucket");
  std::size_t members = 0;
  for (auto _ : state) {
    const Query query(plan);
    members = 0;
    for (const Resource& resource : plan.resources) {
      if (resource.address.type == "aws_s3_bucket") continue;
      members +=
          query.References(resource, bucket, {"aws_s3_bucket"}).members.size();
    }
  }
  Count(state, members);
}
BENCHMARK(References)->Apply(EveryForm);

// Every rule of the catalogue, over buckets and partners.
void Judge(benchmark::State& state) {
  const Plan plan = PlanOf(state);
  const config::Config config;
  const engine::Evaluator evaluator(rules::RuleSet::BuiltIn(), config);
  std::size_t findings = 0;
  for (auto _ : state) {
    findings = evaluator.Evaluate(plan).findings.size();
  }
  Count(state, findings);
}
BENCHMARK(Judge)->Apply(EveryForm)->Iterations(1);

}  // namespace
}  // namespace compliance::plan
