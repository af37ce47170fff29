#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/strip.h"
#include "lang/characters.h"
#include "lang/families.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

// `text` without the code points at either end that are to go.
template <typename Goes>
std::string Trimmed(const std::string& text, Goes goes) {
  const std::vector<CodePoint> all = CodePointsOf(text);
  const auto begin = std::find_if_not(all.begin(), all.end(), goes);
  const auto end =
      std::find_if_not(all.rbegin(), std::make_reverse_iterator(begin), goes);
  std::string trimmed;
  std::for_each(begin, end.base(), [&trimmed](CodePoint code_point) {
    AppendCodePoint(code_point, &trimmed);
  });
  return trimmed;
}

std::string Trim(const std::string& text, const std::string& cutset) {
  const std::vector<CodePoint> cut = CodePointsOf(cutset);
  return Trimmed(text, [&cut](CodePoint code_point) {
    return std::find(cut.begin(), cut.end(), code_point) != cut.end();
  });
}

std::string TrimPrefix(const std::string& text, const std::string& prefix) {
  return std::string(absl::StripPrefix(text, prefix));
}

std::string TrimSuffix(const std::string& text, const std::string& suffix) {
  return std::string(absl::StripSuffix(text, suffix));
}

std::string Chomp(const std::string& text) {
  return text.substr(0, text.find_last_not_of("\r\n") + 1);
}

Function OfTwo(std::string name, std::string second,
               std::string (*compute)(const std::string&, const std::string&)) {
  return {.name = std::move(name),
          .parameters = {{"str", Type::String()},
                         {std::move(second), Type::String()}},
          .type = Always(Type::String()),
          .body = [compute](const Arguments& arguments, const Type&) -> Result {
            return Value::String(
                compute(arguments[0].AsString(), arguments[1].AsString()));
          }};
}

}  // namespace

std::vector<Function> TrimFunctions() {
  return {
      StringFunction("chomp", &Chomp),
      StringFunction(
          "trimspace",
          [](const std::string& text) { return Trimmed(text, &IsSpace); }),
      OfTwo("trim", "cutset", &Trim),
      OfTwo("trimprefix", "prefix", &TrimPrefix),
      OfTwo("trimsuffix", "suffix", &TrimSuffix),
  };
}

}  // namespace compliance::lang
