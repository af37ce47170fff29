#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstddef>
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

// Whether a line starts with a tab, behind spaces or not. This parser passes
// over some that Terraform's refuses.
bool IsIndentedByTabs(const std::string& text) {
  std::size_t line = 0;
  while (line < text.size()) {
    const std::size_t first = text.find_first_not_of(' ', line);
    if (first != std::string::npos && text[first] == '\t') return true;
    line = std::min(text.find('\n', line), text.size() - 1) + 1;
  }
  return false;
}

absl::Status NotRead() {
  return absl::UnimplementedError("argument 1: is not YAML as it is read here");
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
  if (IsIndentedByTabs(arguments[0].AsString())) return NotRead();
  try {
    return Parse(arguments[0].AsString());
  } catch (const YAML::Exception&) {
    return NotRead();
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
