// The report for a terminal. Failures are grouped by rule, so that what is
// wrong and how to mend it is said once for all the places where it is.
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "compliance/base/text.h"
#include "compliance/engine/diagnostics.h"
#include "compliance/report/report.h"
#include "listing.h"

namespace compliance::report {
namespace {

using engine::Enforcement;
using engine::Finding;
using engine::Verdict;

constexpr std::size_t kWidth = 96;
// How many places a rule that does not stop the plan lists.
constexpr std::size_t ShortList(Enforcement level) {
  return level == Enforcement::kAdvisory ? 3 : 1;
}

// Terminals obey control characters; addresses and messages may hold them.
std::string Clean(absl::string_view text) {
  std::string out = ToValidUtf8(text);
  std::replace_if(
      out.begin(), out.end(),
      [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
      },
      '?');
  // C1 controls are two bytes in UTF-8: 0xC2 0x80 to 0xC2 0x9F.
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    if (out[i] == '\xC2' && static_cast<unsigned char>(out[i + 1]) < 0xA0) {
      out.replace(i, 2, "?");
    }
  }
  return out;
}

class Painter {
 public:
  explicit Painter(bool color) : color_(color) {}

  std::string Bold(absl::string_view text) const { return Paint("1", text); }
  std::string Dim(absl::string_view text) const { return Paint("2", text); }
  std::string Level(Enforcement level, absl::string_view text) const {
    return Paint(level == Enforcement::kMandatory  ? "1;31"
                 : level == Enforcement::kAdvisory ? "33"
                                                   : "36",
                 text);
  }

 private:
  std::string Paint(absl::string_view code, absl::string_view text) const {
    return color_ ? absl::StrCat("\x1b[", code, "m", text, "\x1b[0m")
                  : std::string(text);
  }

  bool color_;
};

// `text` broken at spaces to lines of kWidth, each behind `indent`.
std::string Wrap(absl::string_view indent, absl::string_view text) {
  std::string out;
  std::string line(indent);
  bool is_empty = true;
  for (absl::string_view word : absl::StrSplit(text, absl::ByAnyChar(" \n"))) {
    if (word.empty()) continue;
    if (!is_empty && line.size() + 1 + word.size() > kWidth) {
      absl::StrAppend(&out, line, "\n");
      line = std::string(indent);
      is_empty = true;
    }
    absl::StrAppend(&line, is_empty ? "" : " ", word);
    is_empty = false;
  }
  return is_empty ? out : absl::StrCat(out, line, "\n");
}

// A text in lines of its own, such as HCL.
std::string Indent(absl::string_view indent, absl::string_view text) {
  std::string out;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!line.empty()) absl::StrAppend(&out, indent, line, "\n");
  }
  return out;
}

std::string Where(const Finding& finding) {
  return finding.address.empty() ? "the plan as a whole"
                                 : Clean(finding.address);
}

std::string PositionText(const Finding& finding) {
  if (!finding.position) return "";
  return Clean(absl::StrCat(finding.position->file, ":", finding.position->line,
                            ":", finding.position->column));
}

// The findings of one rule at one level.
using Group = std::vector<const Finding*>;

// Groups in the order of their first findings.
std::vector<Group> GroupByRule(const std::vector<const Finding*>& findings) {
  std::vector<Group> groups;
  for (const Finding* finding : findings) {
    const auto it = std::find_if(groups.begin(), groups.end(),
                                 [finding](const Group& group) {
                                   return group.front()->rule == finding->rule;
                                 });
    if (it == groups.end()) {
      groups.push_back({finding});
    } else {
      it->push_back(finding);
    }
  }
  std::stable_sort(
      groups.begin(), groups.end(), [](const Group& a, const Group& b) {
        return a.front()->rule->severity > b.front()->rule->severity;
      });
  return groups;
}

class Writer {
 public:
  Writer(const engine::Evaluation& evaluation, const Options& options)
      : evaluation_(evaluation), options_(options), paint_(options.color) {}

  std::string Write() {
    WriteErrors();
    for (const Enforcement level :
         {Enforcement::kMandatory, Enforcement::kAdvisory,
          Enforcement::kReport}) {
      WriteFailures(level);
    }
    WriteLines(Verdict::kUnknown, "Not decided");
    WriteLines(Verdict::kWaived, "Waived");
    if (options_.all_verdicts) {
      WriteLines(Verdict::kPass, "Passed");
      WriteLines(Verdict::kNotApplicable, "Not applicable");
    }
    if (!options_.all_verdicts && shortened_) {
      out_ += paint_.Dim("compliance explain RULE says how to mend it\n\n");
    }
    WriteTotals();
    return std::move(out_);
  }

 private:
  std::vector<const Finding*> Select(Verdict verdict) const {
    std::vector<const Finding*> found;
    for (const Finding& finding : evaluation_.findings) {
      if (finding.verdict == verdict) found.push_back(&finding);
    }
    return found;
  }

  std::vector<const Finding*> Failures(Enforcement level) const {
    std::vector<const Finding*> found = Select(Verdict::kFail);
    found.erase(std::remove_if(found.begin(), found.end(),
                               [level](const Finding* finding) {
                                 return finding->enforcement != level;
                               }),
                found.end());
    return found;
  }

  void WriteErrors() {
    for (const Finding* finding : Select(Verdict::kError)) {
      WriteHeadline(Enforcement::kMandatory, "error", *finding);
      WritePlace(*finding);
      out_ += "\n";
    }
  }

  void WriteFailures(Enforcement level) {
    for (const Group& group : GroupByRule(Failures(level))) {
      const Finding& first = *group.front();
      WriteHeadline(level, engine::EnforcementName(level), first);
      // Those that do not stop the plan are short, unless all is asked for.
      const bool in_full =
          level == Enforcement::kMandatory || options_.all_verdicts;
      const std::size_t shown =
          in_full ? group.size() : std::min(group.size(), ShortList(level));
      for (std::size_t i = 0; i < shown; ++i) WritePlace(*group[i]);
      if (shown < group.size()) {
        absl::StrAppend(&out_, "  and ", group.size() - shown, " more\n");
      }
      if (in_full) {
        WriteCure(first);
      } else {
        shortened_ = true;
      }
      out_ += "\n";
    }
  }

  // "mandatory SUMMARY", with an indent where it takes a second line.
  void WriteHeadline(Enforcement level, absl::string_view word,
                     const Finding& finding) {
    const std::string text =
        Wrap("  ", absl::StrCat(word, " ", Clean(engine::Summary(finding))));
    const std::size_t start = 2 + word.size();
    absl::StrAppend(&out_, paint_.Level(level, word),
                    paint_.Bold(text.substr(start, text.size() - start - 1)),
                    "\n");
  }

  void WritePlace(const Finding& finding) {
    const std::string position = PositionText(finding);
    absl::StrAppend(&out_, "  ", position, position.empty() ? "" : "  ",
                    Where(finding), "\n");
    if (!finding.message.empty()) {
      out_ += Wrap("      ", Clean(finding.message));
    }
    if (!finding.observed.empty()) {
      out_ +=
          Wrap("      ", absl::StrCat("observed: ", Clean(finding.observed)));
    }
  }

  void WriteCure(const Finding& finding) {
    const std::string requirements = Clean(engine::Citations(finding));
    if (!requirements.empty()) {
      out_ += Wrap("  ", absl::StrCat("required by ", requirements));
    }
    if (!finding.fix.empty()) {
      absl::StrAppend(&out_, "  fix:\n", Indent("      ", Clean(finding.fix)));
    }
  }

  void WriteLines(Verdict verdict, absl::string_view heading) {
    const std::vector<const Finding*> findings = Select(verdict);
    if (findings.empty()) return;
    absl::StrAppend(&out_, paint_.Bold(heading), " (", findings.size(), ")\n");
    for (const Finding* finding : findings) {
      absl::StrAppend(&out_, "  ", Where(*finding), "  ",
                      paint_.Dim(Clean(finding->rule->id)), Reason(*finding),
                      "\n");
    }
    out_ += "\n";
  }

  static std::string Reason(const Finding& finding) {
    if (finding.verdict == Verdict::kWaived) {
      return Clean(absl::StrCat("  ", finding.waiver_reason));
    }
    if (finding.verdict != Verdict::kUnknown) return "";
    std::string out;
    if (!finding.waits_for.empty()) {
      absl::StrAppend(&out, "  waits for ",
                      absl::StrJoin(finding.waits_for, ", "));
    }
    if (!finding.needs.empty()) {
      absl::StrAppend(&out, "  needs ", absl::StrJoin(finding.needs, ", "));
    }
    return Clean(out);
  }

  void WriteTotals() {
    auto counts = CountVerdicts(evaluation_);
    std::vector<std::string> parts;
    for (const Enforcement level :
         {Enforcement::kMandatory, Enforcement::kAdvisory,
          Enforcement::kReport}) {
      const std::size_t count = Failures(level).size();
      if (count != 0) {
        parts.push_back(
            absl::StrCat(count, " ", engine::EnforcementName(level)));
      }
    }
    absl::StrAppend(&out_, counts[Verdict::kFail], " failed",
                    parts.empty() ? "" : " (", absl::StrJoin(parts, ", "),
                    parts.empty() ? "" : ")", ", ", counts[Verdict::kUnknown],
                    " not decided, ");
    if (counts[Verdict::kWaived] != 0) {
      absl::StrAppend(&out_, counts[Verdict::kWaived], " waived, ");
    }
    if (counts[Verdict::kError] != 0) {
      absl::StrAppend(&out_, counts[Verdict::kError], " could not be judged, ");
    }
    absl::StrAppend(&out_, counts[Verdict::kPass], " passed; ",
                    evaluation_.rules_run, " rules, ",
                    evaluation_.resources_seen, " resource instances\n");
  }

  const engine::Evaluation& evaluation_;
  const Options& options_;
  Painter paint_;
  std::string out_;
  bool shortened_ = false;  // a fix was left out
};

}  // namespace

std::string RenderText(const engine::Evaluation& evaluation,
                       const Options& options) {
  return Writer(evaluation, options).Write();
}

}  // namespace compliance::report
