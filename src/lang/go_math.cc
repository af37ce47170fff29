#include "lang/go_math.h"

#include <cmath>
#include <cstdint>
#include <limits>

namespace compliance::lang {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Powers of two beyond these are infinite or zero.
constexpr int kFarExponent = 1 << 12;

// The product of `whole` factors x, by squaring: significand and exponent
// apart.
double WholePower(double x, std::int64_t whole, bool inverse) {
  double result = 1;
  std::int64_t result_exponent = 0;
  int first = 0;
  double square = std::frexp(x, &first);
  std::int64_t exponent = first;
  for (std::int64_t bits = whole; bits != 0; bits >>= 1) {
    if (exponent < -kFarExponent || exponent > kFarExponent) {
      result_exponent += exponent;
      break;
    }
    if ((bits & 1) == 1) {
      result *= square;
      result_exponent += exponent;
    }
    square *= square;
    exponent *= 2;
    if (square < 0.5) {
      square += square;
      --exponent;
    }
  }
  if (inverse) {
    result = 1 / result;
    result_exponent = -result_exponent;
  }
  return std::ldexp(result, static_cast<int>(result_exponent));
}

bool IsSpecial(double x, double y) {
  return x == 0 || y == 0 || std::isinf(x) || std::isinf(y) || std::isnan(x) ||
         std::isnan(y);
}

}  // namespace

// The method of FreeBSD's e_log.c: x = 2^k (1 + f), and a polynomial in
// s = f / (2 + f).
double GoLog(double x) {
  if (std::isnan(x) || x < 0) return std::nan("");
  if (x == 0) return -kInfinity;
  if (std::isinf(x)) return x;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  constexpr double kL[] = {6.666666666666735130e-01, 3.999999999940941908e-01,
                           2.857142874366239149e-01, 2.222219843214978396e-01,
                           1.818357216161805012e-01, 1.531383769920937332e-01,
                           1.479819860511658591e-01};
  int exponent = 0;
  double significand = std::frexp(x, &exponent);
  if (significand < std::sqrt(2.0) / 2) {
    significand *= 2;
    --exponent;
  }
  const double f = significand - 1;
  const double k = exponent;
  const double s = f / (2 + f);
  const double s2 = s * s;
  const double s4 = s2 * s2;
  const double odd = s2 * (kL[0] + s4 * (kL[2] + s4 * (kL[4] + s4 * kL[6])));
  const double even = s4 * (kL[1] + s4 * (kL[3] + s4 * kL[5]));
  const double half_square = 0.5 * f * f;
  return k * kLn2High -
         ((half_square - (s * (half_square + (odd + even)) + k * kLn2Low)) - f);
}

std::optional<double> GoPow(double x, double y) {
  if (IsSpecial(x, y) || x == 1) return std::pow(x, y);  // exact in C as well
  if (y == 1) return x;
  if (y == 0.5) return std::sqrt(x);
  if (y == -0.5) return 1 / std::sqrt(x);
  const double size = std::fabs(y);
  if (size != std::floor(size)) {
    if (x < 0) return std::nan("");
    return std::nullopt;
  }
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (size >= kTwoTo63) return std::pow(x, y);
  return WholePower(x, static_cast<std::int64_t>(size), y < 0);
}

}  // namespace compliance::lang
