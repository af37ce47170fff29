// load_plan FILE: loads a plan once and says what it took. No benchmark that is
// repeated: peak memory is of the whole process.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

#include "compliance/plan/load.h"
#include "compliance/plan/plan.h"

namespace {

long PeakMegabytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1000;
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
  const std::string text = ReadFile(argv[1]);
  const long before = PeakMegabytes();
  const auto start = std::chrono::steady_clock::now();
  const auto plan = compliance::plan::LoadPlanJson(text);
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  if (!plan.ok()) {
    std::fprintf(stderr, "%s\n", std::string(plan.status().message()).c_str());
    return 2;
  }
  std::printf("%zu resources, %.2f s, peak %ld MB, of which text %ld MB\n",
              plan->resources.size(), seconds.count(), PeakMegabytes(), before);
  return 0;
}
