#include "compliance/cty/path.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "compliance/base/text.h"

namespace compliance::cty {

Path Path::Extended(Step step) const {
  std::vector<Step> steps;
  steps.reserve(steps_.size() + 1);
  steps = steps_;
  steps.push_back(std::move(step));
  return Path(std::move(steps));
}

Path Path::Attr(std::string name) const {
  return Extended(AttributeName{std::move(name)});
}
Path Path::Key(std::string key) const {
  return Extended(MapKey{std::move(key)});
}
Path Path::Index(std::int64_t index) const {
  return Extended(ListIndex{index});
}

bool Path::StartsWith(const Path& prefix) const {
  return prefix.steps_.size() <= steps_.size() &&
         std::equal(prefix.steps_.begin(), prefix.steps_.end(), steps_.begin());
}

std::string Path::ToString() const {
  std::string text;
  for (const Step& step : steps_) {
    if (const auto* attribute = std::get_if<AttributeName>(&step)) {
      absl::StrAppend(&text, text.empty() ? "" : ".", attribute->name);
    } else if (const auto* key = std::get_if<MapKey>(&step)) {
      absl::StrAppend(&text, "[", Quote(key->key), "]");
    } else {
      absl::StrAppend(&text, "[", std::get<ListIndex>(step).index, "]");
    }
  }
  return text;
}

std::ostream& operator<<(std::ostream& out, const Path& path) {
  return out << path.ToString();
}

}  // namespace compliance::cty
