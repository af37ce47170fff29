#include "document.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "json.h"
#include "outline.h"
#include "utf8.h"

namespace compliance::plan {
namespace {

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
  return absl::OkStatus();
}

// Line and column count from 1, the column in bytes.
absl::Status Malformed(absl::string_view text, std::size_t offset) {
  const std::size_t at = std::min(offset, text.size());
  const absl::string_view before = text.substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t newline = before.rfind('\n');
  const std::size_t start =
      newline == absl::string_view::npos ? 0 : newline + 1;
  return NotAPlan(absl::StrCat("malformed JSON at line ", line, ", column ",
                               at - start + 1));
}

absl::Status SyntaxError(absl::string_view text, const OutlineResult& result) {
  switch (result.outcome) {
    case OutlineResult::Outcome::kOk:
      break;
    case OutlineResult::Outcome::kMalformed:
      return Malformed(text, result.offset);
    case OutlineResult::Outcome::kTruncated:
      return NotAPlan("the JSON ends too early: the file is truncated");
    case OutlineResult::Outcome::kTooDeep:
      return NotAPlan(
          absl::StrCat("the JSON nests deeper than ", kMaxDepth, " levels"));
    case OutlineResult::Outcome::kNumberTooBig:
      return NotAPlan("malformed JSON: a number is out of range");
  }
  return absl::OkStatus();
}

// Whether we can read this version; all of 0.x and 1.x are alike in what we
// read. Documents that lost it in post-processing are taken as they are.
absl::Status CheckVersion(const Document& document) {
  const absl::string_view member = document.Member("format_version");
  if (member.empty()) return absl::OkStatus();
  JsonReader reader;
  const absl::string_view text = reader.Read(member).text();
  int major = 0;
  if (member[0] == '"' &&
      absl::SimpleAtoi(text.substr(0, text.find('.')), &major) &&
      (major == 0 || major == 1)) {
    return absl::OkStatus();
  }
  return NotAPlan("the plan's format_version is not 1.x, which this reads");
}

absl::Status CheckShape(const Document& document) {
  const auto has = [&document](absl::string_view name) {
    return document.members.find(name) != document.members.end();
  };
  // An errored plan may lack its changes altogether: say the reason first.
  if (document.Member("errored") == "true") {
    return NotAPlan(
        "this plan ended in an error, so that it is not complete: mend the "
        "error and plan again");
  }
  const bool has_changes =
      has("resource_changes") || has("planned_values") || has("output_changes");
  if (!has_changes) {
    if (has("values") || (has("serial") && has("lineage"))) {
      return NotAPlan("this is a state, not a plan");
    }
    if (has("provider_schemas")) {
      return NotAPlan("these are provider schemas, not a plan");
    }
    // A stack without any resource plans to no more than this.
    const bool is_empty_plan = has("configuration") && has("format_version");
    if (!is_empty_plan) {
      return NotAPlan(
          "this is not a plan JSON: it has neither resource_changes nor "
          "planned_values");
    }
  }
  return CheckVersion(document);
}

}  // namespace

absl::string_view Document::Member(absl::string_view name) const {
  const auto it = members.find(name);
  return it == members.end() ? absl::string_view() : it->second;
}

absl::StatusOr<Document> ParseDocument(absl::string_view text) {
  Document document;
  if (IsUtf16(text)) {
    document.converted = std::make_unique<std::string>(FromUtf16(text));
    text = *document.converted;
  }
  absl::ConsumePrefix(&text, "\xef\xbb\xbf");
  text = absl::StripAsciiWhitespace(text);
  RETURN_IF_ERROR(CheckText(text));
  RETURN_IF_ERROR(SyntaxError(text, Outline(text, document)));
  RETURN_IF_ERROR(CheckShape(document));
  return document;
}

}  // namespace compliance::plan
