// Matchers and macros for absl::Status and absl::StatusOr in tests; Debian's
// absl has none of its own. Header only.
//
//   EXPECT_OK(Validate(config));
//   ASSERT_OK_AND_ASSIGN(Value v, DecodeMsgpack(bytes, type));
//   EXPECT_THAT(DecodeMsgpack("", type), IsOk());
//   EXPECT_THAT(Parse("x"), IsOkAndHolds(Eq(3)));
//   EXPECT_THAT(Parse("?"), StatusIs(absl::StatusCode::kInvalidArgument,
//                                    HasSubstr("a digit is expected")));
#ifndef COMPLIANCE_TESTS_SUPPORT_STATUS_H_
#define COMPLIANCE_TESTS_SUPPORT_STATUS_H_

#include <ostream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::testing {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

// A Status or StatusOr that is OK.
MATCHER(IsOk, negation ? "is an error" : "is OK") {
  *result_listener << "which is " << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

// A StatusOr that is OK and whose value matches.
MATCHER_P(IsOkAndHolds, matcher, "is OK and holds what matches") {
  if (!arg.ok()) {
    *result_listener << "which is " << arg.status().ToString();
    return false;
  }
  return ::testing::ExplainMatchResult(matcher, *arg, result_listener);
}

// A Status or StatusOr with this code and a message that matches.
MATCHER_P2(StatusIs, code, message, "has the given code and message") {
  *result_listener << "which is " << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code &&
         ::testing::ExplainMatchResult(
             message, std::string(StatusOf(arg).message()), result_listener);
}
MATCHER_P(StatusIs, code, "has the given code") {
  *result_listener << "which is " << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

}  // namespace compliance::testing

#define EXPECT_OK(expr) EXPECT_THAT(expr, ::compliance::testing::IsOk())
#define ASSERT_OK(expr) ASSERT_THAT(expr, ::compliance::testing::IsOk())

#define COMPLIANCE_TEST_CONCAT_INNER_(a, b) a##b
#define COMPLIANCE_TEST_CONCAT_(a, b) COMPLIANCE_TEST_CONCAT_INNER_(a, b)

// `ASSERT_OK_AND_ASSIGN(auto x, F())`: the value of F(), or ends the test.
#define ASSERT_OK_AND_ASSIGN(lhs, expr)                                     \
  ASSERT_OK_AND_ASSIGN_IMPL_(COMPLIANCE_TEST_CONCAT_(status_or_, __LINE__), \
                             lhs, expr)
#define ASSERT_OK_AND_ASSIGN_IMPL_(status_or, lhs, expr)        \
  auto status_or = (expr);                                      \
  ASSERT_TRUE(status_or.ok()) << status_or.status().ToString(); \
  lhs = *std::move(status_or)

#endif  // COMPLIANCE_TESTS_SUPPORT_STATUS_H_
