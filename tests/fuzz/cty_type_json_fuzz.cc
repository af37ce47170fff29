// Whatever reads as a type is written as JSON that reads as the same type.
#include "compliance/cty/type.h"
#include "fuzz/fuzz_input.h"

using compliance::cty::Type;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto type = Type::FromJson(compliance::fuzz::InputOf(data, size));
  if (!type.ok()) return 0;
  const auto again = Type::FromJson(type->ToJson());
  compliance::fuzz::Require(again.ok() && *again == *type,
                            "a round trip gives the same type");
  compliance::fuzz::Require(!type->FriendlyName().empty(), "a type has a name");
  return 0;
}
