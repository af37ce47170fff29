#include "lang/yaml_builder.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/cty/convert.h"
#include "lang/yaml_scalar.h"

namespace compliance::lang {
namespace {

using cty::Type;
using cty::Value;

// Aliases of aliases can make a document of many more nodes than it has bytes.
constexpr std::size_t kMaxWeight = 1000000;

// How the parser tags scalars without a tag: in quotes or as a block, and
// plain.
constexpr absl::string_view kNonPlain = "!";
constexpr absl::string_view kPlain = "?";

bool IsMapping(const Value& value) {
  return value.HasContent() && value.type().kind() == Type::Kind::kObject;
}

}  // namespace

void YamlBuilder::Fail(absl::string_view reason) {
  if (!status_.ok()) return;
  status_ = absl::InvalidArgumentError(absl::StrCat("argument 1: ", reason));
}

absl::string_view YamlBuilder::ScalarAt(const YAML::Mark& mark) const {
  auto position = static_cast<std::size_t>(mark.pos);
  while (position < source_.size() &&
         (source_[position] == '!' || source_[position] == '&')) {
    position = source_.find_first_of(" \t\r\n", position);
    position = source_.find_first_not_of(" \t\r\n", position);
  }
  return source_.substr(std::min(position, source_.size()));
}

// The parser does not say which tag an empty scalar has.
void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto position = static_cast<std::size_t>(mark.pos);
  if (position < source_.size() && source_[position] == '!') {
    status_ = absl::UnimplementedError("argument 1: a tag has no text");
  }
  Add({Value()}, anchor);
}

void YamlBuilder::OnAlias(const YAML::Mark&, YAML::anchor_t anchor) {
  const auto found = anchored_.find(anchor);
  if (found == anchored_.end()) {
    return Fail("an anchor is referred to inside its own definition");
  }
  const Node node = found->second;
  Add(node, 0);
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag,
                           YAML::anchor_t anchor, const std::string& text) {
  if (!status_.ok()) return;
  const bool untagged = tag == kPlain || tag == kNonPlain || tag.empty();
  const bool key =
      !open_.empty() && open_.back().mapping && !open_.back().has_key;
  if (key && text == "<<" && untagged) return TakeKey(Value(), true);
  const absl::string_view scalar = ScalarAt(mark);
  const char style = scalar.empty() ? '\0' : scalar[0];
  if (tag != kPlain && (style == '"' || style == '\'')) {
    if (scalar.find(style, 1) == absl::string_view::npos) {
      return Fail("a quote is not closed");
    }
    return Add({Value::String(text)}, anchor);
  }
  absl::StatusOr<Value> value = ResolveScalar(text, untagged ? "" : tag);
  if (value.ok() && tag == kNonPlain) {
    // A block is a string, though of what its text means.
    value = cty::Convert(*value, Type::String());
  }
  if (!value.ok()) {
    status_ = value.status();
    return;
  }
  Add({*std::move(value)}, anchor);
}

void YamlBuilder::OnSequenceStart(const YAML::Mark&, const std::string& tag,
                                  YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value) {
  Start(/*mapping=*/false, tag, anchor);
}

void YamlBuilder::OnMapStart(const YAML::Mark&, const std::string& tag,
                             YAML::anchor_t anchor, YAML::EmitterStyle::value) {
  Start(/*mapping=*/true, tag, anchor);
}

void YamlBuilder::Start(bool mapping, const std::string& tag,
                        YAML::anchor_t anchor) {
  if (!status_.ok()) return;
  const absl::string_view own =
      mapping ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq";
  if (!tag.empty() && tag != kPlain && tag != own) {
    return Fail("a tag is not one for a sequence or mapping");
  }
  if (!open_.empty() && open_.back().mapping && !open_.back().has_key) {
    return Fail("only scalars may be keys");
  }
  Open open;
  open.mapping = mapping;
  open.anchor = anchor;
  open_.push_back(std::move(open));
}

void YamlBuilder::OnSequenceEnd() {
  if (!status_.ok()) return;
  End(Value::Tuple(std::move(open_.back().elements)));
}

void YamlBuilder::OnMapEnd() {
  if (!status_.ok()) return;
  End(Value::Object(std::move(open_.back().entries)));
}

void YamlBuilder::End(Value value) {
  const Open closed = std::move(open_.back());
  open_.pop_back();
  Add({std::move(value), closed.weight}, closed.anchor);
}

void YamlBuilder::Add(Node node, YAML::anchor_t anchor) {
  if (!status_.ok()) return;
  if (anchor != 0) anchored_.insert_or_assign(anchor, node);
  if (open_.empty()) {
    value_ = std::move(node.value);
    return;
  }
  Open& parent = open_.back();
  parent.weight += node.weight;
  if (parent.weight > kMaxWeight) {
    status_ = absl::ResourceExhaustedError("the document is too large");
  } else if (!parent.mapping) {
    parent.elements.push_back(std::move(node.value));
  } else if (!parent.has_key) {
    TakeKey(node.value, /*is_merge=*/false);
  } else {
    TakeEntry(node.value);
  }
}

void YamlBuilder::TakeKey(const Value& key, bool is_merge) {
  Open& mapping = open_.back();
  mapping.has_key = true;
  mapping.merge = is_merge;
  if (is_merge) return;
  const absl::StatusOr<Value> text = cty::Convert(key, Type::String());
  if (!text.ok() || text->IsNull()) {
    return Fail("a key is not a scalar, or null");
  }
  mapping.key = text->AsString();
}

void YamlBuilder::TakeEntry(const Value& value) {
  Open& mapping = open_.back();
  mapping.has_key = false;
  if (mapping.merge) return Merge(value);
  mapping.entries.insert_or_assign(mapping.key, value);
}

void YamlBuilder::Merge(const Value& value) {
  if (IsMapping(value)) {
    for (const auto& [key, member] : value.AsAttributes()) {
      open_.back().entries.insert_or_assign(key, member);
    }
    return;
  }
  if (!value.HasContent() || value.type().kind() != Type::Kind::kTuple) {
    return Fail("only mappings may be merged");
  }
  for (const Value& element : value.AsElements()) {
    if (!IsMapping(element)) return Fail("only mappings may be merged");
    Merge(element);
  }
}

}  // namespace compliance::lang
