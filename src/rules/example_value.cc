#include "example_value.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "compliance/rules/shape.h"

namespace compliance::rules {
namespace {

class ValueReader {
 public:
  ValueReader(absl::string_view file, ExampleValue& result)
      : file_(file), result_(result) {}

  absl::StatusOr<cty::Value> Read(const YAML::Node& node,
                                  const cty::Path& path) {
    const std::string& tag = node.Tag();
    if (tag == "!unknown") return ReadUnknown(node);
    if (tag == "!computed") {
      result_.computed.insert(path);
      return ReadUnknown(node);
    }
    if (tag == "!sensitive") {
      ASSIGN_OR_RETURN(const cty::Value value, ReadPlain(node, path));
      return value.WithSensitive();
    }
    if (HasTag(node)) {
      return YamlError(file_, node,
                       absl::StrCat("no tag ", tag,
                                    "; use !unknown, !computed, !sensitive"));
    }
    return ReadPlain(node, path);
  }

 private:
  absl::StatusOr<cty::Value> ReadPlain(const YAML::Node& node,
                                       const cty::Path& path) {
    if (node.IsSequence()) {
      cty::Value::Elements elements;
      for (const YAML::Node& child : node) {
        const auto index = static_cast<std::int64_t>(elements.size());
        ASSIGN_OR_RETURN(cty::Value value, Read(child, path.Index(index)));
        elements.push_back(std::move(value));
      }
      return cty::Value::Tuple(std::move(elements));
    }
    if (node.IsMap()) {
      ASSIGN_OR_RETURN(const YamlMap map,
                       YamlMap::Read(file_, node, "a value"));
      cty::Value::Attributes attributes;
      for (const auto& [key, child] : map.entries()) {
        ASSIGN_OR_RETURN(cty::Value value, Read(child, path.Attr(key)));
        attributes.emplace(key, std::move(value));
      }
      return cty::Value::Object(std::move(attributes));
    }
    return YamlScalar(node);
  }

  absl::StatusOr<cty::Value> ReadUnknown(const YAML::Node& node) {
    cty::Refinement refinement;
    std::string text;
    if (node.IsMap()) {
      ASSIGN_OR_RETURN(const YamlMap map,
                       YamlMap::Read(file_, node, "an unknown",
                                     {"type", "not_null", "prefix"}));
      ASSIGN_OR_RETURN(text, map.String("type"));
      ASSIGN_OR_RETURN(refinement.not_null, map.BoolOr("not_null", false));
      ASSIGN_OR_RETURN(refinement.prefix, map.StringOr("prefix", ""));
      refinement.not_null = refinement.not_null || !refinement.prefix.empty();
    } else {
      ASSIGN_OR_RETURN(text, YamlString(file_, node, "a type"));
    }
    if (text.empty()) text = "any";
    const auto type = ParseType(text);
    if (!type.ok()) return YamlError(file_, node, type.status().message());
    return cty::Value::Unknown(*type, std::move(refinement));
  }

  absl::string_view file_;
  ExampleValue& result_;
};

}  // namespace

absl::StatusOr<ExampleValue> ReadExampleValue(absl::string_view file,
                                              const YAML::Node& node) {
  ExampleValue result;
  ASSIGN_OR_RETURN(result.value, ValueReader(file, result).Read(node, {}));
  return result;
}

}  // namespace compliance::rules
