#include "cty/normalize.h"

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/escaping.h"
#include "cty/go_quote.h"
#include "gtest/gtest.h"
#include "support/lines.h"

namespace compliance::cty {
namespace {

TEST(Normalize, GivesWhatGoDoes) {
  const auto lines = compliance::testing::LinesOf(
      COMPLIANCE_SOURCE_DIR "/tests/testdata/cty/strings.jsonl");
  ASSERT_GT(lines.size(), 100U);
  for (const std::string& line : lines) {
    SCOPED_TRACE(line);
    const auto row = nlohmann::json::parse(line);
    const std::string text =
        absl::HexStringToBytes(row["text"].get<std::string>());
    const std::string normal = NormalizeNfc(text);
    EXPECT_EQ(absl::BytesToHexString(normal), row["normal"].get<std::string>());
    EXPECT_EQ(NormalizeNfc(normal), normal);
    std::string quoted;
    AppendGoQuoted(text, &quoted);
    EXPECT_EQ(quoted, row["quoted"].get<std::string>());
  }
}

TEST(Normalize, IsLinearInCombiningCharacters) {
  std::string text = "a";
  for (int i = 0; i < 200000; ++i) text += "\xCC\x81\xCC\xA3";
  EXPECT_GT(NormalizeNfc(text).size(), text.size());
}

TEST(SafePrefix, StopsBeforeWhatMayStillChange) {
  EXPECT_EQ(SafePrefix(""), "");
  EXPECT_EQ(SafePrefix("ab"), "a");
  EXPECT_EQ(SafePrefix("ab-"), "ab-");
  EXPECT_EQ(SafePrefix("abe\xCC\x81"), "ab");     // a letter with its accent
  EXPECT_EQ(SafePrefix("a/\xF0\x9F\x99"), "a/");  // cut within a character
}

}  // namespace
}  // namespace compliance::cty
