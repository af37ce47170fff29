// The work behind Evaluate.
#ifndef COMPLIANCE_HCL_EVALUATOR_H_
#define COMPLIANCE_HCL_EVALUATOR_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/hcl/ast.h"
#include "compliance/hcl/evaluate.h"
#include "hcl/iteration.h"
#include "hcl/result.h"
#include "hcl/scope.h"

namespace compliance::hcl {

// Evaluates expressions for one caller. Mirrors Terraform: a part that is
// refused does not end the evaluation, for what it is a part of may not need
// it. Made of steps, of which there are only so many; after them everything is
// unknown.
class Evaluator {
 public:
  explicit Evaluator(const Names& names) : names_(names) {}

  Result Evaluate(const Expression& expression, const Scope& scope);
  // Takes one step; false when there are none left.
  bool Spend(std::size_t steps = 1);
  // The key of an item of an object, as a string.
  Result KeyOf(const ObjectItem& item, const Scope& scope);

 private:
  // Evaluates to be tried: nothing may be concluded from what another version
  // of Terraform would refuse.
  class Trial;

  // evaluate.cc
  Result Of(const Invalid&, const Scope& scope);
  Result Of(const Literal& literal, const Scope& scope);
  Result Of(const Conditional& conditional, const Scope& scope);
  Result Of(const Binary& binary, const Scope& scope);
  Result Of(const Unary& unary, const Scope& scope);
  Result Of(const Tuple& tuple, const Scope& scope);
  Result Of(const Object& object, const Scope& scope);
  Result Of(const Parentheses& parentheses, const Scope& scope);
  // condition ? then_value : else_value
  Result Decide(const Expression& condition, const Scope& scope,
                const std::function<Result()>& then_value,
                const std::function<Result()>& else_value);
  Result Choose(const Result& condition, const Result& then_value,
                const Result& else_value);

  // evaluate_traversal.cc
  Result Of(const Variable& variable, const Scope& scope);
  Result Of(const Traversal& traversal, const Scope& scope);
  struct Walk;
  Result Start(const Walk& walk, const Scope& scope, std::size_t* taken);
  Result Resolve(const std::string& root, const cty::Path& steps,
                 std::size_t* taken);
  Result Continue(const Walk& walk, std::size_t from, std::size_t to,
                  Result value);
  Result TakeStep(const Walk& walk, std::size_t at, const Result& value);
  Result Splat(const Result& source, const std::function<Result(Result)>& each);
  Result SplatOf(const cty::Value& source,
                 const std::function<Result(Result)>& each);

  // evaluate_template.cc
  Result Of(const Template& text, const Scope& scope);
  Result Join(const std::vector<TemplatePart>& parts, const Scope& scope);
  Result Part(const TemplatePart& part, const Scope& scope);
  Result Loop(const TemplateFor& loop, const Scope& scope);

  // evaluate_for.cc
  Result Of(const For& loop, const Scope& scope);
  Result Run(const For& loop, const cty::Value& collection, const Scope& scope);
  // What a loop comes to whose members are not had; nullopt when they are.
  std::optional<Result> WithoutMembers(const Result& collection);
  Result ConditionAhead(const For& loop, const Scope& scope);
  struct LoopResult;
  bool Includes(const For& loop, const Scope& scope, LoopResult& result);
  void AddElement(const For& loop, const Scope& scope, LoopResult& result);
  void AddItem(const For& loop, const Scope& scope, LoopResult& result);

  // evaluate_call.cc
  Result Of(const Call& call, const Scope& scope);
  std::optional<std::vector<cty::Value>> Arguments(const Call& call,
                                                   const Scope& scope,
                                                   Result* otherwise);
  Result Invoke(const std::string& name,
                const std::vector<cty::Value>& arguments);
  Result InvokeWithChoices(const std::string& name,
                           const std::vector<cty::Value>& arguments);
  std::vector<cty::Value> InvokeEach(const std::string& name,
                                     const std::vector<cty::Value>& choices);
  Result Try(const Call& call, const Scope& scope);
  Result Can(const Call& call, const Scope& scope);

  // evaluate_file.cc
  std::optional<Result> CallOnFile(const std::string& name,
                                   const std::vector<cty::Value>& arguments);
  Result Read(const cty::Value& path);
  Result Digest(const std::string& function, const cty::Value& path);
  Result Exists(const cty::Value& path);
  Result Render(const cty::Value& text, const cty::Value& variables);

  // Takes the weight of a value, or a share of it, from the steps that are
  // left; false when they are used up.
  bool SpendOn(const cty::Value& value, std::size_t share);
  // Takes the cost of a value that was made; unknown when that is too much.
  Result Charged(Result result);
  // Notes that an operation met what is not known: apply may refuse it yet.
  void Meet(const cty::Value& operand);

  const Names& names_;
  std::size_t steps_left_ = std::size_t{1} << 20;
  bool met_unknown_ = false;
  int trials_ = 0;
  int templates_ = 0;  // files and strings that are being rendered
};

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_EVALUATOR_H_
