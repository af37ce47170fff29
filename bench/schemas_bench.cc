// Reading a provider's schema in passing, which Terraform waits for.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "compliance/tfplugin/observe.h"
#include "sandbox_calls.h"
#include "tfplugin5.pb.h"

namespace compliance::tfplugin {
namespace {

// Of the types that are offered, every `stride`th is wanted; 0: none.
TypeFilter Every(std::size_t stride) {
  return [stride, seen = std::size_t{0}](absl::string_view,
                                         absl::string_view) mutable {
    return stride != 0 && seen++ % stride == 0;
  };
}

void ReadSome(benchmark::State& state) {
  const std::string& response = bench::AwsSchemas();
  const auto stride = static_cast<std::size_t>(state.range(0));
  std::size_t wanted = 0;
  for (auto _ : state) {
    const auto schemas = ReadSchemas(5, response, Every(stride), Every(0));
    if (!schemas.ok()) return state.SkipWithError("no schemas");
    wanted = schemas->resources.size();
  }
  state.counters["wanted"] = static_cast<double>(wanted);
  state.SetBytesProcessed(
      static_cast<std::int64_t>(response.size() * state.iterations()));
}
BENCHMARK(ReadSome)->ArgName("every")->Arg(0)->Arg(12)->Arg(1);

// What passing over saves.
void DecodeTheWholeMessage(benchmark::State& state) {
  const std::string& response = bench::AwsSchemas();
  for (auto _ : state) {
    ::tfplugin5::GetProviderSchema::Response message;
    benchmark::DoNotOptimize(message.ParseFromString(response));
  }
  state.SetBytesProcessed(
      static_cast<std::int64_t>(response.size() * state.iterations()));
}
BENCHMARK(DecodeTheWholeMessage);

}  // namespace
}  // namespace compliance::tfplugin
