// Evaluates nodes. One machine per evaluation; not thread-safe.
#ifndef COMPLIANCE_SRC_CEL_MACHINE_H_
#define COMPLIANCE_SRC_CEL_MACHINE_H_

#include <array>
#include <cstddef>
#include <vector>

#include "cel/budget.h"
#include "cel/node.h"
#include "cel/trail.h"
#include "compliance/cel/program.h"
#include "compliance/cel/value.h"

namespace compliance::cel {

class Machine {
 public:
  // `record`: keep note of the attributes that decide.
  Machine(const Activation& activation, bool record)
      : activation_(activation), record_(record) {}

  Value Run(const Node& root);
  // What decided, most telling first, without repetitions; attributes that
  // others in the list lie inside of are left out.
  std::vector<Origin> Because() const;

 private:
  using Reads = std::vector<TrailPtr>;
  struct Local {
    Value value;
    Reads reads;  // of a computed value: what it was computed from
  };
  // The outcome of a fold so far: a certain answer, doubts, an error.
  struct Tally;
  static constexpr std::size_t kMaxReads = 256;

  Value Eval(const Node& node);
  Value EvalKind(const Node& node);
  Value Variable(const Node& node);
  Value LocalVariable(const Node& node);
  Value ListOf(const Node& node);
  Value MapOf(const Node& node);
  Value Member(const Node& node);
  Value IndexOf(const Node& node);
  Value Not(const Node& node);
  Value Binary(const Node& node);
  Value Logic(const Node& node, bool decisive);
  Value Conditional(const Node& node);
  Value Call(const Node& node);
  Value Matches(const Node& node);
  Value HostCall(const Node& node);
  Value Bind(const Node& node);
  Value OptionalMap(const Node& node);
  Value OptionalElse(const Node& node);

  // The attribute that a select expression names, whether it is there or not.
  Value PathOf(const Node& node);

  // fold.cc
  Value FoldOver(const Node& node);
  Value Quantify(const Node& node, const Value& range);
  Value ExistsOne(const Node& node, const Value& range);
  Value Collect(const Node& node, const Value& range);
  Value CollectMap(const Node& node, const Value& range);
  // Sets the variables of a fold to member `i`.
  void Enter(const Node& node, const Value& key, const Value& value);

  // Reads, as a stack: each expression leaves those that decided it.
  void Note(const Value& value);
  void NoteInstead(const Value& operand, const TrailPtr& trail);
  void Drop(std::size_t from, std::size_t to);
  void MoveFirst(std::size_t start, std::size_t middle);
  // Cuts off all but the first kMaxReads from `start` on.
  void KeepReads(std::size_t start);

  const Activation& activation_;
  const bool record_;
  Budget budget_;
  std::vector<Local> locals_;
  Reads reads_;
  // Free variables by slot, looked up once.
  std::array<const Value*, 8> variables_{};
};

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_MACHINE_H_
