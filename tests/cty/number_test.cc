#include "compliance/cty/number.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "support/lines.h"
#include "support/status.h"

namespace compliance::cty {
namespace {

using ::compliance::testing::LinesOf;
using ::compliance::testing::StatusIs;

Number Parsed(absl::string_view text) {
  const absl::StatusOr<Number> number = Number::Parse(text);
  EXPECT_OK(number) << text;
  return number.ok() ? *number : Number();
}

TEST(Number, PrintsTheDigitsThatGoDoes) {
  const auto lines =
      LinesOf(COMPLIANCE_SOURCE_DIR "/tests/testdata/cty/numbers.jsonl");
  ASSERT_GT(lines.size(), 100U);
  int wrong_in_go = 0;
  for (const std::string& line : lines) {
    const auto row = nlohmann::json::parse(line);
    const auto text = row["text"].get<std::string>();
    SCOPED_TRACE(text);
    if (text == "-0") continue;  // our zero has no sign
    const Number number = Parsed(text);
    const auto shortest = row["shortest"].get<std::string>();
    // Go takes the gap below a power of two to be as wide as the one above, and
    // gives digits for some that read back as another number.
    if (Parsed(shortest) != number) {
      ++wrong_in_go;
    } else {
      EXPECT_EQ(number.ToString(), shortest);
    }
    EXPECT_EQ(number.ToGeneral(10), row["general"].get<std::string>());
    EXPECT_EQ(Parsed(number.ToString()), number);
  }
  EXPECT_EQ(wrong_in_go, 1);
}

TEST(Number, ParseRefusesWhatIsNoDecimalNumber) {
  for (const char* text :
       {"",      " ",   "+",     "-",   ".",   "e5",      "1e",  "1e+",
        "1.2.3", "0x1", "1_000", " 1",  "1 ",  "1e5.0",   "--1", "+-1",
        "Inf",   "NaN", "nan",   "1p4", "1,5", "\xD9\xA1"}) {
    EXPECT_THAT(Number::Parse(text),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << text;
  }
  EXPECT_THAT(Number::Parse(std::string("1\0", 2)),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(Number, ParseRefusesExponentsThatNobodyCouldPrint) {
  for (const char* text :
       {"1E999999999", "-1E999999999", "1e99999999999999999999999999",
        "1e-99999999999999999999", "1e1025", "1e-1025"}) {
    EXPECT_THAT(Number::Parse(text), StatusIs(absl::StatusCode::kOutOfRange))
        << text;
  }
  EXPECT_THAT(Number::Parse("1" + std::string(2000, '0')),
              StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_EQ(Parsed("0e999999999"), Number());
  EXPECT_EQ(Parsed("1" + std::string(2000, '0') + "e-2000"), Number(1.0));
  // Digits beyond the precision cost nothing but their reading.
  EXPECT_NE(Parsed("0." + std::string(1000000, '1')), Number());
}

TEST(Number, KnowsWhatMachineTypesHold) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  constexpr auto kMin = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(Parsed("9223372036854775807").AsInt64(), kMax);
  EXPECT_EQ(Parsed("-9223372036854775808").AsInt64(), kMin);
  EXPECT_EQ(Parsed("9223372036854775808").AsInt64(), std::nullopt);
  EXPECT_EQ(Parsed("5.00e1").AsInt64(), 50);
  EXPECT_EQ(Parsed("0.5").AsInt64(), std::nullopt);
  EXPECT_EQ(Parsed("0.5").AsExactDouble(), 0.5);
  EXPECT_EQ(Parsed("0.1").AsExactDouble(), std::nullopt);
  EXPECT_EQ(Parsed("0.1").AsDouble(), 0.1);
  EXPECT_EQ(Number(0.1).AsExactDouble(), 0.1);
  EXPECT_EQ(Number(kMax).AsExactDouble(), std::nullopt);
  EXPECT_EQ(Number(kMin).AsExactDouble(), -9223372036854775808.0);
  EXPECT_EQ(Number(std::int64_t{9007199254740993}).AsExactDouble(),
            std::nullopt);
  EXPECT_EQ(Parsed("1e400").AsExactDouble(), std::nullopt);
  EXPECT_EQ(Number(5e-324).AsExactDouble(), 5e-324);
  EXPECT_TRUE(Parsed("1e400").IsInteger());
  EXPECT_FALSE(Parsed("1e-400").IsInteger());
}

TEST(Number, OfADoubleHasItsDigits) {
  EXPECT_EQ(Number(0.1).ToString(), "0.1");
  EXPECT_NE(Number(0.1), Parsed("0.1"));
  EXPECT_EQ(Number(-0.0), Number());
  EXPECT_EQ(Number(-0.0).ToString(), "0");
  EXPECT_EQ(Number(3.0).AsInt64(), 3);
}

TEST(Number, HasInfinities) {
  const Number up = Number::Infinity(false);
  const Number down = Number::Infinity(true);
  EXPECT_EQ(up.ToString(), "inf");
  EXPECT_EQ(down.ToString(), "-inf");
  EXPECT_TRUE(up.IsInfinite());
  EXPECT_FALSE(up.IsInteger());
  EXPECT_LT(down, Parsed("-1e1000"));
  EXPECT_GT(up, Parsed("1e1000"));
  EXPECT_EQ(up.AsExactDouble(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(up, Number(std::numeric_limits<double>::infinity()));
}

TEST(Number, IsOrderedAcrossRepresentations) {
  const Number ascending[] = {Number::Infinity(true),
                              Parsed("-9223372036854775809"),
                              Number(std::int64_t{-1}),
                              Parsed("-0.1"),
                              Number(),
                              Parsed("1e-1000"),
                              Parsed("0.1"),
                              Number(0.1),
                              Number(std::int64_t{1}),
                              Parsed("1.5"),
                              Number(std::int64_t{2}),
                              Parsed("18446744073709551615"),
                              Number(1e300),
                              Number::Infinity(false)};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      EXPECT_EQ(ascending[i] < ascending[j], i < j) << i << " " << j;
      EXPECT_EQ(ascending[i] == ascending[j], i == j) << i << " " << j;
    }
  }
}

}  // namespace
}  // namespace compliance::cty
