// Test data of one row per line. Header only.
#ifndef COMPLIANCE_TESTS_SUPPORT_LINES_H_
#define COMPLIANCE_TESTS_SUPPORT_LINES_H_

#include <fstream>
#include <string>
#include <vector>

namespace compliance::testing {

// The lines of a file that are not empty; none where there is no such file.
inline std::vector<std::string> LinesOf(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

}  // namespace compliance::testing

#endif  // COMPLIANCE_TESTS_SUPPORT_LINES_H_
