#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "compliance/terraform/command_line.h"

namespace compliance::terraform {

std::vector<std::string> WordsOfProcess(pid_t pid) {
  std::ifstream in(absl::StrCat("/proc/", pid, "/cmdline"), std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.empty()) return {};
  if (text.back() == '\0') text.pop_back();  // each word ends with one
  return absl::StrSplit(text, '\0');
}

}  // namespace compliance::terraform
