#include "hook/planned_instances.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "hook/address_book.h"
#include "hook/scalar_text.h"

namespace compliance::hook {
namespace {

// What a known argument has to be equal in; nullopt where equality of text does
// not decide.
std::optional<std::string> TextOf(const cty::Value& value) {
  if (value.IsUnknown()) return std::nullopt;
  if (value.IsNull()) return "null";
  const std::optional<std::string> scalar = ScalarText(value);
  if (!scalar) return std::nullopt;
  return absl::StrCat("=", scalar->size(), ":", *scalar);
}

bool IsObject(const cty::Value& value) {
  return value.HasContent() && value.type().kind() == cty::Type::Kind::kObject;
}

// What `now` has for the arguments of a group; nullopt where one of them is not
// comparable.
std::optional<std::string> KeyOf(const std::vector<std::string>& names,
                                 const cty::Value& now) {
  std::string key;
  for (const std::string& name : names) {
    const cty::Value* value = now.Find(name);
    const auto text = value == nullptr ? std::nullopt : TextOf(*value);
    if (!text) return std::nullopt;
    key += *text;
  }
  return key;
}

}  // namespace

void PlannedInstances::Add(plan::Address address, const cty::Value& planned) {
  if (planned.IsNull()) {
    deleted_.push_back(std::move(address));
    return;
  }
  std::vector<std::string> names;
  std::string key;
  if (IsObject(planned)) {
    for (const auto& [name, value] : planned.AsAttributes()) {
      const std::optional<std::string> text = TextOf(value);
      if (!text) continue;
      names.push_back(name);
      key += *text;
    }
  }
  groups_[std::move(names)][std::move(key)].push_back(kept_.size());
  kept_.push_back({std::move(address), planned});
}

std::vector<plan::Address> PlannedInstances::Find(const cty::Value& now,
                                                  std::size_t limit) const {
  std::vector<plan::Address> found;
  if (now.IsNull()) {
    const auto count = std::min(limit, deleted_.size());
    found.assign(deleted_.begin(),
                 deleted_.begin() + static_cast<std::ptrdiff_t>(count));
    return found;
  }
  const auto add = [&](const std::vector<std::size_t>& indexes) {
    for (const std::size_t index : indexes) {
      if (found.size() == limit) return;
      if (CouldBecome(kept_[index].planned, now)) {
        found.push_back(kept_[index].address);
      }
    }
  };
  for (const auto& [names, group] : groups_) {
    if (const std::optional<std::string> key = KeyOf(names, now)) {
      const auto same = group.find(*key);
      if (same != group.end()) add(same->second);
    } else {
      for (const auto& [text, indexes] : group) add(indexes);
    }
  }
  return found;
}

std::vector<plan::Address> PlannedInstances::All(std::size_t limit) const {
  std::vector<plan::Address> all;
  for (const Instance& instance : kept_) {
    if (all.size() == limit) break;
    all.push_back(instance.address);
  }
  return all;
}

}  // namespace compliance::hook
