// What parses as an address prints as one that parses to the same.
#include "compliance/plan/plan.h"
#include "fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using compliance::plan::Address;
  const auto address = Address::Parse(compliance::fuzz::InputOf(data, size));
  if (!address.ok()) return 0;
  const auto again = Address::Parse(address->ToString());
  compliance::fuzz::Require(again.ok() && *again == *address,
                            "a round trip gives the same address");
  return 0;
}
