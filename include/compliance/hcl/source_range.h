// Where something stands in a file.
#ifndef COMPLIANCE_HCL_SOURCE_RANGE_H_
#define COMPLIANCE_HCL_SOURCE_RANGE_H_

#include <cstdint>
#include <ostream>

namespace compliance::hcl {

// Bytes count from 0, lines and columns from 1. A column is a grapheme cluster
// (UAX #29), as in Terraform's diagnostics: "é" is one, however it is encoded,
// and so is a tab.
struct SourcePoint {
  std::uint32_t byte = 0;
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend bool operator==(const SourcePoint&, const SourcePoint&) = default;
};

// From `begin` up to but without `end`. `file` is the number that the parser
// was given for the file: the index in Configuration::files.
struct SourceRange {
  SourcePoint begin, end;
  std::uint32_t file = 0;
  friend bool operator==(const SourceRange&, const SourceRange&) = default;
};

// From the begin of `first` to the end of `last`.
inline SourceRange Between(const SourceRange& first, const SourceRange& last) {
  return {first.begin, last.end, first.file};
}

// "3:5-3:12", for tests and messages.
inline std::ostream& operator<<(std::ostream& out, const SourceRange& range) {
  return out << range.begin.line << ':' << range.begin.column << '-'
             << range.end.line << ':' << range.end.column;
}

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_SOURCE_RANGE_H_
