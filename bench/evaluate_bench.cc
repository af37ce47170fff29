// Judging plans: what making ready costs, and what each resource adds.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "compliance/config/config.h"
#include "compliance/engine/evaluate.h"
#include "compliance/plan/load.h"
#include "compliance/plan/plan.h"
#include "compliance/rules/rule_set.h"

namespace compliance::engine {
namespace {

std::string ExamplePlan() {
  std::ifstream file(COMPLIANCE_SOURCE_DIR "/examples/rds-pci/plan.json");
  return {std::istreambuf_iterator<char>(file), {}};
}

// The example with so many databases more, which have no block of their own.
std::string PlanWithDatabases(std::int64_t count) {
  nlohmann::json plan = nlohmann::json::parse(ExamplePlan());
  nlohmann::json& changes = plan["resource_changes"];
  nlohmann::json database;
  for (const nlohmann::json& change : changes) {
    if (change["type"] == "aws_db_instance") database = change;
  }
  for (std::int64_t i = 0; i < count; ++i) {
    database["address"] = absl::StrCat("aws_db_instance.more[", i, "]");
    database["name"] = "more";
    database["index"] = i;
    changes.push_back(database);
  }
  return plan.dump();
}

const rules::RuleSet& Rules() { return rules::RuleSet::BuiltIn(); }

void MakeReady(benchmark::State& state) {
  const config::Config config;
  for (auto _ : state) {
    const Evaluator evaluator(Rules(), config);
    benchmark::DoNotOptimize(&evaluator);
  }
}
BENCHMARK(MakeReady);

void LoadPlan(benchmark::State& state) {
  const std::string json = PlanWithDatabases(state.range(0));
  for (auto _ : state) {
    if (!plan::LoadPlanJson(json).ok()) {
      return state.SkipWithError("the plan does not load");
    }
  }
}
BENCHMARK(LoadPlan)->ArgName("databases")->Arg(0)->Arg(100)->Arg(1000);

void Judge(benchmark::State& state) {
  const config::Config config;
  const Evaluator evaluator(Rules(), config);
  const auto plan = plan::LoadPlanJson(PlanWithDatabases(state.range(0)));
  if (!plan.ok()) return state.SkipWithError("the plan does not load");
  std::size_t findings = 0;
  for (auto _ : state) {
    findings = evaluator.Evaluate(*plan).findings.size();
  }
  state.counters["findings"] = static_cast<double>(findings);
}
BENCHMARK(Judge)->ArgName("databases")->Arg(0)->Arg(100)->Arg(1000);

// What a rule costs on a resource that it judges, on average over the built-in
// rules that speak of it. Items are verdicts, one for each pair or element.
void JudgePairs(benchmark::State& state) {
  const config::Config config;
  const Evaluator evaluator(Rules(), config);
  const auto plan = plan::LoadPlanJson(PlanWithDatabases(state.range(0)));
  if (!plan.ok()) return state.SkipWithError("the plan does not load");
  std::int64_t pairs = 0;
  for (auto _ : state) {
    pairs +=
        static_cast<std::int64_t>(evaluator.Evaluate(*plan).findings.size());
  }
  state.SetItemsProcessed(pairs);
  state.counters["s_per_pair"] = benchmark::Counter(
      static_cast<double>(pairs),
      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(JudgePairs)->ArgName("databases")->Arg(1000)->Arg(10000);

}  // namespace
}  // namespace compliance::engine
