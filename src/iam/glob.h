// Patterns with * and ? as symbols, and how their languages relate.
#ifndef COMPLIANCE_SRC_IAM_GLOB_H_
#define COMPLIANCE_SRC_IAM_GLOB_H_

#include <cstdint>
#include <vector>

#include "compliance/base/truth.h"

namespace compliance::iam {

// A byte, a wildcard, or (from kFirstHole down) a hole: text that is not known,
// of which equal numbers mean equal text.
using Symbol = std::int32_t;
inline constexpr Symbol kAnyChar = -1;
inline constexpr Symbol kAnyText = -2;
inline constexpr Symbol kFirstHole = -3;
using Glob = std::vector<Symbol>;

inline bool IsHole(Symbol symbol) { return symbol <= kFirstHole; }

// Whether the pattern matches all that `part` matches, a hole being a symbol
// that only itself and * match. kUnknown only where the question is too large.
Truth GlobCovers(const Glob& pattern, const Glob& part);

// Whether some string is matched by both. Precondition: no holes.
bool GlobsOverlap(const Glob& a, const Glob& b);

}  // namespace compliance::iam

#endif  // COMPLIANCE_SRC_IAM_GLOB_H_
