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

const std::vector<Reason>& Reasons() {
  static const auto& reasons = *new std::vector<Reason>{
      {"timestamps", "", "no timestamps and durations"},
      {"network_ext", "", "addresses are functions of the host"},
      {"conversions/type", "", "no types as values"},
      {"string_ext/format", "", "no format()"},
      {"string_ext/format_errors", "", "no format()"},
      {"string_ext/quote", "", "no strings.quote()"},
      {"macros2/transformMap", "", "no transformMap()"},
      {"math_ext/ceil", "", "of math, only greatest and least"},
      {"math_ext/floor", "", "of math, only greatest and least"},
      {"math_ext/round", "", "of math, only greatest and least"},
      {"math_ext/trunc", "", "of math, only greatest and least"},
      {"math_ext/abs", "", "of math, only greatest and least"},
      {"math_ext/sign", "", "of math, only greatest and least"},
      {"math_ext/isNaN", "", "of math, only greatest and least"},
      {"math_ext/isInf", "", "of math, only greatest and least"},
      {"math_ext/isFinite", "", "of math, only greatest and least"},
      {"math_ext/bit_and", "", "of math, only greatest and least"},
      {"math_ext/bit_or", "", "of math, only greatest and least"},
      {"math_ext/bit_xor", "", "of math, only greatest and least"},
      {"math_ext/bit_not", "", "of math, only greatest and least"},
      {"math_ext/bit_shift_left", "", "of math, only greatest and least"},
      {"math_ext/bit_shift_right", "", "of math, only greatest and least"},
      {"", "TestAllTypes", "no protobuf messages"},
      {"", "google.protobuf", "no protobuf messages"},
      {"", "timestamp(", "no timestamps and durations"},
      {"", "duration(", "no timestamps and durations"},
      {"", "optional_type", "no types as values"},
      {"comparisons", "type(", "no types as values"},
      {"conversions/dyn", "type(", "no types as values"},
      {"parse/receiver_function_names", "",
       "an unknown name is an error of compilation"},
      {"fields/qualified_identifier_resolution", "", "no containers"},
      {"parse/nest/message_literal", "", "no protobuf messages"},
      {"parse/struct_field_names", "", "no protobuf messages"},
      {"basic/variables/unbound_is_runtime_error", "",
       "an unknown name is an error of compilation"},
      {"basic/functions/unbound_is_runtime_error", "",
       "an unknown name is an error of compilation"},
  };
  return reasons;
}

Value ReadValue(const TextMessage& message);

Value ReadScalar(const TextMessage::Field& field) {
  const std::string& text = field.text;
  if (field.name == "null_value") return Value::Null();
  if (field.name == "bool_value") return Value::Bool(text == "true");
  if (field.name == "string_value") return Value::String(text);
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
    if (test.Find("eval_error") != nullptr) {
      EXPECT_TRUE(result.IsError()) << result.ToString();
    } else {
      const TextMessage::Field* want = test.Find("value");
      const Value expected = want == nullptr || want->message->fields.empty()
                                 ? Value::Bool(true)
                                 : ReadValue(*want->message);
      // As texts, so that NaN is NaN and kinds count.
      EXPECT_EQ(result.ToString(), expected.ToString());
    }
    ++passed;
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
  std::cout << conformance.passed << " cases run\n";
  for (const auto& [why, count] : conformance.skipped) {
    std::cout << count << " left out: " << why << "\n";
  }
  EXPECT_GT(conformance.passed, 1200);
}

}  // namespace
}  // namespace compliance::cel
