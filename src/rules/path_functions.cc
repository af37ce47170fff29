// configured, literal, supplied, references, defaulted, reads, literal_strings:
// what the
// configuration says of an argument.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "call.h"
#include "compliance/base/truth.h"
#include "secret.h"
#include "source_use.h"

namespace compliance::rules {
namespace {

using cel::Call;
using cel::Value;

// Further than any chain of modules that people write.
constexpr int kMaxModuleHops = 32;

Value FromTruth(const Call& call, Truth truth, bool sees_configuration) {
  if (truth != Truth::kUnknown) return Value::Bool(truth == Truth::kTrue);
  if (!sees_configuration) return NeedsToSee(kNeedsConfiguration);
  if (!call.args[0].IsUnknown()) {
    return NeedsToSee(
        absl::StrCat("the source of ", call.args[0].origin()->path.ToString()));
  }
  cel::Unknown unknown;
  unknown.waits_for.push_back(*call.args[0].origin());
  return Value::MakeUnknown(std::move(unknown));
}

// A block is configured when one of its arguments is.
bool SetsPartOf(const plan::Resource& resource, const cty::Path& path) {
  const auto found = resource.expressions.upper_bound(path);
  return found != resource.expressions.end() && found->first.StartsWith(path);
}

Truth IsConfigured(const Call& call, const plan::Resource& resource) {
  const cty::Path& path = call.args[0].origin()->path;
  const Truth truth = HostOf(call).query->Configured(resource, path);
  return truth != Truth::kTrue && SetsPartOf(resource, path) ? Truth::kTrue
                                                             : truth;
}

Value Configured(const Call& call) {
  const plan::Resource* resource = ResourceOf(call);
  if (resource == nullptr) {
    return WrongArgument("configured", "an attribute of a resource");
  }
  return FromTruth(call, IsConfigured(call, *resource),
                   SeesConfiguration(*resource));
}

Value Literal(const Call& call) {
  const plan::Resource* resource = ResourceOf(call);
  if (resource == nullptr) {
    return WrongArgument("literal", "an attribute of a resource");
  }
  return FromTruth(
      call, HostOf(call).query->Literal(*resource, call.args[0].origin()->path),
      SeesConfiguration(*resource));
}

// Whether all that looks like a credential in the argument was taken from a
// source that is no literal; unknown where it is not seen to be.
Value Supplied(const Call& call) {
  const plan::Resource* resource = ResourceOf(call);
  if (resource == nullptr) {
    return WrongArgument("supplied", "an attribute of a resource");
  }
  const Value& value = call.args[0];
  if (value.IsNull()) return Value::Bool(true);
  if (value.IsUnknown() || value.kind() != Value::Kind::kString) {
    return FromTruth(call, Truth::kUnknown, SeesConfiguration(*resource));
  }
  const std::vector<std::string> secrets = SecretsIn(value.AsString());
  if (secrets.empty()) return Value::Bool(true);
  return FromTruth(
      call,
      HostOf(call).query->Supplied(*resource, value.origin()->path, secrets),
      SeesConfiguration(*resource));
}

// The resources that the argument refers to, by types as rules name them: data
// sources as data.TYPE, everything when there is none.
plan::Members Referred(const Call& call, const plan::Resource& resource,
                       const std::vector<std::string>& types) {
  std::vector<std::string> names;
  names.reserve(types.size());
  for (const std::string& type : types) {
    names.emplace_back(absl::StripPrefix(type, "data."));
  }
  plan::Members members = HostOf(call).query->References(
      resource, call.args[0].origin()->path, names);
  NoteSource(HostOf(call), resource, call.args[0].origin()->path);
  if (types.empty()) return members;
  const auto unwanted = [&](const plan::Member& member) {
    const plan::Address& address = member.resource->address;
    const std::string name = absl::StrCat(
        address.mode == plan::Mode::kData ? "data." : "", address.type);
    return std::find(types.begin(), types.end(), name) == types.end();
  };
  members.members.erase(
      std::remove_if(members.members.begin(), members.members.end(), unwanted),
      members.members.end());
  return members;
}

Value References(const Call& call) {
  const plan::Resource* resource = ResourceOf(call);
  if (resource == nullptr) {
    return WrongArgument("references", "an attribute of a resource");
  }
  std::vector<std::string> types;
  if (call.args.size() > 1) {
    if (call.args[1].kind() != Value::Kind::kList) {
      return WrongArgument("references", "a list of resource types");
    }
    for (const cel::List::Item& item : call.args[1].AsList().items) {
      if (item.value.kind() != Value::Kind::kString) {
        return WrongArgument("references", "a list of resource types");
      }
      types.push_back(item.value.AsString());
    }
  }
  // What nobody set refers to nothing, wherever the configuration is not seen.
  if (!resource->has_configuration &&
      IsConfigured(call, *resource) == Truth::kFalse) {
    return Value::MakeList(std::vector<Value>());
  }
  return ToList(HostOf(call), Referred(call, *resource, types));
}

// The value of an argument, `fallback` where nobody set it.
Value Defaulted(const Call& call) {
  const Value& value = call.args[0];
  const Value fallback = call.args[1].WithOrigin(*value.origin());
  if (value.IsNull() || value.IsError()) return fallback;
  if (!value.IsUnknown()) return value;
  const plan::Resource* resource = ResourceOf(call);
  if (resource == nullptr) return value;
  switch (IsConfigured(call, *resource)) {
    case Truth::kFalse:
      return fallback;
    case Truth::kTrue:
      return value;
    case Truth::kUnknown:
      break;
  }
  if (SeesConfiguration(*resource)) return value;
  cel::Unknown unknown = value.AsUnknown();
  unknown.needs.emplace_back(kNeedsConfiguration);
  return Value::MakeUnknown(cel::Merge(unknown, {}))
      .WithOrigin(*value.origin());
}

// The expression of the argument itself, or of the block that holds it.
const plan::Expression* ExpressionOf(const plan::Resource& resource,
                                     const cty::Path& path) {
  for (std::size_t size = path.steps().size(); size > 0; --size) {
    const cty::Path prefix(std::vector<cty::Step>(
        path.steps().begin(), path.steps().begin() + static_cast<long>(size)));
    const auto found = resource.expressions.find(prefix);
    if (found != resource.expressions.end()) return &found->second;
  }
  return nullptr;
}

// What an input of a module is set to, and the module that says so.
const plan::Expression* InputOf(const plan::Plan& plan,
                                const std::string& module,
                                const std::string& reference) {
  const auto inputs = plan.module_inputs.find(module);
  absl::string_view name = reference;
  if (inputs == plan.module_inputs.end() ||
      !absl::ConsumePrefix(&name, "var.")) {
    return nullptr;
  }
  name = name.substr(0, name.find_first_of(".["));
  const auto found = inputs->second.find(std::string(name));
  return found == inputs->second.end() ? nullptr : &found->second;
}

// "module.a.module.b" -> "module.a".
std::string ParentOf(const std::string& module) {
  const std::size_t at = module.rfind(".module.");
  return at == std::string::npos ? "" : module.substr(0, at);
}

void Collect(const plan::Plan& plan, const std::string& module,
             const plan::Expression& expression, int hops,
             std::set<std::string>& found) {
  for (const std::string& reference : expression.references) {
    const plan::Expression* input = InputOf(plan, module, reference);
    if (input == nullptr || hops >= kMaxModuleHops) {
      found.insert(reference);
    } else {
      Collect(plan, ParentOf(module), *input, hops + 1, found);
    }
  }
}

std::string ModuleOf(const plan::Resource& resource) {
  std::string module;
  for (const plan::ModuleStep& step : resource.address.module) {
    absl::StrAppend(&module, module.empty() ? "" : ".", "module.", step.name);
  }
  return module;
}

Value Reads(const Call& call) {
  const plan::Resource* resource = ResourceOf(call);
  if (resource == nullptr) {
    return WrongArgument("reads", "an attribute of a resource");
  }
  if (!resource->has_configuration) return NeedsToSee(kNeedsConfiguration);
  std::set<std::string> found;
  if (const plan::Expression* expression =
          ExpressionOf(*resource, call.args[0].origin()->path)) {
    Collect(HostOf(call).subjects->plan(), ModuleOf(*resource), *expression, 0,
            found);
  }
  std::vector<Value> items;
  items.reserve(found.size());
  for (const std::string& reference : found) {
    items.push_back(Value::String(reference));
  }
  return Value::MakeList(std::move(items));
}

// Whether the text holds credentials, all of them from elsewhere.
bool HasOnlySuppliedSecrets(const Host& host, const plan::Resource& resource,
                            const cty::Path& path, const std::string& text) {
  const std::vector<std::string> secrets = SecretsIn(text);
  return !secrets.empty() &&
         host.query->Supplied(resource, path, secrets) == Truth::kTrue;
}

// Adds the strings inside `value` that the source may hold word for word.
void AddStrings(const Host& host, const plan::Resource& resource,
                const cty::Value& value, const cty::Path& path,
                cel::List& list) {
  if (!value.HasContent()) return;
  switch (value.type().kind()) {
    case cty::Type::Kind::kList:
    case cty::Type::Kind::kSet:
    case cty::Type::Kind::kTuple: {
      std::int64_t index = 0;
      for (const cty::Value& element : value.AsElements()) {
        AddStrings(host, resource, element, path.Index(index++), list);
      }
      return;
    }
    case cty::Type::Kind::kMap:
    case cty::Type::Kind::kObject:
      for (const auto& [name, member] : value.AsAttributes()) {
        AddStrings(host, resource, member,
                   value.type().kind() == cty::Type::Kind::kMap
                       ? path.Key(name)
                       : path.Attr(name),
                   list);
      }
      return;
    case cty::Type::Kind::kString:
      break;
    default:
      return;
  }
  if (host.query->Configured(resource, path) == Truth::kFalse) return;
  const cel::Origin origin{host.subject, path};
  const Truth literal = host.query->Literal(resource, path);
  if (literal == Truth::kFalse &&
      HasOnlySuppliedSecrets(host, resource, path, value.AsString())) {
    return;
  }
  const bool certain = literal == Truth::kTrue;
  list.items.push_back({Value::FromCty(value, origin), certain});
  if (certain) return;
  cel::Unknown why;
  if (SeesConfiguration(resource)) {
    why.waits_for.push_back(origin);
  } else {
    why.needs.emplace_back(kNeedsConfiguration);
  }
  list.why = cel::Merge(list.why, why);
}

Value LiteralStrings(const Call& call) {
  const Host& host = HostOf(call);
  const plan::Resource* self = host.subjects->ResourceOf(host.subject);
  if (self == nullptr) {
    return WrongArgument("literal_strings", "no output or plan");
  }
  cel::List list;
  const Value value = host.subjects->ValueOf(host.subject);
  if (const cty::Value* object = value.cty()) {
    AddStrings(host, *self, *object, {}, list);
  }
  return Value::MakeList(std::move(list));
}

}  // namespace

void AddPathFunctions(cel::Library& library) {
  const auto add = [&](const char* name, int min_args, int max_args,
                       Value (*apply)(const Call&)) {
    cel::Function function;
    function.name = name;
    function.min_args = min_args;
    function.max_args = max_args;
    function.takes_path = min_args > 0;
    function.takes_unknown = true;
    function.needs = "configuration";
    function.apply = apply;
    library.Add(std::move(function));
  };
  add("configured", 1, 1, Configured);
  add("literal", 1, 1, Literal);
  add("supplied", 1, 1, Supplied);
  add("references", 1, 2, References);
  add("defaulted", 2, 2, Defaulted);
  add("reads", 1, 1, Reads);
  add("literal_strings", 0, 0, LiteralStrings);
}

}  // namespace compliance::rules
