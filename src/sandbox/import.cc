#include "sandbox/import.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/fill.h"
#include "sandbox/identifiers.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using cty::Value;

// The argument whose value is the id: its template is just that argument.
std::string NamedById(const schema::TypeFacts& facts) {
  for (const schema::Template& filled : facts.templates) {
    if (filled.attribute != "id") continue;
    for (const schema::Attribute& attribute : facts.schema.block.attributes) {
      if (attribute.type.kind() == cty::Type::Kind::kString &&
          filled.text == absl::StrCat("{", attribute.name, "}")) {
        return attribute.name;
      }
    }
  }
  return "";
}

}  // namespace

Value ImportedState(const schema::TypeFacts& facts, absl::string_view id,
                    const ProviderSettings& settings) {
  const schema::Block& block = facts.schema.block;
  Value::Attributes members = EmptyObject(block).AsAttributes();
  for (const schema::Attribute& attribute : block.attributes) {
    if (attribute.computed && !attribute.optional) {
      members[attribute.name] = Value::Unknown(attribute.type);
    }
  }
  members["id"] = Value::String(id);
  if (const std::string name = NamedById(facts); !name.empty()) {
    members[name] = Value::String(id);
  }
  Identifiers identifiers = Identifiers::Of(absl::StrCat(facts.type_name, id));
  return Fill(facts, Value::Object(std::move(members)), settings, identifiers);
}

}  // namespace compliance::sandbox
