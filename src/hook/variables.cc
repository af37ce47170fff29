#include "hook/variables.h"

#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace compliance::hook {

Variables Variables::OfProcess() {
  Variables variables;
  for (char** word = environ; word != nullptr && *word != nullptr; ++word) {
    variables.words_.emplace_back(*word);
  }
  return variables;
}

Variables& Variables::Set(absl::string_view name, absl::string_view value) {
  Unset(name);
  words_.push_back(absl::StrCat(name, "=", value));
  return *this;
}

Variables& Variables::Unset(absl::string_view name) {
  const std::string prefix = absl::StrCat(name, "=");
  std::erase_if(words_, [&prefix](const std::string& word) {
    return absl::StartsWith(word, prefix);
  });
  return *this;
}

}  // namespace compliance::hook
