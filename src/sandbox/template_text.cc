#include "sandbox/template_text.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace compliance::sandbox {
namespace {

bool IsWord(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
  });
}

// "hex8": eight characters of hex. False when `word` does not start so.
bool Length(absl::string_view word, absl::string_view prefix,
            std::size_t& length) {
  return absl::ConsumePrefix(&word, prefix) && absl::SimpleAtoi(word, &length);
}

std::string AttributeText(absl::string_view name,
                          const cty::Value::Attributes& object) {
  const auto it = object.find(std::string(name));
  if (it == object.end() || !it->second.HasContent()) return "";
  switch (it->second.type().kind()) {
    case cty::Type::Kind::kString:
      return it->second.AsString();
    case cty::Type::Kind::kNumber:
      return it->second.AsNumber().ToString();
    default:
      return "";
  }
}

std::string WordText(absl::string_view word,
                     const cty::Value::Attributes& object,
                     const ProviderSettings& settings,
                     Identifiers& identifiers) {
  std::size_t length = 0;
  if (Length(word, "hex", length)) return identifiers.Hex(length);
  if (Length(word, "upper", length)) return identifiers.Upper(length);
  if (Length(word, "digits", length)) return identifiers.Digits(length);
  if (Length(word, "mixed", length)) return identifiers.Mixed(length);
  if (word == "uuid") return identifiers.Uuid();
  if (word == "unique") return identifiers.Unique();
  if (word == "time") {
    return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now(),
                            absl::UTCTimeZone());
  }
  if (word == "region") return settings.region;
  if (word == "account") return kAccountId;
  if (word == "partition") return settings.partition;
  if (word == "suffix") return settings.dns_suffix;
  return AttributeText(word, object);
}

}  // namespace

std::string Expand(absl::string_view text, const cty::Value::Attributes& object,
                   const ProviderSettings& settings, Identifiers& identifiers) {
  std::string expanded;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    absl::StrAppend(&expanded, text.substr(0, open));
    text.remove_prefix(open);
    const std::size_t close = text.find('}');
    if (text.empty()) break;
    const bool word =
        close != absl::string_view::npos && IsWord(text.substr(1, close - 1));
    if (word) {
      absl::StrAppend(&expanded, WordText(text.substr(1, close - 1), object,
                                          settings, identifiers));
    } else {
      expanded += '{';
    }
    text.remove_prefix(word ? close + 1 : 1);
  }
  return expanded;
}

}  // namespace compliance::sandbox
