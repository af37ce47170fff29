#include "compliance/rules/subjects.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/rules/shape.h"
#include "compliance/schema/facts.h"
#include "compliance/schema/versions.h"

namespace compliance::rules {
namespace {

// Numbers from here on stand for texts.
constexpr std::uint32_t kTexts = 0x80000000U;
// A value takes some kilobytes, many times what the plan has of it.
constexpr std::size_t kMostValues = 1UL << 12U;

cty::Value Text(absl::string_view text) {
  return text.empty() ? cty::Value::Null(cty::Type::String())
                      : cty::Value::String(text);
}

cty::Value OutputValue(const plan::Output& output) {
  return cty::Value::Object({
      {"name", cty::Value::String(output.name)},
      {"description", Text(output.description)},
      {"sensitive", cty::Value::Bool(output.sensitive)},
      {"value", output.value.WithSensitive(output.sensitive ||
                                           output.value.IsSensitive())},
  });
}

cty::Value VariableValue(const plan::Variable& variable) {
  const auto marked = [&](const cty::Value& value) {
    return value.WithSensitive(variable.sensitive || value.IsSensitive());
  };
  return cty::Value::Object({
      {"name", cty::Value::String(variable.name)},
      {"module", Text(variable.module)},
      {"description", Text(variable.description)},
      {"sensitive", cty::Value::Bool(variable.sensitive)},
      {"has_default", cty::Value::Bool(variable.has_default)},
      {"default", marked(variable.default_value)},
      {"value", marked(variable.value)},
  });
}

cty::Value Configured(const plan::Expression& expression) {
  return expression.is_constant ? expression.constant
                                : cty::Value::Unknown(cty::Type::Dynamic());
}

// One block of a provider configuration: the expressions below `prefix`.
// Repeated blocks become lists.
cty::Value ConfigObject(
    const std::map<cty::Path, plan::Expression>& expressions,
    const cty::Path& prefix) {
  cty::Value::Attributes attributes;
  const std::size_t depth = prefix.steps().size();
  std::map<std::string, std::size_t> blocks;
  for (const auto& [path, expression] : expressions) {
    if (!path.StartsWith(prefix) || path.steps().size() <= depth) continue;
    const auto* name = std::get_if<cty::AttributeName>(&path.steps()[depth]);
    if (name == nullptr) continue;
    if (path.steps().size() == depth + 1) {
      attributes[name->name] = Configured(expression);
    } else if (const auto* index =
                   std::get_if<cty::ListIndex>(&path.steps()[depth + 1])) {
      std::size_t& count = blocks[name->name];
      count = std::max(count, static_cast<std::size_t>(index->index) + 1);
    }
  }
  for (const auto& [name, count] : blocks) {
    cty::Value::Elements elements;
    for (std::size_t i = 0; i < count; ++i) {
      elements.push_back(ConfigObject(
          expressions, prefix.Attr(name).Index(static_cast<std::int64_t>(i))));
    }
    attributes[name] = cty::Value::Tuple(std::move(elements));
  }
  return cty::Value::Object(std::move(attributes));
}

cty::Value ProviderValue(const plan::ProviderConfig& provider) {
  const std::size_t colon = provider.key.rfind(':');
  const std::string local = colon == std::string::npos
                                ? provider.key
                                : provider.key.substr(colon + 1);
  const std::size_t dot = local.find('.');
  cty::Value config = ConfigObject(provider.expressions, {});
  const cty::Value* region = config.Find("region");
  return cty::Value::Object({
      {"name", cty::Value::String(local.substr(0, dot))},
      {"alias", Text(dot == std::string::npos ? "" : local.substr(dot + 1))},
      {"full_name", Text(provider.full_name)},
      {"version_constraint", Text(provider.version_constraint)},
      {"region",
       region == nullptr ? cty::Value::Null(cty::Type::String()) : *region},
      {"config", std::move(config)},
  });
}

cty::Value Completed(const plan::Resource& resource, const cty::Value& value) {
  const schema::TypeFacts* facts =
      resource.address.mode == plan::Mode::kData
          ? schema::FindDataSource(resource.address.type)
          : schema::FindResource(resource.address.type);
  if (facts == nullptr) return value;
  // Later versions of the provider have attributes that this plan's may lack.
  return Complete(value, facts->schema.block,
                  schema::LaterAttributes(resource.address.type));
}

}  // namespace

bool SeesConfiguration(const plan::Resource& resource) {
  return resource.has_configuration || resource.config.has_value();
}

Subjects::Subjects(const plan::Plan& plan) : plan_(plan) {}

std::uint32_t Subjects::OfResource(const plan::Resource& resource) const {
  return static_cast<std::uint32_t>(&resource - plan_.resources.data());
}

std::uint32_t Subjects::OfOutput(std::size_t index) const {
  return static_cast<std::uint32_t>(plan_.resources.size() + index);
}

std::uint32_t Subjects::OfVariable(std::size_t index) const {
  return OfOutput(plan_.outputs.size() + index);
}

std::uint32_t Subjects::OfProvider(std::size_t index) const {
  return OfVariable(plan_.variables.size() + index);
}

std::uint32_t Subjects::OfPlan() const {
  return OfProvider(plan_.provider_configs.size());
}

std::uint32_t Subjects::OfText(absl::string_view text) {
  const auto [entry, added] = text_numbers_.emplace(
      std::string(text), kTexts + static_cast<std::uint32_t>(texts_.size()));
  if (added) texts_.emplace_back(text);
  return entry->second;
}

const plan::Resource* Subjects::ResourceOf(std::uint32_t number) const {
  return number < plan_.resources.size() ? &plan_.resources[number] : nullptr;
}

cel::Value Subjects::ValueOf(std::uint32_t number) {
  const auto known = values_.find(number);
  if (known != values_.end()) return known->second;
  // Rules read a resource and its partners in one go, seldom again.
  if (values_.size() == kMostValues) values_.clear();
  return values_.emplace(number, Build(number)).first->second;
}

cel::Value Subjects::Build(std::uint32_t number) const {
  cty::Value value;
  if (const plan::Resource* resource = ResourceOf(number)) {
    const bool gone = resource->action == plan::Action::kDelete ||
                      resource->action == plan::Action::kForget;
    value = Completed(*resource, gone ? resource->before : resource->planned);
  } else if (number < OfVariable(0)) {
    value = OutputValue(plan_.outputs[number - OfOutput(0)]);
  } else if (number < OfProvider(0)) {
    value = VariableValue(plan_.variables[number - OfVariable(0)]);
  } else if (number < OfPlan()) {
    value = ProviderValue(plan_.provider_configs[number - OfProvider(0)]);
  }
  return cel::Value::FromCty(value, cel::Origin{number, {}});
}

std::string Subjects::Address(std::uint32_t number) const {
  if (const plan::Resource* resource = ResourceOf(number)) {
    return resource->address.ToString();
  }
  if (number >= kTexts) {
    const std::size_t index = number - kTexts;
    return index < texts_.size() ? texts_[index] : "";
  }
  if (number < OfVariable(0)) {
    return absl::StrCat("output.", plan_.outputs[number - OfOutput(0)].name);
  }
  if (number < OfProvider(0)) {
    const plan::Variable& variable = plan_.variables[number - OfVariable(0)];
    return absl::StrCat(variable.module, variable.module.empty() ? "" : ".",
                        "var.", variable.name);
  }
  if (number < OfPlan()) {
    return absl::StrCat("provider.",
                        plan_.provider_configs[number - OfProvider(0)].key);
  }
  return "";
}

bool Subjects::IsAddress(absl::string_view text) {
  CollectNames();
  return addresses_.find(text) != addresses_.end();
}

bool Subjects::IsName(absl::string_view text) {
  CollectNames();
  return names_.find(text) != names_.end();
}

void Subjects::CollectNames() {
  if (!addresses_.empty()) return;
  for (std::uint32_t i = 0; i <= OfPlan(); ++i) addresses_.insert(Address(i));
  for (const plan::Output& output : plan_.outputs) names_.insert(output.name);
  for (const plan::Variable& variable : plan_.variables) {
    names_.insert(variable.name);
  }
  for (const plan::ProviderConfig& provider : plan_.provider_configs) {
    names_.insert(provider.key);
  }
}

std::string Subjects::Describe(const cel::Origin& origin,
                               std::uint32_t subject) const {
  const std::string path = origin.path.ToString();
  if (origin.subject == subject && !path.empty()) return path;
  const std::string address = Address(origin.subject);
  if (path.empty()) return address;
  return absl::StrCat(address, absl::StartsWith(path, "[") ? "" : ".", path);
}

}  // namespace compliance::rules
