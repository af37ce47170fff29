#include "compliance/plan/source.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "compliance/cty/convert.h"
#include "compliance/hcl/evaluate_body.h"
#include "compliance/lang/functions.h"
#include "compliance/schema/facts.h"
#include "gap.h"
#include "module_path.h"
#include "source_names.h"
#include "source_steps.h"

namespace compliance::plan {
namespace {

Position ToPosition(const hcl::Configuration& configuration,
                    const hcl::SourceRange& range) {
  return {
      range.file < configuration.files.size() ? configuration.files[range.file]
                                              : "",
      static_cast<int>(range.begin.line), static_cast<int>(range.begin.column)};
}

// What the source adds to one instance, made before any is changed: instances
// are read while others are filled.
struct Filling {
  cty::Value planned;
  std::map<cty::Path, Position> places;
};

// An attribute that is written as blocks may leave members out, which are null
// then: ingress of a security group.
cty::Type WithOptionalMembers(const cty::Type& type) {
  const bool is_list = type.kind() == cty::Type::Kind::kList;
  const bool is_set = type.kind() == cty::Type::Kind::kSet;
  if ((!is_list && !is_set) ||
      type.element().kind() != cty::Type::Kind::kObject) {
    return type;
  }
  std::set<std::string> names;
  for (const auto& [name, member] : type.element().attributes()) {
    names.insert(name);
  }
  const cty::Type element =
      cty::Type::Object(type.element().attributes(), std::move(names));
  return is_list ? cty::Type::List(element) : cty::Type::Set(element);
}

// Blocks as the type has them where the schema calls them an attribute.
cty::Value Shaped(const Resource& resource, const std::string& name,
                  const cty::Value& source) {
  const schema::TypeFacts* facts =
      resource.address.mode == Mode::kData
          ? schema::FindDataSource(resource.address.type)
          : schema::FindResource(resource.address.type);
  const schema::Attribute* attribute =
      facts == nullptr ? nullptr : facts->schema.block.FindAttribute(name);
  if (attribute == nullptr) return source;
  absl::StatusOr<cty::Value> shaped =
      cty::Convert(source, WithOptionalMembers(attribute->type));
  return shaped.ok() ? *std::move(shaped) : source;
}

// Where the source sets what lies at the path, or the nearest thing around it.
std::optional<Position> PlaceOf(const hcl::Configuration& configuration,
                                const hcl::EvaluatedBody& body,
                                const cty::Path& path) {
  std::vector<cty::Step> steps = path.steps();
  for (cty::Step& step : steps) {
    if (const auto* key = std::get_if<cty::MapKey>(&step)) {
      step = cty::AttributeName{key->key};
    }
  }
  for (; !steps.empty(); steps.pop_back()) {
    const auto place = body.places.find(cty::Path(steps));
    if (place != body.places.end()) {
      return ToPosition(configuration, place->second);
    }
  }
  return std::nullopt;
}

std::optional<Filling> FillingOf(const hcl::Configuration& configuration,
                                 const SourceNames& names,
                                 const Resource& resource) {
  const hcl::Block* block = names.BlockOf(resource.address);
  if (block == nullptr || !resource.planned.HasContent()) return std::nullopt;
  const hcl::EvaluatedBody body = hcl::EvaluateBody(
      block->body, names.At(names.PlaceOf(resource)), hcl::MetaArguments());
  if (!body.value.HasContent()) return std::nullopt;
  std::vector<cty::Path> filled;
  cty::Value::Attributes members = resource.planned.AsAttributes();
  for (auto& [name, member] : members) {
    const cty::Value* written = body.value.Find(name);
    if (written == nullptr) continue;
    const cty::Value source = Shaped(resource, name, *written);
    // Another source than that of the plan, as far as this shows.
    const bool is_new = resource.action == Action::kCreate;
    if (is_new && !MayAgree(member, source)) return std::nullopt;
    member = FillGaps(member, source, cty::Path().Attr(name), filled);
  }
  if (filled.empty()) return std::nullopt;
  Filling filling;
  filling.planned = cty::Value::Object(std::move(members))
                        .WithSensitive(resource.planned.IsSensitive());
  for (const cty::Path& path : filled) {
    if (std::optional<Position> place = PlaceOf(configuration, body, path)) {
      filling.places.emplace(path, *std::move(place));
    }
  }
  return filling;
}

Expression ToExpression(const hcl::Expression& source) {
  Expression expression;
  expression.references = hcl::References(source);
  expression.is_constant = expression.references.empty();
  if (expression.is_constant) {
    hcl::Names functions;
    functions.call = lang::Call;
    expression.constant = hcl::Evaluate(source, functions);
  }
  return expression;
}

std::map<std::string, Expression> LocalsOf(const hcl::Module& module) {
  std::map<std::string, Expression> locals;
  for (const hcl::Block& block : module.blocks()) {
    if (block.type != "locals") continue;
    for (const hcl::Attribute& local : block.body.attributes) {
      locals.emplace(local.name, ToExpression(local.expression));
    }
  }
  return locals;
}

bool MayHaveGaps(const Resource& resource) {
  return resource.action != Action::kDelete &&
         resource.action != Action::kForget &&
         resource.deferred_reason.empty() && !resource.planned.IsWhollyKnown();
}

}  // namespace

std::vector<std::string> FillFromSource(const hcl::Configuration& configuration,
                                        Plan& plan) {
  const std::set<std::string> out_of_step = OutOfStep(configuration, plan);
  std::vector<std::pair<Resource*, Filling>> fillings;
  {
    const SourceNames names(plan, configuration, out_of_step);
    for (Resource& resource : plan.resources) {
      if (!MayHaveGaps(resource) ||
          out_of_step.count(ConfigPath(resource.address.module)) != 0) {
        continue;
      }
      std::optional<Filling> filling =
          FillingOf(configuration, names, resource);
      if (filling.has_value()) {
        fillings.emplace_back(&resource, *std::move(filling));
      }
    }
  }
  for (auto& [resource, filling] : fillings) {
    resource->planned = std::move(filling.planned);
    resource->read_from_source = std::move(filling.places);
  }
  for (const auto& [path, module] : configuration.modules) {
    if (out_of_step.count(path) == 0) plan.locals[path] = LocalsOf(module);
  }
  return {out_of_step.begin(), out_of_step.end()};
}

}  // namespace compliance::plan
