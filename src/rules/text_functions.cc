// text, secret_like, schedule_days: what a string means.
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

// Whatever is found out about a secret is one.
Value Marked(const Call& call, const Value& result) {
  return call.args[0].IsSensitive() ? result.WithSensitive() : result;
}

Value SecretLike(const Call& call) {
  if (call.args[0].IsNull()) return Value::Bool(false);
  if (call.args[0].kind() != Value::Kind::kString) {
    return WrongArgument("secret_like", "a string");
  }
  return Marked(call, Value::Bool(LooksLikeSecret(call.args[0].AsString())));
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
  add("secret_like", SecretLike);
  add("schedule_days", Days);
}

}  // namespace compliance::rules
