#include "lang/function.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/marks.h"
#include "lang/unknown.h"

namespace compliance::lang {
namespace {

absl::Status CheckCount(const Function& function, std::size_t given) {
  const std::size_t required = function.parameters.size();
  const bool fits =
      function.variadic.has_value() ? given >= required : given == required;
  if (fits) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      function.variadic.has_value() ? "at least " : "", required,
      required == 1 ? " argument is" : " arguments are", " required, ", given,
      given == 1 ? " is" : " are", " given"));
}

const Parameter& ParameterAt(const Function& function, std::size_t index) {
  return index < function.parameters.size() ? function.parameters[index]
                                            : *function.variadic;
}

bool Accepts(const Parameter& parameter, Takes what) {
  return (parameter.takes & what) != 0;
}

absl::Status ConvertAll(const Function& function, Arguments* arguments) {
  for (std::size_t i = 0; i < arguments->size(); ++i) {
    cty::Value& argument = (*arguments)[i];
    const Parameter& parameter = ParameterAt(function, i);
    absl::StatusOr<cty::Value> converted =
        cty::Convert(argument, parameter.type);
    if (!converted.ok()) {
      return ArgumentError(i, converted.status().message());
    }
    argument = *std::move(converted);
  }
  return absl::OkStatus();
}

// What the arguments are like where the parameters do not take it.
struct Findings {
  bool untyped = false;
  bool unknown = false;
  bool sensitive = false;
};

// Takes the marks off where the parameter does not take them.
absl::StatusOr<Findings> Examine(const Function& function,
                                 Arguments* arguments) {
  Findings findings;
  for (std::size_t i = 0; i < arguments->size(); ++i) {
    cty::Value& argument = (*arguments)[i];
    const Parameter& parameter = ParameterAt(function, i);
    if (!Accepts(parameter, kMarked) && argument.ContainsSensitive()) {
      findings.sensitive = true;
      argument = cty::WithoutMarks(argument);
    }
    if (argument.IsNull() && !Accepts(parameter, kNull) && !findings.untyped) {
      return ArgumentError(i, "must not be null");
    }
    findings.untyped |=
        argument.type().IsDynamic() && !Accepts(parameter, kUntyped);
    findings.unknown |= argument.IsUnknown() && !Accepts(parameter, kUnknown);
  }
  return findings;
}

}  // namespace

std::function<absl::StatusOr<cty::Type>(const Arguments&)> Always(
    cty::Type type) {
  return [type = std::move(type)](const Arguments&) { return type; };
}

absl::Status ArgumentError(std::size_t index, absl::string_view reason) {
  return absl::InvalidArgumentError(
      absl::StrCat("argument ", index + 1, ": ", reason));
}

absl::StatusOr<std::int64_t> WholeNumber(const Arguments& arguments,
                                         std::size_t index) {
  const std::optional<std::int64_t> number =
      arguments[index].AsNumber().AsInt64();
  if (!number.has_value()) {
    return ArgumentError(index, "a whole number is required");
  }
  return *number;
}

Result Apply(const Function& function, Arguments arguments) {
  RETURN_IF_ERROR(CheckCount(function, arguments.size()));
  RETURN_IF_ERROR(ConvertAll(function, &arguments));
  ASSIGN_OR_RETURN(const Findings findings, Examine(function, &arguments));
  const auto finish = [&](const cty::Value& value) {
    const cty::Value refined = function.never_null ? NeverNull(value) : value;
    return findings.sensitive ? refined.WithSensitive() : refined;
  };
  if (findings.untyped) {
    return cty::Value::Unknown(cty::Type::Dynamic())
        .WithSensitive(findings.sensitive);
  }
  ASSIGN_OR_RETURN(const cty::Type type, function.type(arguments));
  if (findings.unknown) return finish(cty::Value::Unknown(type));
  ASSIGN_OR_RETURN(const cty::Value value, function.body(arguments, type));
  return finish(value);
}

Function StringFunction(std::string name,
                        std::string (*compute)(const std::string&)) {
  return {.name = std::move(name),
          .parameters = {{"str", cty::Type::String()}},
          .type = Always(cty::Type::String()),
          .body = [compute](const Arguments& arguments,
                            const cty::Type&) -> Result {
            return cty::Value::String(compute(arguments[0].AsString()));
          }};
}

Function StringFunction(std::string name, absl::StatusOr<std::string> (
                                              *compute)(const std::string&)) {
  return {.name = std::move(name),
          .parameters = {{"str", cty::Type::String()}},
          .type = Always(cty::Type::String()),
          .body = [compute](const Arguments& arguments,
                            const cty::Type&) -> Result {
            ASSIGN_OR_RETURN(const std::string text,
                             compute(arguments[0].AsString()));
            return cty::Value::String(text);
          }};
}

}  // namespace compliance::lang
