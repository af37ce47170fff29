#include "source_steps.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/hcl/evaluate.h"
#include "gap.h"
#include "module_path.h"

namespace compliance::plan {
namespace {

// What Terraform reads itself, of a resource and of a module call.
constexpr std::array<absl::string_view, 7> kMetaArguments = {
    "count",    "depends_on", "for_each", "lifecycle",
    "provider", "providers",  "source",
};

bool IsMeta(absl::string_view name) {
  return name == "version" ||
         std::find(kMetaArguments.begin(), kMetaArguments.end(), name) !=
             kMetaArguments.end();
}

bool Agree(const Expression& planned, const hcl::Expression& source) {
  const std::vector<std::string> references = hcl::References(source);
  if (planned.is_constant) {
    return references.empty() &&
           MayAgree(planned.constant, hcl::Evaluate(source, hcl::Names()));
  }
  return std::set<std::string>(references.begin(), references.end()) ==
         std::set<std::string>(planned.references.begin(),
                               planned.references.end());
}

// Whether there are blocks of the type, or dynamic ones that make such: what
// the plan calls an attribute may be written as blocks.
bool HasBlocks(const hcl::Body& body, absl::string_view type) {
  return std::any_of(
      body.blocks.begin(), body.blocks.end(), [type](const hcl::Block& block) {
        return block.type == type ||
               (block.type == "dynamic" && block.labels.size() == 1 &&
                block.labels.front().text == type);
      });
}

// Of a resource or provider: `expressions` by path, of which the first level is
// compared. Nested blocks may be dynamic, which the plan does not show.
bool Agree(const std::map<cty::Path, Expression>& expressions,
           const hcl::Body& body) {
  for (const hcl::Attribute& attribute : body.attributes) {
    if (IsMeta(attribute.name)) continue;
    const auto planned = expressions.find(cty::Path().Attr(attribute.name));
    // Plan JSON has attributes that are objects by their members.
    if (planned == expressions.end()) {
      const cty::Path whole = cty::Path().Attr(attribute.name);
      const auto below = expressions.upper_bound(whole);
      if (below == expressions.end() || !below->first.StartsWith(whole)) {
        return false;
      }
      continue;
    }
    if (!Agree(planned->second, attribute.expression)) return false;
  }
  return std::all_of(
      expressions.begin(), expressions.end(), [&body](const auto& entry) {
        if (entry.first.steps().size() != 1) return true;
        const auto* name =
            std::get_if<cty::AttributeName>(&entry.first.steps().front());
        return name == nullptr || body.Find(name->name) != nullptr ||
               HasBlocks(body, name->name);
      });
}

// Of count or for_each, which the plan may leave out where it reads nothing.
bool Agree(const std::optional<Expression>& planned,
           const hcl::Attribute* source) {
  if (source == nullptr) return !planned.has_value();
  return planned.has_value() ? Agree(*planned, source->expression)
                             : hcl::References(source->expression).empty();
}

// Arguments of a module call, or outputs.
bool Agree(const std::map<std::string, Expression>& expressions,
           const hcl::Body& body) {
  for (const hcl::Attribute& attribute : body.attributes) {
    if (IsMeta(attribute.name)) continue;
    const auto planned = expressions.find(attribute.name);
    if (planned == expressions.end() ||
        !Agree(planned->second, attribute.expression)) {
      return false;
    }
  }
  return std::all_of(
      expressions.begin(), expressions.end(),
      [&body](const auto& entry) { return body.Find(entry.first) != nullptr; });
}

bool AgreesWithSource(const hcl::Configuration& configuration,
                      const Resource& resource, const std::string& module) {
  const hcl::Module* source = configuration.FindModule(module);
  const Address& address = resource.address;
  const hcl::Block* block =
      source == nullptr
          ? nullptr
          : source->Find(address.mode == Mode::kData ? "data" : "resource",
                         {address.type, address.name});
  return block != nullptr && Agree(resource.expressions.map(), block->body) &&
         Agree(resource.for_each, block->body.Find("for_each")) &&
         Agree(resource.count, block->body.Find("count"));
}

// The caller of a module and its name in it: "module.a.module.b" is "b" of
// "module.a".
std::pair<std::string, std::string> CallOf(const std::string& module) {
  const std::size_t last = module.rfind("module.");
  return {last == 0 ? "" : module.substr(0, last - 1),
          module.substr(last + std::string("module.").size())};
}

}  // namespace

std::set<std::string> OutOfStep(const hcl::Configuration& configuration,
                                const Plan& plan) {
  std::set<std::string> out;
  std::set<std::string> seen;
  for (const Resource& resource : plan.resources) {
    if (!resource.has_configuration || resource.action == Action::kDelete ||
        resource.action == Action::kForget) {
      continue;
    }
    if (!seen.insert(resource.address.ConfigString()).second) continue;
    const std::string module = ConfigPath(resource.address.module);
    if (!AgreesWithSource(configuration, resource, module)) out.insert(module);
  }
  for (const auto& [path, inputs] : plan.module_inputs) {
    const auto [caller, name] = CallOf(path);
    const hcl::Module* source = configuration.FindModule(caller);
    const hcl::Block* call =
        source == nullptr ? nullptr : source->Find("module", {name});
    if (call == nullptr || !Agree(inputs, call->body)) out.insert(caller);
  }
  for (const auto& [path, outputs] : plan.module_outputs) {
    const hcl::Module* source = configuration.FindModule(path);
    for (const auto& [name, expression] : outputs) {
      const hcl::Block* block =
          source == nullptr ? nullptr : source->Find("output", {name});
      const hcl::Attribute* value =
          block == nullptr ? nullptr : block->body.Find("value");
      if (value == nullptr || !Agree(expression, value->expression)) {
        out.insert(path);
      }
    }
  }
  return out;
}

}  // namespace compliance::plan
