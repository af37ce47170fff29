#include <string>
#include <utility>

#include "lang/families.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

Result Unknown(const Arguments&, const Type& type) {
  return Value::Unknown(type);
}

// A function whose string depends on the day, on chance or on the machine; or
// on how Terraform was built, as compressed bytes do.
Function Impure(std::string name, std::vector<Parameter> parameters = {}) {
  return {.name = std::move(name),
          .parameters = std::move(parameters),
          .type = Always(Type::String()),
          .body = &Unknown,
          .pure = false};
}

}  // namespace

std::vector<Function> ImpureFunctions() {
  const Parameter text = {"str", Type::String()};
  Function bcrypt = Impure("bcrypt", {text});
  bcrypt.variadic = Parameter{"cost", Type::Number()};
  return {
      Impure("abspath", {{"path", Type::String()}}),
      Impure("base64gzip", {text}),
      std::move(bcrypt),
      Impure("plantimestamp"),
      Impure("rsadecrypt",
             {{"ciphertext", Type::String()}, {"privatekey", Type::String()}}),
      Impure("timestamp"),
      Impure("uuid"),
  };
}

}  // namespace compliance::lang
