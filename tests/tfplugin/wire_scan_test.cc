#include "tfplugin/wire_scan.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::tfplugin {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

using Fields =
    std::vector<std::pair<std::uint32_t, std::optional<std::string>>>;

// nullopt: not a message.
std::optional<Fields> Scan(const std::string& message) {
  Fields fields;
  WireScan scan(message);
  while (const std::optional<WireField> field = scan.Next()) {
    fields.emplace_back(field->number, std::nullopt);
    if (field->content) fields.back().second = std::string(*field->content);
  }
  EXPECT_EQ(scan.Next(), std::nullopt) << "the end stays the end";
  if (!scan.ok()) return std::nullopt;
  return fields;
}

std::string Bytes(absl::string_view literal) { return std::string(literal); }

TEST(WireScan, PassesOverEveryWireType) {
  const auto fields = Scan(
      Bytes("\x08\x96\x01") + Bytes("\x12\x02hi") +
      std::string("\x19\0\0\0\0\0\0\0\0", 9) + std::string("\x25\0\0\0\0", 5) +
      Bytes("\x2b\x08\x01\x2c") + Bytes("\xfa\xff\xff\xff\x0f\x01x"));
  ASSERT_TRUE(fields.has_value());
  EXPECT_THAT(*fields,
              ElementsAre(Pair(1u, std::nullopt), Pair(2u, "hi"),
                          Pair(3u, std::nullopt), Pair(4u, std::nullopt),
                          Pair(5u, std::nullopt), Pair(536870911u, "x")));
}

TEST(WireScan, TellsAnEmptyFieldFromNone) {
  EXPECT_EQ(Scan(""), Fields());
  EXPECT_EQ(Scan(std::string("\x0a\0", 2)), (Fields{{1u, ""}}));
}

struct NoMessage {
  const char* what;
  std::string bytes;
};

class NoMessageTest : public ::testing::TestWithParam<NoMessage> {};

TEST_P(NoMessageTest, IsSeen) {
  EXPECT_EQ(Scan(GetParam().bytes), std::nullopt) << GetParam().what;
  EXPECT_EQ(Scan("\x0a\x01x" + GetParam().bytes), std::nullopt)
      << GetParam().what << ", behind a good field";
}

std::string NestedGroups(int depth) {
  return std::string(depth, '\x0b') + std::string(depth, '\x0c');
}

INSTANTIATE_TEST_SUITE_P(
    Bytes, NoMessageTest,
    ::testing::Values(
        NoMessage{"a tag that does not end", "\x80"},
        NoMessage{"a tag that never ends", std::string(11, '\x80') + "\x01"},
        NoMessage{"field number 0", std::string("\x02\0", 2)},
        NoMessage{"field number 0 but for bit 33", "\x82\x80\x80\x80\x10\x01x"},
        NoMessage{"a tag of six bytes",
                  "\x8a\x80\x80\x80\x80" + std::string("\0\x01x", 3)},
        NoMessage{"wire type 6", "\x0e"}, NoMessage{"wire type 7", "\x0f"},
        NoMessage{"no number behind a tag", "\x08"},
        NoMessage{"three bytes of four", "\x0d\x01\x01\x01"},
        NoMessage{"seven bytes of eight", "\x09\x01\x01\x01\x01\x01\x01\x01"},
        NoMessage{"no length behind a tag", "\x0a"},
        NoMessage{"a length beyond the end", "\x0a\x02x"},
        NoMessage{"the greatest length",
                  "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x"},
        NoMessage{"the end of no group", "\x0c"},
        NoMessage{"a group that does not end", "\x0b\x08\x01"},
        NoMessage{"a group with the end of another", "\x0b\x14"},
        NoMessage{"a bad field in a group", "\x0b\x0a\x09x\x0c"},
        NoMessage{"groups without bound", NestedGroups(100000)}));

TEST(WireScan, GoesAsDeepAsProtobuf) {
  EXPECT_EQ(Scan(NestedGroups(100)), (Fields{{1u, std::nullopt}}));
  EXPECT_EQ(Scan(NestedGroups(101)), std::nullopt);
}

}  // namespace
}  // namespace compliance::tfplugin
