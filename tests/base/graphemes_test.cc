#include "compliance/base/graphemes.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace compliance {
namespace {

struct Case {
  std::string text;
  std::size_t first;  // bytes
  std::size_t count;
};

class Graphemes : public ::testing::TestWithParam<Case> {};

TEST_P(Graphemes, AreCounted) {
  EXPECT_EQ(FirstGrapheme(GetParam().text), GetParam().first);
  EXPECT_EQ(CountGraphemes(GetParam().text), GetParam().count);
}

INSTANTIATE_TEST_SUITE_P(Texts, Graphemes,
                         ::testing::ValuesIn(std::vector<Case>{
                             {"", 0, 0},
                             {"a", 1, 1},
                             {"abc", 1, 3},
                             {"\r\n", 2, 1},
                             {"\n\r", 1, 2},
                             {"\t\t", 1, 2},
                             {"\xC3\xA9", 2, 1},    // é as one code point
                             {"e\xCC\x81x", 3, 2},  // and as two
                             {"\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA", 8,
                              1},  // a flag
                             {"👩‍👩‍👧!", 18, 2},
                             {"한국", 3, 2},
                             {"\xFF\xFE", 1, 2},  // no UTF-8
                             {"a\xFF", 1, 2},
                         }));

}  // namespace
}  // namespace compliance
