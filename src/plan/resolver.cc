#include "resolver.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/origin.h"
#include "compliance/cty/value.h"
#include "identity.h"
#include "module_path.h"

namespace compliance::plan {
namespace {

using Kind = Reference::Kind;

// Configurations nest far less; modules that feed each other in circles are
// possible, and end here.
constexpr int kMaxDepth = 24;

const cty::Value* FindPart(const cty::Value& value, const cty::Path& path) {
  return path.empty() ? &value : value.Find(path);
}

// Merges `from` into `into`.
void Merge(Targets from, bool certain, Targets& into) {
  for (Target& target : from.targets) {
    target.certain = target.certain && certain;
    into.Add(std::move(target));
  }
  for (std::string& text : from.elsewhere) {
    if (std::find(into.elsewhere.begin(), into.elsewhere.end(), text) ==
        into.elsewhere.end()) {
      into.elsewhere.push_back(std::move(text));
    }
  }
  into.given.insert(into.given.end(), from.given.begin(), from.given.end());
}

std::string CallKey(const std::vector<ModuleStep>& caller,
                    const std::string& name) {
  return absl::StrCat(ModuleText(caller), "|", name);
}

}  // namespace

void Targets::Add(Target target) {
  const auto [place, is_new] =
      places_.try_emplace(target.resource, targets.size());
  if (is_new) {
    targets.push_back(std::move(target));
    return;
  }
  Target& known = targets[place->second];
  known.certain = known.certain || target.certain;
}

Sources SourcesIn(const Expression& expression, const Scope& scope) {
  return SourcesOf(expression, scope.repetition != nullptr &&
                                   !scope.repetition->is_constant);
}

cty::Path Joined(const cty::Path& first, const cty::Path& second) {
  std::vector<cty::Step> steps = first.steps();
  steps.insert(steps.end(), second.steps().begin(), second.steps().end());
  return cty::Path(std::move(steps));
}

Resolver::Resolver(const Plan& plan)
    : plan_(plan),
      unknown_repetitions_(plan.unknown_repetitions.begin(),
                           plan.unknown_repetitions.end()) {
  for (const Resource& resource : plan.resources) {
    if (resource.action == Action::kDelete ||
        resource.action == Action::kForget) {
      continue;
    }
    const Address& address = resource.address;
    blocks_[BlockKey(address.ModuleString(), address.mode, address.type,
                     address.name)]
        .push_back(&resource);
    by_address_.emplace(address.ToString(), &resource);
    // A module may hold only modules: note those above as well.
    std::vector<ModuleStep> caller;
    for (const ModuleStep& step : address.module) {
      std::vector<ModuleStep> module = caller;
      module.push_back(step);
      if (modules_.insert(ModuleText(module)).second) {
        calls_[CallKey(caller, step.name)].push_back(module);
      }
      caller = std::move(module);
    }
  }
  for (const Variable& variable : plan.variables) {
    variables_[{variable.module, variable.name}] = &variable;
  }
}

Scope Resolver::ScopeOf(const Resource& resource) {
  Scope scope;
  scope.module = resource.address.module;
  scope.key = resource.address.key;
  if (resource.for_each) scope.repetition = &*resource.for_each;
  return scope;
}

bool Resolver::HasUnknownRepetition(const std::string& config_address) const {
  return unknown_repetitions_.count(config_address) != 0;
}

// The scope of a module call's arguments, seen from inside that module.
Scope Resolver::CallerOf(const Scope& scope) const {
  Scope caller;
  caller.module = scope.module;
  caller.key = scope.module.back().key;
  const auto it = plan_.module_repetitions.find(ConfigPath(scope.module));
  if (it != plan_.module_repetitions.end()) caller.repetition = &it->second;
  caller.module.pop_back();
  return caller;
}

const Variable* Resolver::FindGiven(const Reference& reference,
                                    const Scope& scope) const {
  if (reference.kind != Kind::kVariable || !scope.module.empty()) {
    return nullptr;
  }
  const Variable* variable = FindVariable(reference, scope);
  return variable == nullptr || variable->value.IsUnknown() ? nullptr
                                                            : variable;
}

const Variable* Resolver::FindVariable(const Reference& reference,
                                       const Scope& scope) const {
  const auto it = variables_.find({ConfigPath(scope.module), reference.name});
  return it == variables_.end() ? nullptr : it->second;
}

// The argument of the module call that sets the variable, if one does.
const Expression* Resolver::FindInput(const Reference& reference,
                                      const Scope& scope) const {
  const auto call = plan_.module_inputs.find(ConfigPath(scope.module));
  if (call == plan_.module_inputs.end()) return nullptr;
  const auto input = call->second.find(reference.name);
  return input == call->second.end() ? nullptr : &input->second;
}

bool Resolver::MayGoOn(const Walk& walk) {
  return walk.depth<kMaxDepth&& * walk.steps> 0 && --*walk.steps > 0;
}

// A local value, where the source was read for it.
const Expression* Resolver::FindLocal(const Reference& reference,
                                      const Scope& scope) const {
  const auto module = plan_.locals.find(ConfigPath(scope.module));
  if (module == plan_.locals.end()) return nullptr;
  const auto local = module->second.find(reference.name);
  return local == module->second.end() ? nullptr : &local->second;
}

Resolver::Walk Resolver::Onward(const Walk& walk, const Sources& sources,
                                const Scope& scope) {
  Walk onward = walk;
  onward.is_cut = sources.picks_by_key;
  if (sources.picks_by_key && !onward.pick) onward.pick = scope.key;
  return onward;
}

std::vector<std::vector<ModuleStep>> Resolver::ModuleInstances(
    const Reference& reference, const Scope& scope, const Walk& walk,
    bool& elsewhere) const {
  std::vector<ModuleStep> module = scope.module;
  module.push_back({reference.name, std::nullopt});
  if (modules_.contains(ModuleText(module))) return {std::move(module)};
  module.back().key = reference.key ? reference.key : walk.pick;
  if (module.back().key && modules_.contains(ModuleText(module))) {
    return {std::move(module)};
  }
  const auto all = calls_.find(CallKey(scope.module, reference.name));
  if (all == calls_.end()) {
    // It holds no resources, which would show its instances. Without count and
    // for_each it has one all the same.
    module.back().key.reset();
    if (plan_.module_repetitions.count(ConfigPath(module)) == 0) {
      return {std::move(module)};
    }
    elsewhere = true;
    return {};
  }
  if (reference.key) return {};
  return all->second;
}

std::vector<Resolver::Link> Resolver::OutputLinks(const Reference& reference,
                                                  const Scope& scope,
                                                  const Walk& walk,
                                                  bool& elsewhere) const {
  std::vector<ModuleStep> module = scope.module;
  module.push_back({reference.name, std::nullopt});
  const auto outputs = plan_.module_outputs.find(ConfigPath(module));
  if (outputs == plan_.module_outputs.end()) {
    elsewhere = true;
    return {};
  }
  // Where the module is named as a whole, what is asked of it is the output.
  const bool names_output = !reference.rest.empty();
  const cty::Path asked = names_output || !walk.is_cut
                              ? Joined(reference.rest, walk.rest)
                              : cty::Path();
  const auto* name =
      asked.empty() ? nullptr
                    : std::get_if<cty::AttributeName>(&asked.steps().front());
  const auto output = name == nullptr ? outputs->second.end()
                                      : outputs->second.find(name->name);
  const bool is_found = output != outputs->second.end();
  if (names_output && !is_found) {
    elsewhere = true;
    return {};
  }
  const std::vector<std::vector<ModuleStep>> instances =
      ModuleInstances(reference, scope, walk, elsewhere);
  // The only output is the one that is meant.
  const bool is_shown = is_found || outputs->second.size() == 1;
  const bool is_one = instances.size() == 1;
  const bool are_all = walk.is_collection && walk.elements == instances.size();
  const bool certain = is_shown && (is_one || are_all);
  std::vector<Link> links;
  for (const auto& instance : instances) {
    Link link;
    link.scope.module = instance;
    link.walk = walk;
    link.walk.is_cut = false;
    ++link.walk.depth;
    if (!is_one) link.walk.elements = are_all ? 1 : 0;
    link.certain = certain;
    if (instance.back().key) link.walk.pick.reset();
    if (is_found) {
      link.expression = &output->second;
      link.walk.rest = cty::Path(std::vector<cty::Step>(
          asked.steps().begin() + 1, asked.steps().end()));
      links.push_back(std::move(link));
      continue;
    }
    for (const auto& [other, expression] : outputs->second) {
      link.expression = &expression;
      links.push_back(link);
    }
  }
  return links;
}

std::vector<Resolver::Link> Resolver::Links(const Reference& reference,
                                            const Scope& scope,
                                            const Walk& walk,
                                            bool& elsewhere) const {
  if (!MayGoOn(walk)) {
    elsewhere = true;
    return {};
  }
  Link link;
  link.walk = walk;
  ++link.walk.depth;
  link.walk.is_cut = false;
  link.walk.rest = Joined(reference.rest, walk.rest);
  switch (reference.kind) {
    case Kind::kModule:
      return OutputLinks(reference, scope, walk, elsewhere);
    case Kind::kVariable:
      if (scope.module.empty()) {
        const Variable* variable = FindVariable(reference, scope);
        elsewhere = variable == nullptr || variable->value.IsUnknown();
        return {};
      }
      link.expression = FindInput(reference, scope);
      if (link.expression == nullptr) {
        elsewhere = FindVariable(reference, scope) == nullptr;
        return {};
      }
      link.scope = CallerOf(scope);
      return {std::move(link)};
    case Kind::kLocal:
      link.expression = FindLocal(reference, scope);
      elsewhere = link.expression == nullptr;
      if (elsewhere) return {};
      link.scope.module = scope.module;
      return {std::move(link)};
    case Kind::kEachValue:
      if (scope.repetition == nullptr) return {};
      link.expression = scope.repetition;
      link.scope.module = scope.module;
      link.walk.pick = scope.key;
      link.walk.is_collection = false;
      return {std::move(link)};
    default:
      elsewhere = true;
      return {};
  }
}

std::vector<const Resource*> Resolver::Instances(const Reference& reference,
                                                 const Scope& scope,
                                                 const Walk& walk,
                                                 bool& certain) const {
  const Mode mode =
      reference.kind == Kind::kData ? Mode::kData : Mode::kManaged;
  const auto block = blocks_.find(
      BlockKey(ModuleText(scope.module), mode, reference.type, reference.name));
  certain = true;
  if (block == blocks_.end()) return {};
  const auto with_key = [&](const std::optional<cty::Step>& key) {
    const Address address{scope.module, mode, reference.type, reference.name,
                          key};
    const auto found = by_address_.find(address.ToString());
    return found == by_address_.end()
               ? std::vector<const Resource*>()
               : std::vector<const Resource*>{found->second};
  };
  if (reference.key) return with_key(reference.key);
  if (walk.pick) {
    std::vector<const Resource*> picked = with_key(walk.pick);
    if (!picked.empty()) return picked;
  }
  // A filter looks like a splat, and leaves fewer elements than instances.
  const bool are_all =
      walk.is_collection && !walk.pick && walk.elements == block->second.size();
  certain = block->second.size() == 1 || are_all;
  return block->second;
}

void Resolver::AddInstance(const Resource& resource, const cty::Path& attribute,
                           bool certain, const Walk& walk, Targets& out) const {
  Target target{&resource, attribute, certain};
  const cty::Value* value = FindPart(resource.planned, attribute);
  if (value != nullptr && value->IsNull() && !attribute.empty()) return;
  const bool may_be_null = value == nullptr || !cty::IsNeverNull(*value);
  if (may_be_null && !IsNeverNull(resource, attribute)) target.certain = false;
  AddArgument(resource, attribute, certain, walk, out);
  out.Add(std::move(target));
}

Targets Resolver::ResolveInstances(const Reference& reference,
                                   const Scope& scope, const Walk& walk) const {
  Targets out;
  bool certain = true;
  const std::vector<const Resource*> instances =
      Instances(reference, scope, walk, certain);
  const cty::Path attribute = Joined(reference.rest, walk.rest);
  for (const Resource* resource : instances) {
    AddInstance(*resource, attribute, certain, walk, out);
  }
  if (instances.empty()) {
    Address address;
    address.module = scope.module;
    address.mode = reference.kind == Kind::kData ? Mode::kData : Mode::kManaged;
    address.type = reference.type;
    address.name = reference.name;
    const std::string block = address.ConfigString();
    if (HasUnknownRepetition(block)) out.elsewhere.push_back(block);
  }
  return out;
}

// An attribute that is an argument leads on to what it was set from: the bucket
// of a bucket's policy is the bucket.
void Resolver::AddArgument(const Resource& resource, const cty::Path& attribute,
                           bool certain, const Walk& walk, Targets& out) const {
  if (attribute.empty()) return;
  const auto* first =
      std::get_if<cty::AttributeName>(&attribute.steps().front());
  if (first == nullptr || IsIdentity(resource.address.type, first->name)) {
    return;
  }
  const auto expression =
      resource.expressions.find(cty::Path({cty::Step(*first)}));
  if (expression == resource.expressions.end()) return;
  if (!MayGoOn(walk)) {
    out.elsewhere.push_back(resource.address.ToString());
    return;
  }
  Walk onward;
  onward.steps = walk.steps;
  onward.depth = walk.depth + 1;
  onward.is_collection = walk.is_collection;
  onward.elements = walk.elements;
  Merge(Resolve(expression->second, ScopeOf(resource), onward), certain, out);
}

Targets Resolver::ResolveSource(const Reference& reference, const Scope& scope,
                                const Walk& walk) const {
  if (IsBlock(reference)) return ResolveInstances(reference, scope, walk);
  Targets out;
  bool elsewhere = false;
  for (const Link& link : Links(reference, scope, walk, elsewhere)) {
    Merge(Resolve(*link.expression, link.scope, link.walk), link.certain, out);
  }
  if (elsewhere) out.elsewhere.push_back(reference.text);
  if (const Variable* variable = FindGiven(reference, scope)) {
    out.given.push_back(variable);
  }
  return out;
}

Targets Resolver::Resolve(const Expression& expression, const Scope& scope,
                          const Walk& walk) const {
  Targets out;
  if (expression.is_constant) return out;
  const Sources sources = SourcesIn(expression, scope);
  Walk onward = Onward(walk, sources, scope);
  if (sources.values.size() != 1) onward.elements = 0;
  // Several sources of a scalar may be the arms of a conditional; in a list
  // they are its elements, if nothing among them can be a condition.
  const bool is_plain = std::all_of(
      sources.values.begin(), sources.values.end(),
      [](const Reference& source) {
        return IsBlock(source) ? !source.rest.empty()
                               : source.kind == Kind::kModule &&
                                     source.rest.steps().size() == 1;
      });
  const bool are_elements =
      walk.is_collection &&
      (is_plain || walk.elements == sources.values.size());
  const bool certain = sources.is_lone || are_elements;
  for (const Reference& source : sources.values) {
    Merge(ResolveSource(source, scope, onward), certain, out);
  }
  return out;
}

Targets Resolver::Resolve(const Expression& expression, const Scope& scope,
                          const Shape& shape) const {
  Walk walk;
  walk.is_collection = shape.is_collection;
  walk.elements = shape.elements;
  return Resolve(expression, scope, walk);
}

}  // namespace compliance::plan
