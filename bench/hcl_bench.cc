// What it takes to parse .tf files: what a user waits for before a plan is
// judged.
#include <string>

#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"
#include "compliance/hcl/parse.h"

namespace {

// As people write it: twenty lines.
std::string Block(int number) {
  return absl::StrCat("resource \"aws_s3_bucket\" \"logs_", number, R"(" {
  # Kept for a year, as the policy says.
  bucket        = "${var.prefix}-logs-${count.index}"
  count         = var.enabled ? 2 : 0
  force_destroy = false

  tags = merge(local.tags, {
    Name  = "logs"
    Owner = try(var.owners[count.index], "nobody")
  })

  lifecycle_rule {
    enabled = true
    prefix  = join("/", [for part in var.parts : lower(part) if part != ""])

    expiration {
      days = 365 + var.grace
    }
  }
}

)");
}

// 10,000 lines and more are one file.
void Parse(benchmark::State& state) {
  std::string text;
  for (int i = 0; i < state.range(0) / 21; ++i) text += Block(i);
  for (auto _ : state) {
    const compliance::hcl::ParsedFile file = compliance::hcl::Parse(text);
    if (!file.problems.empty()) state.SkipWithError("does not parse");
    benchmark::DoNotOptimize(file);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(text.size()));
}
BENCHMARK(Parse)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
