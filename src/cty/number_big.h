// What a number holds that an int64 cannot.
#ifndef COMPLIANCE_CTY_NUMBER_BIG_H_
#define COMPLIANCE_CTY_NUMBER_BIG_H_

// Functions in place of macros, whose casts mislead the static analyzer.
#define MPFR_USE_NO_MACRO
#include <mpfr.h>

#include <cstdint>

#include "compliance/cty/number.h"

namespace compliance::cty {

static_assert(sizeof(long) == sizeof(std::int64_t),
              "the mpfr_*_si functions must take an int64");

// The precision of a number in decimal notation.
inline constexpr mpfr_prec_t kPrecision = 512;
inline constexpr mpfr_prec_t kDoublePrecision = 53;

// Beyond every double (1e308, 5e-324), yet short enough to print in full.
inline constexpr std::int64_t kMaxDecimalExponent = 1024;

// Never an int64 value: those live in small_, so that equal numbers have one
// representation. Keeps the precision of its source: the shortest digits of a
// double are the shortest that tell it from other doubles.
struct Number::Big {
  explicit Big(mpfr_prec_t precision) { mpfr_init2(value, precision); }
  ~Big() { mpfr_clear(value); }
  Big(const Big&) = delete;
  Big& operator=(const Big&) = delete;

  mpfr_t value;
};

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_NUMBER_BIG_H_
