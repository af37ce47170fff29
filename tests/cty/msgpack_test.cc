#include "compliance/cty/msgpack.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::cty {
namespace {

using ::compliance::testing::IsOkAndHolds;
using ::compliance::testing::StatusIs;
using ::testing::HasSubstr;

std::string Bytes(const char* hex) { return absl::HexStringToBytes(hex); }

TEST(Msgpack, ErrorsNameThePath) {
  const Type object = Type::Object(
      {{"ingress", Type::List(Type::Object({{"port", Type::Number()}}))},
       {"tags", Type::Map(Type::String())}});
  const struct {
    Type type;
    const char* hex;
    std::string message;
  } table[] = {
      {object,
       "82a7696e6772657373"
       "9181a4706f7274c3"
       "a474616773"
       "80",
       "ingress[0].port: a number is required"},
      {object,
       "82a7696e6772657373"
       "90"
       "a474616773"
       "81a16101",
       R"(tags["a"]: a string is required)"},
      {object, "81a47461677380",
       "value: an object of 2 attributes is required, it has 1"},
      {object, "82a47461677380a47461677380", "an attribute twice"},
      {object, "82a47461677380a17801", "an attribute of an unknown name"},
      {Type::Bool(), "", "value: the value ends early"},
      {Type::Bool(), "c1", "the value ends early or is not msgpack"},
      {Type::Bool(), "c300", "1 bytes follow the value"},
      {Type::Tuple({Type::Bool()}), "90", "a tuple of 1 elements is required"},
      {Type::List(Type::Bool()), "ddffffffff", "a list is required"},
      {Type::Map(Type::Bool()), "dfffffffff", "a map is required"},
      {Type::Number(), "cb7ff8000000000000", "a number is required"},
      {Type::Number(), "ab31453939393939393939", "the value ends early"},
      {Type::Number(), "aa31453939393939393939", "out of range"},
      {Type::Dynamic(), "91c0", "an array of a type and a value"},
      {Type::Dynamic(), "92c403227822c0", "unknown type name \"x\""},
      {Type::String(), "c7020000ff", "unsupported msgpack extension type 0"},
      {Type::String(), "c7050c8201c201c3", "both null and not null"},
      {Type::String(), "c7040c8102a1ff", "must be UTF-8"},
      {Type::String(), "c7070c8202a16102a162", "contradict each other"},
      {Type::Bool(), "c7040c8102a161", "only a string has a prefix"},
      {Type::Number(), "c7090c82039201c3049200c3", "lower bound is above"},
      {Type::Number(), "c7090c82039201c3049201c2", "lower bound is above"},
      {Type::String(), "c7050c81039201c3", "only a number has bounds"},
      {Type::List(Type::Bool()), "c7050c8205030601", "greatest length"},
      {Type::List(Type::Bool()), "c7030c8105ff", "zero or more"},
  };
  for (const auto& row : table) {
    EXPECT_THAT(
        DecodeMsgpack(Bytes(row.hex), row.type),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.message)))
        << row.hex;
  }
}

TEST(Msgpack, NeverPrintsTheValueItRefuses) {
  const std::string secret = "hunter2-hunter2";
  std::string bytes = Bytes("af") + secret;
  for (const Type& type : {Type::Number(), Type::Bool(), Type::Dynamic(),
                           Type::List(Type::Bool()), Type::Object({})}) {
    const absl::StatusOr<Value> value = DecodeMsgpack(bytes, type);
    ASSERT_FALSE(value.ok());
    EXPECT_EQ(value.status().ToString().find(secret), std::string::npos);
  }
}

TEST(Msgpack, ReadsRefinements) {
  ASSERT_OK_AND_ASSIGN(
      const Value number,
      DecodeMsgpack(Bytes("c7090c82039200c2049201c3"), Type::Number()));
  const Refinement& bounds = number.refinement();
  EXPECT_EQ(bounds.lower, (Refinement::Bound{Number(), false}));
  EXPECT_EQ(bounds.upper, (Refinement::Bound{Number(std::int64_t{1}), true}));
  // The tighter of two, and the infinity of its own side says nothing.
  ASSERT_OK_AND_ASSIGN(
      const Value tightened,
      DecodeMsgpack(Bytes("c7150c83039200c3039205c30392cbfff0000000000000c3"),
                    Type::Number()));
  EXPECT_EQ(tightened.refinement().lower,
            (Refinement::Bound{Number(std::int64_t{5}), true}));
  EXPECT_EQ(tightened.refinement().upper, std::nullopt);
}

TEST(Msgpack, RefinementsThatLeaveOneValueAreThatValue) {
  const Type list = Type::List(Type::Bool());
  const struct {
    Type type;
    const char* hex;
    Value value;
  } table[] = {
      {Type::Number(), "c70b0c8301c2039205c3049205c3", Value::Number(5)},
      {list, "c7050c8201c20600", Value::List(Type::Bool(), {})},
      {list, "c7030c8101c3", Value::Null(list)},
      {Type::Dynamic(), "c7030c8101c2", Value::Unknown(Type::Dynamic())},
      {Type::Bool(), "c7040c8163a161", Value::Unknown(Type::Bool())},
  };
  for (const auto& row : table) {
    EXPECT_THAT(DecodeMsgpack(Bytes(row.hex), row.type),
                IsOkAndHolds(row.value))
        << row.hex;
  }
}

TEST(Msgpack, BoundsNesting) {
  Type type = Type::Bool();
  std::string bytes = Bytes("c3");
  for (int i = 0; i < kMaxDepth; ++i) {
    type = Type::List(type);
    bytes = Bytes("91") + bytes;
  }
  EXPECT_OK(DecodeMsgpack(bytes, type));
  EXPECT_THAT(DecodeMsgpack(Bytes("91") + bytes, Type::List(type)),
              StatusIs(absl::StatusCode::kResourceExhausted));
  // Dynamic values may wrap each other without a type that tells how often.
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += Bytes("92c409") + "\"dynamic\"";
  EXPECT_THAT(DecodeMsgpack(deep, Type::Dynamic()),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST(Msgpack, ClaimedSizesReserveNoMemory) {
  // Every level claims as many elements as bytes are left.
  Type type = Type::Bool();
  std::string bytes;
  for (int i = 0; i < kMaxDepth; ++i) {
    type = Type::List(type);
    bytes += Bytes("dd000f0000");
  }
  bytes += std::string(1 << 20, '\xC3');
  EXPECT_THAT(DecodeMsgpack(bytes, type),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(Msgpack, EncodesMarkedValuesPlainly) {
  // Marks do not travel; whoever encodes must know where it goes.
  const Value secret = Value::String("s").WithSensitive();
  EXPECT_EQ(EncodeMsgpack(secret, Type::String()), Bytes("a173"));
  EXPECT_EQ(EncodeMsgpack(Value::Unknown(Type::Bool()).WithSensitive(),
                          Type::Dynamic()),
            Bytes("92c406") + "\"bool\"" + Bytes("d40000"));
}

}  // namespace
}  // namespace compliance::cty
