// text, kind, secretlike, schedule: what a value is, what a string means.
#include <cstdint>
#include <string>
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

// secretlike(text), secretlike(name, text).
Value SecretLike(const Call& call) {
  const Value& text = call.args.back();
  if (text.IsNull()) return Value::Bool(false);
  const bool named = call.args.size() == 2;
  if (text.kind() != Value::Kind::kString ||
      (named && call.args[0].kind() != Value::Kind::kString)) {
    return WrongArgument("secretlike", "a string, or a name and a string");
  }
  const bool found =
      named ? IsSecretUnder(call.args[0].AsString(), text.AsString())
            : !SecretsIn(text.AsString()).empty();
  const Value result = Value::Bool(found);
  return text.IsSensitive() ? result.WithSensitive() : result;
}

Value Schedule(const Call& call) {
  if (call.args[0].kind() != Value::Kind::kString) {
    return WrongArgument("schedule", "a string");
  }
  const std::string& text = call.args[0].AsString();
  const std::int64_t days = ScheduleDays(text);
  return Marked(call, Value::Message({
                          {"days", Value::Int(days)},
                          {"runs", Value::Bool(days != kNever)},
                      }));
}

}  // namespace

void AddTextFunctions(cel::Library& library) {
  const auto add = [&](const char* name, int max_args,
                       Value (*apply)(const Call&)) {
    cel::Function function;
    function.name = name;
    function.min_args = 1;
    function.max_args = max_args;
    function.apply = apply;
    library.Add(std::move(function));
  };
  add("text", 1, Text);
  add("kind", 1, Kind);
  add("secretlike", 2, SecretLike);
  add("schedule", 1, Schedule);
}

}  // namespace compliance::rules
