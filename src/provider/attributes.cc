#include "provider/attributes.h"

#include <iterator>
#include <utility>

#include "provider/outputs.h"

namespace compliance::provider {
namespace {

schema::Attribute Plain(std::string name, cty::Type type,
                        std::string description) {
  schema::Attribute attribute;
  attribute.name = std::move(name);
  attribute.type = std::move(type);
  attribute.description = std::move(description);
  return attribute;
}

}  // namespace

schema::Attribute Required(std::string name, cty::Type type,
                           std::string description) {
  schema::Attribute attribute =
      Plain(std::move(name), std::move(type), std::move(description));
  attribute.required = true;
  return attribute;
}

schema::Attribute Optional(std::string name, cty::Type type,
                           std::string description) {
  schema::Attribute attribute =
      Plain(std::move(name), std::move(type), std::move(description));
  attribute.optional = true;
  return attribute;
}

schema::Attribute Computed(std::string name, cty::Type type,
                           std::string description) {
  schema::Attribute attribute =
      Plain(std::move(name), std::move(type), std::move(description));
  attribute.computed = true;
  return attribute;
}

std::vector<schema::Attribute> ScopeAttributes() {
  return {
      Optional("complete", cty::Type::Bool(),
               "Whether `resources` holds the whole stack. Only then can a "
               "rule say that a resource is missing, such as the public access "
               "block of a bucket; otherwise such rules stay `unknown`, and "
               "what is asked of the stack as a whole is left out. Defaults "
               "to `false`."),
      Optional("module_path", cty::Type::String(),
               "The address of the module instance that this is declared in, "
               "such as `module.db`. It is put before every address, so that "
               "findings and waivers name resources as the root module does. "
               "Leave it out in the root module."),
      Optional("as_of", cty::Type::String(),
               "The day, such as `2027-01-31`, on which the expiry of waivers "
               "and dated tables are judged. Defaults to today."),
  };
}

std::vector<schema::Attribute> VerdictAttributes() {
  return {
      Computed("compliant", cty::Type::Bool(),
               "Whether there is no mandatory finding. Rules that stayed "
               "`unknown` because this way of checking cannot see what they "
               "need do not count; `summary.unknown` tells how many they are."),
      Computed(
          "findings", FindingsType(),
          "What was found: every `fail`, `unknown`, `waived` and `error`, "
          "in the order of addresses. Each has `rule_id`, `title`, "
          "`address`, `paths` (the attributes that decided it), `verdict`, "
          "`severity`, `enforcement`, `requirements` (with `framework`, "
          "`id` and `strength`) and `needs` (what an `unknown` one would "
          "have to see). It holds no value of a resource."),
      Computed("summary", SummaryType(),
               "How many verdicts of each kind there are (`pass`, `fail`, "
               "`unknown`, `not_applicable`, `waived`, `error`), how many "
               "`resources` were seen and how many `rules` were run."),
  };
}

void Append(std::vector<schema::Attribute> more,
            std::vector<schema::Attribute>& to) {
  to.insert(to.end(), std::make_move_iterator(more.begin()),
            std::make_move_iterator(more.end()));
}

}  // namespace compliance::provider
