#include "compliance/iam/text.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::iam {
namespace {

struct CoverCase {
  const char* pattern;
  const char* part;
  Truth covers;
  Truth overlaps;
};

TEST(Text, QuestionsThatAreTooLargeEnd) {
  std::string pattern = "*a", part = "*b";
  for (int i = 0; i < 2000; ++i) {
    pattern += i % 2 == 0 ? "?" : "*b";
    part += "?a";
  }
  EXPECT_NE(Covers(Text::Known(pattern), Text::Known(part), Case::kIgnored),
            Truth::kTrue);
  // The empty string tells, before anything longer is tried.
  const std::string long_pattern = "*a" + std::string(4000, '?');
  EXPECT_EQ(Covers(Text::Known(long_pattern), Text::Known("*"), Case::kIgnored),
            Truth::kFalse);
}

TEST(Text, RelatesKnownPatterns) {
  constexpr Truth kYes = Truth::kTrue, kNo = Truth::kFalse;
  for (const CoverCase& c : {
           CoverCase{"*", "s3:GetObject", kYes, kYes},
           {"s3:*", "S3:getobject", kYes, kYes},
           {"s3:Get*", "s3:*", kNo, kYes},
           {"s3:Get*", "s3:GetObject*", kYes, kYes},
           {"s3:Get*", "s3:Put*", kNo, kNo},
           {"?3:*", "s3:Get?", kYes, kYes},
           {"*?", "?*", kYes, kYes},
           {"?*", "*?", kYes, kYes},
           {"a?*", "a*b", kYes, kYes},
           {"a?*", "a*", kNo, kYes},
           {"*a*", "*b*", kNo, kYes},
           {"", "", kYes, kYes},
           {"", "*", kNo, kYes},
       }) {
    const Text pattern = Text::Known(c.pattern), part = Text::Known(c.part);
    EXPECT_EQ(Covers(pattern, part, Case::kIgnored), c.covers)
        << c.pattern << " / " << c.part;
    EXPECT_EQ(Overlaps(pattern, part, Case::kIgnored), c.overlaps)
        << c.pattern << " / " << c.part;
    EXPECT_EQ(Overlaps(part, pattern, Case::kIgnored), c.overlaps);
  }
}

TEST(Text, KeepsTheCaseOfArns) {
  EXPECT_EQ(Covers(Text::Known("arn:aws:s3:::A"), Text::Known("arn:aws:s3:::a"),
                   Case::kSensitive),
            Truth::kFalse);
}

TEST(Text, ComparesAtomsByIdentity) {
  const Text bucket = Text::Atom("aws_s3_bucket.b", "");
  const Text objects = Text::Atom("aws_s3_bucket.b", "/*");
  const Text one_object = Text::Atom("aws_s3_bucket.b", "/a");
  const Text other = Text::Atom("aws_s3_bucket.c", "/*");
  const Text somehow = Text::Atom("aws_s3_bucket.b");
  const auto covers = [](const Text& a, const Text& b) {
    return Covers(a, b, Case::kSensitive);
  };
  EXPECT_EQ(covers(bucket, bucket), Truth::kTrue);
  EXPECT_EQ(covers(objects, objects), Truth::kTrue);
  EXPECT_EQ(covers(objects, one_object), Truth::kTrue);
  EXPECT_EQ(covers(other, objects), Truth::kFalse);
  EXPECT_EQ(covers(somehow, bucket), Truth::kUnknown);
  EXPECT_EQ(covers(bucket, objects), Truth::kFalse);
  EXPECT_EQ(covers(one_object, objects), Truth::kFalse);
  EXPECT_EQ(covers(Text::Atom("aws_s3_bucket.b", "", "", "id"), bucket),
            Truth::kUnknown);
  EXPECT_EQ(covers(Text::Known("*"), objects), Truth::kTrue);
  EXPECT_EQ(covers(objects, Text::Known("*")), Truth::kFalse);
  EXPECT_EQ(covers(Text::Unknown(), Text::Known("*")), Truth::kUnknown);
  EXPECT_EQ(covers(Text::Unknown(), Text::Unknown()), Truth::kUnknown);
  EXPECT_EQ(covers(Text::Known("arn:aws:s3:::x"), bucket), Truth::kUnknown);
  EXPECT_EQ(covers(Text::Known("arn:aws:s3:::x"),
                   Text::Atom("aws_s3_bucket.b", "/*", "arn:aws:sqs:")),
            Truth::kFalse);
}

TEST(Text, LeavesPolicyVariablesOpen) {
  const auto covers = [](const char* a, const char* b) {
    return Covers(Text::Known(a), Text::Known(b), Case::kSensitive);
  };
  EXPECT_EQ(covers("home/${aws:username}/*", "home/${aws:username}/a"),
            Truth::kTrue);
  EXPECT_EQ(covers("home/${aws:username}/*", "home/ann/a"), Truth::kUnknown);
  EXPECT_EQ(covers("home/${aws:username}/*", "etc/x"), Truth::kFalse);
  EXPECT_EQ(covers("a${*}", "ab"), Truth::kFalse);
  EXPECT_EQ(covers("a${*}", "a${*}"), Truth::kTrue);
}

// What peers call wildcards and are not, and the other way round.
TEST(Text, TellsServiceWideFromConcrete) {
  for (const auto& [text, breadth] :
       std::vector<std::pair<const char*, Breadth>>{
           {"*", Breadth::kEverything},
           {"**", Breadth::kEverything},
           {"arn:aws:s3:::*", Breadth::kServiceWide},
           {"arn:aws:s3:::*/*", Breadth::kServiceWide},
           {"arn:*", Breadth::kServiceWide},
           {"arn:aws:kms:*:*:key/*", Breadth::kServiceWide},
           {"arn:aws:logs:*:*:*", Breadth::kServiceWide},
           {"arn:aws:logs:eu-west-1:1:log-group:*", Breadth::kServiceWide},
           {"arn:aws:s3:::logs", Breadth::kConcrete},
           {"arn:aws:s3:::logs/*", Breadth::kConcrete},
           {"arn:aws:logs:eu-west-1:1:log-group:app:*", Breadth::kConcrete},
           {"arn:aws:logs:eu-west-1:1:log-group:/aws/lambda/*",
            Breadth::kConcrete},
           {"arn:aws:kms:*:*:key/1234", Breadth::kConcrete},
           {"arn:aws:s3:::logs-*", Breadth::kPattern},
           {"arn:aws:sqs:eu-west-1:1:jobs", Breadth::kConcrete},
           {"arn:aws:sqs:eu-west-1:1:*", Breadth::kServiceWide},
       }) {
    EXPECT_EQ(BreadthOf(Text::Known(text)), breadth) << text;
  }
  EXPECT_EQ(BreadthOf(Text::Atom("aws_s3_bucket.b", "/*")), Breadth::kConcrete);
  EXPECT_EQ(IsEverything(Text::Atom("aws_s3_bucket.b")), Truth::kFalse);
  EXPECT_EQ(BreadthOf(Text::Atom("aws_s3_bucket.b", "*")), Breadth::kPattern);
  EXPECT_EQ(BreadthOf(Text::Atom("aws_s3_bucket.b")), Breadth::kConcrete);
  const Text name = Text::Atom("aws_iam_role.r", std::nullopt, "", "name");
  EXPECT_EQ(IsEverything(name), Truth::kFalse);
  EXPECT_EQ(IsServiceWide(name), Truth::kUnknown);
  EXPECT_EQ(BreadthOf(Text::Atom("aws_iam_role.r", "-*", "arn:aws:iam::1:role/",
                                 "name")),
            Breadth::kPattern);
  EXPECT_EQ(IsEverything(Text::Unknown()), Truth::kUnknown);
  EXPECT_EQ(IsServiceWide(Text::Unknown()), Truth::kUnknown);
}

}  // namespace
}  // namespace compliance::iam
