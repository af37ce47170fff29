// CEL's own conformance data, as far as it speaks of our subset. What is left
// out is named by reason and counted; everything else must pass.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cel/text_proto.h"
#include "compliance/cel/program.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

namespace fs = std::filesystem;

struct Reason {
  std::string place;  // file, file/section or file/section/test; "" is any
  std::string text;   // that the expression contains; "" is any
  std::string why;
};

// Also left out of the ratio: no plan holds a protobuf message.
constexpr char kProtobuf[] = "no protobuf messages";
constexpr char kUnknownName[] = "an unknown name is an error of compilation";

const std::vector<Reason>& Reasons() {
  static const auto& reasons = *new std::vector<Reason>{
      {"", "TestAllTypes", kProtobuf},
      {"", "google.protobuf.Any", kProtobuf},
      {"", "google.protobuf.Struct", kProtobuf},
      {"", "google.protobuf.Value", kProtobuf},
      {"", "google.protobuf.ListValue", kProtobuf},
      {"", "google.protobuf.NullValue", kProtobuf},
      {"", "google.protobuf.BoolValue", kProtobuf},
      {"", "google.protobuf.BytesValue", kProtobuf},
      {"", "google.protobuf.DoubleValue", kProtobuf},
      {"", "google.protobuf.FloatValue", kProtobuf},
      {"", "google.protobuf.Int32Value", kProtobuf},
      {"", "google.protobuf.Int64Value", kProtobuf},
      {"", "google.protobuf.StringValue", kProtobuf},
      {"", "google.protobuf.UInt32Value", kProtobuf},
      {"", "google.protobuf.UInt64Value", kProtobuf},
      {"", "google.protobuf.Timestamp{", kProtobuf},
      {"", "google.protobuf.Duration{", kProtobuf},
      {"parse/nest/message_literal", "", kProtobuf},
      {"parse/struct_field_names", "", kProtobuf},
      {"parse/receiver_function_names", "", kUnknownName},
      {"basic/variables/unbound_is_runtime_error", "", kUnknownName},
      {"basic/functions/unbound_is_runtime_error", "", kUnknownName},
  };
  return reasons;
}

Value ReadValue(const TextMessage& message);

Value ReadScalar(const TextMessage::Field& field) {
  const std::string& text = field.text;
  if (field.name == "null_value") return Value::Null();
  if (field.name == "bool_value") return Value::Bool(text == "true");
  if (field.name == "string_value") return Value::String(text);
  if (field.name == "type_value") return Value::Type(text);
  if (field.name == "bytes_value") return Value::Bytes(text);
  if (field.name == "int64_value") {
    std::int64_t n = 0;
    EXPECT_TRUE(absl::SimpleAtoi(text, &n)) << text;
    return Value::Int(n);
  }
  if (field.name == "uint64_value") {
    std::uint64_t n = 0;
    EXPECT_TRUE(absl::SimpleAtoi(text, &n)) << text;
    return Value::Uint(n);
  }
  if (field.name == "double_value") {
    double d = 0;
    EXPECT_TRUE(absl::SimpleAtod(text, &d)) << text;
    return Value::Double(d);
  }
  return Value::MakeError(absl::StrCat("no value: ", field.name));
}

std::int64_t Integer(const TextMessage& message, absl::string_view name) {
  std::int64_t n = 0;
  EXPECT_TRUE(message.Find(name) == nullptr ||
              absl::SimpleAtoi(message.Text(name), &n));
  return n;
}

// A message of its own kind, which only those of time are to us.
Value ReadObject(const TextMessage& object) {
  const TextMessage::Field& field = object.fields.front();
  const bool duration = absl::EndsWith(field.name, "protobuf.Duration");
  if (!duration && !absl::EndsWith(field.name, "protobuf.Timestamp")) {
    return Value::MakeError(absl::StrCat("no value: ", field.name));
  }
  const absl::Duration since_epoch =
      absl::Seconds(Integer(*field.message, "seconds")) +
      absl::Nanoseconds(Integer(*field.message, "nanos"));
  return duration ? Value::Duration(since_epoch)
                  : Value::Timestamp(absl::UnixEpoch() + since_epoch);
}

Value ReadValue(const TextMessage& message) {
  if (message.fields.empty()) return Value::Null();
  const TextMessage::Field& field = message.fields.front();
  if (field.name == "list_value") {
    std::vector<Value> items;
    for (const TextMessage* item : field.message->Messages("values")) {
      items.push_back(ReadValue(*item));
    }
    return Value::MakeList(std::move(items));
  }
  if (field.name == "map_value") {
    std::vector<std::pair<Value, Value>> entries;
    for (const TextMessage* entry : field.message->Messages("entries")) {
      entries.emplace_back(ReadValue(*entry->Messages("key").front()),
                           ReadValue(*entry->Messages("value").front()));
    }
    return Value::Map(std::move(entries));
  }
  if (field.name == "object_value") return ReadObject(*field.message);
  if (field.message != nullptr) {
    return Value::MakeError(absl::StrCat("no value: ", field.name));
  }
  return ReadScalar(field);
}

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class Conformance {
 public:
  void RunFile(const fs::path& path) {
    const std::string file = path.stem().string();
    const TextMessage whole = ParseTextProto(ReadFile(path));
    for (const TextMessage* section : whole.Messages("section")) {
      for (const TextMessage* test : section->Messages("test")) {
        RunTest(absl::StrCat(file, "/", section->Text("name"), "/",
                             test->Text("name")),
                *test);
      }
    }
  }

  int passed = 0;
  std::vector<std::string> failed;
  std::map<std::string, int> skipped;

 private:
  static std::string ReasonToSkip(const std::string& place,
                                  const std::string& expr) {
    for (const Reason& reason : Reasons()) {
      const bool here =
          reason.place.empty() || place == reason.place ||
          absl::StartsWith(place, absl::StrCat(reason.place, "/"));
      if (here && absl::StrContains(expr, reason.text)) return reason.why;
    }
    return "";
  }

  void RunTest(const std::string& place, const TextMessage& test) {
    SCOPED_TRACE(absl::StrCat(place, ": ", test.Text("expr")));
    const std::string reason = ReasonToSkip(place, test.Text("expr"));
    if (!reason.empty()) {
      ++skipped[reason];
      return;
    }
    const Value result = Run(test);
    std::string wanted = "(error: ";
    if (test.Find("eval_error") == nullptr) {
      const TextMessage::Field* want = test.Find("value");
      const Value expected = want == nullptr || want->message->fields.empty()
                                 ? Value::Bool(true)
                                 : ReadValue(*want->message);
      // As texts, so that NaN is NaN and kinds count.
      wanted = expected.ToString();
    }
    const bool passes = test.Find("eval_error") == nullptr
                            ? result.ToString() == wanted
                            : result.IsError();
    if (passes) {
      ++passed;
    } else {
      failed.push_back(absl::StrCat(place, ": ", test.Text("expr"), "\n  is ",
                                    result.ToString(), ", not ", wanted));
    }
  }

  static Value ReadBinding(const TextMessage& binding) {
    for (const TextMessage* outcome : binding.Messages("value")) {
      for (const TextMessage* value : outcome->Messages("value")) {
        return ReadValue(*value);
      }
    }
    return Value::MakeError("no value bound");
  }

  static Value Run(const TextMessage& test) {
    Activation activation;
    Library library;
    std::set<std::string> names;
    for (const TextMessage* binding : test.Messages("bindings")) {
      activation.variables[binding->Text("key")] = ReadBinding(*binding);
      names.insert(binding->Text("key"));
    }
    activation.library = &library;
    const auto program = Compile(test.Text("expr"), library, names);
    if (!program.ok()) {
      return Value::MakeError(std::string(program.status().message()));
    }
    const Value value = Evaluate(*program, activation);
    // The flat form stands for the same expression.
    const auto decoded = Decode(Encode(*program));
    EXPECT_TRUE(decoded.ok()) << decoded.status();
    if (decoded.ok()) {
      EXPECT_EQ(Evaluate(*decoded, activation).ToString(), value.ToString());
    }
    return value;
  }
};

TEST(Conformance, WhatLiesInOurSubsetPasses) {
  const fs::path folder = fs::path(COMPLIANCE_SHARED_DIR) / "cel-spec";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  Conformance conformance;
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".textproto") files.insert(entry.path());
  }
  for (const fs::path& file : files) conformance.RunFile(file);
  int left_out = 0;
  int messages = 0;
  std::cout << conformance.passed << " passed\n"
            << conformance.failed.size() << " failed\n";
  for (const auto& [why, count] : conformance.skipped) {
    std::cout << count << " left out: " << why << "\n";
    left_out += count;
    if (why == kProtobuf) messages += count;
  }
  for (const std::string& failure : conformance.failed) {
    ADD_FAILURE() << failure;
  }
  const int all = conformance.passed +
                  static_cast<int>(conformance.failed.size()) + left_out;
  const double ratio = static_cast<double>(conformance.passed) /
                       static_cast<double>(all - messages);
  std::cout << 100.0 * ratio << " % of the " << all - messages
            << " cases that need no protobuf message\n";
  EXPECT_GE(ratio, 0.95);
}

}  // namespace
}  // namespace compliance::cel
