// Follows references through module inputs and outputs, count and for_each to
// the resource instances that they lead to.
#ifndef COMPLIANCE_SRC_PLAN_RESOLVER_H_
#define COMPLIANCE_SRC_PLAN_RESOLVER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "compliance/base/truth.h"
#include "compliance/cty/path.h"
#include "compliance/plan/plan.h"
#include "reference.h"

namespace compliance::plan {

// Where an expression stands: what its names mean.
struct Scope {
  std::vector<ModuleStep> module;
  // The instance key of the block: each.key or count.index.
  std::optional<cty::Step> key;
  // What repeats the block; nullptr when nothing does, or only constants.
  const Expression* repetition = nullptr;
};

// The traversals of an expression that stands in `scope`.
Sources SourcesIn(const Expression& expression, const Scope& scope);

// `second` as seen from the end of `first`.
cty::Path Joined(const cty::Path& first, const cty::Path& second);

// A resource instance that supplies a value, and the attribute that does.
struct Target {
  const Resource* resource = nullptr;
  cty::Path attribute;
  bool certain = true;
};

struct Targets {
  // One for each resource, made by Add.
  std::vector<Target> targets;
  // References that lead where the plan does not show: "local.x".
  std::vector<std::string> elsewhere;
  // Variables of the root module whose value is known.
  std::vector<const Variable*> given;

  // Adds a target; one that is there already is as certain as the surer.
  void Add(Target target);

 private:
  absl::flat_hash_map<const Resource*, std::size_t> places_;
};

// Holds indexes into the plan, which must outlive it. Thread-safe to use.
class Resolver {
 public:
  explicit Resolver(const Plan& plan);

  static Scope ScopeOf(const Resource& resource);

  // What is known of the shape of an expression's value. In a list or set,
  // each of several references is an element rather than an alternative.
  struct Shape {
    bool is_collection = false;
    std::size_t elements = 0;  // 0: not known
  };

  // The instances that supply the expression's value.
  Targets Resolve(const Expression& expression, const Scope& scope,
                  const Shape& shape) const;

  // nullptr for an address that no resource has.
  const Resource* Find(absl::string_view address) const;

  // The same as Resolve for a value that says of every unknown inside what it will be
  // made of; nullopt for any other.
  struct OriginTargets {
    Targets targets;
    // It may come to a text of the source instead.
    bool may_be_constant = false;
  };
  std::optional<OriginTargets> ResolveOrigins(const cty::Value& value) const;

  // Whether the expression comes to null.
  Truth IsNull(const Expression& expression, const Scope& scope) const;

  // Whether all that the expression reads is known at plan, so that its own
  // value is.
  bool IsKnown(const Expression& expression, const Scope& scope) const;

  // Whether the expression is a literal in the source: a constant, or made from
  // variables whose literal defaults are used.
  Truth IsLiteral(const Expression& expression, const Scope& scope) const;

  // kSame: any source that is one of the texts. kNotLiteral: one that is no
  // literal, and holds one of the texts or is held by it.
  enum class Sort : std::uint8_t { kSame, kNotLiteral };

  // Whether there is such a source. One that is not known yet did not supply
  // what is known.
  bool MaySupply(const Expression& expression, const Scope& scope, Sort sort,
                 const std::vector<std::string>& texts) const;

  // Whether instances of the block (a configuration address) may be missing.
  bool HasUnknownRepetition(const std::string& config_address) const;

 private:
  // Modules that feed several of their outputs from several others double the
  // ways with each of them. Who asks more than this gets no whole answer.
  static constexpr int kMaxSteps = 10000;

  // What rides along while references are followed.
  struct Walk {
    cty::Path rest;                 // attributes asked of the value
    std::optional<cty::Step> pick;  // the instance that each.value stands for
    bool is_collection = false;
    std::size_t elements = 0;
    // The end of the traversal is lost behind a key that is an expression, as
    // in module.m[each.key].id: what is asked of the value is no output.
    bool is_cut = false;
    int depth = 0;
    // How many more may be taken for the same question; its walks share it.
    std::shared_ptr<int> steps = std::make_shared<int>(kMaxSteps);
  };
  // Takes a step, unless there are none left or the walk is too deep.
  static bool MayGoOn(const Walk& walk);
  static Walk Onward(const Walk& walk, const Sources& sources,
                     const Scope& scope);
  // An expression that a reference stands for, and where that one stands.
  struct Link {
    const Expression* expression = nullptr;
    Scope scope;
    Walk walk;
    bool certain = true;
  };

  Targets Resolve(const Expression& expression, const Scope& scope,
                  const Walk& walk) const;
  Targets ResolveSource(const Reference& reference, const Scope& scope,
                        const Walk& walk) const;
  Targets ResolveInstances(const Reference& reference, const Scope& scope,
                           const Walk& walk) const;
  void AddInstance(const Resource& resource, const cty::Path& attribute,
                   bool certain, const Walk& walk, Targets& out) const;
  bool AddOrigins(const cty::Value& value, bool certain,
                  OriginTargets& out) const;
  void AddArgument(const Resource& resource, const cty::Path& attribute,
                   bool certain, const Walk& walk, Targets& out) const;

  std::vector<const Resource*> Instances(const Reference& reference,
                                         const Scope& scope, const Walk& walk,
                                         bool& certain) const;
  // The expressions behind a module output, a module input or each.value. An
  // empty answer without `elsewhere` means that there is only a constant.
  std::vector<Link> Links(const Reference& reference, const Scope& scope,
                          const Walk& walk, bool& elsewhere) const;
  // The instances of a module that a reference from `scope` may mean. Sets
  // `elsewhere` where the plan shows none of them.
  std::vector<std::vector<ModuleStep>> ModuleInstances(
      const Reference& reference, const Scope& scope, const Walk& walk,
      bool& elsewhere) const;
  std::vector<Link> OutputLinks(const Reference& reference, const Scope& scope,
                                const Walk& walk, bool& elsewhere) const;
  // Of the root module, where the reference stands there and names one.
  const Variable* FindGiven(const Reference& reference,
                            const Scope& scope) const;
  const Variable* FindVariable(const Reference& reference,
                               const Scope& scope) const;
  const Expression* FindInput(const Reference& reference,
                              const Scope& scope) const;
  const Expression* FindLocal(const Reference& reference,
                              const Scope& scope) const;
  Scope CallerOf(const Scope& scope) const;

  Truth IsNull(const Expression& expression, const Scope& scope,
               const Walk& walk) const;
  Truth IsSourceNull(const Reference& reference, const Scope& scope,
                     const Walk& walk) const;
  bool IsKnown(const Expression& expression, const Scope& scope,
               const Walk& walk) const;
  bool IsSourceKnown(const Reference& reference, const Scope& scope,
                     const Walk& walk) const;
  Truth IsLiteral(const Expression& expression, const Scope& scope,
                  const Walk& walk) const;
  Truth IsSourceLiteral(const Reference& reference, const Scope& scope,
                        const Walk& walk) const;
  bool MaySupply(const Expression& expression, const Scope& scope,
                 const Walk& walk, Sort sort,
                 const std::vector<std::string>& texts) const;
  bool MaySourceSupply(const Reference& reference, const Scope& scope,
                       const Walk& walk, Sort sort,
                       const std::vector<std::string>& texts) const;

  const Plan& plan_;
  // By module instance, mode, type and name, in plan order.
  absl::flat_hash_map<std::string, std::vector<const Resource*>> blocks_;
  absl::flat_hash_map<std::string, const Resource*> by_address_;
  // Module instances that hold resources: by the caller's and their name, in
  // plan order, and one by one.
  absl::flat_hash_map<std::string, std::vector<std::vector<ModuleStep>>> calls_;
  absl::flat_hash_set<std::string> modules_;
  // By configuration path and name.
  std::map<std::pair<std::string, std::string>, const Variable*> variables_;
  std::set<std::string> unknown_repetitions_;
};

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_RESOLVER_H_
