// How many files may be open. Every connection and plugin process costs a
// handful of ours, and the usual soft limit of 1024 is there for programs that
// use select.
#ifndef COMPLIANCE_TFPLUGIN_FILE_LIMIT_H_
#define COMPLIANCE_TFPLUGIN_FILE_LIMIT_H_

#include <sys/resource.h>

namespace compliance::tfplugin {

// Raises our soft limit to the hard one, once.
void RaiseFileLimit();

// Our limit as it was before, which is what children are to have.
rlimit FileLimitBefore();

// For as long as it lives, our limit is what it was: a child that is started
// meanwhile inherits it.
class FileLimitLowered {
 public:
  FileLimitLowered();
  ~FileLimitLowered();
  FileLimitLowered(const FileLimitLowered&) = delete;
  FileLimitLowered& operator=(const FileLimitLowered&) = delete;

 private:
  rlimit now_{};
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TFPLUGIN_FILE_LIMIT_H_
