#include "cel/builtins.h"

#include <array>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace compliance::cel {
namespace {

using Table = std::map<std::pair<absl::string_view, bool>, const Builtin*>;

const Table& Builtins() {
  static const Table& table = *[] {
    auto* all = new Table;
    for (const auto& group :
         {StringBuiltins(), FormatBuiltins(), ListBuiltins(),
          ConversionBuiltins(), MathBuiltins(), TimeBuiltins(),
          NetworkBuiltins(), OptionalBuiltins()}) {
      for (const Builtin& builtin : group) {
        all->emplace(std::make_pair(builtin.name, builtin.member), &builtin);
      }
    }
    return all;
  }();
  return table;
}

}  // namespace

const Builtin* FindBuiltin(absl::string_view name, bool member) {
  const auto found = Builtins().find(std::make_pair(name, member));
  return found == Builtins().end() ? nullptr : found->second;
}

std::vector<std::string> BuiltinNames() {
  std::vector<std::string> names;
  for (const auto& [key, builtin] : Builtins()) names.emplace_back(key.first);
  return names;
}

Value NoOverload(absl::string_view function, absl::Span<const Value> args) {
  return Value::MakeError(
      absl::StrCat("no matching overload: ", function, "(",
                   absl::StrJoin(args, ", ",
                                 [](std::string* out, const Value& arg) {
                                   absl::StrAppend(out, KindName(arg.kind()));
                                 }),
                   ")"));
}

}  // namespace compliance::cel
