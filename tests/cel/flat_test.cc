// The flat form: round trips, and bytes that are anything.
#include <random>
#include <string>
#include <vector>

#include "cel/evaluation.h"
#include "compliance/cel/program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

const std::vector<std::string>& Expressions() {
  static const auto& expressions = *new std::vector<std::string>{
      "1 + 2 * -3 == -5 && 1u < 2u && 1.5 > 0.5 && b'x' == b'x'",
      "[1, 'a', null, [true, 2.5]].size() == 4",
      "{'a': 1, 2: [3]}.a == 1 ? 'yes' : 'no'",
      "self.?a.?b[?0].orValue(self.c.d[1]['k'])",
      "has(self.a) || !self.b",
      "self.a.all(x, x.b.exists(y, y == x.c)) && self.a.map(x, x > 1, x * 2) "
      "== [4]",
      "self.a.matches('^a+$') || self.b.matches(self.a)",
      "cel.bind(x, [1, 2], x.filter(y, y in x).transformList(i, v, i + v))",
      "optional.of(1).optMap(x, x + 1).or(optional.none()).value() == 2",
      "type(self.a) == google.protobuf.Timestamp || [int, net.IP].size() == 2",
      "self.a.transformMap(k, v, v != k, v + timestamp(0)) == "
      "{1: 2}.transformMapEntry(k, v, {v: cidr('10.0.0.0/8')})",
      "'%s'.format([duration(self.a).getHours(), math.abs(-1)])",
      "[?optional.none(), 2] == [2] && {?'a': optional.of(1)} == {'a': 1}",
      "'\u00e9\\n'.lowerAscii().split(',').join(';') != string(12)"};
  return expressions;
}

Variables Names() { return {{"self", UnknownOf("self")}}; }

TEST(Flat, RoundTripsExactly) {
  for (const std::string& expression : Expressions()) {
    const Program program = MustCompile(expression, Names());
    const std::string bytes = Encode(program);
    const auto decoded = Decode(bytes);
    ASSERT_TRUE(decoded.ok()) << expression << "\n" << decoded.status();
    EXPECT_EQ(Encode(*decoded), bytes) << expression;
    EXPECT_EQ(decoded->source(), expression);
    EXPECT_EQ(decoded->Variables(), program.Variables());
    EXPECT_EQ(decoded->StringLiterals(), program.StringLiterals());
  }
}

TEST(Flat, IsCompact) {
  const std::string expression = "self.?storage_encrypted.orValue(false)";
  EXPECT_LT(Encode(MustCompile(expression, Names())).size(),
            expression.size() + 60);
}

TEST(Flat, EveryPrefixIsAnError) {
  for (const std::string& expression : Expressions()) {
    const std::string bytes = Encode(MustCompile(expression, Names()));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_FALSE(Decode(bytes.substr(0, size)).ok());
    }
    EXPECT_FALSE(Decode(bytes + "x").ok());
  }
}

// Whatever decodes must also evaluate without harm.
TEST(Flat, DamagedBytesDoNoHarm) {
  std::mt19937 random(20240601);
  Activation activation;
  activation.variables = Names();
  const Library none;
  activation.library = &none;
  int decoded_count = 0;
  for (const std::string& expression : Expressions()) {
    const std::string bytes = Encode(MustCompile(expression, Names()));
    for (int i = 0; i < 2000; ++i) {
      std::string damaged = bytes;
      const std::size_t changes = 1 + random() % 3;
      for (std::size_t k = 0; k < changes; ++k) {
        damaged[random() % damaged.size()] = static_cast<char>(random());
      }
      const auto decoded = Decode(damaged);
      if (!decoded.ok()) continue;
      ++decoded_count;
      (void)EvaluateCondition(*decoded, activation);
      (void)decoded->PathsOf("self");
    }
  }
  EXPECT_GT(decoded_count, 0);
}

TEST(Flat, ErrorsSayWhat) {
  EXPECT_THAT(Decode("").status().message(),
              ::testing::HasSubstr("it is cut short"));
  EXPECT_THAT(Decode("XYZ\x01").status().message(),
              ::testing::HasSubstr("does not begin as one"));
  EXPECT_THAT(Decode("CEL\x09").status().message(),
              ::testing::HasSubstr("version 9 is not ours"));
  // A tree of nested negations, deeper than any that Compile makes.
  std::string deep("CEL\x02\0", 5);
  for (int i = 0; i < 100'000; ++i) deep.append("\x0b\0\x01", 3);
  EXPECT_THAT(Decode(deep).status().message(),
              ::testing::HasSubstr("too large"));
}

}  // namespace
}  // namespace compliance::cel
