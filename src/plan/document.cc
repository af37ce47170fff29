#include "document.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "utf8.h"

namespace compliance::plan {
namespace {

using Json = nlohmann::json;

// Deeper than any provider schema nests, far from the end of the stack.
constexpr int kMaxDepth = 200;

absl::Status NotAPlan(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(
      what,
      "; make a plan JSON with: terraform plan -out=tfplan && terraform show "
      "-json tfplan > plan.json"));
}

bool IsUtf16(absl::string_view text) {
  return absl::StartsWith(text, "\xff\xfe") ||
         absl::StartsWith(text, "\xfe\xff");
}

// PowerShell's > writes UTF-16 with a byte order mark. Lone surrogates become
// U+FFFD.
std::string FromUtf16(absl::string_view text) {
  const bool little = text[0] == '\xff';
  const auto unit = [&](std::size_t i) -> std::uint32_t {
    const auto first = static_cast<unsigned char>(text[i]);
    const auto second = static_cast<unsigned char>(text[i + 1]);
    return little ? first | (second << 8U) : (first << 8U) | second;
  };
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
    std::uint32_t code = unit(i);
    if (code >= 0xD800 && code < 0xDC00 && i + 3 < text.size() &&
        unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10U) + (unit(i + 2) - 0xDC00);
      i += 2;
    } else if (code >= 0xD800 && code < 0xE000) {
      code = 0xFFFD;
    }
    AppendUtf8(code, out);
  }
  return out;
}

// Counts brackets outside strings: the parser itself nests without a limit.
bool IsTooDeep(absl::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

// `terraform plan -json` writes one event per line, each with these keys.
bool IsEventStream(absl::string_view text) {
  const absl::string_view first_line = text.substr(0, text.find('\n'));
  return absl::StrContains(first_line, "\"@level\"") &&
         absl::StrContains(first_line, "\"@message\"");
}

absl::Status CheckText(absl::string_view text) {
  if (text.empty()) return NotAPlan("the plan is empty");
  if (absl::StartsWith(text, "PK\x03\x04")) {
    return NotAPlan("this is a binary plan file, not its JSON");
  }
  if (absl::StartsWith(text, "\x1f\x8b")) {
    return NotAPlan("this is a gzip file: unpack it first");
  }
  if (text[0] != '{') {
    return NotAPlan("this is not a plan JSON: it does not start with \"{\"");
  }
  if (IsEventStream(text)) {
    return NotAPlan(
        "this is the event log of `terraform plan -json`, not the plan");
  }
  if (IsTooDeep(text)) {
    return NotAPlan(
        absl::StrCat("the JSON nests deeper than ", kMaxDepth, " levels"));
  }
  return absl::OkStatus();
}

absl::Status SyntaxError(absl::string_view text, std::size_t byte) {
  const std::size_t at = std::min(byte, text.size());
  if (byte >= text.size()) {
    return NotAPlan("the JSON ends too early: the file is truncated");
  }
  const absl::string_view before = text.substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t start = before.rfind('\n');
  const std::size_t column =
      start == absl::string_view::npos ? at : at - start - 1;
  return NotAPlan(
      absl::StrCat("malformed JSON at line ", line, ", column ", column));
}

bool IsTrue(const Json& document, const char* key) {
  const auto it = document.find(key);
  return it != document.end() && it->is_boolean() && it->get<bool>();
}

// Whether we can read this version; all of 0.x and 1.x are alike in what we
// read. Documents that lost it in post-processing are taken as they are.
absl::Status CheckVersion(const Json& document) {
  const auto it = document.find("format_version");
  if (it == document.end()) return absl::OkStatus();
  if (it->is_string()) {
    const auto& text = it->get_ref<const std::string&>();
    int major = 0;
    if (absl::SimpleAtoi(text.substr(0, text.find('.')), &major) &&
        (major == 0 || major == 1)) {
      return absl::OkStatus();
    }
  }
  return NotAPlan("the plan's format_version is not 1.x, which this reads");
}

absl::Status CheckShape(const Json& document) {
  if (!document.is_object()) return NotAPlan("the plan JSON is not an object");
  // An errored plan may lack its changes altogether: say the reason first.
  if (IsTrue(document, "errored")) {
    return NotAPlan(
        "this plan ended in an error, so that it is not complete: mend the "
        "error and plan again");
  }
  const bool has_changes = document.contains("resource_changes") ||
                           document.contains("planned_values") ||
                           document.contains("output_changes");
  if (!has_changes) {
    if (document.contains("values") ||
        (document.contains("serial") && document.contains("lineage"))) {
      return NotAPlan("this is a state, not a plan");
    }
    if (document.contains("provider_schemas")) {
      return NotAPlan("these are provider schemas, not a plan");
    }
    // A stack without any resource plans to no more than this.
    const bool is_empty_plan = document.contains("configuration") &&
                               document.contains("format_version");
    if (!is_empty_plan) {
      return NotAPlan(
          "this is not a plan JSON: it has neither resource_changes nor "
          "planned_values");
    }
  }
  return CheckVersion(document);
}

}  // namespace

absl::StatusOr<Json> ParseDocument(absl::string_view text) {
  std::string converted;
  if (IsUtf16(text)) {
    converted = FromUtf16(text);
    text = converted;
  }
  absl::ConsumePrefix(&text, "\xef\xbb\xbf");
  text = absl::StripAsciiWhitespace(text);
  RETURN_IF_ERROR(CheckText(text));
  Json document;
  try {
    document = Json::parse(text.begin(), text.end());
  } catch (const Json::parse_error& error) {
    // Its own text quotes the input, which may be secret.
    return SyntaxError(text, error.byte);
  } catch (const Json::exception&) {
    return NotAPlan("malformed JSON: a number is out of range");
  }
  RETURN_IF_ERROR(CheckShape(document));
  return document;
}

}  // namespace compliance::plan
