// The types that fuzzed values are decoded as: the first byte of an input
// chooses, the rest is the value.
#ifndef COMPLIANCE_TESTS_FUZZ_CTY_TYPES_H_
#define COMPLIANCE_TESTS_FUZZ_CTY_TYPES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"

namespace compliance::fuzz {

inline const std::vector<cty::Type>& Types() {
  using cty::Type;
  static const auto& types = *new std::vector<Type>{
      Type::Dynamic(),
      Type::Bool(),
      Type::Number(),
      Type::String(),
      Type::List(Type::Number()),
      Type::Set(Type::String()),
      Type::Set(Type::List(Type::Number())),
      Type::Set(Type::Object({{"a", Type::String()}, {"b", Type::Number()}})),
      Type::Map(Type::String()),
      Type::Map(Type::Set(Type::Map(Type::String()))),
      Type::Tuple({Type::Bool(), Type::Dynamic()}),
      Type::List(Type::Dynamic()),
      Type::Object({{"a", Type::Dynamic()},
                    {"id", Type::String()},
                    {"n", Type::List(Type::Tuple({Type::Number()}))}}),
  };
  return types;
}

// Takes the first byte off `input`.
inline const cty::Type& ChooseType(absl::string_view* input) {
  if (input->empty()) return Types()[0];
  const auto choice = static_cast<unsigned char>(input->front());
  input->remove_prefix(1);
  return Types()[choice % Types().size()];
}

}  // namespace compliance::fuzz

#endif  // COMPLIANCE_TESTS_FUZZ_CTY_TYPES_H_
