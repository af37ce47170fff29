#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/unify.h"
#include "lang/families.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

constexpr unsigned kAnything = kNull | kUnknown | kUntyped | kMarked;

absl::Status CannotConvert(const Value& value, const Type& wanted) {
  return ArgumentError(
      0, absl::StrCat("cannot convert ", value.type().FriendlyName(), " to ",
                      wanted.FriendlyName()));
}

Function To(std::string name, const Type& wanted) {
  return {.name = std::move(name),
          .parameters = {{"v", Type::Dynamic(), kAnything}},
          .type = [wanted](const Arguments& arguments) -> absl::StatusOr<Type> {
            if (!cty::IsConvertible(arguments[0].type(), wanted)) {
              return CannotConvert(arguments[0], wanted);
            }
            return wanted;
          },
          .body = [](const Arguments& arguments, const Type& type) -> Result {
            Result converted = cty::Convert(arguments[0], type);
            if (!converted.ok()) return CannotConvert(arguments[0], type);
            return converted;
          },
          .never_null = false};
}

absl::StatusOr<Type> TypeOfFirst(const Arguments& arguments) {
  return arguments[0].type();
}

// Gives its argument, but for marks.
Function Same(std::string name, Result (*body)(const Arguments&, const Type&)) {
  return {.name = std::move(name),
          .parameters = {{"value", Type::Dynamic(), kAnything}},
          .type = &TypeOfFirst,
          .body = body,
          .never_null = false};
}

Result Sensitive(const Arguments& arguments, const Type&) {
  return arguments[0].WithSensitive();
}

Result Nonsensitive(const Arguments& arguments, const Type&) {
  return arguments[0].WithSensitive(false);
}

// Values here are never ephemeral: those are not in a plan.
Result EphemeralAsNull(const Arguments& arguments, const Type&) {
  return arguments[0];
}

// What is not known yet may become sensitive still.
Result IsSensitive(const Arguments& arguments, const Type& type) {
  if (arguments[0].IsSensitive()) return Value::Bool(true);
  if (arguments[0].IsUnknown()) return Value::Unknown(type);
  return Value::Bool(false);
}

// Functions that Terraform has, but for an error message.
Function Removed(std::string name, std::string successor) {
  return {.name = std::move(name),
          .variadic =
              Parameter{"vals", Type::Dynamic(), kNull | kUnknown | kUntyped},
          .type = [successor = std::move(successor)](
                      const Arguments&) -> absl::StatusOr<Type> {
            return absl::InvalidArgumentError(
                absl::StrCat("the function is no more; use ", successor));
          },
          .body = &EphemeralAsNull};
}

}  // namespace

std::vector<Function> ConversionFunctions() {
  return {
      To("tobool", Type::Bool()),
      To("tonumber", Type::Number()),
      To("tostring", Type::String()),
      To("tolist", Type::List(Type::Dynamic())),
      To("toset", Type::Set(Type::Dynamic())),
      To("tomap", Type::Map(Type::Dynamic())),
      Same("sensitive", &Sensitive),
      Same("nonsensitive", &Nonsensitive),
      Same("ephemeralasnull", &EphemeralAsNull),
      {.name = "issensitive",
       .parameters = {{"value", Type::Dynamic(), kAnything}},
       .type = Always(Type::Bool()),
       .body = &IsSensitive,
       .never_null = false},
      Removed("list", "tolist([ ... ])"),
      Removed("map", "tomap({ ... })"),
  };
}

}  // namespace compliance::lang
