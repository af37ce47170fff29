// The blocks of one .tf file.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/cty/number.h"
#include "compliance/hcl/parse.h"
#include "compliance/hcl/source_positions.h"

namespace compliance::hcl {
namespace {

// The value of a plain literal; nullopt for any other expression.
std::optional<cty::Value> ConstantOf(const Expression& expression) {
  if (const auto* literal = expression.As<Literal>()) return literal->value;
  if (const auto* text = expression.As<Template>()) {
    std::optional<std::string> plain = text->AsText();
    if (plain.has_value()) return cty::Value::String(*plain);
  }
  const auto* sign = expression.As<Unary>();
  if (sign == nullptr || sign->op != UnaryOperator::kNegate) {
    return std::nullopt;
  }
  const auto* number = sign->operand.As<Literal>();
  const bool is_number = number != nullptr && number->value.HasContent() &&
                         number->value.type() == cty::Type::Number();
  if (!is_number) return std::nullopt;
  return cty::Value::Number(number->value.AsNumber().Negated());
}

class Scanner {
 public:
  Scanner(absl::string_view file_name, const std::vector<Problem>& problems)
      : file_(file_name), problems_(problems) {}

  SourceBlock Scan(const Block& source) {
    block_ = {};
    block_.type = source.type;
    for (const Label& label : source.labels) {
      block_.labels.push_back(label.text);
    }
    block_.position = At(source.header);
    for (const Attribute& attribute : source.body.attributes) {
      if (!HasProblem(attribute)) NoteValue(attribute);
    }
    AddMembers(source.body, "", /*in_dynamic=*/false);
    return std::move(block_);
  }

 private:
  SourcePosition At(const SourceRange& range) const {
    return {file_, static_cast<int>(range.begin.line),
            static_cast<int>(range.begin.column)};
  }

  bool HasProblem(const Attribute& attribute) const {
    return std::any_of(problems_.begin(), problems_.end(),
                       [&](const Problem& problem) {
                         const std::size_t byte = problem.range.begin.byte;
                         return attribute.range.begin.byte <= byte &&
                                byte < attribute.range.end.byte;
                       });
  }

  void NoteValue(const Attribute& attribute) {
    const std::optional<cty::Value> constant = ConstantOf(attribute.expression);
    if (!constant.has_value()) return;
    const bool is_text =
        (block_.type == "provider" && attribute.name == "alias") ||
        (block_.type == "module" && attribute.name == "source");
    if (is_text && constant->HasContent() &&
        constant->type() == cty::Type::String()) {
      block_.texts.emplace(attribute.name, constant->AsString());
    }
    block_.constants.emplace(attribute.name, *constant);
  }

  // `path` is that of the body; "" at the top of a block.
  void AddMembers(const Body& body, const std::string& path, bool in_dynamic) {
    const auto below = [&](const std::string& name) {
      return absl::StrCat(path, path.empty() ? "" : ".", name);
    };
    for (const Attribute& attribute : body.attributes) {
      block_.members[below(attribute.name)].push_back(At(attribute.name_range));
    }
    for (const Block& block : body.blocks) {
      const bool is_dynamic =
          block.type == "dynamic" && block.labels.size() == 1;
      if (in_dynamic && block.type == "content") {
        // The content block of a dynamic block is the block itself.
        AddMembers(block.body, path, /*in_dynamic=*/false);
        continue;
      }
      const std::string name =
          below(is_dynamic ? block.labels.front().text : block.type);
      block_.members[name].push_back(At(block.header));
      AddMembers(block.body, name, is_dynamic);
    }
  }

  std::string file_;
  const std::vector<Problem>& problems_;
  SourceBlock block_;
};

}  // namespace

std::vector<SourceBlock> ScanSource(absl::string_view file_name,
                                    absl::string_view text) {
  const ParsedFile file =
      absl::EndsWith(file_name, ".json") ? ParseJson(text) : Parse(text);
  Scanner scanner(file_name, file.problems);
  std::vector<SourceBlock> blocks;
  for (const Block& block : file.body.blocks) {
    blocks.push_back(scanner.Scan(block));
  }
  return blocks;
}

SourcePosition PositionOf(const SourceBlock& block, const cty::Path& path) {
  const auto before = [](const SourcePosition& a, const SourcePosition& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  };
  SourcePosition best = block.position;
  // Where the next block of the same name begins: ours has ended there.
  std::optional<SourcePosition> end;
  std::string name;
  for (const cty::Step& step : path.steps()) {
    if (const auto* at = std::get_if<cty::ListIndex>(&step)) {
      const auto it = block.members.find(name);
      const auto index = static_cast<std::size_t>(at->index);
      if (it == block.members.end() || index >= it->second.size()) continue;
      const bool is_inside = !before(it->second[index], best) &&
                             (!end || before(it->second[index], *end));
      if (!is_inside) continue;
      best = it->second[index];
      if (index + 1 < it->second.size()) end = it->second[index + 1];
      continue;
    }
    const auto* attribute = std::get_if<cty::AttributeName>(&step);
    if (attribute == nullptr) break;
    absl::StrAppend(&name, name.empty() ? "" : ".", attribute->name);
    const auto it = block.members.find(name);
    if (it == block.members.end()) break;
    const auto below = std::find_if(
        it->second.begin(), it->second.end(),
        [&](const auto& position) { return before(best, position); });
    if (below == it->second.end() || (end && !before(*below, *end))) break;
    best = *below;
  }
  return best;
}

}  // namespace compliance::hcl
