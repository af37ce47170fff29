// A process that looks like a Terraform with a given command line. Header only.
#ifndef COMPLIANCE_TESTS_HOOK_PEER_H_
#define COMPLIANCE_TESTS_HOOK_PEER_H_

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/terraform/command_line.h"

namespace compliance::hook {

// A shell that waits: under the name of terraform, its script is a file named
// as the subcommand. Ends with the object.
class Peer {
 public:
  // `words` are those behind the program; the first is the subcommand.
  explicit Peer(std::vector<std::string> words,
                std::vector<std::string> environment = {})
      : directory_(NewDirectory()) {
    std::filesystem::create_directories(directory_);
    std::ofstream(directory_ / words.front()) << "read x\n";
    words.insert(words.begin(), "terraform");
    int input[2];
    if (pipe(input) != 0) return;
    pid_ = fork();
    if (pid_ == 0) {
      dup2(input[0], STDIN_FILENO);
      close(input[0]);
      close(input[1]);
      if (chdir(directory_.c_str()) == 0) {
        execve("/bin/sh", Pointers(words).data(), Pointers(environment).data());
      }
      _exit(127);
    }
    close(input[0]);
    held_ = input[1];
    // Until it is what it is to look like.
    while (terraform::WordsOfProcess(pid_) != words) usleep(1000);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    close(held_);
    std::filesystem::remove_all(directory_);
  }

  pid_t pid() const { return pid_; }

 private:
  static std::filesystem::path NewDirectory() {
    static std::atomic<int> count = 0;
    return std::filesystem::temp_directory_path() /
           absl::StrCat("hook_peer_", getpid(), "_", count++);
  }
  static std::vector<char*> Pointers(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
  }

  std::filesystem::path directory_;
  pid_t pid_ = -1;
  int held_ = -1;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_TESTS_HOOK_PEER_H_
