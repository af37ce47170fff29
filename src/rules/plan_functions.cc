// linked, plan.*, address, tags, param, undecided: the plan around a subject.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "call.h"
#include "compliance/base/text.h"
#include "compliance/rules/shape.h"
#include "tags.h"
#include "source_use.h"

namespace compliance::rules {
namespace {

using cel::Call;
using cel::Value;

Value LinkedTo(const Host& host, const plan::Resource* target,
               const Value& type, const Value& attribute) {
  if (target == nullptr || type.kind() != Value::Kind::kString ||
      attribute.kind() != Value::Kind::kString) {
    return WrongArgument("linked", "a type and an attribute, for a resource");
  }
  const auto path = ParsePath(attribute.AsString());
  if (!path.ok()) return Value::MakeError(std::string(path.status().message()));
  const plan::Members members =
      host.query->Linked(*target, type.AsString(), *path);
  NoteSource(host, members, *path);
  return ToList(host, members);
}

Value Linked(const Call& call) {
  const Host& host = HostOf(call);
  return LinkedTo(host, host.subjects->ResourceOf(host.subject), call.args[0],
                  call.args[1]);
}

Value LinkedMember(const Call& call) {
  if (call.args[0].IsUnknown()) return call.args[0];
  return LinkedTo(HostOf(call), ResourceOf(call), call.args[1], call.args[2]);
}

Value PlanResources(const Call& call) {
  if (call.args[0].kind() != Value::Kind::kString) {
    return WrongArgument("plan.resources", "a type");
  }
  const Host& host = HostOf(call);
  return ToList(host, host.query->Resources(call.args[0].AsString()));
}

// How many there will be, with bounds where that is not settled: a list's size.
Value PlanCount(const Call& call) {
  if (call.args[0].kind() != Value::Kind::kString) {
    return WrongArgument("plan.count", "a type");
  }
  const Host& host = HostOf(call);
  const plan::Members members = host.query->Resources(call.args[0].AsString());
  const Value list = ToList(host, members);
  std::int64_t certain = 0;
  for (const plan::Member& member : members.members) {
    certain += member.certain ? 1 : 0;
  }
  const auto shown = static_cast<std::int64_t>(members.members.size());
  if (!members.open && certain == shown) return Value::Int(shown);
  cty::Refinement promised;
  promised.not_null = true;
  promised.lower = cty::Refinement::Bound{cty::Number(certain), true};
  if (!members.open) {
    promised.upper = cty::Refinement::Bound{cty::Number(shown), true};
  }
  return Value::MakeUnknown(list.UnknownInside(), std::move(promised));
}

Value PlanData(const Call& call) {
  if (call.args[0].kind() != Value::Kind::kString) {
    return WrongArgument("plan.data", "a type");
  }
  const Host& host = HostOf(call);
  return ToList(host, host.query->DataResources(call.args[0].AsString()));
}

Value PlanOutputs(const Call& call) {
  const Host& host = HostOf(call);
  const plan::Plan& plan = host.subjects->plan();
  if (!plan.has_configuration) return NeedsToSee(kNeedsConfiguration);
  std::vector<Value> items;
  for (std::size_t i = 0; i < plan.outputs.size(); ++i) {
    items.push_back(host.subjects->ValueOf(host.subjects->OfOutput(i)));
  }
  return Value::MakeList(std::move(items));
}

Value PlanVariables(const Call& call) {
  const Host& host = HostOf(call);
  const plan::Plan& plan = host.subjects->plan();
  if (!plan.has_configuration) return NeedsToSee(kNeedsConfiguration);
  std::vector<Value> items;
  for (std::size_t i = 0; i < plan.variables.size(); ++i) {
    items.push_back(host.subjects->ValueOf(host.subjects->OfVariable(i)));
  }
  return Value::MakeList(std::move(items));
}

Value Address(const Call& call) {
  if (call.args[0].IsUnknown()) return call.args[0];
  const cel::Origin* origin = call.args[0].origin();
  if (origin == nullptr) {
    return WrongArgument("address", "a resource of the plan");
  }
  return Value::String(HostOf(call).subjects->Address(origin->subject));
}

Value Tags(const Call& call) {
  const Host& host = HostOf(call);
  const plan::Resource* self = host.subjects->ResourceOf(host.subject);
  if (self == nullptr) return WrongArgument("tags", "no output or plan");
  return TagsOf(*self, host.subject, *host.subjects);
}

Value Param(const Call& call) {
  const Host& host = HostOf(call);
  if (call.args[0].kind() != Value::Kind::kString) {
    return WrongArgument("param", "a name");
  }
  const std::string& name = call.args[0].AsString();
  const auto found = host.parameters->find(name);
  if (found == host.parameters->end()) {
    return Value::MakeError(absl::StrCat("no parameter ", Quote(name)));
  }
  const std::uint32_t number =
      host.subjects->OfText(absl::StrCat("parameter ", name));
  return Value::FromCty(found->second, cel::Origin{number, {}});
}

Value Undecided(const Call& call) {
  if (call.args[0].kind() != Value::Kind::kString) {
    return WrongArgument("undecided", "what is missing, as text");
  }
  return NeedsToSee(call.args[0].AsString());
}

}  // namespace

void AddPlanFunctions(cel::Library& library) {
  const auto add = [&](const char* name, int args, const char* needs,
                       Value (*apply)(const Call&)) {
    cel::Function function;
    function.name = name;
    function.min_args = args;
    function.max_args = args;
    function.needs = needs;
    function.apply = apply;
    library.Add(std::move(function));
  };
  add("linked", 2, "whole plan", Linked);
  add("plan.resources", 1, "whole plan", PlanResources);
  add("plan.count", 1, "whole plan", PlanCount);
  add("plan.data", 1, "whole plan", PlanData);
  add("plan.outputs", 0, "configuration", PlanOutputs);
  add("plan.variables", 0, "configuration", PlanVariables);
  // It reads the subject, though no variable shows it.
  add("tags", 0, "subject", Tags);
  add("param", 1, "", Param);
  add("undecided", 1, "", Undecided);
  // A resource of which parts are not known yet is still that resource.
  cel::Function of_resource;
  of_resource.takes_unknown = true;
  of_resource.name = "address";
  of_resource.min_args = of_resource.max_args = 1;
  of_resource.apply = Address;
  library.Add(of_resource);
  of_resource.name = "linked";
  of_resource.member = true;
  of_resource.needs = "whole plan";
  of_resource.min_args = of_resource.max_args = 3;
  of_resource.apply = LinkedMember;
  library.Add(std::move(of_resource));
}

}  // namespace compliance::rules
