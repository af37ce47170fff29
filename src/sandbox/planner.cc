#include "sandbox/planner.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "compliance/cty/json.h"
#include "sandbox/acm_certificate.h"
#include "sandbox/tags.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using cty::Path;
using cty::Value;

// Whether an element of the prior state is the one that the configuration
// speaks of: all that is configured is the same there.
bool Fits(const Value& config, const Value& prior) {
  if (config.IsNull()) return true;
  if (!config.HasContent() || !prior.HasContent()) {
    return SameValue(config, prior);
  }
  if (config.type().kind() == cty::Type::Kind::kObject) {
    return std::all_of(config.AsAttributes().begin(),
                       config.AsAttributes().end(), [&](const auto& member) {
                         const Value* before = prior.Find(member.first);
                         return before != nullptr &&
                                Fits(member.second, *before);
                       });
  }
  const cty::Type::Kind kind = config.type().kind();
  if (kind != cty::Type::Kind::kList && kind != cty::Type::Kind::kSet) {
    return SameValue(config, prior);
  }
  const Value::Elements& wanted = config.AsElements();
  const Value::Elements& found = prior.AsElements();
  if (wanted.size() != found.size()) return false;
  if (kind == cty::Type::Kind::kList) {
    return std::equal(wanted.begin(), wanted.end(), found.begin(), Fits);
  }
  return std::all_of(wanted.begin(), wanted.end(), [&](const Value& element) {
    return std::any_of(found.begin(), found.end(), [&](const Value& before) {
      return Fits(element, before);
    });
  });
}

bool SameJson(const Value& a, const Value& b) {
  if (!a.HasContent() || !b.HasContent()) return false;
  const auto left = cty::DecodeImpliedJson(a.AsString());
  const auto right = cty::DecodeImpliedJson(b.AsString());
  return left.ok() && right.ok() && *left == *right;
}

// What the old SDK has for a member of a set's element that is left out: of all
// primitive types, only a number can be absent.
Value AbsentMember(const cty::Type& type) {
  return type.kind() == cty::Type::Kind::kNumber ? Value::Null(type)
                                                 : ZeroOf(type);
}

// Attributes that are written as blocks are sets of objects.
Value WithoutNulls(const Value& attribute) {
  if (!attribute.HasContent() ||
      attribute.type().kind() != cty::Type::Kind::kSet ||
      attribute.type().element().kind() != cty::Type::Kind::kObject) {
    return attribute;
  }
  Value::Elements elements;
  for (const Value& element : attribute.AsElements()) {
    if (!element.HasContent()) return attribute;
    Value::Attributes members = element.AsAttributes();
    for (auto& [name, member] : members) {
      if (member.IsNull()) member = AbsentMember(member.type());
    }
    elements.push_back(Value::Object(std::move(members)));
  }
  return Value::Set(attribute.type().element(), std::move(elements));
}

class Planner {
 public:
  explicit Planner(const schema::TypeFacts& facts) : facts_(facts) {}

  // An object of the block. `prior` is null where there was none.
  Value PlanBlock(const schema::Block& block, const Path& path,
                  const Value& config, const Value& prior) const {
    if (!config.HasContent()) return config;
    Value::Attributes members;
    for (const schema::Attribute& attribute : block.attributes) {
      members.emplace(
          attribute.name,
          PlanAttribute(attribute, path.Attr(attribute.name),
                        Member(config, attribute.name),
                        Member(prior, attribute.name), prior.HasContent()));
    }
    for (const schema::NestedBlock& nested : block.blocks) {
      members.emplace(nested.name, PlanNested(nested, path.Attr(nested.name),
                                              Member(config, nested.name),
                                              Member(prior, nested.name)));
    }
    return Value::Object(std::move(members));
  }

 private:
  static Value Member(const Value& object, const std::string& name) {
    const Value* member = object.HasContent() ? object.Find(name) : nullptr;
    return member == nullptr ? Value() : *member;
  }

  Value PlanAttribute(const schema::Attribute& attribute, const Path& path,
                      const Value& config, const Value& prior,
                      bool exists) const {
    if (attribute.write_only) return Value::Null(attribute.type);
    if (!config.IsNull()) {
      return IsJsonDocument(path) && SameJson(config, prior)
                 ? prior
                 : WithoutNulls(config);
    }
    const auto planned = facts_.planned_defaults.find(path);
    const bool has_default = planned != facts_.planned_defaults.end();
    if (attribute.computed && exists) return prior;
    if (has_default) return planned->second;
    return attribute.computed ? Value::Unknown(attribute.type)
                              : Value::Null(attribute.type);
  }

  Value PlanNested(const schema::NestedBlock& nested, const Path& path,
                   const Value& config, const Value& prior) const {
    if (!IsSet(config) && IsUnknownWhenAbsent(path)) {
      return prior.HasContent() ? prior : Value::Unknown(config.type());
    }
    if (!config.HasContent()) return config;
    switch (nested.nesting) {
      case schema::Nesting::kSingle:
      case schema::Nesting::kGroup:
        return PlanBlock(nested.block, path, config, prior);
      case schema::Nesting::kMap:
        return PlanMap(nested.block, path, config, prior);
      case schema::Nesting::kList:
      case schema::Nesting::kSet:
        return PlanElements(nested, path, config, prior);
    }
    return config;
  }

  Value PlanMap(const schema::Block& block, const Path& path,
                const Value& config, const Value& prior) const {
    Value::Attributes entries;
    for (const auto& [key, entry] : config.AsAttributes()) {
      entries.emplace(key, PlanBlock(block, path, entry, Member(prior, key)));
    }
    return Value::Map(config.type().element(), std::move(entries));
  }

  Value PlanElements(const schema::NestedBlock& nested, const Path& path,
                     const Value& config, const Value& prior) const {
    const bool is_list = nested.nesting == schema::Nesting::kList;
    static const Value::Elements kNone;
    const Value::Elements& before =
        prior.HasContent() ? prior.AsElements() : kNone;
    Value::Elements elements;
    for (const Value& element : config.AsElements()) {
      const Value counterpart = is_list ? ElementAt(before, elements.size())
                                        : FittingElement(element, before);
      elements.push_back(PlanBlock(nested.block, path, element, counterpart));
    }
    const cty::Type& type = config.type().element();
    return is_list ? Value::List(type, std::move(elements))
                   : Value::Set(type, std::move(elements));
  }

  static Value ElementAt(const Value::Elements& elements, std::size_t index) {
    return index < elements.size() ? elements[index] : Value();
  }

  static Value FittingElement(const Value& config,
                              const Value::Elements& before) {
    const auto it = std::find_if(
        before.begin(), before.end(),
        [&](const Value& element) { return Fits(config, element); });
    return it == before.end() ? Value() : *it;
  }

  // The service decides about such a block unless the configuration does.
  bool IsUnknownWhenAbsent(const Path& path) const {
    const std::vector<Path>& blocks = facts_.unknown_blocks;
    return std::find(blocks.begin(), blocks.end(), path) != blocks.end();
  }

  bool IsJsonDocument(const Path& path) const {
    const std::vector<Path>& documents = facts_.json_documents;
    return std::find(documents.begin(), documents.end(), path) !=
           documents.end();
  }

  const schema::TypeFacts& facts_;
};

// Everything in `value` but the attributes at `volatile_paths` is as before.
bool IsUnchanged(const Value& value, const Value& prior,
                 const std::vector<Path>& volatile_paths) {
  return std::all_of(
      value.AsAttributes().begin(), value.AsAttributes().end(),
      [&](const auto& member) {
        const Path path = Path().Attr(member.first);
        const bool skipped =
            std::find(volatile_paths.begin(), volatile_paths.end(), path) !=
            volatile_paths.end();
        const Value* before = prior.Find(member.first);
        return skipped ||
               (before != nullptr && SameValue(member.second, *before));
      });
}

// A required argument is null in a state only after an import, which does not
// know it: setting it then is no change of the real object.
bool IsUnknownAfterImport(const schema::TypeFacts& facts, const Path& path,
                          const Value& prior) {
  const auto* name = std::get_if<cty::AttributeName>(&path.steps().front());
  const schema::Attribute* attribute =
      name == nullptr ? nullptr : facts.schema.block.FindAttribute(name->name);
  const Value* before = prior.Find(path.steps().front());
  return attribute != nullptr && attribute->required && before != nullptr &&
         before->IsNull();
}

// Without regard to order: elements of sets come as Terraform sorts them.
bool Differs(const std::vector<Value>& a, const std::vector<Value>& b) {
  return !std::is_permutation(a.begin(), a.end(), b.begin(), b.end(),
                              SameValue);
}

// Terraform resolves the paths against both values, and elements of sets have
// no path: a change inside a block is reported for the block as a whole.
std::vector<Path> ReplacedBy(const schema::TypeFacts& facts, const Value& value,
                             const Value& prior) {
  std::vector<Path> paths;
  for (const Path& path : facts.requires_replace) {
    const Path whole({path.steps().front()});
    if (!Differs(MembersAt(value, path), MembersAt(prior, path)) ||
        IsUnknownAfterImport(facts, path, prior) ||
        std::find(paths.begin(), paths.end(), whole) != paths.end()) {
      continue;
    }
    paths.push_back(whole);
  }
  return paths;
}

// Arguments that the configuration leaves out and whose default hangs on
// another.
void PlanConditionalDefaults(const schema::TypeFacts& facts,
                             const Value& config, Value::Attributes& members) {
  std::map<std::string, Value> planned;
  for (const schema::ConditionalDefault& conditional :
       facts.conditional_defaults) {
    const Value& own = *config.Find(conditional.attribute);
    if (!own.IsNull()) continue;
    Value& value =
        planned.try_emplace(conditional.attribute, Value::Null(own.type()))
            .first->second;
    const Value& argument = members[conditional.when];
    if (argument.IsUnknown()) {
      value = Value::Unknown(own.type());
    } else if (argument == Value::String(conditional.value)) {
      value = conditional.planned;
    }
  }
  for (auto& [name, value] : planned) members[name] = value;
}

// Some resources answer an empty map where others leave tags_all to the
// service.
Value PlanTagsAllOf(const schema::TypeFacts& facts, const Value& tags,
                    const Value& prior, const ProviderSettings& settings) {
  const auto planned = facts.planned_defaults.find(Path().Attr("tags_all"));
  if (planned != facts.planned_defaults.end() && tags.IsWhollyKnown() &&
      settings.default_tags_known && MergedTags(tags, settings).empty()) {
    return planned->second;
  }
  return PlanTagsAll(tags, prior, settings);
}

}  // namespace

PlannedResource PlanResource(const schema::TypeFacts& facts,
                             const Value& config, const Value& prior,
                             const ProviderSettings& settings) {
  PlannedResource planned;
  const schema::Block& block = facts.schema.block;
  const Value value = Planner(facts).PlanBlock(block, {}, config, prior);
  Value::Attributes members = value.AsAttributes();
  PlanConditionalDefaults(facts, config, members);
  if (facts.type_name == kCertificateType && !prior.HasContent()) {
    PlanCertificate(config, members);
  }
  const schema::Attribute* tags_all = block.FindAttribute("tags_all");
  if (tags_all != nullptr && tags_all->computed &&
      block.FindAttribute("tags") != nullptr) {
    members["tags_all"] =
        PlanTagsAllOf(facts, members["tags"], prior, settings);
  }
  if (prior.HasContent()) {
    const Value settled = Value::Object(members);
    if (!IsUnchanged(settled, prior, facts.volatile_paths)) {
      for (const Path& path : facts.volatile_paths) {
        const std::string& name =
            std::get<cty::AttributeName>(path.steps().front()).name;
        members[name] = Value::Unknown(members[name].type());
      }
    }
    planned.requires_replace = ReplacedBy(facts, settled, prior);
  }
  planned.value = Value::Object(std::move(members));
  return planned;
}

}  // namespace compliance::sandbox
