#include "coming_names.h"

#include <algorithm>
#include <cstddef>

#include "names_to_come.h"

namespace compliance::plan {
namespace {

using Table = std::unordered_map<std::string, std::vector<const Resource*>>;

bool AddAll(const Table& table, absl::string_view key,
            const std::function<bool(const Resource&)>& add) {
  const auto found = table.find(std::string(key));
  return found == table.end() ||
         std::all_of(
             found->second.begin(), found->second.end(),
             [&add](const Resource* resource) { return add(*resource); });
}

// By each thing that the text starts with.
bool AddPrefixes(const Table& table, absl::string_view text,
                 const std::function<bool(const Resource&)>& add) {
  if (table.empty()) return true;
  for (std::size_t size = 0; size <= text.size(); ++size) {
    if (!AddAll(table, text.substr(0, size), add)) return false;
  }
  return true;
}

}  // namespace

void ComingNames::Add(const Resource& resource) {
  const NamesToCome names = NamesToComeOf(resource);
  if (names.prefixes.empty() && names.ends_of_arn.empty()) return;
  OfType& of_type = by_type_[resource.address.type];
  for (const std::string& prefix : names.prefixes) {
    of_type.by_prefix[prefix].push_back(&resource);
    if (names.has_unknown_arn) {
      of_type.by_prefix_in_arn[prefix].push_back(&resource);
    }
  }
  for (const std::string& end : names.ends_of_arn) {
    of_type.by_end_of_arn[end].push_back(&resource);
  }
}

bool ComingNames::FindIn(const OfType& names, absl::string_view text,
                         const std::function<bool(const Resource&)>& add) {
  if (!AddPrefixes(names.by_prefix, text, add)) return false;
  for (const absl::string_view end : EndsOfArn(text)) {
    if (!AddAll(names.by_end_of_arn, end, add)) return false;
    if (!AddPrefixes(names.by_prefix_in_arn, end, add)) return false;
  }
  return true;
}

void ComingNames::Find(absl::string_view text,
                       const std::vector<std::string>& types,
                       const std::function<bool(const Resource&)>& add) const {
  if (types.empty()) {
    for (const auto& [type, names] : by_type_) {
      if (!FindIn(names, text, add)) return;
    }
    return;
  }
  for (const std::string& type : types) {
    const auto found = by_type_.find(type);
    if (found != by_type_.end() && !FindIn(found->second, text, add)) return;
  }
}

}  // namespace compliance::plan
