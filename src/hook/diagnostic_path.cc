#include "hook/diagnostic_path.h"

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "compliance/cty/type.h"

namespace compliance::hook {
namespace {

using cty::Path;
using cty::Step;
using cty::Type;
using cty::Value;
using schema::Nesting;

bool IsSet(const Value* value) { return value != nullptr && !value->IsNull(); }

// What an attribute's expression may show by a key or an index of its own.
Path InsideAttribute(const Path& to, const Value& value, const Step& step) {
  if (!value.HasContent()) return to;
  const Type::Kind kind = value.type().kind();
  const bool is_keyed = kind == Type::Kind::kMap || kind == Type::Kind::kObject;
  const bool is_ordered =
      kind == Type::Kind::kList || kind == Type::Kind::kTuple;
  if (value.Find(step) == nullptr) return to;
  if (const auto* key = std::get_if<cty::MapKey>(&step)) {
    return is_keyed ? to.Key(key->key) : to;
  }
  if (const auto* name = std::get_if<cty::AttributeName>(&step)) {
    return is_keyed ? to.Key(name->name) : to;
  }
  return is_ordered ? to.Index(std::get<cty::ListIndex>(step).index) : to;
}

// tags_all is what tags and the provider's default tags come to; a tag of the
// resource's own is written in tags.
Path AsWritten(const Path& path, const Value& config) {
  static const Step kAllTags = cty::AttributeName{"tags_all"};
  if (path.empty() || path.steps().front() != kAllTags) return path;
  std::vector<Step> steps = path.steps();
  steps.front() = cty::AttributeName{"tags"};
  Path written(std::move(steps));
  return IsSet(config.Find(written)) ? written : path;
}

class Resolver {
 public:
  Resolver(const Path& path, bool attributes_as_blocks)
      : steps_(path.steps()), attributes_as_blocks_(attributes_as_blocks) {}

  Path Resolve(const schema::Block& block, const Value& config) {
    const schema::Block* at = &block;
    const Value* value = &config;
    while (const std::string* name = Name()) {
      if (const schema::Attribute* attribute = at->FindAttribute(*name)) {
        return AtAttribute(*attribute, *at, *value);
      }
      const schema::NestedBlock* nested = at->FindBlock(*name);
      if (nested == nullptr) break;
      const Value* inside = Enter(*nested, value->Find(*name));
      if (inside == nullptr) break;
      at = &nested->block;
      value = inside;
    }
    return Header(*at, *value);
  }

 private:
  // The name at this place of the path; nullptr where there is none.
  const std::string* Name() const {
    if (next_ >= steps_.size()) return nullptr;
    const auto* name = std::get_if<cty::AttributeName>(&steps_[next_]);
    return name == nullptr ? nullptr : &name->name;
  }

  // The element of a nested block that the path leads into, nullptr where that
  // cannot be told; both it and its name are then behind.
  const Value* Enter(const schema::NestedBlock& nested, const Value* all) {
    if (all == nullptr || !all->HasContent()) return nullptr;
    if (nested.nesting == Nesting::kSingle ||
        nested.nesting == Nesting::kGroup) {
      to_ = to_.Attr(nested.name);
      ++next_;
      return all;
    }
    if (next_ + 1 >= steps_.size()) return nullptr;
    const Step& step = steps_[next_ + 1];
    const bool is_one_of_several =
        nested.nesting == Nesting::kSet && all->AsElements().size() != 1;
    const Value* element = all->Find(step);
    if (is_one_of_several || element == nullptr || !element->HasContent()) {
      return nullptr;
    }
    std::vector<Step> steps = to_.steps();
    steps.emplace_back(cty::AttributeName{nested.name});
    steps.push_back(step);
    to_ = Path(std::move(steps));
    next_ += 2;
    return element;
  }

  Path AtAttribute(const schema::Attribute& attribute,
                   const schema::Block& block, const Value& config) const {
    const Value* value = config.Find(attribute.name);
    if (!IsSet(value)) return Header(block, config);
    const Path to = to_.Attr(attribute.name);
    if (next_ + 1 >= steps_.size()) return to;
    if (IsWrittenAsBlocks(attribute)) return InsideBlock(to, *value);
    return InsideAttribute(to, *value, steps_[next_ + 1]);
  }

  bool IsWrittenAsBlocks(const schema::Attribute& attribute) const {
    const Type::Kind kind = attribute.type.kind();
    return attributes_as_blocks_ &&
           (kind == Type::Kind::kList || kind == Type::Kind::kSet) &&
           attribute.type.element().kind() == Type::Kind::kObject;
  }

  Path InsideBlock(const Path& to, const Value& all) const {
    const bool leads_into = next_ + 2 < steps_.size() && all.HasContent();
    if (!leads_into) return to;
    const auto* index = std::get_if<cty::ListIndex>(&steps_[next_ + 1]);
    const auto* name = std::get_if<cty::AttributeName>(&steps_[next_ + 2]);
    const bool is_one_of_several =
        all.type().kind() == Type::Kind::kSet && all.AsElements().size() != 1;
    if (index == nullptr || name == nullptr || is_one_of_several) return to;
    const Value* element = all.Find(*index);
    if (element == nullptr || !IsSet(element->Find(name->name))) return to;
    return to.Index(index->index).Attr(name->name);
  }

  // The header of the block that was reached: Terraform shows it in place of an
  // attribute that the block does not set.
  Path Header(const schema::Block& block, const Value& config) const {
    if (to_.empty()) return {};
    for (const schema::Attribute& attribute : block.attributes) {
      if (!IsSet(config.Find(attribute.name))) return to_.Attr(attribute.name);
    }
    return block.attributes.empty() ? Path()
                                    : to_.Attr(block.attributes.front().name);
  }

  const std::vector<Step>& steps_;
  const bool attributes_as_blocks_;
  std::size_t next_ = 0;
  Path to_;
};

}  // namespace

Path DiagnosticPath(const Path& path, const schema::Block& block,
                    const Value& config, bool attributes_as_blocks) {
  if (!config.HasContent()) return {};
  const Path written = AsWritten(path, config);
  return Resolver(written, attributes_as_blocks).Resolve(block, config);
}

}  // namespace compliance::hook
