// Findings in the look of Terraform's own diagnostics.
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/base/text.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/engine/diagnostics.h"
#include "hook/plan_check.h"
#include "hook/source_text.h"
#include "hook/word_wrap.h"

namespace compliance::hook {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// What one diagnostic says, before it is laid out.
struct Report {
  bool is_error = false;
  std::string summary;
  std::string detail;
  std::string address;  // of a resource instance; else ""
  std::string file;     // as Terraform names it; "" for no position
  int line = 0;
  int column = 0;
  std::optional<hcl::Excerpt> excerpt;
};

// Terraform runs in the directory of the sources.
std::string NameOf(const std::string& file, const std::string& directory) {
  const fs::path base = directory.empty() ? "." : directory;
  const fs::path relative =
      fs::path(file).lexically_normal().lexically_relative(
          base.lexically_normal());
  return relative.empty() ? file : relative.generic_string();
}

Report ReportOf(const engine::Finding& finding, const std::string& directory,
                const plan::Plan* plan) {
  diag::Diagnostic diagnostic = engine::ToDiagnostic(finding, {});
  Report report;
  report.is_error = diagnostic.severity == diag::Severity::kError;
  report.summary = std::move(diagnostic.summary);
  report.detail = std::move(diagnostic.detail);
  if (!finding.resource_type.empty()) report.address = finding.address;
  if (finding.position) {
    report.file = NameOf(finding.position->file, directory);
    report.line = finding.position->line;
    report.column = finding.position->column;
    report.excerpt = SourceTextOf(finding, plan);
  }
  if (report.excerpt) report.line = report.excerpt->begin.line;
  return report;
}

// The escape sequences of a colour terminal; all empty without colour.
struct Style {
  explicit Style(bool color, bool is_error) {
    if (!color) return;
    reset = "\x1b[0m";
    bold = "\x1b[1m";
    underline = "\x1b[4m";
    hue = is_error ? "\x1b[31m" : "\x1b[33m";
  }
  std::string reset, bold, underline, hue;
};

void AppendSource(const Report& report, const Style& style, std::string& out) {
  if (!report.address.empty()) {
    absl::StrAppend(&out, "  with ", report.address, ",\n");
  }
  if (report.file.empty()) return;
  if (!report.excerpt) {
    absl::StrAppend(&out, "  on ", report.file, " line ", report.line,
                    ":\n  (source code not available)\n\n");
    return;
  }
  const hcl::Excerpt& excerpt = *report.excerpt;
  absl::StrAppend(&out, "  on ", report.file, " line ", report.line,
                  excerpt.context.empty() ? "" : ", in ", excerpt.context,
                  ":\n");
  const absl::string_view code = excerpt.code;
  const std::string marked = absl::StrCat(
      code.substr(0, excerpt.highlight_begin), style.underline,
      code.substr(excerpt.highlight_begin,
                  excerpt.highlight_end - excerpt.highlight_begin),
      style.reset, code.substr(excerpt.highlight_end), style.reset);
  int line = excerpt.start_line;
  for (const absl::string_view text : absl::StrSplit(marked, '\n')) {
    absl::StrAppend(&out, absl::StrFormat("%4d: ", line++),
                    absl::StripSuffix(text, "\r"), "\n");
  }
  out += "\n";
}

// Terraform leaves alone what starts with a space.
void AppendDetail(absl::string_view detail, int width, std::string& out) {
  if (detail.empty()) return;
  const auto columns = static_cast<std::size_t>(std::max(width, 0));
  for (const absl::string_view line : absl::StrSplit(detail, '\n')) {
    const bool is_fixed = !line.empty() && line.front() == ' ';
    absl::StrAppend(
        &out, is_fixed ? std::string(line) : WordWrap(line, columns), "\n");
  }
}

absl::string_view LabelOf(const Report& report) {
  return report.is_error ? "Error: " : "Warning: ";
}

std::string Plain(const Report& report, int width) {
  std::string out = absl::StrCat("\n", LabelOf(report), report.summary, "\n\n");
  AppendSource(report, Style(false, report.is_error), out);
  AppendDetail(report.detail, width - 1, out);
  return out;
}

// A rule at the left takes two columns. Where Terraform colours a piece of
// text, it resets once more behind it.
std::string Boxed(const Report& report, int width) {
  const Style style(true, report.is_error);
  std::string text = absl::StrCat(
      style.bold, style.hue, LabelOf(report), style.reset, style.reset,
      style.bold, report.summary, style.reset, "\n\n", style.reset);
  AppendSource(report, style, text);
  AppendDetail(report.detail, width - 3, text);
  std::string out =
      absl::StrCat(style.hue, "╷", style.reset, style.reset, "\n");
  for (const absl::string_view line :
       absl::StrSplit(absl::StripSuffix(text, "\n"), '\n')) {
    absl::StrAppend(&out, style.hue, "│", style.reset, " ", style.reset, line,
                    "\n");
  }
  absl::StrAppend(&out, style.hue, "╵", style.reset, style.reset, "\n");
  return out;
}

std::string ForPeople(const Report& report, const Terminal& terminal) {
  return ToValidUtf8(terminal.color ? Boxed(report, terminal.width)
                                    : Plain(report, terminal.width));
}

Json ToJson(const hcl::SourceMark& mark) {
  return {{"line", mark.line}, {"column", mark.column}, {"byte", mark.byte}};
}

Json RangeOf(const Report& report) {
  if (report.excerpt) {
    return {{"filename", report.file},
            {"start", ToJson(report.excerpt->begin)},
            {"end", ToJson(report.excerpt->end)}};
  }
  const hcl::SourceMark at{report.line, report.column, 0};
  return {
      {"filename", report.file}, {"start", ToJson(at)}, {"end", ToJson(at)}};
}

Json SnippetOf(const hcl::Excerpt& excerpt) {
  const Json context =
      excerpt.context.empty() ? Json() : Json(ToValidUtf8(excerpt.context));
  return {{"context", context},
          {"code", ToValidUtf8(excerpt.code)},
          {"start_line", excerpt.start_line},
          {"highlight_start_offset", excerpt.highlight_begin},
          {"highlight_end_offset", excerpt.highlight_end},
          {"values", Json::array()}};
}

std::string JsonLine(const Report& report) {
  Json diagnostic = {{"severity", report.is_error ? "error" : "warning"},
                     {"summary", report.summary},
                     {"detail", report.detail}};
  if (!report.address.empty()) diagnostic["address"] = report.address;
  if (!report.file.empty()) diagnostic["range"] = RangeOf(report);
  if (report.excerpt) diagnostic["snippet"] = SnippetOf(*report.excerpt);
  const Json line = {
      {"@level", report.is_error ? "error" : "warn"},
      {"@message", absl::StrCat(LabelOf(report), report.summary)},
      {"@module", "terraform.ui"},
      {"@timestamp", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(),
                                      absl::UTCTimeZone())},
      {"diagnostic", std::move(diagnostic)},
      {"type", "diagnostic"}};
  return absl::StrCat(line.dump(-1, ' ', false, Json::error_handler_t::replace),
                      "\n");
}

// Terraform's own words, and where: nothing else would tell.
void AddSimilar(const std::vector<std::string>& addresses, Report& report) {
  if (addresses.empty()) return;
  absl::StrAppend(&report.detail, "\n\n");
  if (addresses.size() == 1) {
    absl::StrAppend(&report.detail,
                    "(and one more similar warning elsewhere: ");
  } else {
    absl::StrAppend(&report.detail, "(and ", addresses.size(),
                    " more similar warnings elsewhere: ");
  }
  absl::StrAppend(&report.detail, absl::StrJoin(addresses, ", "), ")");
}

Report ErrorOf(absl::string_view summary, absl::string_view detail) {
  Report report;
  report.is_error = true;
  report.summary = ToValidUtf8(summary);
  report.detail = ToValidUtf8(detail);
  return report;
}

}  // namespace

std::string RenderErrorForPeople(absl::string_view summary,
                                 absl::string_view detail,
                                 const Terminal& terminal) {
  return ForPeople(ErrorOf(summary, detail), terminal);
}

std::string RenderErrorAsJsonLine(absl::string_view summary,
                                  absl::string_view detail) {
  return JsonLine(ErrorOf(summary, detail));
}

std::string RenderForPeople(const engine::Finding& finding,
                            const std::string& directory,
                            const Terminal& terminal, const plan::Plan* plan) {
  return ForPeople(ReportOf(finding, directory, plan), terminal);
}

std::string RenderAsJsonLine(const engine::Finding& finding,
                             const std::string& directory,
                             const plan::Plan* plan) {
  return JsonLine(ReportOf(finding, directory, plan));
}

Rendered RenderAllForPeople(const PlanCheck& check,
                            const std::string& directory,
                            const Terminal& terminal) {
  struct Group {
    Report first;
    std::vector<std::string> others;
  };
  Rendered rendered;
  std::vector<Group> warnings;
  std::map<std::string, std::size_t> by_summary;
  for (const engine::Finding* finding : check.to_show) {
    Report report = ReportOf(*finding, directory, check.plan.get());
    if (report.is_error) {
      rendered.errors += ForPeople(report, terminal);
      continue;
    }
    // What has no place in the source says all there is to say.
    const bool is_new =
        report.file.empty() ||
        by_summary.try_emplace(report.summary, warnings.size()).second;
    if (is_new) {
      warnings.push_back({std::move(report), {}});
    } else {
      const std::size_t first = by_summary.at(report.summary);
      warnings[first].others.push_back(finding->address);
    }
  }
  for (Group& group : warnings) {
    AddSimilar(group.others, group.first);
    rendered.warnings += ForPeople(group.first, terminal);
  }
  return rendered;
}

Rendered RenderAllAsJsonLines(const PlanCheck& check,
                              const std::string& directory) {
  Rendered rendered;
  for (const engine::Finding* finding : check.to_show) {
    const Report report = ReportOf(*finding, directory, check.plan.get());
    (report.is_error ? rendered.errors : rendered.warnings) += JsonLine(report);
  }
  return rendered;
}

}  // namespace compliance::hook
