#include "cel/node.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace compliance::cel {
namespace {

constexpr std::size_t kMaxPattern = 2000;
constexpr std::int64_t kRegexMemory = 1 << 20;

}  // namespace

bool SetDepth(Node& node) {
  std::uint16_t deepest = 0;
  for (const Node& child : node.children) {
    deepest = std::max(deepest, child.depth);
  }
  node.depth = static_cast<std::uint16_t>(deepest + 1);
  return node.depth <= kMaxDepth;
}

std::shared_ptr<const re2::RE2> CompileRegex(const std::string& pattern,
                                             std::string* error) {
  if (pattern.size() > kMaxPattern) {
    *error = absl::StrCat("the regular expression is longer than ", kMaxPattern,
                          " bytes");
    return nullptr;
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kRegexMemory);
  auto regex = std::make_shared<const re2::RE2>(pattern, options);
  if (!regex->ok()) {
    // RE2's own text repeats the pattern, which may be data.
    *error = "not a regular expression of RE2, or too large a one";
    return nullptr;
  }
  return regex;
}

}  // namespace compliance::cel
