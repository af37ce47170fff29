#include "compliance/plan/query.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <variant>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "arguments.h"
#include "coming_names.h"
#include "compliance/base/text.h"
#include "compliance/cty/origin.h"
#include "compliance/schema/facts.h"
#include "identity.h"
#include "names_to_come.h"
#include "resolver.h"
#include "spelled_names.h"

namespace compliance::plan {
namespace {

constexpr absl::string_view kWholePlan = "the whole plan";

// What no apply will show: where a value that is known was taken from.
std::string SourceOf(absl::string_view place) {
  return absl::StrCat("the source of ", place);
}

bool Survives(const Resource& resource) {
  return resource.action != Action::kDelete &&
         resource.action != Action::kForget;
}

bool IsSequence(const cty::Type& type) {
  return type.kind() == cty::Type::Kind::kList ||
         type.kind() == cty::Type::Kind::kSet ||
         type.kind() == cty::Type::Kind::kTuple;
}

// The known strings inside a value.
void CollectStrings(const cty::Value& value, std::vector<std::string>& out) {
  if (!value.HasContent()) return;
  if (value.type().kind() == cty::Type::Kind::kString) {
    if (!value.AsString().empty()) out.push_back(value.AsString());
  } else if (IsSequence(value.type())) {
    for (const cty::Value& element : value.AsElements()) {
      CollectStrings(element, out);
    }
  } else if (!value.type().IsPrimitive()) {
    for (const auto& [name, member] : value.AsAttributes()) {
      CollectStrings(member, out);
    }
  }
}

// Whether one of the parts cannot come to null.
Truth AreSet(const std::vector<const cty::Value*>& parts) {
  Truth any = Truth::kFalse;
  for (const cty::Value* part : parts) {
    if (cty::IsNeverNull(*part)) return Truth::kTrue;
    if (part->IsUnknown()) any = Truth::kUnknown;
  }
  return any;
}

// The parts of an attribute, summed up.
struct Reading {
  std::vector<std::string> strings;
  bool has_unknown = false;
  bool has_content = false;  // anything but null
  bool is_promised = false;  // unknown, and not to come to null
  Resolver::Shape shape;
  bool is_list_of_names = false;  // a list or set of strings
};

Reading Read(const cty::Value& planned, const cty::Path& path) {
  Reading reading;
  for (const cty::Value* part : FindAll(planned, path)) {
    CollectStrings(*part, reading.strings);
    if (!part->IsWhollyKnown()) reading.has_unknown = true;
    if (part->IsUnknown() || !part->IsNull()) reading.has_content = true;
    if (part->IsUnknown() && cty::IsNeverNull(*part)) {
      reading.is_promised = true;
    }
    if (!IsSequence(part->type())) continue;
    reading.shape.is_collection = true;
    reading.is_list_of_names =
        part->type().kind() != cty::Type::Kind::kTuple &&
        part->type().element().kind() == cty::Type::Kind::kString;
    if (part->HasContent()) {
      reading.shape.elements += part->AsElements().size();
    }
  }
  return reading;
}

bool HasAttributeStep(const cty::Path& path) {
  return std::any_of(path.steps().begin(), path.steps().end(),
                     [](const cty::Step& step) {
                       return std::holds_alternative<cty::AttributeName>(step);
                     });
}

// Whether what holds the attribute is unknown itself.
bool IsInUnknown(const cty::Value& value, const cty::Path& path) {
  for (std::size_t size = path.steps().size(); size-- > 1;) {
    const cty::Path above(std::vector<cty::Step>(
        path.steps().begin(),
        path.steps().begin() + static_cast<std::ptrdiff_t>(size)));
    for (const cty::Value* part : FindAll(value, above)) {
      if (part->IsUnknown()) return true;
    }
  }
  return false;
}

std::size_t CountUnknowns(const cty::Value& value) {
  if (value.IsUnknown()) return 1;
  if (!value.HasContent() || value.type().IsPrimitive()) return 0;
  std::size_t count = 0;
  if (IsSequence(value.type())) {
    for (const cty::Value& element : value.AsElements()) {
      count += CountUnknowns(element);
    }
  } else {
    for (const auto& [name, member] : value.AsAttributes()) {
      count += CountUnknowns(member);
    }
  }
  return count;
}

std::size_t CountUnknowns(const cty::Value& value, const cty::Path& path) {
  std::size_t count = 0;
  for (const cty::Value* part : FindAll(value, path)) {
    count += CountUnknowns(*part);
  }
  return count;
}

// Whether `path` is the only place that an expression for something bigger,
// `rest` above it, left unknown: what is unknown of its sources went there.
bool IsOnlyUnknown(const cty::Value& planned, const cty::Path& path,
                   const cty::Path& rest) {
  if (IsInUnknown(planned, path)) return false;
  const cty::Path whole(std::vector<cty::Step>(
      path.steps().begin(),
      path.steps().end() - static_cast<std::ptrdiff_t>(rest.steps().size())));
  return CountUnknowns(planned, path) == 1 &&
         CountUnknowns(planned, whole) == 1;
}

// Whether a string of the reading is, or is made from, the value that the
// target supplies; kUnknown while that is unknown.
Truth Supplies(const Target& target, const Reading& reading) {
  const cty::Value* part =
      target.attribute.empty()
          ? nullptr
          : target.resource->planned.Find(target.attribute);
  if (part == nullptr || !part->HasContent() ||
      part->type().kind() != cty::Type::Kind::kString) {
    return Truth::kUnknown;
  }
  const std::string& text = part->AsString();
  if (text.empty()) return Truth::kUnknown;
  return TruthOf(std::any_of(reading.strings.begin(), reading.strings.end(),
                             [&text](const std::string& string) {
                               return absl::StrContains(string, text);
                             }));
}

// Where the value of one attribute comes from.
struct Sourcing {
  std::vector<Target> targets;
  std::vector<std::string> strings;  // known parts of the value
  // The value, or a part of it, may come from what the plan does not show.
  bool open = false;
  std::vector<std::string> why;
  // References that lead out of the plan, whether the value is known or not.
  std::vector<std::string> elsewhere;
  bool has_unknown = false;
  bool is_list_of_names = false;  // a list or set of strings
};

// Whether the variable may bring elements that a collection, unknown as a
// whole, does not show.
bool HidesElements(const Variable& variable, const Reading& reading) {
  std::vector<std::string> strings;
  CollectStrings(variable.value, strings);
  return std::any_of(
      strings.begin(), strings.end(), [&reading](const std::string& string) {
        return std::find(reading.strings.begin(), reading.strings.end(),
                         string) == reading.strings.end();
      });
}

// Adds what the value itself says of its sources; false where it does not say
// all.
bool AddOrigins(const Resolver& resolver, const Resource& from,
                const cty::Path& path, Sourcing& out) {
  Targets all;
  bool may_be_constant = false;
  for (const cty::Value* part : FindAll(from.planned, path)) {
    std::optional<Resolver::OriginTargets> seen =
        resolver.ResolveOrigins(*part);
    if (!seen.has_value()) return false;
    for (Target& target : seen->targets.targets) all.Add(std::move(target));
    may_be_constant = may_be_constant || seen->may_be_constant;
  }
  out.targets = std::move(all.targets);
  if (may_be_constant) {
    AddOnce(out.why,
            absl::StrCat(from.address.ToString(), ".", path.ToString()));
  }
  out.open = !out.why.empty();
  return true;
}

Sourcing SourcingOf(const Resolver& resolver, const Resource& from,
                    const cty::Path& path) {
  Sourcing out;
  Reading reading = Read(from.planned, path);
  out.strings = reading.strings;
  out.has_unknown = reading.has_unknown;
  out.is_list_of_names = reading.is_list_of_names;
  if (!reading.has_content) return out;
  const std::string place =
      absl::StrCat(from.address.ToString(), ".", path.ToString());
  if (reading.has_unknown && AddOrigins(resolver, from, path, out)) return out;
  const Arguments arguments = FindArguments(from, path);
  for (const Arguments::Item& item : arguments.items) {
    Targets targets = resolver.Resolve(*item.expression,
                                       Resolver::ScopeOf(from), reading.shape);
    const bool certain =
        arguments.exact && (!HasAttributeStep(item.rest) ||
                            IsOnlyUnknown(from.planned, path, item.rest));
    for (Target& target : targets.targets) {
      target.certain = target.certain && certain;
      if (!reading.has_unknown && !target.certain) {
        // The value is known, and tells which of the sources it came from.
        const Truth supplies = Supplies(target, reading);
        if (supplies == Truth::kFalse) continue;
        target.certain = supplies == Truth::kTrue;
      }
      out.targets.push_back(std::move(target));
    }
    if (reading.shape.is_collection && reading.has_unknown) {
      for (const Variable* variable : targets.given) {
        if (HidesElements(*variable, reading)) {
          AddOnce(out.why, absl::StrCat("var.", variable->name));
        }
      }
    }
    for (std::string& text : targets.elsewhere) {
      if (reading.has_unknown) AddOnce(out.why, text);
      AddOnce(out.elsewhere, text);
    }
  }
  const bool unseen = !from.has_configuration || arguments.hidden;
  if (reading.has_unknown && unseen) AddOnce(out.why, place);
  out.open = !out.why.empty();
  return out;
}

bool IsOf(const Resource& resource, const std::vector<std::string>& types) {
  if (types.empty()) return true;
  const bool is_data = resource.address.mode == Mode::kData;
  return std::any_of(types.begin(), types.end(), [&](absl::string_view type) {
    const bool only_data = absl::ConsumePrefix(&type, "data.");
    return type == resource.address.type && (is_data || !only_data);
  });
}

// Whether some element comes out of a resource of another type that does not
// name itself by it, such as the ids that a data source found.
bool IsMixed(const std::vector<Target>& targets,
             const std::vector<std::string>& types) {
  return std::any_of(
      targets.begin(), targets.end(), [&types](const Target& target) {
        const auto* first = target.attribute.empty()
                                ? nullptr
                                : std::get_if<cty::AttributeName>(
                                      &target.attribute.steps().front());
        return !IsOf(*target.resource, types) && first != nullptr &&
               !IsIdentity(target.resource->address.type, first->name);
      });
}

// The attribute's schema, for paths of one step.
const schema::Attribute* FindAttribute(const Resource& resource,
                                       const cty::Path& path,
                                       const schema::TypeFacts** facts) {
  *facts = resource.address.mode == Mode::kData
               ? schema::FindDataSource(resource.address.type)
               : schema::FindResource(resource.address.type);
  if (*facts == nullptr || path.empty()) return nullptr;
  const schema::Block* block = &(*facts)->schema.block;
  std::vector<std::string> names;
  for (const cty::Step& step : path.steps()) {
    if (const auto* name = std::get_if<cty::AttributeName>(&step)) {
      names.push_back(name->name);
    }
  }
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    const schema::NestedBlock* nested = block->FindBlock(names[i]);
    if (nested == nullptr) return nullptr;
    block = &nested->block;
  }
  return names.empty() ? nullptr : block->FindAttribute(names.back());
}

cty::Path WithoutIndexes(const cty::Path& path) {
  std::vector<cty::Step> steps;
  for (const cty::Step& step : path.steps()) {
    if (!std::holds_alternative<cty::ListIndex>(step)) steps.push_back(step);
  }
  return cty::Path(std::move(steps));
}

// Whether the text is what a source that is certain supplies.
bool IsSuppliedForSure(const Sourcing& sourcing, const std::string& text) {
  return std::any_of(sourcing.targets.begin(), sourcing.targets.end(),
                     [&text](const Target& target) {
                       const cty::Value* part =
                           target.certain && !target.attribute.empty()
                               ? target.resource->planned.Find(target.attribute)
                               : nullptr;
                       std::vector<std::string> strings;
                       if (part != nullptr) CollectStrings(*part, strings);
                       return std::find(strings.begin(), strings.end(), text) !=
                              strings.end();
                     });
}

// Whether the path is that of a nested block, unknown as a whole.
bool IsUnknownBlock(const Resource& resource, const cty::Path& path) {
  const schema::TypeFacts* facts =
      resource.address.mode == Mode::kData
          ? schema::FindDataSource(resource.address.type)
          : schema::FindResource(resource.address.type);
  if (facts == nullptr) return false;
  const schema::Block* block = &facts->schema.block;
  for (const cty::Step& step : path.steps()) {
    const auto* name = std::get_if<cty::AttributeName>(&step);
    if (name == nullptr) continue;
    const schema::NestedBlock* nested = block->FindBlock(name->name);
    if (nested == nullptr) return false;
    block = &nested->block;
  }
  const auto parts = FindAll(resource.planned, path);
  return std::any_of(parts.begin(), parts.end(),
                     [](const cty::Value* part) { return part->IsUnknown(); });
}

// Whether the attribute lies in a block that is unknown as a whole and that the
// provider plans so where the configuration has none. A dynamic block that is
// repeated by something unknown looks alike; nobody writes that for a block
// which the provider fills in.
bool IsInBlockLeftOut(const Resource& resource, const cty::Path& path) {
  const schema::TypeFacts* facts = schema::FindResource(resource.address.type);
  if (facts == nullptr || resource.address.mode == Mode::kData) return false;
  const cty::Path plain = WithoutIndexes(path);
  return std::any_of(facts->unknown_blocks.begin(), facts->unknown_blocks.end(),
                     [&](const cty::Path& block) {
                       if (!plain.StartsWith(block)) return false;
                       const auto parts = FindAll(resource.planned, block);
                       return parts.size() == 1 && parts[0]->IsUnknown();
                     });
}

// What the planned value alone proves: an argument that is null is left out,
// and what the provider cannot have filled in was set.
Truth ConfiguredByValue(const Resource& resource, const cty::Path& path) {
  const Reading reading = Read(resource.planned, path);
  const schema::TypeFacts* facts = nullptr;
  const schema::Attribute* attribute = FindAttribute(resource, path, &facts);
  if (!reading.has_content) {
    // Write-only arguments are null in every plan.
    const bool is_write_only = attribute != nullptr && attribute->write_only;
    return is_write_only ? Truth::kUnknown : Truth::kFalse;
  }
  if (attribute == nullptr || attribute->computed) return Truth::kUnknown;
  // Providers plan some blocks as unknown where the configuration has none.
  if (IsInUnknown(resource.planned, path)) return Truth::kUnknown;
  const bool has_default =
      facts->planned_defaults.count(WithoutIndexes(path)) != 0;
  if (has_default && !reading.has_unknown) return Truth::kUnknown;
  return attribute->required ? Truth::kTrue
                             : AreSet(FindAll(resource.planned, path));
}

bool IsWriteOnly(const Resource& resource, const cty::Path& path) {
  const schema::TypeFacts* facts = nullptr;
  const schema::Attribute* attribute = FindAttribute(resource, path, &facts);
  if (attribute != nullptr) return attribute->write_only;
  if (path.empty()) return false;
  const auto* name = std::get_if<cty::AttributeName>(&path.steps().back());
  return name != nullptr && absl::EndsWith(name->name, "_wo");
}

// Whether a known value may be one that the provider filled in before, and that
// this plan only keeps.
bool MayBeKept(const Resource& resource, const cty::Path& path) {
  if (resource.action != Action::kNoOp && resource.action != Action::kUpdate) {
    return false;
  }
  const schema::TypeFacts* facts = nullptr;
  const schema::Attribute* attribute = FindAttribute(resource, path, &facts);
  if (attribute != nullptr && !attribute->computed) return false;
  const cty::Value* before = resource.before.Find(path);
  const cty::Value* planned = resource.planned.Find(path);
  return before == nullptr || planned == nullptr || *before == *planned;
}

Truth ConfiguredByExpression(const Resolver& resolver, const Resource& resource,
                             const Expression& expression,
                             const Reading& reading, bool may_be_kept) {
  const Scope scope = Resolver::ScopeOf(resource);
  const Truth is_null = resolver.IsNull(expression, scope);
  if (is_null == Truth::kTrue) return Truth::kFalse;
  if (reading.is_promised) return Truth::kTrue;
  if (!reading.has_unknown) {
    const bool is_seen =
        !may_be_kept || expression.is_constant ||
        (is_null == Truth::kFalse &&
         resolver.MaySupply(expression, scope, Resolver::Sort::kSame,
                            reading.strings));
    return is_seen ? Truth::kTrue : Truth::kUnknown;
  }
  // A provider may plan an unknown only where the configuration says null: had
  // the expression come to a value, the plan would show that.
  if (!expression.is_constant && resolver.IsKnown(expression, scope)) {
    return Truth::kFalse;
  }
  return Not(is_null);
}

// The resources of one type by what one of their attributes points to.
struct LinkTable {
  struct Entry {
    const Resource* resource = nullptr;
    bool certain = true;
    std::string waits_for;
  };
  std::unordered_map<const Resource*, std::vector<Entry>> by_target;
  std::unordered_map<std::string, std::vector<const Resource*>> by_value;
  std::vector<Entry> anywhere;  // may point to any resource
  // Those whose value is not known yet, by what it is made from: it may come to
  // the name of a resource that is made from the same.
  std::unordered_map<const Resource*, std::vector<Entry>> by_source;
  std::vector<Entry> made;  // all of by_source
  // Those that a text spells out: a name that is not known yet may come to it.
  SpelledNames names;
  std::vector<Entry> spelled;
};

using Identities =
    std::unordered_map<std::string, std::vector<const Resource*>>;

}  // namespace

const Resource* OnlyMember(const Members& members) {
  return members.members.size() == 1 && !members.open &&
                 members.members[0].certain
             ? members.members[0].resource
             : nullptr;
}

struct Query::Index {
  explicit Index(const Plan& of) : plan(of), resolver(of) {
    for (const Resource& resource : plan.resources) {
      if (!Survives(resource)) continue;
      const bool is_data = resource.address.mode == Mode::kData;
      (is_data ? data : managed)[resource.address.type].push_back(&resource);
      for (std::string& value : IdentityValues(resource)) {
        by_identity[std::move(value)].push_back(&resource);
      }
      coming_names.Add(resource);
    }
    for (const std::string& block : plan.unknown_repetitions) {
      absl::StatusOr<Address> address = Address::Parse(block);
      if (!address.ok()) continue;
      const bool is_data = address->mode == Mode::kData;
      (is_data ? unknown_data : unknown_managed)[address->type].push_back(
          absl::StrCat("count of ", block));
    }
  }

  const LinkTable& Links(const std::string& type,
                         const cty::Path& attribute) const;

  const Plan& plan;
  Resolver resolver;
  std::map<std::string, std::vector<const Resource*>> managed, data;
  std::map<std::string, std::vector<std::string>> unknown_managed, unknown_data;
  Identities by_identity;
  ComingNames coming_names;

  // Made when first asked for; entries stay where they are.
  mutable absl::Mutex mutex;
  mutable std::map<std::pair<std::string, cty::Path>,
                   std::unique_ptr<const LinkTable>>
      links ABSL_GUARDED_BY(mutex);
};

namespace {

Members AllOf(const std::map<std::string, std::vector<const Resource*>>& known,
              const std::map<std::string, std::vector<std::string>>& unknown,
              absl::string_view type, bool closed) {
  Members out;
  if (const auto it = known.find(std::string(type)); it != known.end()) {
    for (const Resource* resource : it->second) {
      out.members.push_back({resource, true, ""});
    }
  }
  if (!closed) out.why.emplace_back(kWholePlan);
  if (const auto it = unknown.find(std::string(type)); it != unknown.end()) {
    out.why.insert(out.why.end(), it->second.begin(), it->second.end());
  }
  out.open = !out.why.empty();
  return out;
}

// More possible members than this tell a rule no more than an open list does,
// and listing them for each target would take the square of the plan's size.
constexpr std::size_t kMostPossible = 1000;

// What the names that a resource gives itself are made from, where they are not
// known yet.
struct NameSources {
  std::set<const Resource*> resources;
  bool anything = false;  // among it what the plan does not show
};

// Whether the attribute is one that nobody chooses, and that no other name is
// made from.
bool IsHandle(const cty::Path& attribute) {
  return attribute == cty::Path().Attr("id") ||
         attribute == cty::Path().Attr("arn");
}

NameSources NameSourcesOf(const Resolver& resolver, const Resource& resource) {
  NameSources out;
  for (const auto& [path, expression] : resource.expressions) {
    const auto* name = path.steps().size() == 1
                           ? std::get_if<cty::AttributeName>(&path.steps()[0])
                           : nullptr;
    if (name == nullptr || !IsIdentity(resource.address.type, name->name)) {
      continue;
    }
    const Sourcing sourcing = SourcingOf(resolver, resource, path);
    if (!sourcing.has_unknown) continue;
    for (const Target& target : sourcing.targets) {
      out.resources.insert(target.resource);
    }
    out.anything = out.anything || sourcing.open;
  }
  return out;
}

// The namespaces in which a resource of the plan has the name.
std::set<std::string> TakenIn(const Identities& identities,
                              const std::string& name) {
  std::set<std::string> out;
  const auto found = identities.find(name);
  if (found == identities.end()) return out;
  for (const Resource* resource : found->second) {
    out.insert(NamespaceOf(*resource));
  }
  return out;
}

LinkTable MakeTable(const Resolver& resolver, const Identities& identities,
                    const std::vector<const Resource*>& resources,
                    const cty::Path& attribute) {
  LinkTable table;
  for (const Resource* resource : resources) {
    const Sourcing sourcing = SourcingOf(resolver, *resource, attribute);
    const std::string place =
        absl::StrCat(resource->address.ToString(), ".", attribute.ToString());
    for (const Target& target : sourcing.targets) {
      table.by_target[target.resource].push_back(
          {resource, target.certain, target.certain ? "" : place});
      if (sourcing.has_unknown && !IsHandle(target.attribute)) {
        table.by_source[target.resource].push_back({resource, false, place});
        table.made.push_back({resource, false, place});
      }
    }
    for (const std::string& value : sourcing.strings) {
      const auto entry = table.by_value.try_emplace(value).first;
      entry->second.push_back(resource);
      if (IsSuppliedForSure(sourcing, value)) continue;
      table.names.Add(entry->first, table.spelled.size(),
                      TakenIn(identities, value));
      table.spelled.push_back({resource, false, place});
    }
    if (sourcing.open) table.anywhere.push_back({resource, false, place});
  }
  table.names.Sort();
  return table;
}

// The entries that may come to point to a resource, in no certain way.
struct Vague {
  std::vector<const LinkTable::Entry*> entries;
  // Places of some that are left out, in their stead; empty when none are.
  std::vector<std::string> left_out;
};

Vague VagueOf(const LinkTable& table, const Resource& target,
              const NameSources& sources) {
  Vague vague;
  const auto add_one = [&vague](const LinkTable::Entry& entry) {
    if (vague.entries.size() == kMostPossible) {
      vague.left_out = {entry.waits_for};
      return false;
    }
    vague.entries.push_back(&entry);
    return true;
  };
  const auto add = [&add_one](const std::vector<LinkTable::Entry>& entries) {
    for (const LinkTable::Entry& entry : entries) {
      if (!add_one(entry)) return;
    }
  };
  add(table.anywhere);
  if (sources.anything) {
    add(table.made);
  } else {
    for (const Resource* source : sources.resources) {
      const auto it = table.by_source.find(source);
      if (it != table.by_source.end()) add(it->second);
    }
  }
  table.names.Find(
      NamesToComeOf(target), NamespaceOf(target),
      [&](std::size_t place) { return add_one(table.spelled[place]); });
  return vague;
}

}  // namespace

const LinkTable& Query::Index::Links(const std::string& type,
                                     const cty::Path& attribute) const {
  const std::pair<std::string, cty::Path> key(type, attribute);
  {
    absl::MutexLock lock(&mutex);
    const auto it = links.find(key);
    if (it != links.end()) return *it->second;
  }
  const auto resources = managed.find(type);
  auto table = std::make_unique<const LinkTable>(
      resources == managed.end()
          ? LinkTable()
          : MakeTable(resolver, by_identity, resources->second, attribute));
  absl::MutexLock lock(&mutex);
  return *links.try_emplace(key, std::move(table)).first->second;
}

Query::Query(const Plan& plan) : index_(std::make_unique<Index>(plan)) {}
Query::~Query() = default;

const Plan& Query::plan() const { return index_->plan; }

const Resource* Query::Find(absl::string_view address) const {
  return index_->resolver.Find(address);
}

Members Query::Resources(absl::string_view type) const {
  return AllOf(index_->managed, index_->unknown_managed, type,
               index_->plan.closed);
}

Members Query::DataResources(absl::string_view type) const {
  return AllOf(index_->data, index_->unknown_data, type, index_->plan.closed);
}

Members Query::Linked(const Resource& target, absl::string_view type,
                      const cty::Path& attribute) const {
  const LinkTable& table = index_->Links(std::string(type), attribute);
  // In address order, which is that of the plan's own vector.
  std::map<const Resource*, Member> found;
  const auto add = [&found](const Resource* resource, bool certain,
                            const std::string& waits_for) {
    Member& member = found[resource];
    if (member.resource == nullptr || (certain && !member.certain)) {
      member = {resource, certain, certain ? "" : waits_for};
    }
  };
  if (const auto it = table.by_target.find(&target);
      it != table.by_target.end()) {
    for (const auto& entry : it->second) {
      add(entry.resource, entry.certain, entry.waits_for);
    }
  }
  for (const std::string& value : IdentityValues(target)) {
    const auto it = table.by_value.find(value);
    if (it == table.by_value.end()) continue;
    for (const Resource* resource : it->second) add(resource, true, "");
  }
  Vague vague = VagueOf(table, target, NameSourcesOf(index_->resolver, target));
  for (const LinkTable::Entry* entry : vague.entries) {
    add(entry->resource, false, entry->waits_for);
  }
  Members out = AllOf({}, index_->unknown_managed, type, index_->plan.closed);
  for (auto& [resource, member] : found) {
    if (resource != &target) out.members.push_back(std::move(member));
  }
  for (std::string& place : vague.left_out) out.why.push_back(std::move(place));
  out.open = !out.why.empty();
  return out;
}

Members Query::References(const Resource& from, const cty::Path& path,
                          const std::vector<std::string>& types) const {
  Sourcing sourcing = SourcingOf(index_->resolver, from, path);
  const std::string place =
      absl::StrCat(from.address.ToString(), ".", path.ToString());
  std::map<const Resource*, Member> found;
  const auto add = [&](const Resource* resource, bool certain) {
    if (resource == &from || !IsOf(*resource, types)) return;
    Member& member = found[resource];
    if (member.resource == nullptr || (certain && !member.certain)) {
      member = {resource, certain, certain ? "" : place};
    }
  };
  for (const Target& target : sourcing.targets) {
    add(target.resource, target.certain);
  }
  bool names_others = false;
  // A name alone says nothing of the type that it names.
  for (const std::string& value : sourcing.strings) {
    if (types.empty() && !absl::StartsWith(value, "arn:")) continue;
    const auto it = index_->by_identity.find(value);
    bool is_taken = IsSuppliedForSure(sourcing, value);
    if (it == index_->by_identity.end()) {
      names_others = true;
    } else {
      for (const Resource* resource : it->second) {
        add(resource, true);
        is_taken = is_taken || IsOf(*resource, types);
      }
    }
    if (is_taken) continue;
    index_->coming_names.Find(value, types, [&](const Resource& resource) {
      if (found.size() == kMostPossible) {
        AddOnce(sourcing.why, place);
        return false;
      }
      add(&resource, false);
      return true;
    });
  }
  Members out;
  for (auto& [resource, member] : found) out.members.push_back(member);
  out.why = std::move(sourcing.why);
  // A known value that names nothing here may still have been taken from here,
  // by a way that the plan does not show.
  if (out.members.empty()) {
    for (const std::string& text : sourcing.elsewhere) {
      AddOnce(out.why, sourcing.has_unknown ? text : SourceOf(place));
    }
  } else if (sourcing.is_list_of_names) {
    // Beside members that are seen here, some that are not.
    if (names_others || IsMixed(sourcing.targets, types)) {
      AddOnce(out.why, sourcing.has_unknown ? place : SourceOf(place));
    }
  }
  if (!index_->plan.closed && !sourcing.strings.empty()) {
    AddOnce(out.why, kWholePlan);
  }
  out.open = !out.why.empty();
  return out;
}

Truth Query::Configured(const Resource& resource, const cty::Path& path) const {
  if (resource.config) {
    const Truth set = AreSet(FindAll(*resource.config, path));
    if (set != Truth::kUnknown || !resource.has_configuration) return set;
  }
  if (!resource.has_configuration) return ConfiguredByValue(resource, path);
  const Reading reading = Read(resource.planned, path);
  if (!reading.has_content && !IsWriteOnly(resource, path)) {
    return Truth::kFalse;
  }
  const Arguments arguments = FindArguments(resource, path);
  if (arguments.items.empty()) {
    const bool is_hidden = arguments.hidden || IsUnknownBlock(resource, path);
    return is_hidden && !IsInBlockLeftOut(resource, path)
               ? ConfiguredByValue(resource, path)
               : Truth::kFalse;
  }
  const bool may_be_kept = MayBeKept(resource, path);
  Truth any = Truth::kFalse;
  for (const Arguments::Item& item : arguments.items) {
    Truth one = ConfiguredByExpression(index_->resolver, resource,
                                       *item.expression, reading, may_be_kept);
    // Set as a part of something bigger: the value tells which parts are.
    if (!item.rest.empty() && one == Truth::kTrue && reading.has_unknown) {
      one = Truth::kUnknown;
    }
    any = Or(any, one);
  }
  if (any == Truth::kTrue && !arguments.exact &&
      arguments.items.size() < FindAll(resource.planned, path).size()) {
    return Truth::kUnknown;
  }
  if (any == Truth::kFalse && arguments.hidden) return Truth::kUnknown;
  return any;
}

Truth Query::Supplied(const Resource& resource, const cty::Path& path,
                      const std::vector<std::string>& texts) const {
  if (!resource.has_configuration) return Truth::kUnknown;
  const Arguments arguments = FindArguments(resource, path);
  const Scope scope = Resolver::ScopeOf(resource);
  const bool all =
      std::all_of(texts.begin(), texts.end(), [&](const std::string& text) {
        return std::any_of(arguments.items.begin(), arguments.items.end(),
                           [&](const Arguments::Item& item) {
                             return index_->resolver.MaySupply(
                                 *item.expression, scope,
                                 Resolver::Sort::kNotLiteral, {text});
                           });
      });
  return all ? Truth::kTrue : Truth::kUnknown;
}

Truth Query::Literal(const Resource& resource, const cty::Path& path) const {
  const Reading reading = Read(resource.planned, path);
  const bool is_null = !reading.has_content && !IsWriteOnly(resource, path);
  if (is_null) return Truth::kFalse;
  if (!resource.has_configuration) return Truth::kUnknown;
  const Arguments arguments = FindArguments(resource, path);
  if (arguments.items.empty()) {
    return arguments.hidden ? Truth::kUnknown : Truth::kFalse;
  }
  const Scope scope = Resolver::ScopeOf(resource);
  Truth any = Truth::kFalse;
  for (const Arguments::Item& item : arguments.items) {
    Truth one = index_->resolver.IsLiteral(*item.expression, scope);
    // Apply makes the value known: it is no literal of the source.
    if (one == Truth::kUnknown && reading.has_unknown) one = Truth::kFalse;
    // A known value that no source is seen to supply is the other arm of a
    // conditional, a fallback, or what a function made of it.
    if (one == Truth::kFalse && !reading.has_unknown &&
        !index_->resolver.MaySupply(*item.expression, scope,
                                    Resolver::Sort::kNotLiteral,
                                    reading.strings)) {
      one = Truth::kUnknown;
    }
    any = Or(any, one);
  }
  if (any == Truth::kTrue && !arguments.exact && arguments.items.size() > 1) {
    return Truth::kUnknown;
  }
  return any;
}

}  // namespace compliance::plan
