// text, kind, secret_like, schedule_days: what a value is, what a string means.
#include <utility>

#include "call.h"
#include "schedule.h"
#include "secret.h"

namespace compliance::rules {
namespace {

using cel::Call;
using cel::Value;

// A value of any type, as a condition on strings may read it.
Value Text(const Call& call) {
  const Value& value = call.args[0];
  return value.kind() == Value::Kind::kString ? value : Value::String("");
}

Value Kind(const Call& call) {
  switch (call.args[0].kind()) {
    case Value::Kind::kNull:
      return Value::String("null");
    case Value::Kind::kBool:
      return Value::String("bool");
    case Value::Kind::kInt:
    case Value::Kind::kUint:
    case Value::Kind::kDouble:
      return Value::String("number");
    case Value::Kind::kString:
      return Value::String("string");
    case Value::Kind::kList:
      return Value::String("list");
    case Value::Kind::kMap:
      return Value::String("map");
    default:
      return Value::String("other");
  }
}

// Whatever is found out about a secret is one.
Value Marked(const Call& call, const Value& result) {
  return call.args[0].IsSensitive() ? result.WithSensitive() : result;
}

Value SecretLike(const Call& call) {
  if (call.args[0].IsNull()) return Value::Bool(false);
  if (call.args[0].kind() != Value::Kind::kString) {
    return WrongArgument("secret_like", "a string");
  }
  return Marked(call, Value::Bool(!SecretsIn(call.args[0].AsString()).empty()));
}

Value Days(const Call& call) {
  if (call.args[0].kind() != Value::Kind::kString) {
    return WrongArgument("schedule_days", "a string");
  }
  return Marked(call, Value::Int(ScheduleDays(call.args[0].AsString())));
}

}  // namespace

void AddTextFunctions(cel::Library& library) {
  const auto add = [&](const char* name, Value (*apply)(const Call&)) {
    cel::Function function;
    function.name = name;
    function.min_args = 1;
    function.max_args = 1;
    function.apply = apply;
    library.Add(std::move(function));
  };
  add("text", Text);
  add("kind", Kind);
  add("secret_like", SecretLike);
  add("schedule_days", Days);
}

}  // namespace compliance::rules
