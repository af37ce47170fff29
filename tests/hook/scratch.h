// A folder for one test.
#ifndef COMPLIANCE_TESTS_HOOK_SCRATCH_H_
#define COMPLIANCE_TESTS_HOOK_SCRATCH_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace compliance::hook {

class Scratch {
 public:
  Scratch() {
    std::string path =
        (std::filesystem::temp_directory_path() / "hook-XXXXXX").string();
    root_ = mkdtemp(path.data());
  }
  ~Scratch() {
    std::error_code error;
    std::filesystem::remove_all(root_, error);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string Path(const std::string& name) const {
    return (root_ / name).string();
  }
  std::string Write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = root_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  std::string WriteProgram(const std::string& name,
                           const std::string& text) const {
    const std::string path = Write(name, text);
    std::filesystem::permissions(path, std::filesystem::perms(0755));
    return path;
  }
  std::string Read(const std::string& name) const {
    std::ifstream in(root_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  std::filesystem::path root_;
};

}  // namespace compliance::hook

#endif  // COMPLIANCE_TESTS_HOOK_SCRATCH_H_
