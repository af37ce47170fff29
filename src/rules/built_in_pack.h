// The pack that compile_rules writes at build time.
#ifndef COMPLIANCE_RULES_BUILT_IN_PACK_H_
#define COMPLIANCE_RULES_BUILT_IN_PACK_H_

#include <cstddef>
#include <cstdint>

namespace compliance::rules {

extern const std::uint8_t kBuiltInPack[];
extern const std::size_t kBuiltInPackSize;

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_BUILT_IN_PACK_H_
