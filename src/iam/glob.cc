#include "glob.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>

namespace compliance::iam {
namespace {

// Far more than patterns of policies come to: states, and positions in them.
constexpr std::size_t kMaxStates = 5000;
constexpr std::size_t kMaxPositions = 1000000;
// Stands for every byte that the pattern does not name.
constexpr Symbol kOtherByte = 256;

// Treats the part as text of which a wildcard is only absorbed by one at least
// as wide. True is right; false is right for a part without wildcards.
bool AbsorbsText(const Glob& pattern, const Glob& part) {
  std::size_t p = 0, q = 0;
  std::optional<std::pair<std::size_t, std::size_t>> retry;
  while (q < part.size()) {
    const bool one =
        p < pattern.size() &&
        (pattern[p] == part[q] || (pattern[p] == kAnyChar && part[q] >= 0));
    if (p < pattern.size() && pattern[p] == kAnyText) {
      retry = {p++, q};
    } else if (one) {
      ++p;
      ++q;
    } else if (retry) {
      p = retry->first + 1;
      q = ++retry->second;
    } else {
      return false;
    }
  }
  return std::all_of(pattern.begin() + static_cast<std::ptrdiff_t>(p),
                     pattern.end(), [](Symbol s) { return s == kAnyText; });
}

// Positions of the pattern that may be reached, sorted.
using Positions = std::vector<std::size_t>;

void Close(const Glob& pattern, std::set<std::size_t>& positions) {
  for (const std::size_t p :
       std::vector<std::size_t>(positions.begin(), positions.end())) {
    for (std::size_t next = p;
         next < pattern.size() && pattern[next] == kAnyText; ++next) {
      positions.insert(next + 1);
    }
  }
}

Positions Start(const Glob& pattern) {
  std::set<std::size_t> positions = {0};
  Close(pattern, positions);
  return Positions(positions.begin(), positions.end());
}

Positions After(const Glob& pattern, const Positions& before, Symbol symbol) {
  std::set<std::size_t> positions;
  for (const std::size_t p : before) {
    if (p == pattern.size()) continue;
    if (pattern[p] == kAnyText) positions.insert(p);
    if (pattern[p] == symbol || (pattern[p] == kAnyChar && symbol >= 0)) {
      positions.insert(p + 1);
    }
  }
  Close(pattern, positions);
  return Positions(positions.begin(), positions.end());
}

std::vector<Symbol> Alphabet(const Glob& pattern) {
  std::set<Symbol> bytes = {kOtherByte};
  for (const Symbol symbol : pattern) {
    if (symbol >= 0) bytes.insert(symbol);
  }
  return std::vector<Symbol>(bytes.begin(), bytes.end());
}

// Follows every string of the part through the pattern, many at a time.
Truth SearchCounterexample(const Glob& pattern, const Glob& part) {
  using State = std::pair<std::size_t, Positions>;
  const std::vector<Symbol> alphabet = Alphabet(pattern);
  std::set<State> seen;
  std::vector<State> open;
  const auto push = [&](std::size_t q, Positions positions) {
    State state(q, std::move(positions));
    if (seen.insert(state).second) open.push_back(std::move(state));
  };
  push(0, Start(pattern));
  std::size_t followed = 0;
  while (!open.empty()) {
    if (seen.size() > kMaxStates) return Truth::kUnknown;
    const auto [q, positions] = std::move(open.back());
    open.pop_back();
    if (positions.empty()) return Truth::kFalse;
    if (q == part.size()) {
      if (positions.back() != pattern.size()) return Truth::kFalse;
      continue;
    }
    const Symbol symbol = part[q];
    const bool is_wild = symbol == kAnyText || symbol == kAnyChar;
    followed += positions.size() * (is_wild ? alphabet.size() : 1);
    if (followed > kMaxPositions) return Truth::kUnknown;
    if (!is_wild) {
      push(q + 1, After(pattern, positions, symbol));
      continue;
    }
    const std::size_t next = symbol == kAnyText ? q : q + 1;
    for (const Symbol byte : alphabet) {
      push(next, After(pattern, positions, byte));
    }
    // Taken up first: where a short string tells, no long one is looked at.
    if (symbol == kAnyText) push(q + 1, positions);
  }
  return Truth::kTrue;
}

}  // namespace

Truth GlobCovers(const Glob& pattern, const Glob& part) {
  if (AbsorbsText(pattern, part)) return Truth::kTrue;
  const bool is_plain = std::none_of(part.begin(), part.end(), [](Symbol s) {
    return s == kAnyText || s == kAnyChar;
  });
  return is_plain ? Truth::kFalse : SearchCounterexample(pattern, part);
}

bool GlobsOverlap(const Glob& a, const Glob& b) {
  // overlap[j]: whether a from position i and b from j have a string in common.
  std::vector<char> below(b.size() + 1), overlap(b.size() + 1);
  for (std::size_t i = a.size() + 1; i-- > 0;) {
    std::swap(below, overlap);
    const bool at_end = i == a.size();
    for (std::size_t j = b.size() + 1; j-- > 0;) {
      const bool b_ends = j == b.size();
      bool found = at_end && b_ends;
      if (!at_end && a[i] == kAnyText) {
        found = found || below[j] != 0 || (!b_ends && overlap[j + 1] != 0);
      }
      if (!b_ends && b[j] == kAnyText) {
        found = found || overlap[j + 1] != 0 || (!at_end && below[j] != 0);
      }
      if (!at_end && !b_ends && a[i] != kAnyText && b[j] != kAnyText &&
          (a[i] == b[j] || a[i] == kAnyChar || b[j] == kAnyChar)) {
        found = found || below[j + 1] != 0;
      }
      overlap[j] = found ? 1 : 0;
    }
  }
  return overlap[0] != 0;
}

}  // namespace compliance::iam
