#include "source_names.h"

#include <algorithm>
#include <cstdint>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/origin.h"
#include "compliance/hcl/type_constraint.h"
#include "compliance/lang/functions.h"
#include "identity.h"
#include "module_path.h"

namespace compliance::plan {
namespace {

using cty::Type;
using cty::Value;

Value Unknown() { return Value::Unknown(Type::Dynamic()); }

std::vector<ModuleStep> Inside(std::vector<ModuleStep> caller,
                               const std::string& name,
                               std::optional<cty::Step> key = std::nullopt) {
  caller.push_back({name, std::move(key)});
  return caller;
}

// The name that a step asks for: .name or ["name"].
const std::string* NameOf(const cty::Path& steps, std::size_t at) {
  if (at >= steps.steps().size()) return nullptr;
  const cty::Step& step = steps.steps()[at];
  if (const auto* name = std::get_if<cty::AttributeName>(&step)) {
    return &name->name;
  }
  const auto* key = std::get_if<cty::MapKey>(&step);
  return key == nullptr ? nullptr : &key->key;
}

// The step as an instance key; an attribute is none.
std::optional<cty::Step> KeyAt(const cty::Path& steps, std::size_t at) {
  if (at >= steps.steps().size()) return std::nullopt;
  const cty::Step& step = steps.steps()[at];
  if (std::holds_alternative<cty::AttributeName>(step)) return std::nullopt;
  return step;
}

Value KeyValue(const cty::Step& key) {
  if (const auto* index = std::get_if<cty::ListIndex>(&key)) {
    return Value::Number(index->index);
  }
  const auto* text = std::get_if<cty::MapKey>(&key);
  return Value::String(text == nullptr ? "" : text->key);
}

// The flag as the body sets it: sensitive = true.
std::optional<bool> FlagOf(const hcl::Body& body, absl::string_view name) {
  const hcl::Attribute* attribute = body.Find(name);
  const hcl::Literal* literal =
      attribute == nullptr ? nullptr : attribute->expression.As<hcl::Literal>();
  const bool is_flag = literal != nullptr && literal->value.HasContent() &&
                       literal->value.type() == Type::Bool();
  return is_flag ? std::optional<bool>(literal->value.AsBool()) : std::nullopt;
}

bool IsRepeated(const hcl::Block& block) {
  return block.body.Find("count") != nullptr ||
         block.body.Find("for_each") != nullptr;
}

// The instances of a block with their keys as one value: a list for count, an
// object for for_each; nullopt where some are missing.
std::optional<Value> Gather(
    const std::vector<std::pair<cty::Step, Value>>& members, bool is_counted) {
  if (!is_counted) {
    Value::Attributes attributes;
    for (const auto& [key, value] : members) {
      const auto* name = std::get_if<cty::MapKey>(&key);
      if (name == nullptr) return std::nullopt;
      attributes.emplace(name->key, value);
    }
    return Value::Object(std::move(attributes));
  }
  std::map<std::int64_t, Value> ordered;
  for (const auto& [key, value] : members) {
    const auto* index = std::get_if<cty::ListIndex>(&key);
    if (index == nullptr) return std::nullopt;
    ordered.emplace(index->index, value);
  }
  Value::Elements elements;
  for (auto& [index, value] : ordered) {
    if (index != static_cast<std::int64_t>(elements.size())) {
      return std::nullopt;
    }
    elements.push_back(std::move(value));
  }
  return Value::Tuple(std::move(elements));
}

}  // namespace

Value WithAtoms(const Resource& resource, const cty::Path& path,
                const Value& value) {
  if (value.IsWhollyKnown()) return value;
  if (value.IsUnknown()) {
    cty::Refinement promised = value.refinement();
    promised.not_null = promised.not_null || IsNeverNull(resource, path);
    return cty::UnknownOf(value.type(), {resource.address.ToString(), path},
                          std::move(promised))
        .WithSensitive(value.IsSensitive());
  }
  const Type& type = value.type();
  Value out;
  switch (type.kind()) {
    case Type::Kind::kMap:
    case Type::Kind::kObject: {
      const bool is_map = type.kind() == Type::Kind::kMap;
      Value::Attributes members;
      for (const auto& [name, member] : value.AsAttributes()) {
        members.emplace(
            name, WithAtoms(resource, is_map ? path.Key(name) : path.Attr(name),
                            member));
      }
      out = is_map ? Value::Map(type.element(), std::move(members))
                   : Value::Object(type, std::move(members));
      break;
    }
    default: {
      Value::Elements elements;
      for (const Value& element : value.AsElements()) {
        elements.push_back(WithAtoms(
            resource, path.Index(static_cast<std::int64_t>(elements.size())),
            element));
      }
      out = type.kind() == Type::Kind::kTuple
                ? Value::Tuple(std::move(elements))
            : type.kind() == Type::Kind::kSet
                ? Value::Set(type.element(), std::move(elements))
                : Value::List(type.element(), std::move(elements));
    }
  }
  return out.WithSensitive(value.IsSensitive());
}

SourceNames::SourceNames(const Plan& plan,
                         const hcl::Configuration& configuration,
                         std::set<std::string> left_out)
    : plan_(plan),
      configuration_(configuration),
      left_out_(std::move(left_out)),
      unknown_repetitions_(plan.unknown_repetitions.begin(),
                           plan.unknown_repetitions.end()) {
  for (const Resource& resource : plan.resources) {
    if (resource.action == Action::kDelete ||
        resource.action == Action::kForget) {
      continue;
    }
    const Address& address = resource.address;
    instances_[BlockKey(ModuleText(address.module), address.mode, address.type,
                        address.name)]
        .push_back(&resource);
  }
  for (const Variable& variable : plan.variables) {
    if (variable.module.empty()) variables_[variable.name] = &variable;
  }
}

const hcl::Module* SourceNames::SourceOf(const Module& module) const {
  const std::string path = ConfigPath(module);
  return left_out_.count(path) != 0 ? nullptr : configuration_.FindModule(path);
}

const hcl::Block* SourceNames::BlockOf(const Address& address) const {
  const hcl::Module* source = SourceOf(address.module);
  return source == nullptr
             ? nullptr
             : source->Find(address.mode == Mode::kData ? "data" : "resource",
                            {address.type, address.name});
}

template <typename Make>
Value SourceNames::Once(const Module& module, absl::string_view kind,
                        const std::string& name, Make make) const {
  const std::string key =
      absl::StrCat(ModuleText(module), "|", kind, ".", name);
  const auto [place, is_new] = made_.try_emplace(key);
  if (!is_new) return place->second.value_or(Unknown());
  Value value = make();
  made_[key] = value;  // `place` may have moved
  return value;
}

Place SourceNames::InstanceOf(const Module& module, const hcl::Block& block,
                              const std::optional<cty::Step>& key) const {
  Place place{module, {}, {}, {}};
  if (!key.has_value()) return place;
  if (block.body.Find("count") != nullptr) {
    place.count_index = KeyValue(*key);
    return place;
  }
  const hcl::Attribute* for_each = block.body.Find("for_each");
  if (for_each == nullptr) return place;
  place.each_key = KeyValue(*key);
  const Value all = Once(
      module, "for_each",
      absl::StrCat(block.type, ".",
                   block.labels.empty() ? "" : block.labels.front().text, ".",
                   block.labels.empty() ? "" : block.labels.back().text),
      [&] {
        return hcl::Evaluate(for_each->expression, At({module, {}, {}, {}}));
      });
  if (!all.HasContent()) return place;
  const Type::Kind kind = all.type().kind();
  if (kind == Type::Kind::kMap || kind == Type::Kind::kObject) {
    const Value* member = all.Find(place.each_key->AsString());
    if (member != nullptr) place.each_value = *member;
  } else if (kind == Type::Kind::kSet) {
    place.each_value = place.each_key;
  }
  return place;
}

Place SourceNames::PlaceOf(const Resource& resource) const {
  const hcl::Block* block = BlockOf(resource.address);
  if (block == nullptr) return {resource.address.module, {}, {}, {}};
  return InstanceOf(resource.address.module, *block, resource.address.key);
}

Value SourceNames::VariableOf(const Module& module,
                              const std::string& name) const {
  return Once(module, "var", name, [&]() -> Value {
    const hcl::Module* source = SourceOf(module);
    const hcl::Block* block =
        source == nullptr ? nullptr : source->Find("variable", {name});
    if (block == nullptr) return Unknown();
    Value value;
    bool is_given = true;
    if (module.empty()) {
      const auto given = variables_.find(name);
      if (given == variables_.end()) return Unknown();
      value = given->second->value;
    } else {
      Module caller = module;
      caller.pop_back();
      const hcl::Module* outside = SourceOf(caller);
      const hcl::Block* call =
          outside == nullptr ? nullptr
                             : outside->Find("module", {module.back().name});
      if (call == nullptr) return Unknown();
      if (const hcl::Attribute* input = call->body.Find(name)) {
        value = hcl::Evaluate(input->expression,
                              At(InstanceOf(caller, *call, module.back().key)));
      }
    }
    const hcl::Attribute* otherwise = block->body.Find("default");
    const bool is_left_out =
        !is_given ||
        (value.IsNull() && FlagOf(block->body, "nullable") == false);
    if (is_left_out && otherwise != nullptr) {
      value = hcl::Evaluate(otherwise->expression, hcl::Names());
    }
    if (const hcl::Attribute* type = block->body.Find("type")) {
      value = hcl::Constrain(value, type->expression);
    }
    return FlagOf(block->body, "sensitive") == true ? value.WithSensitive()
                                                    : value;
  });
}

Value SourceNames::LocalOf(const Module& module,
                           const std::string& name) const {
  return Once(module, "local", name, [&]() -> Value {
    const hcl::Module* source = SourceOf(module);
    if (source == nullptr) return Unknown();
    for (const hcl::Block& block : source->blocks()) {
      if (block.type != "locals") continue;
      if (const hcl::Attribute* local = block.body.Find(name)) {
        return hcl::Evaluate(local->expression, At({module, {}, {}, {}}));
      }
    }
    return Unknown();
  });
}

Value SourceNames::OutputOf(const Module& module,
                            const std::string& name) const {
  return Once(module, "output", name, [&]() -> Value {
    const hcl::Module* source = SourceOf(module);
    const hcl::Block* block =
        source == nullptr ? nullptr : source->Find("output", {name});
    const hcl::Attribute* value =
        block == nullptr ? nullptr : block->body.Find("value");
    if (value == nullptr) return Unknown();
    const Value out =
        hcl::Evaluate(value->expression, At({module, {}, {}, {}}));
    return FlagOf(block->body, "sensitive") == true ? out.WithSensitive() : out;
  });
}

Value SourceNames::OutputsOf(const Module& module) const {
  const hcl::Module* source = SourceOf(module);
  if (source == nullptr) return Unknown();
  Value::Attributes outputs;
  for (const hcl::Block& block : source->blocks()) {
    if (block.type != "output" || block.labels.size() != 1) continue;
    const std::string& name = block.labels.front().text;
    outputs.emplace(name, OutputOf(module, name));
  }
  return Value::Object(std::move(outputs));
}

std::optional<std::vector<cty::Step>> SourceNames::KeysOf(
    const Module& caller, const hcl::Block& call) const {
  std::vector<cty::Step> keys;
  const hcl::Names names = At({caller, {}, {}, {}});
  if (const hcl::Attribute* count = call.body.Find("count")) {
    const absl::StatusOr<Value> number =
        cty::Convert(hcl::Evaluate(count->expression, names), Type::Number());
    if (!number.ok() || !number->HasContent()) return std::nullopt;
    const std::optional<std::int64_t> size = number->AsNumber().AsInt64();
    constexpr std::int64_t kMostInstances = 10000;
    if (!size.has_value() || *size > kMostInstances) return std::nullopt;
    for (std::int64_t i = 0; i < *size; ++i) keys.push_back(cty::ListIndex{i});
    return keys;
  }
  const Value all =
      hcl::Evaluate(call.body.Find("for_each")->expression, names);
  if (!all.HasContent()) return std::nullopt;
  switch (all.type().kind()) {
    case Type::Kind::kMap:
    case Type::Kind::kObject:
      for (const auto& [key, value] : all.AsAttributes()) {
        keys.push_back(cty::MapKey{key});
      }
      return keys;
    case Type::Kind::kSet:
      for (const Value& key : all.AsElements()) {
        if (!key.HasContent() || key.type().kind() != Type::Kind::kString) {
          return std::nullopt;
        }
        keys.push_back(cty::MapKey{key.AsString()});
      }
      return keys;
    default:
      return std::nullopt;
  }
}

std::optional<hcl::Named> SourceNames::ResolveModule(
    const Module& caller, const cty::Path& steps) const {
  const std::string* name = NameOf(steps, 0);
  const hcl::Module* source = SourceOf(caller);
  const hcl::Block* call = name == nullptr || source == nullptr
                               ? nullptr
                               : source->Find("module", {*name});
  if (call == nullptr) return std::nullopt;
  std::optional<cty::Step> key;
  std::size_t taken = 1;
  if (IsRepeated(*call)) {
    key = KeyAt(steps, taken);
    if (!key.has_value()) {
      const auto keys = KeysOf(caller, *call);
      if (!keys.has_value()) return std::nullopt;
      std::vector<std::pair<cty::Step, Value>> all;
      for (const cty::Step& each : *keys) {
        all.emplace_back(each, OutputsOf(Inside(caller, *name, each)));
      }
      std::optional<Value> value =
          Gather(all, call->body.Find("count") != nullptr);
      if (!value.has_value()) return std::nullopt;
      return hcl::Named{*std::move(value), taken};
    }
    ++taken;
  }
  const Module module = Inside(caller, *name, key);
  const std::string* output = NameOf(steps, taken);
  if (output == nullptr) return hcl::Named{OutputsOf(module), taken};
  return hcl::Named{OutputOf(module, *output), taken + 1};
}

std::optional<hcl::Named> SourceNames::ResolveResource(
    const Module& module, Mode mode, const cty::Path& steps,
    std::size_t first) const {
  const std::string* type = NameOf(steps, 0);
  const std::string* name = NameOf(steps, 1);
  if (type == nullptr || name == nullptr) return std::nullopt;
  const Address address{module, mode, *type, *name, std::nullopt};
  const hcl::Block* block = BlockOf(address);
  if (block == nullptr) return std::nullopt;
  const auto found =
      instances_.find(BlockKey(ModuleText(module), mode, *type, *name));
  static const auto& none = *new std::vector<const Resource*>;
  const std::vector<const Resource*>& all =
      found == instances_.end() ? none : found->second;
  std::size_t taken = 2;
  std::optional<cty::Step> key;
  if (IsRepeated(*block)) {
    key = KeyAt(steps, taken);
    if (!key.has_value()) {
      const bool is_whole =
          plan_.closed && !plan_.is_partial &&
          unknown_repetitions_.count(address.ConfigString()) == 0;
      if (!is_whole) return std::nullopt;
      Value value =
          Once(module, mode == Mode::kData ? "data" : "resource",
               absl::StrCat(*type, ".", *name), [&] {
                 std::vector<std::pair<cty::Step, Value>> members;
                 for (const Resource* resource : all) {
                   if (!resource->address.key.has_value()) return Unknown();
                   members.emplace_back(
                       *resource->address.key,
                       WithAtoms(*resource, cty::Path(), resource->planned));
                 }
                 return Gather(members, block->body.Find("count") != nullptr)
                     .value_or(Unknown());
               });
      return hcl::Named{std::move(value), taken - first};
    }
    ++taken;
  }
  const auto instance =
      std::find_if(all.begin(), all.end(), [&key](const Resource* resource) {
        return resource->address.key == key;
      });
  if (instance == all.end()) return std::nullopt;
  // As far as the plan shows values; what is asked of an atom, it is asked of
  // that.
  const Value* value = &(*instance)->planned;
  cty::Path path;
  for (; taken < steps.steps().size(); ++taken) {
    const Value* member = value->Find(steps.steps()[taken]);
    if (member == nullptr) break;
    value = member;
    std::vector<cty::Step> longer = path.steps();
    longer.push_back(steps.steps()[taken]);
    path = cty::Path(std::move(longer));
  }
  return hcl::Named{WithAtoms(**instance, path, *value), taken - first};
}

std::optional<hcl::Named> SourceNames::Resolve(const Place& place,
                                               absl::string_view root,
                                               const cty::Path& steps) const {
  const std::string* name = NameOf(steps, 0);
  const auto one = [](std::optional<Value> value) -> std::optional<hcl::Named> {
    if (!value.has_value()) return std::nullopt;
    return hcl::Named{*std::move(value), 1};
  };
  if (name == nullptr) return std::nullopt;
  if (root == "var") return one(VariableOf(place.module, *name));
  if (root == "local") return one(LocalOf(place.module, *name));
  if (root == "each") {
    return one(*name == "key" ? place.each_key : place.each_value);
  }
  if (root == "count") return one(place.count_index);
  if (root == "module") return ResolveModule(place.module, steps);
  if (root == "data") {
    return ResolveResource(place.module, Mode::kData, steps, 0);
  }
  if (root == "path") {
    const hcl::Module* source = SourceOf(place.module);
    if (*name == "root") return one(Value::String("."));
    if (*name != "module" || source == nullptr) return std::nullopt;
    return one(Value::String(source->directory()));
  }
  // Of the machine that plans, of a provisioner, of what is never stored.
  if (root == "terraform" || root == "self" || root == "ephemeral") {
    return std::nullopt;
  }
  std::vector<cty::Step> whole = {cty::AttributeName{std::string(root)}};
  whole.insert(whole.end(), steps.steps().begin(), steps.steps().end());
  return ResolveResource(place.module, Mode::kManaged,
                         cty::Path(std::move(whole)), 1);
}

hcl::Names SourceNames::At(Place place) const {
  hcl::Names names;
  names.call = lang::Call;
  names.resolve = [this, place = std::move(place)](absl::string_view root,
                                                   const cty::Path& steps) {
    return Resolve(place, root, steps);
  };
  return names;
}

}  // namespace compliance::plan
