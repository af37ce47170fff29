// What the names in the expressions of a configuration mean in a plan.
#ifndef COMPLIANCE_SRC_PLAN_SOURCE_NAMES_H_
#define COMPLIANCE_SRC_PLAN_SOURCE_NAMES_H_

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"
#include "compliance/hcl/configuration.h"
#include "compliance/hcl/evaluate.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

// Where an expression stands: a module instance, and what each.key, each.value
// and count.index are there.
struct Place {
  std::vector<ModuleStep> module;
  std::optional<cty::Value> each_key, each_value, count_index;
};

// Variables, locals, modules and resources of a plan, by their names in the
// source. What the plan knows is known, what it does not is an atom. Holds on
// to both, which must outlive it; remembers what was asked, so it is for one
// thread.
class SourceNames {
 public:
  // Nothing is read from the modules in `left_out` (configuration paths).
  SourceNames(const Plan& plan, const hcl::Configuration& configuration,
              std::set<std::string> left_out);

  // The names at a place. Must not outlive this object.
  hcl::Names At(Place place) const;

  // Where the arguments of a resource instance stand.
  Place PlaceOf(const Resource& resource) const;

  // The block of a resource; nullptr where the source has none.
  const hcl::Block* BlockOf(const Address& address) const;

 private:
  using Module = std::vector<ModuleStep>;

  std::optional<hcl::Named> Resolve(const Place& place, absl::string_view root,
                                    const cty::Path& steps) const;
  std::optional<hcl::Named> ResolveModule(const Module& caller,
                                          const cty::Path& steps) const;
  std::optional<hcl::Named> ResolveResource(const Module& module, Mode mode,
                                            const cty::Path& steps,
                                            std::size_t first) const;

  cty::Value VariableOf(const Module& module, const std::string& name) const;
  cty::Value LocalOf(const Module& module, const std::string& name) const;
  cty::Value OutputOf(const Module& module, const std::string& name) const;
  // Every output of a module instance.
  cty::Value OutputsOf(const Module& module) const;

  // The place inside a block that count or for_each repeats, for one instance.
  Place InstanceOf(const Module& module, const hcl::Block& block,
                   const std::optional<cty::Step>& key) const;
  // The keys of the instances of a module call, in order; nullopt where they
  // are not known.
  std::optional<std::vector<cty::Step>> KeysOf(const Module& caller,
                                               const hcl::Block& call) const;

  const hcl::Module* SourceOf(const Module& module) const;
  // The value of an expression of a module, made once: `kind` and `name` tell
  // it from others. Unknown while it is being made: it depends on itself.
  template <typename Make>
  cty::Value Once(const Module& module, absl::string_view kind,
                  const std::string& name, Make make) const;

  const Plan& plan_;
  const hcl::Configuration& configuration_;
  // By block: module instance, mode, type and name; in plan order.
  absl::flat_hash_map<std::string, std::vector<const Resource*>> instances_;
  std::set<std::string> left_out_;
  std::set<std::string> unknown_repetitions_;
  std::map<std::string, const Variable*> variables_;  // of the root module
  mutable absl::flat_hash_map<std::string, std::optional<cty::Value>> made_;
};

// The value with an atom in place of every unknown inside: `path` of
// `resource`.
cty::Value WithAtoms(const Resource& resource, const cty::Path& path,
                     const cty::Value& value);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_SOURCE_NAMES_H_
