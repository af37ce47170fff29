#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "compliance/base/status_macros.h"
#include "compliance/cty/number.h"
#include "lang/families.h"
#include "lang/go_math.h"

namespace compliance::lang {
namespace {

using cty::Number;
using cty::Type;
using cty::Value;

// A function of one number.
Function OfOne(std::string name, Number (*compute)(const Number&)) {
  return {.name = std::move(name),
          .parameters = {{"num", Type::Number()}},
          .type = Always(Type::Number()),
          .body = [compute](const Arguments& arguments, const Type&) -> Result {
            return Value::Number(compute(arguments[0].AsNumber()));
          }};
}

// Whether Terraform writes the result with other digits than we do: it knows
// how precise its numbers are where ours are whole, and takes the gap below a
// power of two to be as wide as the one above.
bool HasOtherDigits(double result) {
  constexpr double kTwoTo53 = 9007199254740992.0;
  constexpr double kTwoTo63 = 9223372036854775808.0;
  int exponent = 0;
  const double size = std::fabs(result);
  return size > kTwoTo53 && std::isfinite(size) &&
         (size < kTwoTo63 || std::frexp(size, &exponent) == 0.5);
}

// A function of two numbers as machines compute it.
Function OfDoubles(std::string name, std::string second,
                   std::optional<double> (*compute)(double, double)) {
  return {.name = std::move(name),
          .parameters = {{"num", Type::Number()},
                         {std::move(second), Type::Number()}},
          .type = Always(Type::Number()),
          .body = [compute](const Arguments& arguments, const Type&) -> Result {
            const std::optional<double> result =
                compute(arguments[0].AsNumber().AsDouble(),
                        arguments[1].AsNumber().AsDouble());
            if (!result.has_value() || HasOtherDigits(*result)) {
              return absl::OutOfRangeError("the result has digits of its own");
            }
            if (std::isnan(*result)) {
              return absl::InvalidArgumentError("the result is not a number");
            }
            return Value::Number(Number(*result));
          }};
}

// The first of the numbers in the order that `precedes` gives.
Function Extreme(std::string name,
                 bool (*precedes)(const Number&, const Number&)) {
  return {
      .name = std::move(name),
      .variadic = Parameter{"numbers", Type::Number()},
      .type = Always(Type::Number()),
      .body = [precedes](const Arguments& arguments, const Type&) -> Result {
        if (arguments.empty()) {
          return absl::InvalidArgumentError("a number is required");
        }
        const Value* first = &arguments[0];
        for (const Value& value : arguments) {
          if (precedes(value.AsNumber(), first->AsNumber())) first = &value;
        }
        return *first;
      }};
}

Number Abs(const Number& number) {
  return number < Number() ? number.Negated() : number;
}

Number Ceil(const Number& number) { return number.Ceil(); }

Number Floor(const Number& number) { return number.Floor(); }

std::optional<double> Log(double number, double base) {
  return GoLog(number) / GoLog(base);
}

Result Signum(const Arguments& arguments, const Type&) {
  ASSIGN_OR_RETURN(const std::int64_t number, WholeNumber(arguments, 0));
  return Value::Number(std::int64_t{number > 0} - std::int64_t{number < 0});
}

absl::StatusOr<Type> ParseIntType(const Arguments& arguments) {
  if (arguments[0].type() != Type::String()) {
    return ArgumentError(0, "a string is required");
  }
  return Type::Number();
}

Result ParseInt(const Arguments& arguments, const Type&) {
  constexpr int kLowestBase = 2;
  constexpr int kHighestBase = 62;
  ASSIGN_OR_RETURN(const std::int64_t base, WholeNumber(arguments, 1));
  if (base < kLowestBase || base > kHighestBase) {
    return ArgumentError(1, "a base from 2 to 62 is required");
  }
  absl::StatusOr<Number> number =
      Number::ParseInteger(arguments[0].AsString(), static_cast<int>(base));
  if (absl::IsInvalidArgument(number.status())) {
    return ArgumentError(0, number.status().message());
  }
  RETURN_IF_ERROR(number.status());
  return Value::Number(*std::move(number));
}

}  // namespace

std::vector<Function> NumberFunctions() {
  return {
      OfOne("abs", &Abs),
      OfOne("ceil", &Ceil),
      OfOne("floor", &Floor),
      OfDoubles("log", "base", &Log),
      OfDoubles("pow", "power", &GoPow),
      Extreme("max", [](const Number& a, const Number& b) { return a > b; }),
      Extreme("min", [](const Number& a, const Number& b) { return a < b; }),
      {.name = "signum",
       .parameters = {{"num", Type::Number()}},
       .type = Always(Type::Number()),
       .body = &Signum},
      {.name = "parseint",
       .parameters = {{"number", Type::Dynamic()}, {"base", Type::Number()}},
       .type = &ParseIntType,
       .body = &ParseInt},
  };
}

}  // namespace compliance::lang
