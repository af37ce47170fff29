#include <string>

#include "compliance/cty/number.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::cty {
namespace {

using ::compliance::testing::StatusIs;

Number N(const char* text) { return Number::Parse(text).value(); }
const Number kInfinity = Number::Infinity(/*negative=*/false);

TEST(NumberArithmetic, IsTerraforms) {
  EXPECT_EQ(Number::Add(N("0.1"), N("0.2"))->ToString(), "0.3");
  EXPECT_EQ(Number::Add(N("9223372036854775807"), N("1"))->ToString(),
            "9223372036854775808");
  EXPECT_EQ(Number::Subtract(N("1"), N("1e-30"))->ToString(),
            "0.999999999999999999999999999999");
  EXPECT_EQ(Number::Multiply(N("1e20"), N("-3"))->ToString(),
            "-300000000000000000000");
  EXPECT_EQ(Number::Divide(N("7"), N("2")).value(), N("3.5"));
  EXPECT_EQ(Number::Divide(N("1"), N("0")).value(), kInfinity);
  EXPECT_EQ(Number::Modulo(N("-7"), N("3")).value(), N("-1"));
  EXPECT_EQ(Number::Modulo(N("7"), N("0")).value(), N("7"));
  EXPECT_EQ(N("2.5").Negated(), N("-2.5"));
  EXPECT_EQ(N("9223372036854775808").Negated().AsInt64(), INT64_MIN);
  EXPECT_EQ(N("-2.5").Floor(), N("-3"));
  EXPECT_EQ(N("-2.5").Ceil(), N("-2"));
}

TEST(NumberArithmetic, RefusesWhatHasNoResult) {
  EXPECT_THAT(Number::Subtract(kInfinity, kInfinity),
              StatusIs(absl::StatusCode::kInvalidArgument, ::testing::_));
  EXPECT_THAT(Number::Divide(Number(), Number()),
              StatusIs(absl::StatusCode::kInvalidArgument, ::testing::_));
  Number big = N("1e1000");
  for (int i = 0; i < 2; ++i) big = Number::Multiply(big, big).value();
  EXPECT_THAT(Number::Multiply(big, big),
              StatusIs(absl::StatusCode::kOutOfRange, ::testing::_));
}

TEST(NumberArithmetic, ReadsIntegersOfOtherBases) {
  EXPECT_EQ(Number::ParseInteger("ff", 16).value(), N("255"));
  EXPECT_EQ(Number::ParseInteger("-Zz", 36).value(), N("-1295"));
  EXPECT_EQ(Number::ParseInteger("Z", 62).value(), N("61"));
  EXPECT_EQ(Number::ParseInteger(std::string(200, '1'), 2)->ToInteger(2),
            std::string(200, '1'));
  for (const char* text : {"", "-", "2", "0x1", "1_0", " 1"}) {
    EXPECT_FALSE(Number::ParseInteger(text, 2).ok()) << text;
  }
}

TEST(NumberFormat, WritesWhatCDoes) {
  EXPECT_EQ(N("1234567").ToGeneral(-1), "1.234567e+06");
  EXPECT_EQ(N("0.00001").ToGeneral(-1), "1e-05");
  EXPECT_EQ(N("12.5").ToGeneral(-1), "12.5");
  EXPECT_EQ(N("0").ToGeneral(-1), "0");
  EXPECT_EQ(N("2.625").ToFixed(2), "2.62");
  EXPECT_EQ(N("-1").ToFixed(0), "-1");
  EXPECT_EQ(N("12345").ToScientific(2), "1.23e+04");
  EXPECT_EQ(N("255").ToInteger(16), "ff");
  EXPECT_EQ(N("-8").ToInteger(2), "-1000");
  EXPECT_EQ(N("100000000000000000000").ToInteger(10), "100000000000000000000");
  EXPECT_EQ(N("1").ToInteger(10), "1");
  EXPECT_EQ(N("0.5").ToInteger(10), std::nullopt);
}

}  // namespace
}  // namespace compliance::cty
