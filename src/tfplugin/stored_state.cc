#include "tfplugin/stored_state.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/json.h"
#include "compliance/cty/path.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"

namespace compliance::tfplugin {
namespace {

using Kind = cty::Type::Kind;

absl::Status Misfit(const cty::Path& path, absl::string_view want) {
  return absl::InvalidArgumentError(absl::StrCat(
      "stored state: ", path.empty() ? "the whole value" : path.ToString(),
      ": ", want, " expected"));
}

// JSON stores a value of the dynamic type as {"type": T, "value": V}.
absl::StatusOr<cty::Value> FitDynamic(const cty::Value& stored,
                                      const cty::Path& path) {
  const cty::Value* type = stored.Find("type");
  if (type == nullptr || stored.Find("value") == nullptr) {
    return Misfit(path, "an object of type and value");
  }
  ASSIGN_OR_RETURN(const std::string json,
                   cty::EncodeJson(stored, stored.type()));
  return cty::DecodeJson(json, cty::Type::Dynamic());
}

absl::StatusOr<cty::Value> Fit(const cty::Value& stored, const cty::Type& type,
                               const cty::Path& path);

absl::StatusOr<cty::Value> FitElements(const cty::Value& stored,
                                       const cty::Type& type,
                                       const cty::Path& path) {
  if (stored.type().kind() != Kind::kTuple) return Misfit(path, "an array");
  const bool tuple = type.kind() == Kind::kTuple;
  if (tuple && type.elements().size() != stored.AsElements().size()) {
    return Misfit(path, absl::StrCat(type.elements().size(), " elements"));
  }
  cty::Value::Elements elements;
  for (const cty::Value& element : stored.AsElements()) {
    const std::size_t i = elements.size();
    ASSIGN_OR_RETURN(cty::Value fitted,
                     Fit(element, tuple ? type.elements()[i] : type.element(),
                         path.Index(static_cast<std::int64_t>(i))));
    elements.push_back(std::move(fitted));
  }
  if (tuple) return cty::Value::Tuple(std::move(elements));
  return type.kind() == Kind::kSet
             ? cty::Value::Set(type.element(), std::move(elements))
             : cty::Value::List(type.element(), std::move(elements));
}

absl::StatusOr<cty::Value> FitMap(const cty::Value& stored,
                                  const cty::Type& type,
                                  const cty::Path& path) {
  if (stored.type().kind() != Kind::kObject) return Misfit(path, "an object");
  cty::Value::Attributes entries;
  for (const auto& [key, element] : stored.AsAttributes()) {
    ASSIGN_OR_RETURN(entries[key], Fit(element, type.element(), path.Key(key)));
  }
  return cty::Value::Map(type.element(), std::move(entries));
}

absl::StatusOr<cty::Value> FitObject(const cty::Value& stored,
                                     const cty::Type& type,
                                     const cty::Path& path) {
  if (stored.type().kind() != Kind::kObject) return Misfit(path, "an object");
  cty::Value::Attributes attributes;
  for (const auto& [name, attribute_type] : type.attributes()) {
    const cty::Value* found = stored.Find(name);
    if (found == nullptr) {
      attributes[name] = cty::Value::Null(attribute_type);
      continue;
    }
    ASSIGN_OR_RETURN(attributes[name],
                     Fit(*found, attribute_type, path.Attr(name)));
  }
  return cty::Value::Object(std::move(attributes));
}

// `stored` has the type that its JSON implies: objects and tuples throughout.
absl::StatusOr<cty::Value> Fit(const cty::Value& stored, const cty::Type& type,
                               const cty::Path& path) {
  if (stored.IsNull()) return cty::Value::Null(type);
  switch (type.kind()) {
    case Kind::kDynamic:
      return FitDynamic(stored, path);
    case Kind::kList:
    case Kind::kSet:
    case Kind::kTuple:
      return FitElements(stored, type, path);
    case Kind::kMap:
      return FitMap(stored, type, path);
    case Kind::kObject:
      return FitObject(stored, type, path);
    default:
      break;
  }
  absl::StatusOr<cty::Value> converted = cty::Convert(stored, type);
  if (!converted.ok()) return Misfit(path, type.FriendlyName());
  return converted;
}

absl::StatusOr<cty::Value> FitBlock(const cty::Value& stored,
                                    const schema::Block& block,
                                    const cty::Path& path);

// How a block that is not there is said, by its nesting.
absl::StatusOr<cty::Value> AbsentBlock(const schema::NestedBlock& nested,
                                       const cty::Type& type) {
  switch (nested.nesting) {
    case schema::Nesting::kSingle:
      return cty::Value::Null(type);
    case schema::Nesting::kGroup:
      return FitBlock(cty::Value::Object({}), nested.block, cty::Path());
    case schema::Nesting::kList:
      return type.IsDynamic() ? cty::Value::Tuple({})
                              : cty::Value::List(type.element(), {});
    case schema::Nesting::kSet:
      return cty::Value::Set(type.element(), {});
    case schema::Nesting::kMap:
      return type.IsDynamic() ? cty::Value::Object({})
                              : cty::Value::Map(type.element(), {});
  }
  return cty::Value::Null(type);
}

absl::StatusOr<cty::Value> FitNested(const cty::Value& stored,
                                     const schema::NestedBlock& nested,
                                     const cty::Type& type,
                                     const cty::Path& path) {
  if (stored.IsNull()) return AbsentBlock(nested, type);
  if (type.IsDynamic()) return FitDynamic(stored, path);
  if (type.kind() == Kind::kObject) return FitBlock(stored, nested.block, path);
  if (type.kind() == Kind::kMap) {
    if (stored.type().kind() != Kind::kObject) return Misfit(path, "an object");
    cty::Value::Attributes entries;
    for (const auto& [key, element] : stored.AsAttributes()) {
      ASSIGN_OR_RETURN(entries[key],
                       FitBlock(element, nested.block, path.Key(key)));
    }
    return cty::Value::Map(type.element(), std::move(entries));
  }
  if (stored.type().kind() != Kind::kTuple) return Misfit(path, "an array");
  cty::Value::Elements elements;
  for (const cty::Value& element : stored.AsElements()) {
    const auto i = static_cast<std::int64_t>(elements.size());
    ASSIGN_OR_RETURN(cty::Value fitted,
                     FitBlock(element, nested.block, path.Index(i)));
    elements.push_back(std::move(fitted));
  }
  return type.kind() == Kind::kSet
             ? cty::Value::Set(type.element(), std::move(elements))
             : cty::Value::List(type.element(), std::move(elements));
}

absl::StatusOr<cty::Value> FitBlock(const cty::Value& stored,
                                    const schema::Block& block,
                                    const cty::Path& path) {
  const cty::Type implied = schema::ImpliedType(block);
  if (stored.IsNull()) return cty::Value::Null(implied);
  if (stored.type().kind() != Kind::kObject) return Misfit(path, "an object");
  cty::Value::Attributes attributes;
  for (const auto& [name, type] : implied.attributes()) {
    const cty::Value* found = stored.Find(name);
    const cty::Value value = found != nullptr ? *found : cty::Value();
    const schema::NestedBlock* nested = block.FindBlock(name);
    ASSIGN_OR_RETURN(attributes[name],
                     nested != nullptr
                         ? FitNested(value, *nested, type, path.Attr(name))
                         : Fit(value, type, path.Attr(name)));
  }
  return cty::Value::Object(std::move(attributes));
}

}  // namespace

absl::StatusOr<cty::Value> ReadStoredState(absl::string_view json,
                                           const schema::Block& block) {
  ASSIGN_OR_RETURN(const cty::Value stored, cty::DecodeImpliedJson(json));
  return FitBlock(stored, block, cty::Path());
}

}  // namespace compliance::tfplugin
