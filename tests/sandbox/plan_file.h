// Reads what the real provider planned: compressed JSON beside the project.
#ifndef COMPLIANCE_TESTS_SANDBOX_PLAN_FILE_H_
#define COMPLIANCE_TESTS_SANDBOX_PLAN_FILE_H_

#include <string>
#include <vector>

#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/schema/schema.h"
#include "nlohmann/json.hpp"

namespace compliance::sandbox {

// The text of a file packed with xz or gzip; "" when it cannot be read.
std::string Unpack(const std::string& path);

// A value as plan JSON writes it: `known` holds what is known, `unknown` is
// true where the value is not, of the same shape.
cty::Value FromPlanJson(const cty::Type& type, const nlohmann::json& known,
                        const nlohmann::json& unknown);

// Where two values of a type differ: paths without indexes, each with both
// values. Sets are compared element by element in the order of `want`, so give
// both in the same order.
struct Difference {
  std::string path;
  std::string got, want;
};
std::vector<Difference> Differences(const cty::Value& got,
                                    const cty::Value& want);

}  // namespace compliance::sandbox

#endif  // COMPLIANCE_TESTS_SANDBOX_PLAN_FILE_H_
