#include "compliance/plan/expressions.h"

#include <gtest/gtest.h>

#include "compliance/cty/path.h"

namespace compliance::plan {
namespace {

const cty::Path kName = cty::Path().Attr("name");
const cty::Path kSize = cty::Path().Attr("size");

TEST(Expressions, NoneAreAnEmptyMap) {
  const Expressions none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.find(kName), none.end());
  EXPECT_EQ(none.begin(), none.end());
}

TEST(Expressions, CopiesAreOneUntilOneIsChanged) {
  Expressions original;
  original[kName].references = {"var.name"};
  Expressions copy = original;
  EXPECT_EQ(&copy.at(kName), &original.at(kName));

  copy[kSize].is_constant = true;
  EXPECT_EQ(copy.size(), 2U);
  EXPECT_EQ(original.size(), 1U);
  EXPECT_EQ(copy.at(kName).references, original.at(kName).references);

  copy.clear();
  EXPECT_TRUE(copy.empty());
  EXPECT_EQ(original.count(kName), 1U);
}

TEST(Expressions, ThoseOfOneOwnerAreChangedInPlace) {
  Expressions expressions;
  const Expression* name = &expressions[kName];
  expressions[kSize].is_constant = true;
  EXPECT_EQ(&expressions.at(kName), name);
}

}  // namespace
}  // namespace compliance::plan
