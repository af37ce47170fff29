#include "compliance/base/text.h"

#include <string>

#include "gtest/gtest.h"

namespace compliance {
namespace {

TEST(Utf8, IsCheckedAndRepairedByteForByte) {
  const std::string kBad = "\xEF\xBF\xBD";
  const struct {
    std::string text;
    std::string repaired;  // empty: it is valid
  } table[] = {
      {"", ""},
      {"plain", ""},
      {"gr\xC3\xBC\xC3\x9F", ""},
      {"\xE2\x82\xAC \xF0\x9F\x99\x82", ""},
      {"\xED\x9F\xBF\xEE\x80\x80", ""},  // around the surrogates
      {"\xF4\x8F\xBF\xBF", ""},          // U+10FFFF
      {"a\xFFz", "a" + kBad + "z"},
      {"\x80", kBad},
      {"\xC3", kBad},                                   // ends early
      {"\xC3(", kBad + "("},                            // no continuation
      {"\xC0\xAF", kBad + kBad},                        // overlong
      {"\xE0\x9F\xBF", kBad + kBad + kBad},             // overlong
      {"\xF0\x8F\xBF\xBF", kBad + kBad + kBad + kBad},  // overlong
      {"\xED\xA0\x80", kBad + kBad + kBad},             // a surrogate
      {"\xF4\x90\x80\x80", kBad + kBad + kBad + kBad},  // above U+10FFFF
      {"\xF5\x80", kBad + kBad},
      {"\xE2\x82", kBad + kBad},
      {std::string("\0\xFF", 2), std::string("\0", 1) + kBad},
  };
  for (const auto& row : table) {
    SCOPED_TRACE(Quote(row.text));
    EXPECT_EQ(IsValidUtf8(row.text), row.repaired.empty());
    EXPECT_EQ(ToValidUtf8(row.text),
              row.repaired.empty() ? row.text : row.repaired);
    EXPECT_TRUE(IsValidUtf8(ToValidUtf8(row.text)));
  }
}

TEST(Nearest, FindsSlipsOnly) {
  const std::vector<std::string> kKeys = {"require", "requirements", "when",
                                          "id"};
  EXPECT_EQ(Nearest("requires", kKeys), "require");
  EXPECT_EQ(Nearest("requirments", kKeys), "requirements");
  EXPECT_EQ(Nearest("wehn", {"then"}), "");
  EXPECT_EQ(Nearest("wen", kKeys), "when");
  EXPECT_EQ(Nearest("colour", kKeys), "");
  EXPECT_EQ(Nearest("x", kKeys), "");
  EXPECT_EQ(Nearest("", kKeys), "");
  EXPECT_EQ(Nearest("when", {}), "");
  EXPECT_EQ(Nearest("when", kKeys), "when");
  EXPECT_EQ(Nearest(std::string(100000, 'a'), kKeys), "");
}

TEST(Quote, EscapesWhatHclAndJsonDo) {
  EXPECT_EQ(Quote("plain"), R"("plain")");
  EXPECT_EQ(Quote("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(Quote("\n\r\t"), R"("\n\r\t")");
  EXPECT_EQ(Quote(std::string("\0\x1F\x7F", 3)), R"("\u0000\u001f\u007f")");
  EXPECT_EQ(Quote("gr\xC3\xBCn"), "\"gr\xC3\xBCn\"");
}

}  // namespace
}  // namespace compliance
