// check_plan FILE: loads a plan, judges it by every rule, and says what each
// step took. No benchmark that is repeated: peak memory is of the whole
// process.
#include <sys/resource.h>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "compliance/config/config.h"
#include "compliance/engine/evaluate.h"
#include "compliance/plan/load.h"
#include "compliance/plan/plan.h"
#include "compliance/report/report.h"
#include "compliance/rules/rule_set.h"

namespace {

long PeakMegabytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1000;
}

// What the process has now.
long Megabytes() {
  std::ifstream file("/proc/self/statm");
  long pages = 0;
  long resident = 0;
  file >> pages >> resident;
  return resident * 4096 / 1000000;
}

// Of the processor, for the machine may be busy with other things.
double Seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void Say(const char* step, double since) {
  std::fprintf(stderr, "%-8s %7.2f s, %5ld MB now, %5ld MB at most\n", step,
               Seconds() - since, Megabytes(), PeakMegabytes());
}

std::string ReadFile(const char* path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::string text(file ? static_cast<std::size_t>(file.tellg()) : 0, '\0');
  file.seekg(0);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  double start = Seconds();
  std::string text = ReadFile(argv[1]);
  Say("read", start);
  start = Seconds();
  auto plan = compliance::plan::TakePlanJson(std::move(text));
  Say("load", start);
  if (!plan.ok()) {
    std::fprintf(stderr, "%s\n", std::string(plan.status().message()).c_str());
    return 2;
  }
  start = Seconds();
  const compliance::config::Config config;
  const auto evaluation = compliance::engine::Evaluate(
      compliance::rules::RuleSet::BuiltIn(), *plan, config,
      compliance::engine::Keep::kWithoutPasses);
  Say("judge", start);
  const std::size_t resources = plan->resources.size();
  *plan = compliance::plan::Plan();
  start = Seconds();
  compliance::report::WriteJson(evaluation, {}, [](absl::string_view piece) {
    std::fwrite(piece.data(), 1, piece.size(), stdout);
  });
  Say("report", start);
  std::fprintf(stderr, "%zu resources, %zu findings\n", resources,
               evaluation.findings.size());
  return 0;
}
