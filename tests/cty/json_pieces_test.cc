#include "compliance/cty/json_pieces.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::cty {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Atom kArn{"aws_s3_bucket.b", Path().Attr("arn")};
const Atom kValue{"aws_ssm_parameter.p", Path().Attr("value")};

bool IsIdentifier(const Atom& atom) { return atom == kArn; }

Piece Escaped(const Atom& atom) {
  Piece piece = Piece::Of(atom);
  piece.in_json = true;
  return piece;
}

TEST(MarkedJson, FindsItsAtomsAgain) {
  const auto json = MarkedJson::Of(
      {Piece::Text(R"(["a)"), Escaped(kValue), Piece::Text(R"(", ")"),
       Piece::Of(kArn), Escaped(kValue), Piece::Text(R"(/*"])")},
      IsIdentifier);
  ASSERT_TRUE(json.has_value());
  const std::string& text = json->text();
  ASSERT_EQ(text.substr(0, 3), R"(["a)");
  const std::size_t middle = text.find(R"(", ")");
  EXPECT_THAT(json->PiecesOf(text.substr(2, middle - 2)),
              ElementsAre(Piece::Text("a"), Piece::Of(kValue)));
  const std::string last = text.substr(middle + 4, text.size() - middle - 6);
  EXPECT_TRUE(MarkedJson::HasMark(last));
  EXPECT_THAT(
      json->PiecesOf(last),
      ElementsAre(Piece::Of(kArn), Piece::Of(kValue), Piece::Text("/*")));
  EXPECT_FALSE(MarkedJson::HasMark("a"));
  EXPECT_THAT(json->PiecesOf("a"), ElementsAre(Piece::Text("a")));
  EXPECT_THAT(json->PiecesOf(""), IsEmpty());
}

TEST(MarkedJson, RefusesWhatMayBreakOut) {
  EXPECT_FALSE(
      MarkedJson::Of({Piece::Text("\""), Piece::Of(kValue)}, IsIdentifier)
          .has_value());
  for (const char* forged : {"\xEE\x80\x80", "\\ue000", "\\uE000"}) {
    EXPECT_FALSE(
        MarkedJson::Of({Piece::Text(forged), Piece::Of(kArn)}, IsIdentifier)
            .has_value())
        << forged;
  }
}

TEST(MarkedJson, ReadsNoMarkThatItDidNotMake) {
  const auto json = MarkedJson::Of({Piece::Of(kArn)}, IsIdentifier);
  ASSERT_TRUE(json.has_value());
  for (const std::string forged : {"\xEE\x80\x80", "\xEE\x80\x80x\xEE\x80\x81",
                                   "\xEE\x80\x80\x37\xEE\x80\x81"}) {
    for (const Piece& piece : json->PiecesOf(forged)) {
      EXPECT_FALSE(piece.atom.has_value());
    }
  }
}

}  // namespace
}  // namespace compliance::cty
