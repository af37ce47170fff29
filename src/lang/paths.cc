#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "lang/families.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

// Lexically the shortest path that means the same.
std::string Clean(const std::string& path) {
  const bool rooted = !path.empty() && path[0] == '/';
  std::vector<absl::string_view> kept;
  for (const absl::string_view part : absl::StrSplit(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == ".." && !kept.empty() && kept.back() != "..") {
      kept.pop_back();
    } else if (part != ".." || !rooted) {
      kept.push_back(part);
    }
  }
  const std::string joined = absl::StrJoin(kept, "/");
  if (rooted) return absl::StrCat("/", joined);
  return joined.empty() ? "." : joined;
}

std::string DirName(const std::string& path) {
  return Clean(path.substr(0, path.rfind('/') + 1));
}

std::string BaseName(const std::string& path) {
  if (path.empty()) return ".";
  const std::size_t last = path.find_last_not_of('/');
  if (last == std::string::npos) return "/";
  const std::string trimmed = path.substr(0, last + 1);
  return trimmed.substr(trimmed.rfind('/') + 1);
}

// Only a path of somebody's home depends on the machine.
Result PathExpand(const Arguments& arguments, const Type& type) {
  const std::string& path = arguments[0].AsString();
  if (!path.empty() && path[0] == '~') return Value::Unknown(type);
  return arguments[0];
}

}  // namespace

std::vector<Function> PathFunctions() {
  return {
      StringFunction("dirname", &DirName),
      StringFunction("basename", &BaseName),
      {.name = "pathexpand",
       .parameters = {{"path", Type::String()}},
       .type = Always(Type::String()),
       .body = &PathExpand,
       .pure = false},
  };
}

}  // namespace compliance::lang
