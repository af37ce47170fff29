#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {
namespace {

TEST(Address, ParsesModulesKeysAndModes) {
  const absl::StatusOr<Address> address =
      Address::Parse("module.net.module.db[\"eu.west\"].data.aws_vpc.main[3]");
  ASSERT_TRUE(address.ok()) << address.status();
  ASSERT_EQ(address->module.size(), 2U);
  EXPECT_EQ(address->module[0], (ModuleStep{"net", std::nullopt}));
  EXPECT_EQ(address->module[1],
            (ModuleStep{"db", cty::Step(cty::MapKey{"eu.west"})}));
  EXPECT_EQ(address->mode, Mode::kData);
  EXPECT_EQ(address->type, "aws_vpc");
  EXPECT_EQ(address->name, "main");
  EXPECT_EQ(address->key, cty::Step(cty::ListIndex{3}));
  EXPECT_EQ(address->ModuleString(), "module.net.module.db[\"eu.west\"]");
  EXPECT_EQ(address->ConfigString(), "module.net.module.db.data.aws_vpc.main");
}

class AddressRoundTrip : public testing::TestWithParam<std::string> {};

TEST_P(AddressRoundTrip, PrintsWhatItParsed) {
  const absl::StatusOr<Address> address = Address::Parse(GetParam());
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_EQ(address->ToString(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Texts, AddressRoundTrip,
    testing::Values(
        "aws_s3_bucket.logs", "aws_s3_bucket.logs[0]",
        "aws_s3_bucket.logs[\"a b\"]", "data.aws_ami.x", "module.a.aws_x.y",
        "module.a[\"k\"].aws_x.y", "module.a[1].module.b.data.aws_x.y[\"z\"]",
        R"(aws_x.y["quote \" and \\ back"])", R"(aws_x.y["line\nbreak\ttab"])",
        R"(aws_x.y["$${not} %%{a template}"])", "aws_x.y[\"u.s\xc3\xa9]x\"]",
        R"(aws_x.y["\u0001"])", "aws_x.with-dash_and_1"));

TEST(Address, KeysAreUnescaped) {
  const absl::StatusOr<Address> address =
      Address::Parse(R"(aws_x.y["a\"b\\c\u00e9$${d}"])");
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_EQ(address->key, cty::Step(cty::MapKey{"a\"b\\c\xc3\xa9${d}"}));
}

class AddressError : public testing::TestWithParam<std::string> {};

TEST_P(AddressError, SaysWhatIsWrongAndGivesAnExample) {
  const absl::StatusOr<Address> address = Address::Parse(GetParam());
  ASSERT_FALSE(address.ok());
  EXPECT_EQ(address.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(address.status().message()),
              testing::HasSubstr("aws_s3_bucket.logs"));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, AddressError,
    testing::Values("", ".", "aws_x", "aws_x.", "aws_x.y.z", "aws_x.y[",
                    "aws_x.y[]", "aws_x.y[\"", "aws_x.y[\"a\"", "aws_x.y[-1]",
                    "aws_x.y[1.5]", "aws_x.y[\"\\q\"]", "aws_x.y[\"\\ud800\"]",
                    "module.a", "module.a[0]", "module.", "module..x",
                    "data.aws_x", "1aws.x", "aws_x.y[0]z",
                    "aws_x.y[99999999999999999999]", "aws x.y"));

}  // namespace
}  // namespace compliance::plan
