#include <yaml-cpp/yaml.h>

#include <sstream>
#include <string>

#include "compliance/base/status_macros.h"
#include "lang/families.h"
#include "lang/limits.h"
#include "lang/yaml_builder.h"
#include "lang/yaml_emitter.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

Result YamlEncode(const Arguments& arguments, const Type& type) {
  if (!arguments[0].IsWhollyKnown()) return Value::Unknown(type);
  RETURN_IF_ERROR(CheckMembers(arguments[0]));
  return Value::String(EmitYaml(arguments[0]));
}

// Reads one document, and that there is no other.
Result Parse(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  YamlBuilder builder(text);
  if (!parser.HandleNextDocument(builder)) {
    return ArgumentError(0, "there is no document");
  }
  RETURN_IF_ERROR(builder.status());
  YamlBuilder second(text);
  if (parser.HandleNextDocument(second)) {
    return ArgumentError(0, "there is more than one document");
  }
  return builder.value();
}

// What this parser does not read, Terraform's may.
Result YamlDecode(const Arguments& arguments, const Type&) {
  try {
    return Parse(arguments[0].AsString());
  } catch (const YAML::Exception&) {
    return absl::UnimplementedError(
        "argument 1: is not YAML as it is read here");
  }
}

}  // namespace

std::vector<Function> YamlFunctions() {
  return {
      {.name = "yamlencode",
       .parameters = {{"value", Type::Dynamic(), kNull | kUntyped}},
       .type = Always(Type::String()),
       .body = &YamlEncode,
       .never_null = false},
      {.name = "yamldecode",
       .parameters = {{"src", Type::String()}},
       .type = Always(Type::Dynamic()),
       .body = &YamlDecode,
       .never_null = false},
  };
}

}  // namespace compliance::lang
