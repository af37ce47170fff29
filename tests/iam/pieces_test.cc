// Policies of which only apply makes some parts known.
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/iam/document.h"
#include "compliance/iam/questions.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::iam {
namespace {

using cty::Atom;
using cty::Path;
using cty::Piece;
using ::testing::IsEmpty;
using ::testing::SizeIs;

bool IsIdentifier(const Atom& atom) {
  return atom.path != Path().Attr("value");
}

Piece Of(const char* attribute, bool in_json = false) {
  Piece piece = Piece::Of({"aws_s3_bucket.b", Path().Attr(attribute)});
  piece.in_json = in_json;
  return piece;
}

// "<arn>" stands for an attribute in a template, "<+arn>" for one that
// jsonencode put there.
std::vector<Piece> Pieces(std::string text) {
  std::vector<Piece> pieces;
  std::size_t open = 0;
  while ((open = text.find('<')) != std::string::npos) {
    const std::size_t close = text.find('>', open);
    const std::string name = text.substr(open + 1, close - open - 1);
    pieces.push_back(Piece::Text(text.substr(0, open)));
    const bool in_json = name[0] == '+';
    pieces.push_back(Of(name.c_str() + (in_json ? 1 : 0), in_json));
    text = text.substr(close + 1);
  }
  pieces.push_back(Piece::Text(text));
  return pieces;
}

Document Read(const std::string& text) {
  return FromPieces(Pieces(text), IsIdentifier);
}

std::vector<Description> Bucket(const char* suffix) {
  return {{Text::Atom("aws_s3_bucket.b", suffix)}};
}

TEST(FromPieces, KnowsWhatIsMadeOfABucketsArn) {
  for (const char* hole : {"<arn>", "<+arn>"}) {
    const Document document =
        Read(std::string(R"({"Version": "2012-10-17", "Statement": [{
          "Effect": "Deny", "Principal": "*", "Action": "s3:*",
          "Resource": [")") +
             hole + R"(", ")" + hole + R"(/*"],
          "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]})");
    EXPECT_FALSE(document.open);
    ASSERT_THAT(document.statements, SizeIs(1));
    const Statement& statement = document.statements[0];
    EXPECT_EQ(CoversResource(statement, Bucket("")), Truth::kTrue);
    EXPECT_EQ(CoversResource(statement, Bucket("/*")), Truth::kTrue);
    EXPECT_EQ(CoversResource(statement, {{Text::Atom("aws_s3_bucket.c", "")}}),
              Truth::kFalse);
    EXPECT_EQ(AnyPrincipal(statement), Truth::kTrue);
    EXPECT_EQ(WideResource(statement), Truth::kFalse);
  }
}

TEST(FromPieces, TellsTheBucketFromItsObjects) {
  const Document objects = Read(
      R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "<arn>/*"}})");
  ASSERT_THAT(objects.statements, SizeIs(1));
  EXPECT_EQ(CoversResource(objects.statements[0], Bucket("")), Truth::kFalse);
  const Document bucket = Read(
      R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "<arn>"}})");
  ASSERT_THAT(bucket.statements, SizeIs(1));
  EXPECT_EQ(CoversResource(bucket.statements[0], Bucket("/*")), Truth::kFalse);
}

TEST(FromPieces, SeesWildcardsAroundAName) {
  const auto wide = [](const char* resource) {
    const Document document =
        Read(std::string(R"({"Statement": {"Effect": "Allow", "Action": "*",
                             "Resource": ")") +
             resource + R"("}})");
    EXPECT_THAT(document.statements, SizeIs(1));
    return WideResource(document.statements[0]);
  };
  EXPECT_EQ(wide("arn:aws:s3:::<id>/*"), Truth::kFalse);
  EXPECT_EQ(wide("arn:aws:kms:*:<account>:key/*"), Truth::kTrue);
  EXPECT_EQ(wide("arn:aws:kms:*:<account>:key/1"), Truth::kFalse);
  EXPECT_EQ(wide("arn:aws:kms:<id>:<account>:key/1"), Truth::kUnknown);
  EXPECT_EQ(wide("<+value>"), Truth::kUnknown);
}

// A name stands where a wildcard in the account says all.
TEST(FromPieces, SeesWildcardAccountsBesideAName) {
  const auto read = [](const char* principal, const char* source) {
    const Document document = Read(absl::StrCat(
        R"({"Statement": {"Effect": "Allow", "Action": "*",
            "Principal": {"AWS": ")",
        principal, R"("}, "Condition": {"ArnLike": {"aws:SourceArn": ")",
        source, R"("}}}})"));
    EXPECT_THAT(document.statements, SizeIs(1));
    return document.statements[0];
  };
  for (const auto& [text, wide] : std::vector<std::pair<const char*, Truth>>{
           {"<arn>", Truth::kFalse},
           {"arn:aws:iam::1:role/<name>", Truth::kFalse},
           {"arn:aws:iam::<account>:root", Truth::kFalse},
           {"arn:aws:iam::*:role/<name>", Truth::kTrue},
           {"arn:aws:iam::*:role/<+value>", Truth::kTrue},
           {"arn:aws:iam::1:role/<+value>", Truth::kFalse},
           {"<+value>", Truth::kUnknown}}) {
    EXPECT_EQ(AnyPrincipal(read(text, "")), wide) << text;
  }
  for (const auto& [text, limits] : std::vector<std::pair<const char*, Truth>>{
           {"<arn>", Truth::kTrue},
           {"<arn>/*", Truth::kTrue},
           {"arn:aws:sns:*:<account>:*", Truth::kTrue},
           {"arn:aws:sns:*:*:<name>", Truth::kFalse},
           {"<+value>", Truth::kUnknown}}) {
    EXPECT_EQ(IsNeutralised(read("1", text), {}), limits) << text;
  }
}

// A value that is no name may hold a quote and go on with JSON of its own.
TEST(FromPieces, KnowsNothingWhereAValueMayBreakOut) {
  for (const char* text : {
           R"({"Statement": {"Effect": "Deny", "Action": "*",
               "Resource": "<value>"}})",
           R"({"Statement": {"Effect": "Deny", "Action": <arn>}})",
           R"(<arn>)",
           R"({"Statement": {"Effect": "Deny", "Action": "a\<arn>"}})",
           R"({"Statement": {"Effect": "Deny", "Action": "\ue0000",
               "Resource": "<arn>"}})",
           R"({"Statement": {"<arn>": "Deny"}})",
           "{\"Statement\": \"\xEE\x80\x80\x30\xEE\x80\x81<arn>\"}",
       }) {
    const Document document = Read(text);
    EXPECT_TRUE(document.open) << text;
    EXPECT_THAT(document.statements, IsEmpty()) << text;
  }
}

TEST(FromPieces, KeepsHolesOfEveryElement) {
  const Document document = Read(R"({"Version": "<+value>", "Statement": {
    "Sid": "x<id>", "Effect": "<+value>", "Action": "s3:<+value>",
    "Principal": {"AWS": "arn:aws:iam::1:role/<id>", "<id>": "1"},
    "Condition": {"<id>": {"a": "b"},
                  "StringEquals": {"<id>": "1", "aws:SourceArn": "<arn>"}}}})");
  ASSERT_THAT(document.statements, SizeIs(1));
  const Statement& statement = document.statements[0];
  EXPECT_EQ(statement.sid.prefix, "x");
  EXPECT_FALSE(statement.effect.is_known);
  EXPECT_EQ(statement.actions.items[0].prefix, "s3:");
  EXPECT_FALSE(statement.actions.items[0].is_concrete);
  EXPECT_TRUE(statement.principals.open);
  ASSERT_THAT(statement.principals.items, SizeIs(1));
  EXPECT_EQ(statement.principals.items[0].id.resource, "aws_s3_bucket.b");
  EXPECT_TRUE(statement.conditions_open);
  EXPECT_THAT(statement.conditions, SizeIs(2));
  EXPECT_EQ(IsNeutralised(statement, {}), Truth::kTrue);
}

TEST(FromPieces, ReadsTextWithoutHoles) {
  EXPECT_THAT(
      Read(R"({"Statement": {"Effect": "Deny", "Action": "*"}})").statements,
      SizeIs(1));
  EXPECT_FALSE(Read("").open);
}

}  // namespace
}  // namespace compliance::iam
