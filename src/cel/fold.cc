// The macros over lists and maps: all, exists, exists_one, filter, map. Members
// that are only possible, and lists that may have more members than they show,
// decide nothing by themselves: they leave the answer open.
#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "cel/compare.h"
#include "cel/machine.h"
#include "cel/operators.h"
#include "cel/value_access.h"

namespace compliance::cel {
namespace {

using Kind = Value::Kind;

// What a fold goes over: the members of a list, or the entries of a map.
class Members {
 public:
  explicit Members(const Value& range) {
    if (range.kind() == Kind::kList) {
      list_.emplace(range);
      return;
    }
    entries_ = range.AsMap();
    if (range.IsMessage()) {
      std::erase_if(entries_,
                    [](const auto& entry) { return entry.second.IsNull(); });
    }
  }

  std::size_t size() const {
    return list_.has_value() ? list_->size() : entries_.size();
  }
  // With one variable: a member, or a key. With two: its index or key, and it.
  Value key(std::size_t i) const {
    if (list_.has_value()) return Value::Int(static_cast<std::int64_t>(i));
    return entries_[i].first;
  }
  Value value(std::size_t i) const {
    return list_.has_value() ? list_->value(i) : entries_[i].second;
  }
  Value only(std::size_t i) const {
    return list_.has_value() ? list_->value(i) : entries_[i].first;
  }
  bool certain(std::size_t i) const {
    return !list_.has_value() || list_->certain(i);
  }
  bool open() const { return list_.has_value() && list_->open(); }
  bool may_merge() const { return list_.has_value() && list_->may_merge(); }
  bool unordered() const { return list_.has_value() && list_->unordered(); }
  Unknown why() const { return list_.has_value() ? list_->why() : Unknown{}; }

 private:
  std::optional<ListView> list_;
  Entries entries_;
};

absl::string_view NameOf(Fold fold) {
  switch (fold) {
    case Fold::kAll:
      return "all";
    case Fold::kExists:
      return "exists";
    case Fold::kExistsOne:
      return "exists_one";
    case Fold::kFilter:
      return "filter";
    case Fold::kTransformMap:
      return "transformMap";
    case Fold::kTransformMapEntry:
      return "transformMapEntry";
    default:
      return "map";
  }
}

Value PredicateError(Fold fold, const Value& result) {
  return result.IsError() ? result : NoOverload(NameOf(fold), {result});
}

}  // namespace

// What the members so far leave open.
struct Machine::Tally {
  std::optional<Value> error;
  bool undecided = false;
  bool sensitive = false;
  Unknown unknown;

  void Doubt(const Unknown& why) {
    undecided = true;
    unknown = Merge(unknown, why);
  }
  // An unknown wins over an error: it may yet decide.
  Value Or(Value answer) {
    if (undecided) {
      answer = Value::MakeUnknown(std::move(unknown));
    } else if (error.has_value()) {
      return *std::move(error);
    }
    return ValueAccess::Mark(std::move(answer), sensitive);
  }
};

void Machine::Enter(const Node& node, const Value& key, const Value& value) {
  if (node.flag) {
    locals_[node.slot].value = key;
    locals_[node.slot + 1].value = value;
  } else {
    locals_[node.slot].value = value;
  }
}

Value Machine::FoldOver(const Node& node) {
  const std::size_t start = reads_.size();
  const Value range = Eval(node.children[0]);
  const std::size_t middle = reads_.size();
  if (auto undecided = Undecided({range}); undecided.has_value()) {
    return *std::move(undecided);
  }
  if (range.kind() != Kind::kList && range.kind() != Kind::kMap) {
    return NoOverload(NameOf(node.fold), {range});
  }
  const std::size_t outside = locals_.size();
  locals_.resize(outside + (node.flag ? 2 : 1));
  Value result;
  switch (node.fold) {
    case Fold::kAll:
    case Fold::kExists:
      result = Quantify(node, range);
      break;
    case Fold::kExistsOne:
      result = ExistsOne(node, range);
      break;
    case Fold::kTransformMap:
    case Fold::kTransformMapEntry:
      result = CollectMap(node, range);
      break;
    default:
      result = Collect(node, range);
      break;
  }
  locals_.resize(outside);
  // The members that decided say more than the list that they are in.
  if (record_) MoveFirst(start, middle);
  return ValueAccess::Mark(std::move(result), range.IsSensitive());
}

Value Machine::Quantify(const Node& node, const Value& range) {
  const bool decisive = node.fold == Fold::kExists;
  const Members members(range);
  const std::size_t start = reads_.size();
  Tally tally;
  for (std::size_t i = 0; i < members.size() && !budget_.exhausted(); ++i) {
    const std::size_t mark = reads_.size();
    Enter(node, members.key(i), node.flag ? members.value(i) : members.only(i));
    const Value holds = Eval(node.children[1]);
    tally.sensitive = tally.sensitive || holds.IsSensitive();
    const bool known = holds.kind() == Kind::kBool;
    if (known && holds.AsBool() != decisive) {
      KeepReads(start);
      continue;
    }
    if (holds.IsUnknown()) {
      tally.Doubt(holds.AsUnknown());
      if (!members.certain(i)) tally.Doubt(members.why());
    } else if (!members.certain(i)) {
      tally.Doubt(members.why());
    } else if (known) {
      if (record_) Drop(start, mark);
      return ValueAccess::Mark(Value::Bool(decisive), tally.sensitive);
    } else if (!tally.error.has_value()) {
      tally.error = PredicateError(node.fold, holds);
    }
  }
  if (members.open()) tally.Doubt(members.why());
  return tally.Or(Value::Bool(!decisive));
}

Value Machine::ExistsOne(const Node& node, const Value& range) {
  const Members members(range);
  Tally tally;
  std::size_t found = 0;
  for (std::size_t i = 0; i < members.size() && !budget_.exhausted(); ++i) {
    Enter(node, members.key(i), node.flag ? members.value(i) : members.only(i));
    const Value holds = Eval(node.children[1]);
    tally.sensitive = tally.sensitive || holds.IsSensitive();
    if (holds.IsUnknown()) {
      tally.Doubt(holds.AsUnknown());
    } else if (holds.kind() != Kind::kBool) {
      if (members.certain(i) && !tally.error.has_value()) {
        tally.error = PredicateError(node.fold, holds);
      } else {
        tally.Doubt(members.why());
      }
    } else if (holds.AsBool()) {
      if (members.certain(i)) {
        ++found;
      } else {
        tally.Doubt(members.why());
      }
    }
  }
  // Unlike exists, it absorbs no errors.
  if (tally.error.has_value()) return *std::move(tally.error);
  if (found > 1 && members.may_merge()) tally.Doubt(members.why());
  if (found > 1 && !members.may_merge()) {
    return ValueAccess::Mark(Value::Bool(false), tally.sensitive);
  }
  if (members.open()) tally.Doubt(members.why());
  return tally.Or(Value::Bool(found == 1));
}

// filter and map: what is kept keeps its certainty, and a predicate that is
// unknown makes a member only possible.
Value Machine::Collect(const Node& node, const Value& range) {
  const Members members(range);
  const bool has_predicate =
      node.fold == Fold::kFilter || node.children.size() > 2;
  List list;
  list.open = members.open();
  list.unordered = members.unordered();
  list.may_merge = members.may_merge();
  list.why = members.why();
  std::optional<Value> error;
  for (std::size_t i = 0; i < members.size() && !budget_.exhausted(); ++i) {
    bool certain = members.certain(i);
    Enter(node, members.key(i), node.flag ? members.value(i) : members.only(i));
    if (has_predicate) {
      const Value keeps = Eval(node.children[1]);
      if (keeps.kind() == Kind::kBool) {
        if (!keeps.AsBool()) continue;
      } else if (keeps.IsUnknown()) {
        certain = false;
        list.why = Merge(list.why, keeps.AsUnknown());
      } else if (certain) {
        return PredicateError(node.fold, keeps);
      }
    }
    Value kept = node.fold == Fold::kFilter ? members.only(i)
                                            : Eval(node.children.back());
    if (kept.IsError()) {
      if (certain) return kept;
      return Value::MakeUnknown(list.why);
    }
    budget_.Spend(4);
    list.items.push_back({std::move(kept), certain});
  }
  return Value::MakeList(std::move(list));
}

// transformMap and transformMapEntry. A map has no members that are only
// possible: when it is not sure which ones there are, the whole is unknown.
Value Machine::CollectMap(const Node& node, const Value& range) {
  const Members members(range);
  const bool has_predicate = node.children.size() > 2;
  Tally tally;
  if (members.open() || members.may_merge()) tally.Doubt(members.why());
  Entries entries;
  for (std::size_t i = 0; i < members.size() && !budget_.exhausted(); ++i) {
    bool certain = members.certain(i);
    if (!certain) tally.Doubt(members.why());
    Enter(node, members.key(i), members.value(i));
    if (has_predicate) {
      const Value keeps = Eval(node.children[1]);
      tally.sensitive = tally.sensitive || keeps.IsSensitive();
      if (keeps.kind() == Kind::kBool) {
        if (!keeps.AsBool()) continue;
      } else if (keeps.IsUnknown()) {
        certain = false;
        tally.Doubt(keeps.AsUnknown());
      } else if (certain) {
        return PredicateError(node.fold, keeps);
      }
    }
    Value kept = Eval(node.children.back());
    budget_.Spend(4);
    if (node.fold == Fold::kTransformMap) {
      if (kept.IsError() && certain) return kept;
      if (!kept.IsError()) {
        entries.emplace_back(members.key(i), std::move(kept));
      }
      continue;
    }
    tally.sensitive = tally.sensitive || kept.IsSensitive();
    if (kept.IsUnknown()) {
      tally.Doubt(kept.AsUnknown());
    } else if (kept.kind() == Kind::kMap) {
      Entries more = kept.AsMap();
      budget_.Spend(4 * more.size());
      std::move(more.begin(), more.end(), std::back_inserter(entries));
    } else if (certain) {
      return PredicateError(node.fold, kept);
    }
    if (entries.size() > kMaxMembers) {
      return Value::MakeError("the map grows too long");
    }
  }
  if (tally.undecided) return tally.Or(Value::Null());
  Value map = SortedMap(std::move(entries));
  return map.IsError() ? map
                       : ValueAccess::Mark(std::move(map), tally.sensitive);
}

}  // namespace compliance::cel
