#include "tfplugin/dynamic_value.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/cty/json.h"
#include "compliance/cty/msgpack.h"
#include "compliance/cty/path.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"

namespace compliance::tfplugin {
namespace {

using Kind = cty::Type::Kind;

absl::Status Mismatch(const cty::Path& path, const cty::Type& want,
                      const cty::Type& got) {
  return absl::InternalError(absl::StrCat(
      path.empty() ? "the value" : path.ToString(), ": the schema declares ",
      want.FriendlyName(), ", the provider answered ", got.FriendlyName()));
}

absl::Status CheckType(const cty::Value& value, const cty::Type& type,
                       const cty::Path& path);

absl::Status CheckElements(const cty::Value& value, const cty::Type& type,
                           const cty::Path& path) {
  const cty::Value::Elements& elements = value.AsElements();
  const bool tuple = type.kind() == Kind::kTuple;
  if (tuple && type.elements().size() != elements.size()) {
    return Mismatch(path, type, value.type());
  }
  for (std::size_t i = 0; i < elements.size(); ++i) {
    RETURN_IF_ERROR(CheckType(elements[i],
                              tuple ? type.elements()[i] : type.element(),
                              path.Index(static_cast<std::int64_t>(i))));
  }
  return absl::OkStatus();
}

absl::Status CheckMap(const cty::Value& value, const cty::Type& type,
                      const cty::Path& path) {
  for (const auto& [key, element] : value.AsAttributes()) {
    RETURN_IF_ERROR(CheckType(element, type.element(), path.Key(key)));
  }
  return absl::OkStatus();
}

absl::Status CheckObject(const cty::Value& value, const cty::Type& type,
                         const cty::Path& path) {
  const cty::Value::Attributes& attributes = value.AsAttributes();
  if (attributes.size() != type.attributes().size()) {
    return Mismatch(path, type, value.type());
  }
  for (const auto& [name, attribute_type] : type.attributes()) {
    const auto found = attributes.find(name);
    if (found == attributes.end()) return Mismatch(path, type, value.type());
    RETURN_IF_ERROR(CheckType(found->second, attribute_type, path.Attr(name)));
  }
  return absl::OkStatus();
}

// The encoder trusts its caller; a provider's answer has to be looked at. The
// type of a null or unknown is of no consequence on the wire, save for dynamic.
absl::Status CheckType(const cty::Value& value, const cty::Type& type,
                       const cty::Path& path) {
  if (type.IsDynamic() || !value.HasContent()) return absl::OkStatus();
  if (value.type().kind() != type.kind()) {
    return Mismatch(path, type, value.type());
  }
  switch (type.kind()) {
    case Kind::kList:
    case Kind::kSet:
    case Kind::kTuple:
      return CheckElements(value, type, path);
    case Kind::kMap:
      return CheckMap(value, type, path);
    case Kind::kObject:
      return CheckObject(value, type, path);
    default:
      return absl::OkStatus();
  }
}

// The codecs take ill-formed strings, as go-cty does. A host never sends them,
// and nothing that shows them (diagnostics, reports) could.
bool IsText(const cty::Value& value) {
  if (!value.HasContent()) return true;
  switch (value.type().kind()) {
    case Kind::kString:
      return IsValidUtf8(value.AsString());
    case Kind::kList:
    case Kind::kSet:
    case Kind::kTuple: {
      const cty::Value::Elements& elements = value.AsElements();
      return std::all_of(elements.begin(), elements.end(), IsText);
    }
    case Kind::kMap:
    case Kind::kObject: {
      const cty::Value::Attributes& attributes = value.AsAttributes();
      return std::all_of(
          attributes.begin(), attributes.end(), [](const auto& entry) {
            return IsValidUtf8(entry.first) && IsText(entry.second);
          });
    }
    default:
      return true;
  }
}

absl::StatusOr<cty::Value> Decode(absl::string_view msgpack,
                                  absl::string_view json,
                                  const cty::Type& type) {
  if (!msgpack.empty()) return cty::DecodeMsgpack(msgpack, type);
  if (!json.empty()) return cty::DecodeJson(json, type);
  return cty::Value::Null(type);
}

}  // namespace

absl::StatusOr<cty::Value> DecodeDynamicValue(absl::string_view msgpack,
                                              absl::string_view json,
                                              const cty::Type& type) {
  ASSIGN_OR_RETURN(cty::Value value, Decode(msgpack, json, type));
  if (!IsText(value)) {
    return absl::InvalidArgumentError("a string in it is not UTF-8");
  }
  return value;
}

absl::StatusOr<std::string> EncodeDynamicValue(const cty::Value& value,
                                               const cty::Type& type) {
  RETURN_IF_ERROR(CheckType(value, type, cty::Path()));
  return cty::EncodeMsgpack(value, type);
}

}  // namespace compliance::tfplugin
