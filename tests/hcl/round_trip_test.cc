// Trees print back to the text that they were made of.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "compliance/hcl/parse.h"
#include "gtest/gtest.h"
#include "hcl/printed.h"
#include "hcl/snippets.h"

namespace compliance::hcl {
namespace {

namespace fs = std::filesystem;

// The .tf files below a folder; none where that is absent.
std::vector<std::string> SourcesBelow(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".tf") {
      paths.push_back(entry->path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

void ExpectRoundTrips(const std::string& folder, std::size_t at_least) {
  const std::vector<std::string> paths = SourcesBelow(folder);
  EXPECT_GE(paths.size(), at_least);
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const ParsedFile parsed = Parse(text);
    EXPECT_TRUE(parsed.problems.empty())
        << path << ":" << parsed.problems.front().range;
    EXPECT_EQ(testing::Printer(text).Fault(parsed.body), "") << path;
  }
}

TEST(RoundTrip, Examples) {
  ExpectRoundTrips(COMPLIANCE_SOURCE_DIR "/examples", 5);
}

TEST(RoundTrip, TestData) {
  ExpectRoundTrips(COMPLIANCE_SOURCE_DIR "/tests/testdata", 5);
}

TEST(RoundTrip, Snippets) {
  std::size_t whole = 0;
  for (const std::string& text : testing::Files()) {
    const ParsedFile parsed = Parse(text);
    if (!parsed.problems.empty()) continue;
    ++whole;
    EXPECT_EQ(testing::Printer(text).Fault(parsed.body), "") << text;
  }
  EXPECT_GE(whole, 100u);
}

}  // namespace
}  // namespace compliance::hcl
