// Two macros for absl::Status at boundaries. Debian's absl has none of its own.
#ifndef COMPLIANCE_BASE_STATUS_MACROS_H_
#define COMPLIANCE_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define COMPLIANCE_CONCAT_INNER_(a, b) a##b
#define COMPLIANCE_CONCAT_(a, b) COMPLIANCE_CONCAT_INNER_(a, b)

// Returns from the enclosing function when `expr` is an error Status.
#define RETURN_IF_ERROR(expr)                           \
  do {                                                  \
    if (absl::Status status_ = (expr); !status_.ok()) { \
      return status_;                                   \
    }                                                   \
  } while (false)

// `ASSIGN_OR_RETURN(auto x, F())`: the value of F(), or returns its Status.
#define ASSIGN_OR_RETURN(lhs, expr) \
  ASSIGN_OR_RETURN_IMPL_(COMPLIANCE_CONCAT_(status_or_, __LINE__), lhs, expr)
#define ASSIGN_OR_RETURN_IMPL_(status_or, lhs, expr) \
  auto status_or = (expr);                           \
  if (!status_or.ok()) return status_or.status();    \
  lhs = *std::move(status_or)

#endif  // COMPLIANCE_BASE_STATUS_MACROS_H_
