#include "sandbox/random_values.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using cty::Value;

constexpr char kLower[] = "abcdefghijklmnopqrstuvwxyz";
constexpr char kUpper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr char kDigits[] = "0123456789";
constexpr char kSpecial[] = "!@#$%&*()-_=+[]{}<>:?";

// Draws from the operating system each time: these are secrets.
class SystemRandom {
 public:
  std::size_t Below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(device_);
  }
  std::int64_t Between(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(device_);
  }
  std::string Pick(absl::string_view alphabet, std::size_t length) {
    std::string text;
    while (text.size() < length) text += alphabet[Below(alphabet.size())];
    return text;
  }
  std::string Bytes(std::size_t length) {
    std::string bytes;
    while (bytes.size() < length) bytes += static_cast<char>(Below(256));
    return bytes;
  }
  void Shuffle(std::vector<std::string>& characters) {
    std::shuffle(characters.begin(), characters.end(), device_);
  }

 private:
  std::random_device device_;
};

bool IsText(absl::string_view type_name) {
  return type_name == "random_password" || type_name == "random_string";
}

bool FlagOf(const Value& object, absl::string_view name) {
  const Value* flag = object.Find(name);
  return flag == nullptr || !flag->HasContent() || flag->AsBool();
}

std::int64_t NumberOf(const Value& object, absl::string_view name) {
  const Value* number = object.Find(name);
  if (number == nullptr || !number->HasContent()) return 0;
  return number->AsNumber().AsInt64().value_or(0);
}

std::string SpecialOf(const Value& object) {
  const std::string special = TextOf(object, "override_special");
  return special.empty() ? kSpecial : special;
}

// A number of things to draw: not negative, and no more than validation allows.
std::size_t CountOf(const Value& object, absl::string_view name) {
  return static_cast<std::size_t>(
      std::clamp<std::int64_t>(NumberOf(object, name), 0, 1000000));
}

// The characters of a text, which need not be single bytes.
std::vector<std::string> CharactersOf(absl::string_view text) {
  std::vector<std::string> characters;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    if (characters.empty() || !continues) characters.emplace_back();
    characters.back() += c;
  }
  return characters;
}

// Each kind of character: its members, whether it may be used, how many must.
struct Kind {
  std::vector<std::string> alphabet;
  bool allowed;
  std::size_t minimum;
};

std::vector<Kind> KindsOf(const Value& object) {
  return {{CharactersOf(kLower), FlagOf(object, "lower"),
           CountOf(object, "min_lower")},
          {CharactersOf(kUpper), FlagOf(object, "upper"),
           CountOf(object, "min_upper")},
          {CharactersOf(kDigits),
           FlagOf(object, "numeric") && FlagOf(object, "number"),
           CountOf(object, "min_numeric")},
          {CharactersOf(SpecialOf(object)), FlagOf(object, "special"),
           CountOf(object, "min_special")}};
}

std::string DrawText(const Value& object, SystemRandom& random) {
  std::vector<std::string> text, all;
  for (const Kind& kind : KindsOf(object)) {
    if (!kind.allowed) continue;
    all.insert(all.end(), kind.alphabet.begin(), kind.alphabet.end());
    for (std::size_t i = 0; i < kind.minimum; ++i) {
      text.push_back(kind.alphabet[random.Below(kind.alphabet.size())]);
    }
  }
  const std::size_t length = CountOf(object, "length");
  while (text.size() < length && !all.empty()) {
    text.push_back(all[random.Below(all.size())]);
  }
  random.Shuffle(text);
  return absl::StrJoin(text, "");
}

std::string DrawUuid(SystemRandom& random) {
  std::string bytes = random.Bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  const absl::string_view text = hex;
  return absl::StrCat(text.substr(0, 8), "-", text.substr(8, 4), "-",
                      text.substr(12, 4), "-", text.substr(16, 4), "-",
                      text.substr(20));
}

// The decimal digits of a big-endian number of any length.
std::string Decimal(const std::string& bytes) {
  std::vector<int> digits = {0};  // least first
  for (const char byte : bytes) {
    int carry = static_cast<unsigned char>(byte);
    for (int& digit : digits) {
      carry += digit * 256;
      digit = carry % 10;
      carry /= 10;
    }
    for (; carry > 0; carry /= 10) digits.push_back(carry % 10);
  }
  std::string text;
  for (auto it = digits.rbegin(); it != digits.rend(); ++it) {
    text += static_cast<char>('0' + *it);
  }
  return text;
}

void DrawId(const Value& planned, SystemRandom& random,
            Value::Attributes& members) {
  const std::string bytes = random.Bytes(CountOf(planned, "byte_length"));
  const std::string prefix = TextOf(planned, "prefix");
  std::string url = absl::WebSafeBase64Escape(bytes);
  members["id"] = Value::String(url);
  members["b64_url"] = Value::String(prefix + url);
  members["b64_std"] = Value::String(prefix + absl::Base64Escape(bytes));
  members["hex"] = Value::String(prefix + absl::BytesToHexString(bytes));
  members["dec"] = Value::String(prefix + Decimal(bytes));
}

}  // namespace

diag::Diagnostics CheckRandom(absl::string_view type_name,
                              const Value& config) {
  if (!config.IsWhollyKnown()) return {};
  if (type_name == "random_integer" &&
      NumberOf(config, "max") < NumberOf(config, "min")) {
    return {diag::Error("Invalid range", "max must not be less than min.",
                        cty::Path().Attr("max"))};
  }
  if (!IsText(type_name)) return {};
  std::size_t minimum = 0;
  bool any = false;
  for (const Kind& kind : KindsOf(config)) {
    minimum += kind.minimum;
    any = any || kind.allowed;
  }
  const cty::Path length = cty::Path().Attr("length");
  if (!any) {
    return {diag::Error("No characters to choose from",
                        "One of lower, upper, numeric and special must not be "
                        "false.",
                        length)};
  }
  if (minimum > CountOf(config, "length")) {
    return {diag::Error("Invalid length",
                        absl::StrCat("length must be at least ", minimum,
                                     ", the sum of all min_ arguments."),
                        length)};
  }
  return {};
}

// number is the old name of numeric: each follows the other.
Value PlanRandom(const Value& config, const Value& planned) {
  const Value* number = config.Find("number");
  const Value* numeric = config.Find("numeric");
  if (number == nullptr || numeric == nullptr) return planned;
  Value::Attributes members = planned.AsAttributes();
  if (number->IsNull() && !numeric->IsNull()) members["number"] = *numeric;
  if (numeric->IsNull() && !number->IsNull()) members["numeric"] = *number;
  return Value::Object(std::move(members));
}

Value DrawRandom(absl::string_view type_name, const Value& planned) {
  if (planned.IsWhollyKnown()) return planned;
  SystemRandom random;
  Value::Attributes members = planned.AsAttributes();
  if (type_name == "random_id") {
    DrawId(planned, random, members);
  } else if (type_name == "random_integer") {
    const std::int64_t drawn =
        random.Between(NumberOf(planned, "min"), NumberOf(planned, "max"));
    members["result"] = Value::Number(drawn);
    members["id"] = Value::String(absl::StrCat(drawn));
  } else if (type_name == "random_uuid") {
    members["result"] = Value::String(DrawUuid(random));
    members["id"] = members["result"];
  } else {
    members["result"] = Value::String(DrawText(planned, random));
    members["id"] = type_name == "random_password" ? Value::String("none")
                                                   : members["result"];
  }
  if (type_name == "random_password") {
    const std::string alphabet = absl::StrCat("./", kUpper, kLower, kDigits);
    members["bcrypt_hash"] =
        Value::String(absl::StrCat("$2a$10$", random.Pick(alphabet, 53)));
  }
  return Value::Object(std::move(members));
}

}  // namespace compliance::sandbox
