#include "override.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace compliance::hcl {
namespace {

bool SameLabels(const Block& a, const Block& b) {
  return std::equal(
      a.labels.begin(), a.labels.end(), b.labels.begin(), b.labels.end(),
      [](const Label& x, const Label& y) { return x.text == y.text; });
}

// A provider configuration is told from others of its name by its alias.
std::string AliasOf(const Block& block) {
  const Attribute* alias =
      block.type == "provider" ? block.body.Find("alias") : nullptr;
  const Template* text =
      alias == nullptr ? nullptr : alias->expression.As<Template>();
  return text == nullptr ? "" : text->AsText().value_or("");
}

bool IsSame(const Block& a, const Block& b) {
  return a.type == b.type && SameLabels(a, b) && AliasOf(a) == AliasOf(b);
}

void SetAttribute(const Attribute& attribute, Body& body) {
  const auto same = std::find_if(body.attributes.begin(), body.attributes.end(),
                                 [&attribute](const Attribute& other) {
                                   return other.name == attribute.name;
                                 });
  if (same == body.attributes.end()) {
    body.attributes.push_back(attribute);
  } else {
    *same = attribute;
  }
}

// The blocks that a nested block replaces: `dynamic "x"` makes blocks of type
// x.
absl::string_view MadeType(const Block& block) {
  return block.type == "dynamic" && block.labels.size() == 1
             ? absl::string_view(block.labels.front().text)
             : absl::string_view(block.type);
}

// Nested blocks whose arguments are merged one by one; all blocks of another
// type are replaced together.
bool IsMergedInside(absl::string_view type) {
  return type == "lifecycle" || type == "required_providers";
}

void MergeBody(const Body& from, Body& into) {
  for (const Attribute& attribute : from.attributes) {
    SetAttribute(attribute, into);
  }
  std::set<absl::string_view> replaced;
  for (const Block& block : from.blocks) {
    const absl::string_view type = MadeType(block);
    const auto same = std::find_if(
        into.blocks.begin(), into.blocks.end(),
        [&block](const Block& other) { return IsSame(other, block); });
    if (IsMergedInside(type) && same != into.blocks.end()) {
      MergeBody(block.body, same->body);
      continue;
    }
    if (replaced.insert(type).second) {
      into.blocks.erase(std::remove_if(into.blocks.begin(), into.blocks.end(),
                                       [&type](const Block& other) {
                                         return MadeType(other) == type;
                                       }),
                        into.blocks.end());
    }
    into.blocks.push_back(block);
  }
}

// A local value is overridden wherever it stands.
bool OverrideLocal(const Attribute& local, std::vector<Block>& blocks) {
  for (Block& block : blocks) {
    if (block.type != "locals" || block.body.Find(local.name) == nullptr) {
      continue;
    }
    SetAttribute(local, block.body);
    return true;
  }
  return false;
}

Problem NothingToOverride(const SourceRange& range, absl::string_view what) {
  return {range, absl::StrCat("Missing ", what, " to override"),
          absl::StrCat("An override file changes what the module's other files "
                       "declare; declare this ",
                       what, " there, or move it out of the override file.")};
}

}  // namespace

void ApplyOverrides(const std::vector<Block>& overrides,
                    std::vector<Block>& blocks,
                    std::vector<Problem>& problems) {
  for (const Block& block : overrides) {
    if (block.type == "locals") {
      for (const Attribute& local : block.body.attributes) {
        if (!OverrideLocal(local, blocks)) {
          problems.push_back(
              NothingToOverride(local.name_range, "local value"));
        }
      }
      continue;
    }
    const auto base = std::find_if(
        blocks.begin(), blocks.end(),
        [&block](const Block& other) { return IsSame(other, block); });
    if (base != blocks.end()) {
      MergeBody(block.body, base->body);
    } else if (block.type == "terraform" || block.type == "provider") {
      blocks.push_back(block);
    } else {
      problems.push_back(NothingToOverride(block.header, block.type));
    }
  }
}

}  // namespace compliance::hcl
