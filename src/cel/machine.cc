#include "cel/machine.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "cel/compare.h"
#include "cel/operators.h"
#include "cel/value_access.h"

namespace compliance::cel {
namespace {

using Kind = Value::Kind;
using Arguments = absl::InlinedVector<Value, 4>;

constexpr std::size_t kMaxBecause = 64;

// `inner` lies inside of `outer`, or is it.
bool LiesInside(const Origin& inner, const Origin& outer) {
  return inner.subject == outer.subject && inner.path.StartsWith(outer.path);
}

bool AnySensitive(const Arguments& args) {
  return std::any_of(args.begin(), args.end(),
                     [](const Value& v) { return v.IsSensitive(); });
}

Order OrderOf(Operator op) {
  switch (op) {
    case Operator::kLess:
      return Order::kLess;
    case Operator::kLessEqual:
      return Order::kLessEqual;
    case Operator::kGreater:
      return Order::kGreater;
    default:
      return Order::kGreaterEqual;
  }
}

}  // namespace

Value Machine::Run(const Node& root) {
  Value result = Eval(root);
  // && and || may have absorbed the error that said so.
  if (budget_.exhausted()) {
    return Value::MakeError("the condition takes too many steps");
  }
  return result;
}

std::vector<Origin> Machine::Because() const {
  std::vector<Origin> all;
  for (const TrailPtr& trail : reads_) {
    const Origin& origin = trail->origin();
    const bool covered = std::any_of(
        all.begin(), all.end(),
        [&](const Origin& other) { return LiesInside(other, origin); });
    if (covered) continue;
    std::erase_if(
        all, [&](const Origin& other) { return LiesInside(origin, other); });
    all.push_back(origin);
    if (all.size() >= kMaxBecause) break;
  }
  // A whole resource says little beside an attribute.
  const bool has_path =
      std::any_of(all.begin(), all.end(),
                  [](const Origin& origin) { return !origin.path.empty(); });
  if (has_path) {
    std::erase_if(all,
                  [](const Origin& origin) { return origin.path.empty(); });
  }
  return all;
}

void Machine::Note(const Value& value) {
  if (!record_) return;
  const TrailPtr& trail = ValueAccess::TrailOf(value);
  if (trail != nullptr) reads_.push_back(trail);
}

// A member was read: what was noted is the member, not what it lies in.
void Machine::NoteInstead(const Value& operand, const TrailPtr& trail) {
  if (!record_ || trail == nullptr) return;
  if (!reads_.empty() && reads_.back() == ValueAccess::TrailOf(operand)) {
    reads_.back() = trail;
  } else {
    reads_.push_back(trail);
  }
}

void Machine::Drop(std::size_t from, std::size_t to) {
  const auto begin = reads_.begin();
  reads_.erase(begin + static_cast<std::ptrdiff_t>(from),
               begin + static_cast<std::ptrdiff_t>(to));
}

// Reads from `middle` on come before those from `start` on.
void Machine::MoveFirst(std::size_t start, std::size_t middle) {
  const auto begin = reads_.begin();
  std::rotate(begin + static_cast<std::ptrdiff_t>(start),
              begin + static_cast<std::ptrdiff_t>(middle), reads_.end());
  KeepReads(start);
}

void Machine::KeepReads(std::size_t start) {
  if (reads_.size() > start + kMaxReads) reads_.resize(start + kMaxReads);
}

Value Machine::Eval(const Node& node) {
  if (!budget_.Spend(1)) {
    return Value::MakeError("the condition takes too many steps");
  }
  return EvalKind(node);
}

Value Machine::EvalKind(const Node& node) {
  switch (node.kind) {
    case NodeKind::kLiteral:
      return node.literal;
    case NodeKind::kVariable:
      return Variable(node);
    case NodeKind::kLocal:
      return LocalVariable(node);
    case NodeKind::kList:
      return ListOf(node);
    case NodeKind::kMap:
      return MapOf(node);
    case NodeKind::kOptionalEntry:
      return Eval(node.children[0]);
    case NodeKind::kSelect:
    case NodeKind::kOptionalSelect:
    case NodeKind::kHas:
      return Member(node);
    case NodeKind::kIndex:
    case NodeKind::kOptionalIndex:
      return IndexOf(node);
    case NodeKind::kNot:
      return Not(node);
    case NodeKind::kNegate:
      return Negate(Eval(node.children[0]));
    case NodeKind::kBinary:
      return Binary(node);
    case NodeKind::kAnd:
      return Logic(node, /*decisive=*/false);
    case NodeKind::kOr:
      return Logic(node, /*decisive=*/true);
    case NodeKind::kConditional:
      return Conditional(node);
    case NodeKind::kCall:
      return Call(node);
    case NodeKind::kMatches:
      return Matches(node);
    case NodeKind::kHostCall:
      return HostCall(node);
    case NodeKind::kFold:
      return FoldOver(node);
    case NodeKind::kBind:
      return Bind(node);
    case NodeKind::kOptionalMap:
      return OptionalMap(node);
    case NodeKind::kOptionalElse:
      return OptionalElse(node);
  }
  return Value::MakeError("not an expression");
}

Value Machine::Variable(const Node& node) {
  const Value* found =
      node.slot < variables_.size() ? variables_[node.slot] : nullptr;
  if (found == nullptr) {
    const auto variable = activation_.variables.find(node.name);
    if (variable == activation_.variables.end()) {
      return Value::MakeError(absl::StrCat("no value for ", node.name));
    }
    found = &variable->second;
    if (node.slot < variables_.size()) variables_[node.slot] = found;
  }
  Note(*found);
  return *found;
}

Value Machine::LocalVariable(const Node& node) {
  const Local& local = locals_[node.slot];
  if (record_) {
    if (ValueAccess::TrailOf(local.value) != nullptr) {
      Note(local.value);
    } else {
      reads_.insert(reads_.end(), local.reads.begin(), local.reads.end());
    }
  }
  return local.value;
}

Value Machine::ListOf(const Node& node) {
  List list;
  list.items.reserve(node.children.size());
  for (const Node& child : node.children) {
    Value element = Eval(child);
    if (element.IsError()) return element;
    if (child.kind == NodeKind::kOptionalEntry) {
      if (element.IsUnknown()) return *Undecided({element});
      if (element.kind() != Kind::kOptional) return NoOverload("?", {element});
      if (!element.HasValue()) continue;
      element = element.Inner();
    }
    list.items.push_back({std::move(element), /*certain=*/true});
  }
  return Value::MakeList(std::move(list));
}

Value Machine::MapOf(const Node& node) {
  Entries entries;
  std::optional<Value> unknown;
  for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
    const Node& child = node.children[i + 1];
    Value key = Eval(node.children[i]);
    if (key.IsError()) return key;
    Value value = Eval(child);
    if (value.IsError()) return value;
    if (key.IsUnknown()) {
      unknown =
          unknown.has_value() ? Undecided({*unknown, key}) : Undecided({key});
      continue;
    }
    if (!IsMapKey(key) || key.kind() == Kind::kDouble) {
      return Value::MakeError(
          absl::StrCat("unsupported key type: ", KindName(key.kind())));
    }
    if (child.kind == NodeKind::kOptionalEntry) {
      if (value.IsUnknown()) return *Undecided({value});
      if (value.kind() != Kind::kOptional) return NoOverload("?", {value});
      if (!value.HasValue()) continue;
      value = value.Inner();
    }
    entries.emplace_back(std::move(key), std::move(value));
  }
  if (unknown.has_value()) return *std::move(unknown);
  return SortedMap(std::move(entries));
}

Value Machine::Member(const Node& node) {
  const Value base = Eval(node.children[0]);
  Value result;
  TrailPtr trail;
  switch (node.kind) {
    case NodeKind::kHas:
      result = ValueAccess::Mark(Has(base, node.name), base.IsSensitive());
      break;
    case NodeKind::kOptionalSelect:
      result = OptionalSelect(base, node.name);
      trail = ValueAccess::TrailOf(result);
      break;
    default:
      result = Select(base, node.name);
      trail = ValueAccess::TrailOf(result);
      break;
  }
  if (record_) {
    if (trail == nullptr && base.kind() == Kind::kMap) {
      // has() gives a bool, which was read where the attribute is.
      const auto field = ValueAccess::FindField(base, node.name);
      if (field.has_value()) trail = ValueAccess::TrailOf(*field);
    }
    if (trail == nullptr) trail = AttributeTrail(base, node.name);
    NoteInstead(base, trail);
  }
  return result;
}

Value Machine::IndexOf(const Node& node) {
  const Value base = Eval(node.children[0]);
  const std::size_t start = reads_.size();
  const Value index = Eval(node.children[1]);
  Value result = node.kind == NodeKind::kIndex ? Index(base, index)
                                               : OptionalIndex(base, index);
  const TrailPtr& trail = ValueAccess::TrailOf(result);
  if (record_ && trail != nullptr) {
    if (start > 0 && reads_[start - 1] == ValueAccess::TrailOf(base)) {
      Drop(start - 1, start);
    }
    reads_.push_back(trail);
  }
  return result;
}

Value Machine::Not(const Node& node) {
  const Value operand = Eval(node.children[0]);
  if (operand.kind() == Kind::kBool) {
    return ValueAccess::Mark(Value::Bool(!operand.AsBool()),
                             operand.IsSensitive());
  }
  if (auto undecided = Undecided({operand}); undecided.has_value()) {
    return *std::move(undecided);
  }
  return NoOverload("!", {operand});
}

Value Machine::Binary(const Node& node) {
  const Value a = Eval(node.children[0]);
  const Value b = Eval(node.children[1]);
  if (a.IsError()) return a;
  if (b.IsError()) return b;
  switch (node.op) {
    case Operator::kAdd:
      return Add(budget_, a, b);
    case Operator::kSubtract:
    case Operator::kMultiply:
    case Operator::kDivide:
    case Operator::kModulo:
      return Arithmetic(node.op, a, b);
    case Operator::kEqual:
      return Equality(budget_, a, b);
    case Operator::kNotEqual: {
      const Value equal = Equality(budget_, a, b);
      if (equal.IsUnknown()) return equal;
      return ValueAccess::Mark(Value::Bool(!equal.AsBool()),
                               equal.IsSensitive());
    }
    case Operator::kIn:
      return In(budget_, a, b);
    default:
      return Ordering(OrderOf(node.op), a, b);
  }
}

// && and || over any number of operands: a decisive one (false, or true) wins
// over everything, an unknown over errors, since it may yet be decisive.
Value Machine::Logic(const Node& node, bool decisive) {
  const std::size_t start = reads_.size();
  bool sensitive = false;
  std::optional<Value> unknown;
  std::optional<Value> error;
  for (const Node& child : node.children) {
    const std::size_t mark = reads_.size();
    Value operand = Eval(child);
    sensitive = sensitive || operand.IsSensitive();
    if (operand.kind() == Kind::kBool) {
      if (operand.AsBool() != decisive) continue;
      if (record_) Drop(start, mark);
      return ValueAccess::Mark(Value::Bool(decisive), sensitive);
    }
    if (operand.IsUnknown()) {
      unknown = unknown.has_value() ? Undecided({*unknown, operand})
                                    : Undecided({operand});
    } else if (!error.has_value()) {
      error = operand.IsError() ? std::move(operand)
                                : NoOverload(decisive ? "||" : "&&", {operand});
    }
    if (budget_.exhausted()) break;
  }
  if (unknown.has_value()) {
    return ValueAccess::Mark(*std::move(unknown), sensitive);
  }
  if (error.has_value()) return *std::move(error);
  return ValueAccess::Mark(Value::Bool(!decisive), sensitive);
}

Value Machine::Conditional(const Node& node) {
  const std::size_t start = reads_.size();
  const Value condition = Eval(node.children[0]);
  const std::size_t middle = reads_.size();
  if (condition.kind() == Kind::kBool) {
    Value result = Eval(node.children[condition.AsBool() ? 1 : 2]);
    if (record_) MoveFirst(start, middle);
    return ValueAccess::Mark(std::move(result), condition.IsSensitive());
  }
  if (condition.IsError()) return condition;
  if (!condition.IsUnknown()) return NoOverload("?:", {condition});
  // Either branch may come to be taken. Where both say the same, it is decided.
  const Value then = Eval(node.children[1]);
  const Value otherwise = Eval(node.children[2]);
  if (record_) MoveFirst(start, middle);
  const bool sensitive =
      condition.IsSensitive() || then.IsSensitive() || otherwise.IsSensitive();
  if (then.kind() == Kind::kBool && otherwise.kind() == Kind::kBool &&
      then.AsBool() == otherwise.AsBool()) {
    return ValueAccess::Mark(Value::Bool(then.AsBool()), sensitive);
  }
  Unknown all = condition.AsUnknown();
  if (then.IsUnknown()) all = Merge(all, then.AsUnknown());
  if (otherwise.IsUnknown()) all = Merge(all, otherwise.AsUnknown());
  return ValueAccess::Mark(Value::MakeUnknown(std::move(all)), sensitive);
}

Value Machine::Call(const Node& node) {
  Arguments args;
  for (const Node& child : node.children) args.push_back(Eval(child));
  for (const Value& arg : args) {
    if (arg.IsError()) return arg;
  }
  if (!node.builtin->takes_unknown) {
    if (auto undecided = Undecided(args); undecided.has_value()) {
      return *std::move(undecided);
    }
  }
  Value result = node.builtin->apply(budget_, args);
  // Conversions hand their argument on, and optionals what is in them.
  return ValueAccess::Mark(std::move(result), AnySensitive(args));
}

Value Machine::Matches(const Node& node) {
  const Value text = Eval(node.children[0]);
  const Value pattern = Eval(node.children[1]);
  if (auto undecided = Undecided({text, pattern}); undecided.has_value()) {
    return *std::move(undecided);
  }
  if (text.kind() != Kind::kString || pattern.kind() != Kind::kString) {
    return NoOverload("matches", {text, pattern});
  }
  std::shared_ptr<const re2::RE2> regex = node.regex;
  if (regex == nullptr) {
    std::string error;
    budget_.Spend(100);  // compiling costs more than a step
    regex = CompileRegex(pattern.AsString(), &error);
    if (regex == nullptr) return Value::MakeError(error);
  }
  budget_.SpendBytes(4 * text.AsString().size());
  return ValueAccess::Mark(
      Value::Bool(re2::RE2::PartialMatch(text.AsString(), *regex)),
      text.IsSensitive() || pattern.IsSensitive());
}

Value Machine::HostCall(const Node& node) {
  const Function* function =
      activation_.library == nullptr
          ? nullptr
          : activation_.library->Find(node.name, node.flag);
  if (function == nullptr) {
    return Value::MakeError(absl::StrCat("no function ", node.name, "()"));
  }
  Arguments args;
  for (const Node& child : node.children) {
    const bool is_path = function->takes_path && args.empty();
    args.push_back(is_path ? PathOf(child) : Eval(child));
    if (args.back().IsError()) return args.back();
    if (is_path && args.back().origin() == nullptr) return args.back();
  }
  const int given = static_cast<int>(args.size());
  if (given < function->min_args || given > function->max_args) {
    return NoOverload(node.name, args);
  }
  const std::size_t first = function->takes_path ? 1 : 0;
  bool sensitive = false;
  Unknown unknown;
  bool undecided = false;
  for (std::size_t i = first; i < args.size(); ++i) {
    sensitive = sensitive || args[i].IsSensitive();
    if (function->takes_unknown || !args[i].HoldsUnknown()) continue;
    undecided = true;
    unknown = Merge(unknown, args[i].UnknownInside());
  }
  if (undecided) {
    return ValueAccess::Mark(Value::MakeUnknown(std::move(unknown)), sensitive);
  }
  Value result =
      function->apply(cel::Call{absl::MakeConstSpan(args), activation_.host});
  // Lists of the plan are as long as the plan, also where only their size is
  // asked for.
  if (result.kind() == Kind::kList) budget_.Spend(ListView(result).size());
  NoteInstead(args.empty() ? Value() : args.back(),
              ValueAccess::TrailOf(result));
  return ValueAccess::Mark(std::move(result), sensitive);
}

Value Machine::PathOf(const Node& node) {
  if (node.kind == NodeKind::kVariable || node.kind == NodeKind::kLocal) {
    Value value = Eval(node);
    if (value.IsError() || value.origin() != nullptr) return value;
    return Value::MakeError("an attribute is wanted, not a computed value");
  }
  if (node.children.empty()) return Value::MakeError("an attribute is wanted");
  const Value base = PathOf(node.children[0]);
  if (base.IsError()) return base;
  std::optional<Value> found;
  TrailPtr trail;
  if (node.kind == NodeKind::kSelect ||
      node.kind == NodeKind::kOptionalSelect) {
    if (base.kind() == Kind::kMap) {
      found = ValueAccess::FindField(base, node.name);
    }
    trail = AttributeTrail(base, node.name);
  } else {
    const std::size_t mark = reads_.size();
    const Value index = Eval(node.children[1]);
    if (record_) reads_.resize(mark);
    const TrailPtr& parent = ValueAccess::TrailOf(base);
    if (index.kind() == Kind::kInt) {
      trail = Extend(parent, cty::ListIndex{index.AsInt()});
    } else if (index.kind() == Kind::kString) {
      trail = Extend(parent, cty::MapKey{index.AsString()});
    } else {
      auto undecided = Undecided({index});
      return undecided.has_value() ? *std::move(undecided)
                                   : NoOverload("[]", {base, index});
    }
    Value member = OptionalIndex(Value::Some(base), index);
    if (member.kind() == Kind::kOptional && member.HasValue()) {
      found = member.Inner();
    }
  }
  if (!found.has_value() && base.IsUnknown()) found = *Undecided({base});
  if (!found.has_value()) found = Value::Null();
  if (ValueAccess::TrailOf(*found) == nullptr || found->IsNull()) {
    found = ValueAccess::WithTrail(*found, trail);
  }
  NoteInstead(base, ValueAccess::TrailOf(*found));
  if (found->origin() == nullptr) {
    return Value::MakeError("an attribute is wanted, not a computed value");
  }
  return *std::move(found);
}

Value Machine::Bind(const Node& node) {
  const std::size_t start = reads_.size();
  Local local;
  local.value = Eval(node.children[0]);
  if (record_) {
    local.reads.assign(reads_.begin() + static_cast<std::ptrdiff_t>(start),
                       reads_.end());
    reads_.resize(start);
  }
  locals_.push_back(std::move(local));
  Value result = Eval(node.children[1]);
  locals_.pop_back();
  return result;
}

Value Machine::OptionalMap(const Node& node) {
  const Value optional = Eval(node.children[0]);
  if (auto undecided = Undecided({optional}); undecided.has_value()) {
    return *std::move(undecided);
  }
  if (optional.kind() != Kind::kOptional) {
    return NoOverload("optMap", {optional});
  }
  if (!optional.HasValue()) return optional;
  locals_.push_back({optional.Inner(), {}});
  Value result = Eval(node.children[1]);
  locals_.pop_back();
  if (result.IsError()) return result;
  if (!node.flag) return Value::Some(std::move(result));
  if (result.kind() != Kind::kOptional && !result.IsUnknown()) {
    return NoOverload("optFlatMap", {result});
  }
  return result;
}

Value Machine::OptionalElse(const Node& node) {
  const Value optional = Eval(node.children[0]);
  if (auto undecided = Undecided({optional}); undecided.has_value()) {
    return *std::move(undecided);
  }
  if (optional.kind() != Kind::kOptional) {
    return NoOverload(node.flag ? "or" : "orValue", {optional});
  }
  if (!optional.HasValue()) {
    return ValueAccess::Mark(Eval(node.children[1]), optional.IsSensitive());
  }
  return node.flag ? optional : optional.Inner();
}

}  // namespace compliance::cel
