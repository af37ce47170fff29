#include "spelled_names.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace compliance::plan {

std::string NamespaceOf(const Resource& resource) {
  return absl::StrCat(resource.address.type, " ", resource.provider_config);
}

void SpelledNames::Add(const std::string& text, std::size_t place,
                       const std::set<std::string>& taken) {
  std::vector<Entry>& entries = by_taken_[taken];
  entries.push_back({text, false, place});
  for (const absl::string_view end : EndsOfArn(text)) {
    entries.push_back({end, true, place});
  }
}

void SpelledNames::Sort() {
  for (auto& [taken, entries] : by_taken_) {
    std::stable_sort(
        entries.begin(), entries.end(),
        [](const Entry& a, const Entry& b) { return a.text < b.text; });
  }
}

void SpelledNames::Find(const NamesToCome& names, const std::string& name_space,
                        const std::function<bool(std::size_t)>& add) const {
  const auto from = [](const std::vector<Entry>& entries,
                       const std::string& text) {
    return std::lower_bound(entries.begin(), entries.end(), text,
                            [](const Entry& entry, const std::string& t) {
                              return entry.text < t;
                            });
  };
  for (const auto& [taken, entries] : by_taken_) {
    if (taken.count(name_space) != 0) continue;
    for (const std::string& prefix : names.prefixes) {
      for (auto it = from(entries, prefix);
           it != entries.end() && absl::StartsWith(it->text, prefix); ++it) {
        if (it->is_end_of_arn && !names.has_unknown_arn) continue;
        if (!add(it->place)) return;
      }
    }
    for (const std::string& end : names.ends_of_arn) {
      for (auto it = from(entries, end); it != entries.end() && it->text == end;
           ++it) {
        if (it->is_end_of_arn && !add(it->place)) return;
      }
    }
  }
}

}  // namespace compliance::plan
