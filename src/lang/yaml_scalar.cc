#include "lang/yaml_scalar.h"

#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "compliance/cty/number.h"
#include "lang/base64.h"
#include "lang/timestamp.h"
#include "re2/re2.h"

namespace compliance::lang {
namespace {

using cty::Number;
using cty::Value;

const std::map<std::string, Value>& Words() {
  static const auto& words = *[] {
    auto* all = new std::map<std::string, Value>;
    for (const char* word : {"y", "Y", "yes", "Yes", "YES", "true", "True",
                             "TRUE", "on", "On", "ON"}) {
      all->emplace(word, Value::Bool(true));
    }
    for (const char* word : {"n", "N", "no", "No", "NO", "false", "False",
                             "FALSE", "off", "Off", "OFF"}) {
      all->emplace(word, Value::Bool(false));
    }
    for (const char* word : {"", "~", "null", "Null", "NULL"}) {
      all->emplace(word, Value());
    }
    for (const char* word : {".inf", ".Inf", ".INF"}) {
      const Value up = Value::Number(Number::Infinity(/*negative=*/false));
      all->emplace(word, up);
      all->emplace(absl::StrCat("+", word), up);
      all->emplace(absl::StrCat("-", word),
                   Value::Number(Number::Infinity(/*negative=*/true)));
    }
    return all;
  }();
  return words;
}

// A date, or a date and a time: as in RFC 3339, but that months, days and
// hours may have one digit, and that a space may stand for the T, without a
// zone then.
std::optional<std::string> TimestampText(const std::string& text) {
  static const RE2& shape =
      *new RE2(R"((\d{4})-(\d{1,2})-(\d{1,2}))"
               R"((?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?)"
               R"((Z|[-+]\d{2}:\d{2})?)?)");
  std::string year, month, day, separator, hour, minute, second, zone;
  if (!RE2::FullMatch(text, shape, &year, &month, &day, &separator, &hour,
                      &minute, &second, &zone)) {
    return std::nullopt;
  }
  const bool spaced = separator == " ";
  if (!separator.empty() && spaced != zone.empty()) return std::nullopt;
  const auto two = [](const std::string& digits) {
    return digits.size() == 2
               ? digits
               : absl::StrCat(digits.empty() ? "0" : "", "0", digits);
  };
  const std::optional<Timestamp> timestamp = ParseTimestamp(
      absl::StrCat(year, "-", two(month), "-", two(day), "T", two(hour), ":",
                   two(minute), ":", two(second), zone.empty() ? "Z" : zone));
  if (!timestamp.has_value()) return std::nullopt;
  return timestamp->ToString();
}

// Decimal, or with the prefix of another base.
std::optional<Value> NumberOf(const std::string& text) {
  const std::string plain = absl::StrReplaceAll(text, {{"_", ""}});
  if (absl::StatusOr<Number> number = Number::Parse(plain); number.ok()) {
    return Value::Number(*std::move(number));
  }
  const struct {
    const char* prefix;
    int base;
  } kBases[] = {{"0x", 16}, {"0X", 16}, {"0o", 8}, {"0O", 8}, {"0b", 2}};
  absl::string_view digits = plain;
  const bool negative = absl::ConsumePrefix(&digits, "-");
  if (!negative) absl::ConsumePrefix(&digits, "+");
  for (const auto& [prefix, base] : kBases) {
    if (!absl::ConsumePrefix(&digits, prefix)) continue;
    const absl::StatusOr<Number> number = Number::ParseInteger(digits, base);
    if (!number.ok()) return std::nullopt;
    return Value::Number(negative ? number->Negated() : *number);
  }
  return std::nullopt;
}

// What a text means that says nothing of its type, but starts like a number.
std::optional<Value> NumberOrTime(const std::string& text) {
  static const RE2& number =
      *new RE2(R"([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|)"
               R"([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)");
  if (const std::optional<std::string> time = TimestampText(text)) {
    return Value::String(*time);
  }
  if (!RE2::FullMatch(text, number)) return std::nullopt;
  return NumberOf(text);
}

absl::Status NotOfType() {
  return absl::InvalidArgumentError(
      "argument 1: a scalar is not of the type that its tag says");
}

absl::StatusOr<Value> Required(std::optional<Value> value) {
  if (!value.has_value()) return NotOfType();
  return *std::move(value);
}

absl::StatusOr<Value> ResolveTagged(const std::string& text,
                                    absl::string_view tag) {
  if (tag == "str") return Value::String(text);
  if (tag == "binary") {
    if (!DecodeBase64(text).has_value()) return NotOfType();
    return Value::String(text);
  }
  const auto word = Words().find(text);
  if (tag == "null" || word != Words().end()) {
    return tag == "null" ? Value() : word->second;
  }
  if (tag == "int" || tag == "float") return Required(NumberOf(text));
  if (tag == "timestamp") {
    const std::optional<std::string> time = TimestampText(text);
    if (!time.has_value()) return NotOfType();
    return Value::String(*time);
  }
  return NotOfType();
}

}  // namespace

absl::StatusOr<Value> ResolveScalar(const std::string& text,
                                    const std::string& tag) {
  constexpr absl::string_view kCore = "tag:yaml.org,2002:";
  absl::string_view type = tag;
  if (absl::ConsumePrefix(&type, kCore)) return ResolveTagged(text, type);
  if (!tag.empty()) {
    return absl::InvalidArgumentError("argument 1: a tag is not one of YAML's");
  }
  const auto word = Words().find(text);
  if (word != Words().end()) return word->second;
  if (text == ".nan" || text == ".NaN" || text == ".NAN") {
    return absl::InvalidArgumentError("argument 1: NaN is no number here");
  }
  if (text.find_first_of("+-.0123456789") == 0) {
    if (std::optional<Value> value = NumberOrTime(text)) {
      return *std::move(value);
    }
  }
  return Value::String(text);
}

}  // namespace compliance::lang
