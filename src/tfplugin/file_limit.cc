#include "compliance/tfplugin/file_limit.h"

#include <sys/resource.h>

namespace compliance::tfplugin {
namespace {

rlimit Current() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit;
}

}  // namespace

rlimit FileLimitBefore() {
  static const rlimit before = Current();
  return before;
}

void RaiseFileLimit() {
  [[maybe_unused]] static const int raised = [] {
    rlimit limit = FileLimitBefore();
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit);
  }();
}

FileLimitLowered::FileLimitLowered() : now_(Current()) {
  const rlimit before = FileLimitBefore();
  setrlimit(RLIMIT_NOFILE, &before);
}

FileLimitLowered::~FileLimitLowered() { setrlimit(RLIMIT_NOFILE, &now_); }

}  // namespace compliance::tfplugin
