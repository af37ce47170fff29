// Trees print back to the text that they were made of.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "compliance/hcl/parse.h"
#include "gtest/gtest.h"
#include "hcl/printed.h"
#include "hcl/random_expression.h"
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

// Bodies of random blocks and expressions, with random space and comments where
// these mean nothing.
class RandomFile {
 public:
  explicit RandomFile(std::uint32_t seed) : random_(seed) {}

  std::string Text() {
    const std::string mark = Pick(8) == 0 ? "\xEF\xBB\xBF" : "";
    return mark + Body(3);
  }

 private:
  std::uint32_t Pick(std::uint32_t count) {
    return static_cast<std::uint32_t>(random_()) % count;
  }
  std::string Space() {
    static constexpr const char* kSpaces[] = {" ", "  ", "\t", " /* é */ "};
    return kSpaces[Pick(4)];
  }
  std::string Newline() {
    static constexpr const char* kNewlines[] = {
        "\n", "\r\n", "\n\n", " # ü\n", "// x\n", "\n/* a\n b */\n"};
    return kNewlines[Pick(6)];
  }
  std::string Body(int depth) {
    std::string body;
    for (std::uint32_t i = Pick(5); i > 0; --i) {
      body += Space() + Item(depth) + Newline();
    }
    return body;
  }
  std::string Item(int depth) {
    const std::string name = "é" + std::to_string(++names_);
    switch (depth == 0 ? Pick(2) : Pick(5)) {
      case 0:
        return name + Space() + "=" + Space() + Expression();
      case 1:
        return name + "=<<-EOT\n  a ${" + Expression() +
               "}\n   $${b}\n%{ if f ~}\nc\n%{ endif }\n  EOT\n";
      case 2:
        return name + Space() + "{" + Space() + "a=" + Expression() + "}";
      case 3:
        return name + Space() + "\"l\\n\"" + Space() + "m {}";
      default:
        return name + " {" + Newline() + Body(depth - 1) + Space() + "}";
    }
  }
  std::string Expression() {
    return testing::RandomExpression(static_cast<std::uint32_t>(random_()))
        .Text();
  }

  std::mt19937 random_;
  int names_ = 0;
};

TEST(RoundTrip, Generated) {
  for (std::uint32_t seed = 0; seed < 2'000; ++seed) {
    const std::string text = RandomFile(seed).Text();
    const ParsedFile parsed = Parse(text);
    ASSERT_TRUE(parsed.problems.empty())
        << parsed.problems.front().range << " of\n"
        << text;
    ASSERT_EQ(testing::Printer(text).Fault(parsed.body), "") << text;
  }
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
