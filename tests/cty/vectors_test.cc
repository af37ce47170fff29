// The codecs against values that go-cty 1.19 encoded, and against byte strings
// with its verdict on them. Skipped where that data is absent.
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/text.h"
#include "compliance/cty/json.h"
#include "compliance/cty/msgpack.h"
#include "gtest/gtest.h"
#include "support/lines.h"
#include "support/status.h"

namespace compliance::cty {
namespace {

using Json = nlohmann::json;
using ::compliance::testing::IsOkAndHolds;
using ::compliance::testing::StatusIs;
using ::testing::HasSubstr;

// The notation of forms in the data, see its README.
std::string NumberForm(const Number& number) {
  const std::string text = number.ToString();
  return text == "inf" ? "+inf" : text;
}

Json FormOf(const Value& value, const Type& type);

Json RefinementForm(const Refinement& refinement) {
  Json form = Json::object();
  const auto bound = [](const Refinement::Bound& b) {
    return Json::array({NumberForm(b.value), b.inclusive});
  };
  if (refinement.not_null) form["not_null"] = true;
  if (!refinement.prefix.empty()) form["prefix"] = refinement.prefix;
  if (refinement.lower) form["lower"] = bound(*refinement.lower);
  if (refinement.upper) form["upper"] = bound(*refinement.upper);
  if (refinement.length_min) form["len_min"] = *refinement.length_min;
  if (refinement.length_max) form["len_max"] = *refinement.length_max;
  return form;
}

Json ElementsForm(const Value& value, const Type& type) {
  Json form = Json::array();
  const Value::Elements& elements = value.AsElements();
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const bool tuple = type.kind() == Type::Kind::kTuple;
    form.push_back(
        FormOf(elements[i], tuple ? type.elements()[i] : type.element()));
  }
  return form;
}

Json AttributesForm(const Value& value, const Type& type) {
  Json form = Json::object();
  for (const auto& [name, member] : value.AsAttributes()) {
    const bool map = type.kind() == Type::Kind::kMap;
    form[ToValidUtf8(name)] =
        FormOf(member, map ? type.element() : type.attributes().at(name));
  }
  return form;
}

Json FormOf(const Value& value, const Type& type) {
  if (type.IsDynamic() && !value.type().IsDynamic()) {
    return {{"dyn",
             {{"type", Json::parse(value.type().ToJson())},
              {"v", FormOf(value, value.type())}}}};
  }
  if (value.IsUnknown()) {
    return {{"unknown", RefinementForm(value.refinement())}};
  }
  if (value.IsNull()) return nullptr;
  switch (type.kind()) {
    case Type::Kind::kBool:
      return {{"bool", value.AsBool()}};
    case Type::Kind::kNumber:
      return {{"num", NumberForm(value.AsNumber())}};
    case Type::Kind::kString:
      return {{"str", ToValidUtf8(value.AsString())}};
    case Type::Kind::kList:
      return {{"list", ElementsForm(value, type)}};
    case Type::Kind::kSet:
      return {{"set", ElementsForm(value, type)}};
    case Type::Kind::kTuple:
      return {{"tuple", ElementsForm(value, type)}};
    case Type::Kind::kMap:
      return {{"map", AttributesForm(value, type)}};
    case Type::Kind::kObject:
      return {{"obj", AttributesForm(value, type)}};
    case Type::Kind::kDynamic:
      break;
  }
  return "unreachable";
}

std::vector<std::string> Lines(absl::string_view name) {
  return compliance::testing::LinesOf(
      absl::StrCat(COMPLIANCE_SHARED_DIR, "/vectors/", name));
}

std::string BytesOf(const Json& row) {
  if (row.contains("msgpack")) {
    return absl::HexStringToBytes(row["msgpack"].get<std::string>());
  }
  const Json& rle = row["msgpack_rle"];
  std::string bytes = absl::HexStringToBytes(rle[0].get<std::string>());
  const std::string unit = absl::HexStringToBytes(rle[1].get<std::string>());
  for (int i = 0; i < rle[2].get<int>(); ++i) bytes += unit;
  return bytes;
}

// A line with its member "json" apart: numbers there exceed what the parser of
// the tests takes, and we want its bytes.
struct Row {
  explicit Row(std::string line) {
    const std::string key = ",\"json\":";
    const std::size_t start = line.find(key);
    if (start != std::string::npos) {
      std::size_t end = line.find(",\"reencoded\":", start);
      if (end == std::string::npos) end = line.size() - 1;
      json = line.substr(start + key.size(), end - start - key.size());
      line.erase(start, end - start);
    }
    fields = Json::parse(line);
  }
  Json fields;
  std::optional<std::string> json;
};

// Forms give integers in full; ours are in the shortest digits.
void ShortenNumbers(Json* form) {
  if (!form->is_structured()) return;
  for (Json& member : *form) ShortenNumbers(&member);
  if (!form->is_object() || !form->contains("num")) return;
  Json& number = (*form)["num"];
  const absl::StatusOr<Number> parsed =
      Number::Parse(number.get_ref<const std::string&>());
  if (parsed.ok() && parsed->IsInteger()) number = parsed->ToString();
}

// Rows where we differ from go-cty on purpose.

// 200 levels; we stop at kMaxDepth, for a stack is finite.
const std::set<int> kTooDeep = {341, 342, 343};

struct Deviation {
  std::string error;  // what our message says
  std::set<int> rows;
};
const Deviation kTrailing = {
    // go-cty stops reading after the value. Bytes that nobody reads are a sign
    // of a broken or a forged message.
    "bytes follow the value",
    {48,   49,   256,  308,  412,  464,  646,  748,  925,  1016, 1103,
     1141, 1179, 1199, 1293, 1352, 1499, 1548, 1601, 1641, 1678, 1721,
     1722, 1734, 1736, 1763, 1875, 1937, 2019, 2071, 2175}};
const Deviation kRefused[] = {
    // go-cty drops the error of a map key that is no string, and files the
    // value under "".
    {"map keys must be strings", {1431, 1683}},
    // go-cty takes an empty map for any object; the value is not of its type.
    {"an object of 1 attributes is required", {804, 849}},
};

const Deviation* RefusedRow(int id) {
  for (const Deviation& deviation : kRefused) {
    if (deviation.rows.count(id) != 0) return &deviation;
  }
  return nullptr;
}

// `bytes` without what follows the value; empty when nothing decodes.
std::string WithoutTrailing(std::string bytes, const Type& type) {
  while (!bytes.empty() && !DecodeMsgpack(bytes, type).ok()) bytes.pop_back();
  return bytes;
}

TEST(Vectors, DecodeToTheirFormsAndEncodeToTheirBytes) {
  const std::vector<std::string> lines = Lines("cty_vectors.jsonl");
  if (lines.empty()) GTEST_SKIP() << "no vectors in " COMPLIANCE_SHARED_DIR;
  for (const std::string& line : lines) {
    const Row whole_row(line);
    const Json& row = whole_row.fields;
    SCOPED_TRACE(absl::StrCat("row ", row["id"].get<int>()));
    const absl::StatusOr<Type> type = Type::FromJson(row["type"].dump());
    if (kTooDeep.count(row["id"].get<int>()) != 0) {
      EXPECT_THAT(type.ok() ? DecodeMsgpack(BytesOf(row), *type).status()
                            : type.status(),
                  StatusIs(absl::StatusCode::kResourceExhausted));
      continue;
    }
    EXPECT_OK(type);
    if (!type.ok()) continue;
    const std::string bytes = BytesOf(row);
    const absl::StatusOr<Value> value = DecodeMsgpack(bytes, *type);
    EXPECT_OK(value);
    if (!value.ok()) continue;
    Json form = row["form"];
    ShortenNumbers(&form);
    EXPECT_EQ(FormOf(*value, *type), form);
    EXPECT_EQ(absl::BytesToHexString(EncodeMsgpack(*value, *type)),
              row.value("reencoded", row["msgpack"].get<std::string>()));
    if (!whole_row.json.has_value()) continue;
    const std::string json = *whole_row.json == "-0" ? "0" : *whole_row.json;
    EXPECT_THAT(EncodeJson(*value, *type), IsOkAndHolds(json));
    // Not the value itself: JSON gives a double more digits than it had.
    const absl::StatusOr<Value> decoded = DecodeJson(json, *type);
    EXPECT_OK(decoded);
    if (!decoded.ok()) continue;
    EXPECT_THAT(EncodeJson(*decoded, *type), IsOkAndHolds(json));
  }
  EXPECT_EQ(lines.size(), 1637U);
}

TEST(Vectors, MalformedBytesGetTheVerdictOfTheReference) {
  const std::vector<std::string> lines = Lines("cty_malformed.jsonl");
  if (lines.empty()) GTEST_SKIP() << "no vectors in " COMPLIANCE_SHARED_DIR;
  for (const std::string& line : lines) {
    const Json row = Json::parse(line);
    SCOPED_TRACE(absl::StrCat("row ", row["id"].get<int>()));
    const absl::StatusOr<Type> type = Type::FromJson(row["type"].dump());
    EXPECT_OK(type);
    if (!type.ok()) continue;
    const std::string bytes = BytesOf(row);
    const auto start = std::chrono::steady_clock::now();
    absl::StatusOr<Value> value = DecodeMsgpack(bytes, *type);
    EXPECT_LT(std::chrono::steady_clock::now() - start,
              std::chrono::milliseconds(100));
    if (row["verdict"] != "accepted") {
      EXPECT_FALSE(value.ok()) << *value;
      continue;
    }
    const int id = row["id"].get<int>();
    if (const Deviation* deviation = RefusedRow(id)) {
      EXPECT_THAT(value, StatusIs(absl::StatusCode::kInvalidArgument,
                                  HasSubstr(deviation->error)));
      continue;
    }
    if (kTrailing.rows.count(id) != 0) {
      EXPECT_THAT(value, StatusIs(absl::StatusCode::kInvalidArgument,
                                  HasSubstr(kTrailing.error)));
      value = DecodeMsgpack(WithoutTrailing(bytes, *type), *type);
    }
    EXPECT_OK(value);
    if (!value.ok()) continue;
    EXPECT_EQ(FormOf(*value, *type), row["form"]);
    EXPECT_EQ(absl::BytesToHexString(EncodeMsgpack(*value, *type)),
              row["reencoded"].get<std::string>());
  }
  EXPECT_EQ(lines.size(), 1130U);
}

TEST(OwnVectors, RoundTripByteForByte) {
  const std::vector<std::string> lines = compliance::testing::LinesOf(
      COMPLIANCE_SOURCE_DIR "/tests/testdata/cty/values.jsonl");
  ASSERT_GT(lines.size(), 200U);
  for (const std::string& line : lines) {
    SCOPED_TRACE(line);
    const Json row = Json::parse(line);
    ASSERT_OK_AND_ASSIGN(const Type type, Type::FromJson(row["type"].dump()));
    ASSERT_OK_AND_ASSIGN(const Value value, DecodeMsgpack(BytesOf(row), type));
    EXPECT_EQ(absl::BytesToHexString(EncodeMsgpack(value, type)),
              row["msgpack"].get<std::string>());
    EXPECT_EQ(row.contains("json"), EncodeJson(value, type).ok());
    if (!row.contains("json")) continue;
    const std::string json = row["json"].get<std::string>();
    EXPECT_THAT(EncodeJson(value, type), IsOkAndHolds(json));
    ASSERT_OK_AND_ASSIGN(const Value decoded, DecodeJson(json, type));
    EXPECT_THAT(EncodeJson(decoded, type), IsOkAndHolds(json));
  }
}

}  // namespace
}  // namespace compliance::cty
