// network.*: what security groups and network ACLs let through.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "call.h"
#include "compliance/base/truth.h"
#include "compliance/net/address_set.h"
#include "compliance/net/prefix.h"
#include "network_rules.h"

namespace compliance::rules {
namespace {

using cel::Call;
using cel::Value;

// The addresses that are surely meant, and those that may be.
struct Bounds {
  net::AddressSet low;
  net::AddressSet high;
  bool unbounded = false;  // it may be any address
  cel::Unknown why;        // where the two may differ
  bool sensitive = false;

  void Doubt(const cel::Unknown& reason) {
    unbounded = true;
    why = cel::Merge(why, reason);
  }
};

cel::Unknown Unreadable() {
  cel::Unknown unknown;
  unknown.needs.emplace_back("a CIDR block that can be read");
  return unknown;
}

void AddText(const std::string& text, bool certain, Bounds& bounds) {
  absl::StatusOr<net::Prefix> prefix = net::Prefix::Parse(text);
  if (!prefix.ok()) {
    const absl::StatusOr<net::Ip> ip = net::Ip::Parse(text);
    if (!ip.ok()) return bounds.Doubt(Unreadable());
    prefix = net::Prefix{*ip, net::BitsOf(ip->family)};
  }
  if (certain) bounds.low.Add(*prefix);
  bounds.high.Add(*prefix);
}

// A CIDR block, a source of a rule, or a list of either.
void AddTo(const Value& value, bool certain, Bounds& bounds) {
  bounds.sensitive = bounds.sensitive || value.IsSensitive();
  switch (value.kind()) {
    case Value::Kind::kString:
      return AddText(value.AsString(), certain, bounds);
    case Value::Kind::kUnknown:
      return bounds.Doubt(value.AsUnknown());
    case Value::Kind::kList: {
      const cel::List list = value.AsList();
      if (list.open) {
        bounds.Doubt(list.why);
      } else {
        bounds.why = cel::Merge(bounds.why, list.why);
      }
      for (const cel::List::Item& item : list.items) {
        AddTo(item.value, certain && item.certain, bounds);
      }
      return;
    }
    case Value::Kind::kMap:
      if (value.HasField("cidrs")) {
        AddTo(value.Field("cidrs"), certain, bounds);
      }
      return;
    default:
      return;
  }
}

Bounds BoundsOf(const Value& value) {
  Bounds bounds;
  AddTo(value, true, bounds);
  return bounds;
}

// The answer where `low` and `high` are what holds of the least and of the most
// that may be meant.
Value Answer(bool low, bool high, const cel::Unknown& why, bool sensitive) {
  Value value = low == high ? Value::Bool(low) : Value::MakeUnknown(why);
  return sensitive ? value.WithSensitive() : value;
}

// The rules that `rules_of` finds for argument 0.
Value RulesBy(const Call& call, const char* name,
              cel::List (*rules_of)(const Host&, const plan::Resource&)) {
  if (call.args[0].IsUnknown()) return call.args[0];
  const plan::Resource* resource = ResourceOf(call);
  if (resource == nullptr || !HoldsNetworkRules(*resource)) {
    return WrongArgument(name,
                         "a security group, a network ACL or a rule of one");
  }
  return Value::MakeList(rules_of(HostOf(call), *resource));
}

Value Rules(const Call& call) {
  return RulesBy(call, "network.rules", NetworkRulesOf);
}

Value GroupRules(const Call& call) {
  return RulesBy(call, "network.group_rules", GroupRulesOf);
}

Value Public(const Call& call) {
  const Bounds bounds = BoundsOf(call.args[0]);
  return Answer(bounds.low.IsPublic(),
                bounds.unbounded || bounds.high.IsPublic(), bounds.why,
                bounds.sensitive);
}

std::optional<net::Prefix> PrefixOf(const Value& value) {
  if (value.kind() != Value::Kind::kString) return std::nullopt;
  const absl::StatusOr<net::Prefix> prefix =
      net::Prefix::Parse(value.AsString());
  return prefix.ok() ? std::optional(*prefix) : std::nullopt;
}

Value Compare(const Call& call, const char* name,
              bool (net::AddressSet::*holds)(const net::Prefix&) const) {
  if (call.args[1].IsUnknown()) return call.args[1];
  const std::optional<net::Prefix> prefix = PrefixOf(call.args[1]);
  if (!prefix) return WrongArgument(name, "CIDR blocks and a CIDR block");
  const Bounds bounds = BoundsOf(call.args[0]);
  return Answer((bounds.low.*holds)(*prefix),
                bounds.unbounded || (bounds.high.*holds)(*prefix), bounds.why,
                bounds.sensitive || call.args[1].IsSensitive());
}

Value Covers(const Call& call) {
  return Compare(call, "network.covers", &net::AddressSet::Covers);
}

Value Intersects(const Call& call) {
  return Compare(call, "network.intersects", &net::AddressSet::Intersects);
}

// ---- Network ACLs: the first rule that matches decides.

Truth TruthOfField(const Value& rule, const char* name) {
  const Value value = rule.Field(name);
  return value.kind() == Value::Kind::kBool ? TruthOf(value.AsBool())
                                            : Truth::kUnknown;
}

Truth IsText(const Value& value, absl::string_view text) {
  return value.kind() == Value::Kind::kString
             ? TruthOf(value.AsString() == text)
             : Truth::kUnknown;
}

// Whether the rule is about the port.
Truth Matches(const Value& rule, std::int64_t port) {
  const auto compare = [&](const char* name, auto holds) {
    const Value bound = rule.Field(name);
    return bound.kind() == Value::Kind::kInt ? TruthOf(holds(bound.AsInt()))
                                             : Truth::kUnknown;
  };
  const Truth from =
      compare("from_port", [&](std::int64_t first) { return first <= port; });
  const Truth to =
      compare("to_port", [&](std::int64_t last) { return port <= last; });
  // A rule for UDP alone says nothing of TCP, which is what ports are asked of.
  const Truth tcp = Or(IsText(rule.Field("protocol"), "tcp"),
                       TruthOfField(rule, "all_protocols"));
  return And(tcp, And(from, to));
}

struct Entry {
  Truth there = Truth::kTrue;  // it exists, and matches
  Truth allow = Truth::kTrue;
  std::optional<std::int64_t> number;
  Bounds bounds;
};

Entry EntryOf(const Value& rule, bool certain, std::int64_t port) {
  Entry entry;
  entry.there =
      And(certain ? Truth::kTrue : Truth::kUnknown, Matches(rule, port));
  entry.allow = IsText(rule.Field("action"), "allow");
  const Value number = rule.Field("rule_number");
  if (number.kind() == Value::Kind::kInt) entry.number = number.AsInt();
  entry.bounds = BoundsOf(rule.Field("cidrs"));
  return entry;
}

constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();

void AddWorld(net::AddressSet& set) {
  set.Add(net::Prefix{});
  set.Add(net::Prefix{{net::Family::kV6, 0}, 0});
}

// What the ACL lets through at least, or at most. What is not known of it is
// taken as it suits that end.
class AclBound {
 public:
  explicit AclBound(bool at_most) : at_most_(at_most) {}

  // An allowing rule counts at its most where the bound is the most.
  void Allow(const Entry& entry) {
    const Truth is_allow = And(entry.there, entry.allow);
    if (is_allow == Truth::kFalse) return;
    if (!at_most_ && is_allow != Truth::kTrue) return;
    Step step{entry.number.value_or(at_most_ ? kFirst : kLast), true,
              at_most_ ? entry.bounds.high : entry.bounds.low,
              at_most_ && entry.bounds.unbounded};
    steps_.push_back(std::move(step));
  }

  // A denying rule counts at its least there.
  void Deny(const Entry& entry) {
    const Truth is_deny = And(entry.there, Not(entry.allow));
    if (is_deny == Truth::kFalse) return;
    if (at_most_ && is_deny != Truth::kTrue) return;
    Step step{entry.number.value_or(at_most_ ? kLast : kFirst), false,
              at_most_ ? entry.bounds.low : entry.bounds.high,
              !at_most_ && entry.bounds.unbounded};
    steps_.push_back(std::move(step));
  }

  // Applied from the last to the first, so that an earlier rule wins.
  net::AddressSet Result() {
    std::stable_sort(
        steps_.begin(), steps_.end(),
        [](const Step& a, const Step& b) { return a.number > b.number; });
    net::AddressSet through;
    for (const Step& step : steps_) {
      if (step.allow) {
        through.AddAll(step.addresses);
        if (step.world) AddWorld(through);
      } else {
        through.RemoveAll(step.addresses);
        if (step.world) through = net::AddressSet();
      }
    }
    return through;
  }

 private:
  struct Step {
    std::int64_t number;
    bool allow;
    net::AddressSet addresses;
    bool world;
  };
  bool at_most_;
  std::vector<Step> steps_;
};

// What holds the answer up: everything that is not known of the rules.
cel::Unknown ReasonsOf(const Call& call) {
  cel::Unknown why;
  for (const Value& arg : call.args) {
    if (arg.HoldsUnknown()) why = cel::Merge(why, arg.UnknownInside());
  }
  return why;
}

// network.nacl_allows(rules, port [, rule]): of all that the rules let through,
// or of that which `rule` does, given the denials before it.
Value NaclAllows(const Call& call) {
  if (call.args[1].IsUnknown()) return call.args[1];
  const bool of_rule = call.args.size() == 3;
  if (call.args[1].kind() != Value::Kind::kInt ||
      (of_rule && call.args[2].kind() != Value::Kind::kMap &&
       !call.args[2].IsUnknown()) ||
      (call.args[0].kind() != Value::Kind::kList &&
       !call.args[0].IsUnknown())) {
    return WrongArgument("network.nacl_allows",
                         "rules, a port, and a rule if need be");
  }
  const std::int64_t port = call.args[1].AsInt();
  if (call.args[0].IsUnknown() || (of_rule && call.args[2].IsUnknown())) {
    return Value::MakeUnknown(ReasonsOf(call));
  }
  const cel::List rules = call.args[0].AsList();
  AclBound low(false);
  AclBound high(true);
  bool unseen = rules.open;
  if (of_rule) {
    const Entry entry = EntryOf(call.args[2], true, port);
    low.Allow(entry);
    high.Allow(entry);
  }
  for (const cel::List::Item& item : rules.items) {
    if (item.value.kind() != Value::Kind::kMap) {
      unseen = true;
      continue;
    }
    Entry entry = EntryOf(item.value, item.certain, port);
    if (of_rule) {
      const Value direction = call.args[2].Field("direction");
      const Value own = item.value.Field("direction");
      entry.there = And(entry.there, direction.kind() == Value::Kind::kString
                                         ? IsText(own, direction.AsString())
                                         : Truth::kUnknown);
    } else {
      low.Allow(entry);
      high.Allow(entry);
    }
    low.Deny(entry);
    high.Deny(entry);
  }
  const bool least = !unseen && low.Result().IsPublic();
  const bool most = (unseen && !of_rule) || high.Result().IsPublic();
  return Answer(least, most, ReasonsOf(call),
                std::any_of(call.args.begin(), call.args.end(),
                            [](const Value& v) { return v.IsSensitive(); }));
}

}  // namespace

void AddNetworkFunctions(cel::Library& library) {
  const auto add = [&](const char* name, int min_args, int max_args,
                       const char* needs, Value (*apply)(const Call&)) {
    cel::Function function;
    function.name = name;
    function.min_args = min_args;
    function.max_args = max_args;
    // Each answers for the part that is known.
    function.takes_unknown = true;
    function.needs = needs;
    function.apply = apply;
    library.Add(std::move(function));
  };
  add("network.rules", 1, 1, "configuration", Rules);
  add("network.group_rules", 1, 1, "whole plan", GroupRules);
  add("network.public", 1, 1, "", Public);
  add("network.covers", 2, 2, "", Covers);
  add("network.intersects", 2, 2, "", Intersects);
  add("network.nacl_allows", 2, 3, "", NaclAllows);
}

}  // namespace compliance::rules
