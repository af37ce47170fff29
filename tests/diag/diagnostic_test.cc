#include "compliance/diag/diagnostic.h"

#include "gtest/gtest.h"

namespace compliance::diag {
namespace {

TEST(Diagnostic, CarriesWhatItIsMadeOf) {
  const cty::Path path = cty::Path().Attr("frameworks").Index(1);
  const Diagnostic error = Error("summary", "detail", path);
  EXPECT_EQ(error.severity, Severity::kError);
  EXPECT_EQ(error.summary, "summary");
  EXPECT_EQ(error.detail, "detail");
  EXPECT_EQ(error.attribute, path);
  EXPECT_EQ(Warning("s", "d").severity, Severity::kWarning);
  EXPECT_TRUE(Warning("s", "d").attribute.empty());
  EXPECT_NE(Warning("s", "d"), Error("s", "d"));
}

TEST(Diagnostic, HasErrorsIgnoresWarnings) {
  EXPECT_FALSE(HasErrors({}));
  EXPECT_FALSE(HasErrors({Warning("s", "d")}));
  EXPECT_TRUE(HasErrors({Warning("s", "d"), Error("s", "d")}));
}

}  // namespace
}  // namespace compliance::diag
