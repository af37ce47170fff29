#include "compliance/lang/functions.h"

#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "lang/families.h"
#include "lang/function.h"

namespace compliance::lang {
namespace {

using Table = std::map<std::string, Function, std::less<>>;

Table MakeTable() {
  Table table;
  for (auto* family :
       {&NumberFunctions, &StringFunctions, &TrimFunctions, &RegexFunctions,
        &FormatFunctions, &ConversionFunctions, &ListFunctions,
        &SearchFunctions, &MapFunctions, &SetFunctions, &EncodingFunctions,
        &JsonFunctions, &YamlFunctions, &CsvFunctions, &HashFunctions,
        &NetworkFunctions, &DateFunctions, &PathFunctions, &ImpureFunctions}) {
    for (Function& function : family()) {
      std::string name = function.name;
      table.emplace(std::move(name), std::move(function));
    }
  }
  return table;
}

const Table& Functions() {
  static const Table& table = *new Table(MakeTable());
  return table;
}

const Function* Find(absl::string_view name) {
  absl::ConsumePrefix(&name, "core::");
  const auto found = Functions().find(std::string(name));
  return found == Functions().end() ? nullptr : &found->second;
}

}  // namespace

absl::StatusOr<cty::Value> Call(absl::string_view name,
                                const std::vector<cty::Value>& arguments) {
  const Function* function = Find(name);
  if (function == nullptr) {
    return absl::NotFoundError(absl::StrCat("no function ", name));
  }
  absl::StatusOr<cty::Value> result = Apply(*function, arguments);
  if (result.ok()) return result;
  return absl::Status(
      result.status().code(),
      absl::StrCat(function->name, ": ", result.status().message()));
}

bool IsKnown(absl::string_view name) { return Find(name) != nullptr; }

bool IsPure(absl::string_view name) { return Find(name)->pure; }

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const auto& [name, function] : Functions()) names.push_back(name);
  return names;
}

}  // namespace compliance::lang
