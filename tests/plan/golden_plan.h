// Plans that the real terraform wrote, from tests/testdata/plans, and answers
// of a query as text.
#ifndef COMPLIANCE_TESTS_PLAN_GOLDEN_PLAN_H_
#define COMPLIANCE_TESTS_PLAN_GOLDEN_PLAN_H_

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/cty/path.h"
#include "compliance/plan/query.h"
#include "plan/plan_builder.h"

namespace compliance::plan {

inline Plan GoldenPlan(const std::string& folder) {
  const std::string path = absl::StrCat(
      COMPLIANCE_SOURCE_DIR, "/tests/testdata/plans/", folder, "/plan.json");
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  absl::StatusOr<Plan> plan = LoadPlanJson(json);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? *std::move(plan) : Plan();
}

inline cty::Path Attr(const std::string& name) {
  return cty::Path({cty::AttributeName{name}});
}

// "address" for certain members, "address?" for possible ones, "..." at the
// end of an open list.
inline std::vector<std::string> Texts(const Members& members) {
  std::vector<std::string> out;
  for (const Member& member : members.members) {
    out.push_back(absl::StrCat(member.resource->address.ToString(),
                               member.certain ? "" : "?"));
    EXPECT_EQ(member.certain, member.waits_for.empty());
  }
  if (members.open) out.push_back("...");
  EXPECT_EQ(members.open, !members.why.empty());
  return out;
}

}  // namespace compliance::plan

#endif  // COMPLIANCE_TESTS_PLAN_GOLDEN_PLAN_H_
