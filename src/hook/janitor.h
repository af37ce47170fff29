// Clears away what only a sudden death leaves behind.
#ifndef COMPLIANCE_SRC_HOOK_JANITOR_H_
#define COMPLIANCE_SRC_HOOK_JANITOR_H_

#include <sys/types.h>

#include <string>

namespace compliance::hook {

// A process beside this one that removes a socket directory when this one ends
// without having said Done. Start it before any thread is started.
class Janitor {
 public:
  Janitor();
  ~Janitor();
  Janitor(const Janitor&) = delete;
  Janitor& operator=(const Janitor&) = delete;

  // What to remove: the sockets in a directory and in those right below, and
  // then the directories. Nothing else in them is touched.
  void Watch(const std::string& directory);
  // All is removed in good order.
  void Done();

 private:
  int pipe_ = -1;
  pid_t pid_ = -1;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_JANITOR_H_
