#include "waivers.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"

namespace compliance::engine {
namespace {

// For each character, whether it ends a step.
std::vector<bool> StepEnds(absl::string_view address) {
  std::vector<bool> ends(address.size(), false);
  bool quoted = false;
  for (std::size_t i = 0; i < address.size(); ++i) {
    if (quoted && address[i] == '\\') {
      ++i;
    } else if (address[i] == '"') {
      quoted = !quoted;
    } else {
      ends[i] = address[i] == '.' && !quoted;
    }
  }
  return ends;
}

}  // namespace

bool MatchesAddress(absl::string_view pattern, absl::string_view address) {
  const std::vector<bool> ends = StepEnds(address);
  // reached[i]: the pattern so far can match the first i characters.
  std::vector<bool> reached(address.size() + 1, false);
  reached[0] = true;
  for (std::size_t p = 0; p < pattern.size(); ++p) {
    std::vector<bool> next(address.size() + 1, false);
    if (pattern[p] == '*') {
      const bool across = p + 1 < pattern.size() && pattern[p + 1] == '*';
      p += across ? 1 : 0;
      for (std::size_t i = 0; i <= address.size(); ++i) {
        next[i] =
            reached[i] || (i > 0 && next[i - 1] && (across || !ends[i - 1]));
      }
    } else {
      for (std::size_t i = 0; i < address.size(); ++i) {
        next[i + 1] = reached[i] && address[i] == pattern[p];
      }
    }
    reached = std::move(next);
  }
  return reached[address.size()];
}

bool Names(const config::Waiver& waiver, const rules::Rule& rule) {
  return waiver.rule == rule.id ||
         std::find(rule.aliases.begin(), rule.aliases.end(), waiver.rule) !=
             rule.aliases.end();
}

void ApplyWaivers(const config::Config& config, absl::CivilDay today,
                  std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    if (finding.verdict != Verdict::kFail &&
        finding.verdict != Verdict::kUnknown) {
      continue;
    }
    const config::Waiver* expired = nullptr;
    for (const config::Waiver& waiver : config.waivers) {
      if (!Names(waiver, *finding.rule) ||
          !MatchesAddress(waiver.address, finding.address)) {
        continue;
      }
      if (waiver.until.has_value() && *waiver.until < today) {
        expired = &waiver;
        continue;
      }
      finding.verdict = Verdict::kWaived;
      finding.waiver_reason = waiver.reason;
      break;
    }
    if (finding.verdict == Verdict::kWaived || expired == nullptr) continue;
    absl::StrAppend(&finding.message, finding.message.empty() ? "" : " ",
                    "(a waiver for this expired on ",
                    absl::FormatCivilTime(*expired->until), ")");
  }
}

}  // namespace compliance::engine
