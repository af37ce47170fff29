#include "schema/facts_reader.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/json.h"
#include "schema/type_notation.h"

namespace compliance::schema {
namespace {

using Defaults = std::map<cty::Path, cty::Value>;

absl::Status Malformed(absl::string_view line, absl::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", line, "\": expected ", wanted));
}

absl::StatusOr<Nesting> ParseNesting(absl::string_view word) {
  if (word == "single") return Nesting::kSingle;
  if (word == "list") return Nesting::kList;
  if (word == "set") return Nesting::kSet;
  if (word == "map") return Nesting::kMap;
  if (word == "group") return Nesting::kGroup;
  return Malformed(word, "single, list, set, map or group");
}

absl::Status SetFlags(absl::string_view letters, Attribute& attribute) {
  for (const char letter : letters) {
    switch (letter) {
      case 'r':
        attribute.required = true;
        break;
      case 'o':
        attribute.optional = true;
        break;
      case 'c':
        attribute.computed = true;
        break;
      case 's':
        attribute.sensitive = true;
        break;
      case 'd':
        attribute.deprecated = true;
        break;
      default:
        return Malformed(letters, "flags out of rocsd");
    }
  }
  return absl::OkStatus();
}

const Block* FindBlockAt(const Block& root, const cty::Path& path) {
  const Block* block = &root;
  for (const cty::Step& step : path.steps()) {
    const auto* name = std::get_if<cty::AttributeName>(&step);
    const NestedBlock* nested =
        name == nullptr ? nullptr : block->FindBlock(name->name);
    if (nested == nullptr) return nullptr;
    block = &nested->block;
  }
  return block;
}

// Every default below `from`, once more below `to`.
void CopyDefaults(const cty::Path& from, const cty::Path& to,
                  Defaults& defaults) {
  Defaults copies;
  for (const auto& [path, value] : defaults) {
    if (!path.StartsWith(from)) continue;
    cty::Path copy = to;
    for (std::size_t i = from.steps().size(); i < path.steps().size(); ++i) {
      copy = copy.Attr(std::get<cty::AttributeName>(path.steps()[i]).name);
    }
    copies.emplace(std::move(copy), value);
  }
  defaults.merge(copies);
}

std::size_t IndentOf(absl::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

// Reads the lines of a section in order; blocks are filled in place, so that a
// later block can refer to one that is complete.
class SectionReader {
 public:
  explicit SectionReader(absl::string_view section)
      : lines_(absl::StrSplit(section, '\n', absl::SkipWhitespace())) {}

  absl::StatusOr<TypeFacts> Read() {
    const absl::Status status = ReadAll();
    if (status.ok()) return std::move(facts_);
    return absl::InvalidArgumentError(
        absl::StrCat("line ", next_, ": ", status.message()));
  }

 private:
  absl::Status ReadAll() {
    if (lines_.empty()) return Malformed("", "a type");
    const absl::string_view head = lines_[next_++];
    const std::vector<absl::string_view> words = absl::StrSplit(head, ' ');
    if (words.size() != 3 ||
        !absl::SimpleAtoi(words[2], &facts_.schema.version)) {
      return Malformed(head, "KIND NAME VERSION");
    }
    facts_.type_name = std::string(words[1]);
    RETURN_IF_ERROR(ReadMembers(1, {}, facts_.schema.block));
    if (next_ < lines_.size()) {
      return Malformed(lines_[next_++], "another indentation");
    }
    return absl::OkStatus();
  }

  absl::Status ReadMembers(std::size_t indent, const cty::Path& path,
                           Block& block) {
    while (next_ < lines_.size() && IndentOf(lines_[next_]) == indent) {
      const absl::string_view line = lines_[next_++].substr(indent);
      const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
      if (words.size() < 3) return Malformed(line, "NAME TYPE FLAGS");
      if (words[1] == "block") {
        RETURN_IF_ERROR(ReadBlock(line, words, indent, path, block));
      } else {
        RETURN_IF_ERROR(ReadAttribute(line, words, path, block));
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadAttribute(absl::string_view line,
                             const std::vector<absl::string_view>& words,
                             const cty::Path& path, Block& block) {
    Attribute attribute;
    attribute.name = std::string(words[0]);
    ASSIGN_OR_RETURN(attribute.type, ParseType(words[1]));
    RETURN_IF_ERROR(SetFlags(words[2], attribute));
    if (words.size() > 3) {
      absl::string_view json = line.substr(words[3].data() - line.data());
      if (!absl::ConsumePrefix(&json, "=")) return Malformed(line, "=JSON");
      ASSIGN_OR_RETURN(cty::Value value, cty::DecodeJson(json, attribute.type));
      facts_.planned_defaults.emplace(path.Attr(attribute.name),
                                      std::move(value));
    }
    block.attributes.push_back(std::move(attribute));
    return absl::OkStatus();
  }

  absl::Status ReadBlock(absl::string_view line,
                         const std::vector<absl::string_view>& words,
                         std::size_t indent, const cty::Path& path,
                         Block& block) {
    NestedBlock& nested = block.blocks.emplace_back();
    nested.name = std::string(words[0]);
    if (words.size() < 5 || !absl::SimpleAtoi(words[3], &nested.min_items) ||
        !absl::SimpleAtoi(words[4], &nested.max_items)) {
      return Malformed(line, "NAME block NESTING MIN MAX");
    }
    ASSIGN_OR_RETURN(nested.nesting, ParseNesting(words[2]));
    const cty::Path here = path.Attr(nested.name);
    for (std::size_t i = 5; i < words.size(); ++i) {
      if (words[i] == "unknown") {
        facts_.unknown_blocks.push_back(here);
      } else if (words[i] == "as" && i + 1 < words.size()) {
        RETURN_IF_ERROR(CopyBlock(words[++i], here, nested.block));
      } else {
        return Malformed(line, "unknown or as PATH");
      }
    }
    return ReadMembers(indent + 1, here, nested.block);
  }

  absl::Status CopyBlock(absl::string_view dotted, const cty::Path& to,
                         Block& block) {
    const cty::Path from = ParseDottedPath(dotted);
    const Block* source = FindBlockAt(facts_.schema.block, from);
    if (source == nullptr || source == &block) {
      return Malformed(dotted, "the path of a block above");
    }
    block = *source;
    CopyDefaults(from, to, facts_.planned_defaults);
    return absl::OkStatus();
  }

  std::vector<absl::string_view> lines_;
  std::size_t next_ = 0;
  TypeFacts facts_;
};

}  // namespace

absl::StatusOr<TypeFacts> ReadFacts(absl::string_view section) {
  return SectionReader(section).Read();
}

cty::Path ParseDottedPath(absl::string_view dotted) {
  cty::Path path;
  for (const absl::string_view name : absl::StrSplit(dotted, '.')) {
    path = path.Attr(std::string(name));
  }
  return path;
}

std::optional<cty::Type> TypeAt(const Block& block, const cty::Path& path) {
  const std::vector<cty::Step>& steps = path.steps();
  if (steps.empty()) return ImpliedType(block);
  const auto* last = std::get_if<cty::AttributeName>(&steps.back());
  const Block* parent = FindBlockAt(
      block, cty::Path(std::vector<cty::Step>(steps.begin(), steps.end() - 1)));
  if (last == nullptr || parent == nullptr) return std::nullopt;
  if (const Attribute* attribute = parent->FindAttribute(last->name)) {
    return attribute->type;
  }
  if (parent->FindBlock(last->name) == nullptr) return std::nullopt;
  return ImpliedType(*parent).attributes().at(last->name);
}

}  // namespace compliance::schema
