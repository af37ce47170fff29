#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/strip.h"
#include "compliance/cty/origin.h"
#include "compliance/cty/type.h"
#include "hcl/alternatives.h"
#include "hcl/choices.h"
#include "hcl/evaluator.h"

namespace compliance::hcl {
namespace {

using cty::Type;
using cty::Value;

// Functions look at their arguments faster than the evaluator does.
constexpr std::size_t kArgumentShare = 16;

bool IsSequence(const Type& type) {
  return type.kind() == Type::Kind::kList || type.kind() == Type::Kind::kSet ||
         type.kind() == Type::Kind::kTuple;
}

// Whether anything is known of the value.
bool IsTold(const Value& value) {
  return !value.IsUnknown() || value.origin() != nullptr;
}

}  // namespace

// Starts with a clean note of what was met, and puts the caller's back.
class Evaluator::Trial {
 public:
  explicit Trial(Evaluator& evaluator)
      : evaluator_(evaluator), met_unknown_(evaluator.met_unknown_) {
    ++evaluator_.trials_;
    evaluator_.met_unknown_ = false;
  }
  ~Trial() {
    --evaluator_.trials_;
    evaluator_.met_unknown_ = evaluator_.met_unknown_ || met_unknown_;
  }
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  // Whether apply cannot refuse what was evaluated since.
  bool IsSettled() const { return !evaluator_.met_unknown_; }
  // It was refused: apply will not have it otherwise.
  void Forget() { evaluator_.met_unknown_ = false; }

 private:
  Evaluator& evaluator_;
  bool met_unknown_;
};

Result Evaluator::Of(const Call& call, const Scope& scope) {
  const std::string name(absl::StripPrefix(call.name, "core::"));
  if (name == "try") return Try(call, scope);
  if (name == "can") return Can(call, scope);
  Result otherwise;
  const auto arguments = Arguments(call, scope, &otherwise);
  if (!arguments.has_value()) return otherwise;
  for (const Value& argument : *arguments) {
    if (!SpendOn(argument, kArgumentShare)) return Unknown();
  }
  std::optional<Result> result = CallOnFile(name, *arguments);
  if (!result.has_value()) result = InvokeWithChoices(name, *arguments);
  if (!result->refused) Meet(result->value);
  return Charged(*std::move(result));
}

// The values of the arguments, those of the last one spread where it says so;
// nullopt where `otherwise` is the result of the call.
std::optional<std::vector<Value>> Evaluator::Arguments(const Call& call,
                                                       const Scope& scope,
                                                       Result* otherwise) {
  std::vector<Value> arguments;
  bool refused = false;
  for (const Expression& expression : call.arguments) {
    Result argument = Evaluate(expression, scope);
    refused = refused || argument.refused;
    arguments.push_back(std::move(argument.value));
  }
  *otherwise = Refused();
  if (refused) return std::nullopt;
  if (!call.expand_last || arguments.empty()) return arguments;
  const Value last = std::move(arguments.back());
  arguments.pop_back();
  if (last.IsNull()) return std::nullopt;
  if (!last.type().IsDynamic() && !IsSequence(last.type())) return std::nullopt;
  if (!HasCertainMembers(last)) {
    met_unknown_ = true;
    *otherwise = Unknown();
    return std::nullopt;
  }
  for (const Value& element : last.AsElements()) {
    arguments.push_back(last.IsSensitive() ? element.WithSensitive() : element);
  }
  return arguments;
}

Result Evaluator::Invoke(const std::string& name,
                         const std::vector<Value>& arguments) {
  if (names_.call == nullptr) return Unknown();
  absl::StatusOr<Value> value = names_.call(name, arguments);
  if (value.ok()) return Known(*std::move(value));
  return absl::IsInvalidArgument(value.status()) ? Refused() : Unknown();
}

// Where the function makes nothing of what may be inside its arguments, calls
// it with each choice; with nulls decided only where it needs to know of them.
Result Evaluator::InvokeWithChoices(const std::string& name,
                                    const std::vector<Value>& arguments) {
  Result result = Invoke(name, arguments);
  if (result.refused || IsTold(result.value)) return result;
  for (const Nulls nulls : {Nulls::kOpen, Nulls::kDecided}) {
    const std::vector<Value> results =
        InvokeEach(name, ChoicesOf(Value::Tuple(arguments), nulls));
    if (results.empty()) continue;
    Result one_of = MarkedAs(result.value, Known(Undecided(results)));
    if (std::all_of(results.begin(), results.end(), IsTold)) return one_of;
    if (IsTold(one_of.value)) result = one_of;
  }
  return result;
}

// The results for each tuple of arguments, but for those that apply would
// refuse. None where there is no choice, or no time.
std::vector<Value> Evaluator::InvokeEach(const std::string& name,
                                         const std::vector<Value>& choices) {
  std::vector<Value> results;
  if (choices.size() < 2) return results;
  for (const Value& choice : choices) {
    if (!SpendOn(choice, kArgumentShare)) return {};
    Result result = Invoke(name, choice.AsElements());
    if (!result.refused) results.push_back(std::move(result.value));
  }
  return results;
}

Result Evaluator::Try(const Call& call, const Scope& scope) {
  if (call.expand_last) return Unknown();
  for (const Expression& expression : call.arguments) {
    Trial trial(*this);
    Result result = Evaluate(expression, scope);
    if (result.refused) {
      trial.Forget();
      continue;
    }
    if (trial.IsSettled()) return result;
    return MarkedAs(result.value, Unknown());
  }
  return Refused();
}

Result Evaluator::Can(const Call& call, const Scope& scope) {
  if (call.arguments.size() != 1) return Refused();
  if (call.expand_last) return Unknown(Type::Bool());
  Trial trial(*this);
  const Result result = Evaluate(call.arguments.front(), scope);
  if (result.refused) {
    trial.Forget();
    return Known(Value::Bool(false));
  }
  if (!trial.IsSettled()) return Unknown(Type::Bool());
  // Of what is unknown inside the plan does not say it.
  return Known(result.value.IsWhollyKnown() ? Value::Bool(true)
                                            : Undecided({Value::Bool(true)}));
}

}  // namespace compliance::hcl
