// A folder that goes with its test.
#ifndef TESTS_TERRAFORM_FOLDER_H_
#define TESTS_TERRAFORM_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "gtest/gtest.h"

namespace compliance::terraform {

class Folder {
 public:
  Folder() {
    std::string pattern =
        std::filesystem::path(::testing::TempDir()) / "terraform-XXXXXX";
    path_ = std::filesystem::canonical(mkdtemp(pattern.data())).string();
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const {
    return (std::filesystem::path(path_) / name).string();
  }

  // Makes the folders above it too. Gives the whole path.
  std::string Write(const std::string& name, const std::string& text) const {
    const std::string file = *this / name;
    std::filesystem::create_directories(
        std::filesystem::path(file).parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

  void Link(const std::string& name, const std::string& target) const {
    const std::string file = *this / name;
    std::filesystem::create_directories(
        std::filesystem::path(file).parent_path());
    std::filesystem::create_symlink(target, file);
  }

 private:
  std::string path_;
};

}  // namespace compliance::terraform

#endif  // TESTS_TERRAFORM_FOLDER_H_
