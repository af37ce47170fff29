#include "compliance/base/truth.h"

#include "gtest/gtest.h"

namespace compliance {
namespace {

constexpr Truth kF = Truth::kFalse;
constexpr Truth kU = Truth::kUnknown;
constexpr Truth kT = Truth::kTrue;

TEST(Truth, FollowsKleenesTables) {
  const struct {
    Truth a, b, conjunction, disjunction;
  } table[] = {
      {kF, kF, kF, kF}, {kF, kU, kF, kU}, {kF, kT, kF, kT},
      {kU, kF, kF, kU}, {kU, kU, kU, kU}, {kU, kT, kU, kT},
      {kT, kF, kF, kT}, {kT, kU, kU, kT}, {kT, kT, kT, kT},
  };
  for (const auto& row : table) {
    EXPECT_EQ(And(row.a, row.b), row.conjunction);
    EXPECT_EQ(Or(row.a, row.b), row.disjunction);
  }
  EXPECT_EQ(Not(kF), kT);
  EXPECT_EQ(Not(kU), kU);
  EXPECT_EQ(Not(kT), kF);
  EXPECT_EQ(TruthOf(true), kT);
  EXPECT_EQ(TruthOf(false), kF);
}

}  // namespace
}  // namespace compliance
