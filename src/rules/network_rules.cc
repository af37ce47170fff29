#include "network_rules.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "call.h"
#include "compliance/net/protocol.h"
#include "compliance/rules/subjects.h"
#include "source_use.h"

namespace compliance::rules {
namespace {

using cel::Value;

constexpr std::int64_t kLastPort = 65535;

// How a type writes its rules.
struct Form {
  enum class Holds { kBlocks, kOne };
  Holds holds;
  bool is_acl;
  // kOne: the attribute that names the group, and the direction where the type
  // says it.
  absl::string_view group = "";
  absl::string_view direction = "";
};

const Form* FormOf(absl::string_view type) {
  using Holds = Form::Holds;
  static const auto& forms = *new std::map<absl::string_view, Form>{
      {"aws_security_group", {Holds::kBlocks, false}},
      {"aws_default_security_group", {Holds::kBlocks, false}},
      {"aws_security_group_rule", {Holds::kOne, false, "security_group_id"}},
      {"aws_vpc_security_group_ingress_rule",
       {Holds::kOne, false, "security_group_id", "ingress"}},
      {"aws_vpc_security_group_egress_rule",
       {Holds::kOne, false, "security_group_id", "egress"}},
      {"aws_network_acl", {Holds::kBlocks, true}},
      {"aws_default_network_acl", {Holds::kBlocks, true}},
      {"aws_network_acl_rule", {Holds::kOne, true, "network_acl_id"}},
  };
  const auto found = forms.find(type);
  return found == forms.end() ? nullptr : &found->second;
}

// Null where the attribute is null, lacking or an empty string, which is how
// blocks that are attributes write what is not there.
Value FieldOf(const Value& object, absl::string_view name) {
  if (object.kind() != Value::Kind::kMap) return Value::Null();
  Value value = object.Field(name);
  const bool is_absent =
      value.IsError() ||
      (value.kind() == Value::Kind::kString && value.AsString().empty());
  return is_absent ? Value::Null() : value;
}

// What was worked out from `source` is as secret and comes from there.
Value Like(const Value& source, Value value) {
  if (source.origin() != nullptr) value = value.WithOrigin(*source.origin());
  return source.IsSensitive() ? value.WithSensitive() : value;
}

Value UnknownLike(const Value& source) {
  return Like(source, Value::MakeUnknown(source.UnknownInside()));
}

void Append(const cel::List& from, bool certain, cel::List& to) {
  for (const cel::List::Item& item : from.items) {
    to.items.push_back({item.value, item.certain && certain});
  }
  to.open = to.open || from.open;
  to.may_merge = to.may_merge || from.may_merge;
  to.why = cel::Merge(to.why, from.why);
}

// The sources of one rule, and the addresses that they stand for.
class Sources {
 public:
  Sources(const Host& host, const plan::Resource& resource)
      : host_(host), resource_(resource) {}

  // One source, or a list of them.
  void Add(absl::string_view kind, const Value& value) {
    if (value.IsNull()) return;
    if (value.kind() == Value::Kind::kList) {
      AddList(kind, value.AsList());
    } else if (value.kind() == Value::Kind::kString) {
      AddOne(kind, value, true);
    } else if (value.IsUnknown() && !IsLeftOut(value)) {
      // What a list that is not known yet has cannot be told apart.
      AddOne(kind, value, false);
    }
  }

  void AddSelf(const Value& self) {
    if (self.IsUnknown()) {
      if (!IsLeftOut(self)) AddOne("self", self, false);
    } else if (self.kind() == Value::Kind::kBool && self.AsBool()) {
      AddOne("self", Like(self, Value::String("self")), true);
    }
  }

  Value sources() { return Value::MakeList(std::move(sources_)); }
  Value cidrs() { return Value::MakeList(std::move(cidrs_)); }

 private:
  // An optional and computed argument that nobody set.
  bool IsLeftOut(const Value& value) const {
    return value.origin() != nullptr && SeesConfiguration(resource_) &&
           host_.query->Configured(resource_, value.origin()->path) ==
               Truth::kFalse;
  }

  void AddList(absl::string_view kind, const cel::List& list) {
    for (const cel::List::Item& item : list.items) {
      if (item.value.IsNull()) continue;
      AddOne(kind, item.value, item.certain);
    }
    if (list.open || !list.why.needs.empty() || !list.why.waits_for.empty()) {
      for (cel::List* out : {&sources_, &cidrs_}) {
        out->open = out->open || list.open;
        out->why = cel::Merge(out->why, list.why);
      }
    }
  }

  void AddOne(absl::string_view kind, const Value& value, bool certain) {
    cel::List addresses;
    if (kind == "cidr") {
      addresses.items.push_back({value, true});
    } else if (kind == "prefix_list") {
      addresses = EntriesOf(value);
    }
    const cel::Unknown why =
        value.IsUnknown() ? value.AsUnknown() : cel::Unknown{};
    cidrs_.why = cel::Merge(cidrs_.why, why);
    Append(addresses, certain, cidrs_);
    if (!certain) sources_.why = cel::Merge(sources_.why, why);
    sources_.items.push_back(
        {Like(value, Value::Message({
                         {"kind", Value::String(kind)},
                         {"value", value},
                         {"cidrs", Value::MakeList(std::move(addresses))},
                     })),
         certain});
  }

  // The addresses of a prefix list, where the plan has read or makes it.
  cel::List EntriesOf(const Value& id) const {
    cel::List entries;
    const plan::Resource* list = PrefixList(id);
    if (list != nullptr) {
      const Value& object =
          host_.subjects->ValueOf(host_.subjects->OfResource(*list));
      if (list->address.type == "aws_prefix_list") {
        const Value cidrs = FieldOf(object, "cidr_blocks");
        if (cidrs.kind() == Value::Kind::kList) return cidrs.AsList();
      }
      const Value blocks =
          FieldOf(object, list->address.mode == plan::Mode::kData ? "entries"
                                                                  : "entry");
      if (blocks.kind() == Value::Kind::kList &&
          !blocks.AsList().items.empty()) {
        entries = blocks.AsList();
        for (cel::List::Item& item : entries.items) {
          item.value =
              item.value.IsUnknown() ? item.value : FieldOf(item.value, "cidr");
        }
        return entries;
      }
    }
    entries.open = true;
    if (id.IsUnknown()) entries.why = id.AsUnknown();
    entries.why.needs.emplace_back("the entries of the prefix list");
    entries.why = cel::Merge(entries.why, {});
    return entries;
  }

  const plan::Resource* PrefixList(const Value& id) const {
    for (const char* type :
         {"aws_ec2_managed_prefix_list", "aws_prefix_list"}) {
      for (const plan::Members& all :
           {host_.query->Resources(type), host_.query->DataResources(type)}) {
        for (const plan::Member& member : all.members) {
          const Value own =
              FieldOf(host_.subjects->ValueOf(
                          host_.subjects->OfResource(*member.resource)),
                      "id");
          if (id.kind() == Value::Kind::kString &&
              own.kind() == Value::Kind::kString &&
              own.AsString() == id.AsString()) {
            return member.resource;
          }
        }
      }
    }
    if (!id.IsUnknown() || id.origin() == nullptr) return nullptr;
    const plan::Members referred = host_.query->References(
        resource_, id.origin()->path,
        {"aws_ec2_managed_prefix_list", "aws_prefix_list"});
    return plan::OnlyMember(referred);
  }

  const Host& host_;
  const plan::Resource& resource_;
  cel::List sources_;
  cel::List cidrs_;
};

// Protocol and ports, in fields.
class Traffic {
 public:
  Traffic(const Value& protocol, const Value& from, const Value& to) {
    SetProtocol(protocol);
    SetPorts(protocol, from, to);
  }

  void AddTo(std::map<std::string, Value>& fields) const {
    fields["protocol"] = protocol_;
    fields["all_protocols"] = all_protocols_;
    fields["has_ports"] = has_ports_;
    fields["from_port"] = from_;
    fields["to_port"] = to_;
    fields["all_ports"] = AllPorts();
  }

 private:
  void SetProtocol(const Value& protocol) {
    if (protocol.IsUnknown()) {
      protocol_ = protocol;
      all_protocols_ = has_ports_ = UnknownLike(protocol);
      return;
    }
    std::string name = "all";
    if (protocol.kind() == Value::Kind::kString) {
      name = net::ProtocolName(protocol.AsString());
    } else if (protocol.kind() == Value::Kind::kInt) {
      name = net::ProtocolName(absl::StrCat(protocol.AsInt()));
    }
    protocol_ = Like(protocol, Value::String(name));
    all_protocols_ = Like(protocol, Value::Bool(name == "all"));
    has_ports_ = Like(protocol, Value::Bool(net::HasPorts(name)));
  }

  void SetPorts(const Value& protocol, const Value& from, const Value& to) {
    const auto is_open = [](const Value& port) {
      return port.IsNull() ||
             (port.kind() == Value::Kind::kInt && port.AsInt() == -1);
    };
    const bool is_all = is_open(from) && is_open(to);
    from_ = Port(from, 0);
    to_ = Port(to, kLastPort);
    if (protocol.IsUnknown()) {
      // All protocols mean all ports, whatever the numbers say.
      if (!is_all) {
        from_ = UnknownLike(protocol);
        to_ = UnknownLike(protocol);
      }
      return;
    }
    if (all_protocols_.AsBool()) {
      from_ = Like(protocol, Value::Int(0));
      to_ = Like(protocol, Value::Int(kLastPort));
    } else if (!has_ports_.AsBool()) {
      // A range that no port is in.
      from_ = Like(protocol, Value::Int(0));
      to_ = Like(protocol, Value::Int(-1));
    }
  }

  // Anything that is no port number, such as -1, opens the range to its end.
  static Value Port(const Value& port, std::int64_t end) {
    if (port.IsUnknown()) return port;
    if (port.kind() == Value::Kind::kInt && port.AsInt() >= 0) return port;
    return Like(port, Value::Int(end));
  }

  Value AllPorts() const {
    const bool from_known = from_.kind() == Value::Kind::kInt;
    const bool to_known = to_.kind() == Value::Kind::kInt;
    // Nothing uses port 0.
    if ((from_known && from_.AsInt() > 1) ||
        (to_known && to_.AsInt() < kLastPort)) {
      return Like(from_, Value::Bool(false));
    }
    if (!from_known) return UnknownLike(from_);
    if (!to_known) return UnknownLike(to_);
    return Like(from_, Value::Bool(true));
  }

  Value protocol_, all_protocols_, has_ports_, from_, to_;
};

Value OrElse(const Value& value, const Value& fallback) {
  return value.IsNull() ? fallback : value;
}

Value EitherField(const Value& block, absl::string_view name,
                  absl::string_view other) {
  return OrElse(FieldOf(block, name), FieldOf(block, other));
}

// "ingress" or "egress" of a rule that says so itself.
Value DirectionOf(const Value& block, const Form& form) {
  if (!form.direction.empty()) return Value::String(form.direction);
  if (!form.is_acl) return FieldOf(block, "type");
  const Value egress = FieldOf(block, "egress");
  if (egress.IsUnknown()) return UnknownLike(egress);
  const bool is_egress = egress.kind() == Value::Kind::kBool && egress.AsBool();
  return Like(egress, Value::String(is_egress ? "egress" : "ingress"));
}

Value RuleOf(const Host& host, const plan::Resource& resource,
             const Value& block, const Value& direction, bool is_acl) {
  std::map<std::string, Value> fields;
  Traffic(EitherField(block, "protocol", "ip_protocol"),
          FieldOf(block, "from_port"), FieldOf(block, "to_port"))
      .AddTo(fields);
  Sources sources(host, resource);
  for (const char* name : {"cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4",
                           "cidr_ipv6", "cidr_block", "ipv6_cidr_block"}) {
    sources.Add("cidr", FieldOf(block, name));
  }
  for (const char* name : {"prefix_list_ids", "prefix_list_id"}) {
    sources.Add("prefix_list", FieldOf(block, name));
  }
  for (const char* name : {"security_groups", "source_security_group_id",
                           "referenced_security_group_id"}) {
    sources.Add("group", FieldOf(block, name));
  }
  sources.AddSelf(FieldOf(block, "self"));
  fields["direction"] = direction;
  fields["sources"] = sources.sources();
  fields["cidrs"] = sources.cidrs();
  fields["description"] =
      OrElse(FieldOf(block, "description"), Value::String(""));
  fields["action"] = is_acl
                         ? OrElse(EitherField(block, "action", "rule_action"),
                                  Value::String("allow"))
                         : Value::String("allow");
  fields["rule_number"] =
      OrElse(EitherField(block, "rule_no", "rule_number"), Value::Int(0));
  return Like(block, Value::Message(std::move(fields)));
}

// Blocks that are not known: what stands there, or nothing where the argument
// was left out. An update keeps what was there, so that a change of it shows
// that a dynamic block sets it.
void AddUnknownBlocks(const Host& host, const plan::Resource& resource,
                      const Value& blocks, cel::List& list) {
  const Truth configured =
      host.query->Configured(resource, blocks.origin()->path);
  if (configured == Truth::kFalse && resource.action != plan::Action::kUpdate) {
    return;
  }
  list.open = true;
  list.why = cel::Merge(list.why, blocks.AsUnknown());
  if (SeesConfiguration(resource)) return;
  cel::Unknown unseen;
  unseen.needs.emplace_back(kNeedsConfiguration);
  list.why = cel::Merge(list.why, unseen);
}

void AddBlocks(const Host& host, const plan::Resource& resource,
               const Value& self, absl::string_view direction, bool is_acl,
               cel::List& list) {
  const Value blocks = FieldOf(self, direction);
  if (blocks.IsUnknown()) {
    AddUnknownBlocks(host, resource, blocks, list);
    return;
  }
  if (blocks.kind() != Value::Kind::kList) return;
  cel::List rules = blocks.AsList();
  for (cel::List::Item& item : rules.items) {
    if (item.value.kind() != Value::Kind::kMap) continue;
    item.value =
        RuleOf(host, resource, item.value, Value::String(direction), is_acl);
  }
  Append(rules, true, list);
}

}  // namespace

bool HoldsNetworkRules(const plan::Resource& resource) {
  return resource.address.mode == plan::Mode::kManaged &&
         FormOf(resource.address.type) != nullptr;
}

cel::List NetworkRulesOf(const Host& host, const plan::Resource& resource) {
  const Form& form = *FormOf(resource.address.type);
  const std::uint32_t number = host.subjects->OfResource(resource);
  const Value& self = host.subjects->ValueOf(number);
  cel::List list;
  if (form.holds == Form::Holds::kOne) {
    list.items.push_back(
        {RuleOf(host, resource, self, DirectionOf(self, form), form.is_acl),
         true});
    return list;
  }
  for (const char* direction : {"ingress", "egress"}) {
    AddBlocks(host, resource, self, direction, form.is_acl, list);
  }
  return list;
}

cel::List GroupRulesOf(const Host& host, const plan::Resource& resource) {
  const Form& form = *FormOf(resource.address.type);
  cel::List list = NetworkRulesOf(host, resource);
  if (form.holds == Form::Holds::kOne) {
    const cty::Path path = cty::Path().Attr(std::string(form.group));
    const plan::Members groups = host.query->References(resource, path, {});
    const plan::Resource* group = plan::OnlyMember(groups);
    if (group != nullptr && HoldsNetworkRules(*group)) {
      return GroupRulesOf(host, *group);
    }
    if (host.subjects->plan().closed && SeesConfiguration(resource) &&
        !groups.open && groups.members.empty()) {
      return list;
    }
    list.open = true;
    cel::Unknown why;
    why.needs.emplace_back(kNeedsWholePlan);
    list.why = cel::Merge(list.why, why);
    return list;
  }
  const std::vector<const char*> types =
      form.is_acl
          ? std::vector<const char*>{"aws_network_acl_rule"}
          : std::vector<const char*>{"aws_security_group_rule",
                                     "aws_vpc_security_group_ingress_rule",
                                     "aws_vpc_security_group_egress_rule"};
  for (const char* type : types) {
    const cty::Path path = cty::Path().Attr(std::string(FormOf(type)->group));
    const plan::Members found = host.query->Linked(resource, type, path);
    NoteSource(host, found, path);
    const Value linked = ToList(host, found);
    cel::List members = linked.AsList();
    for (const cel::List::Item& member : members.items) {
      const plan::Resource* rule =
          host.subjects->ResourceOf(member.value.origin()->subject);
      if (rule == nullptr) continue;
      Append(NetworkRulesOf(host, *rule), member.certain, list);
    }
    members.items.clear();
    Append(members, true, list);
  }
  return list;
}

}  // namespace compliance::rules
