#include "compliance/cel/library.h"

#include <utility>

namespace compliance::cel {

void Library::Add(Function function) {
  auto key = std::make_pair(function.name, function.member);
  functions_.insert_or_assign(std::move(key), std::move(function));
}

const Function* Library::Find(absl::string_view name, bool member) const {
  const auto found = functions_.find(std::make_pair(name, member));
  return found == functions_.end() ? nullptr : &found->second;
}

std::vector<std::string> Library::Names() const {
  std::vector<std::string> names;
  names.reserve(functions_.size());
  for (const auto& [key, function] : functions_) names.push_back(key.first);
  return names;
}

}  // namespace compliance::cel
