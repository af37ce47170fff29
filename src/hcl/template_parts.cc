#include "hcl/template_parts.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "compliance/base/graphemes.h"
#include "hcl/characters.h"

namespace compliance::hcl {
namespace {

using Kind = FlatPart::Kind;

// The characters that a line is indented by; nullopt for a blank line.
std::optional<std::size_t> IndentationOf(absl::string_view line) {
  const absl::string_view content = StripLeadingSpace(line);
  if (content.empty() && absl::EndsWith(line, "\n")) return std::nullopt;
  return CountGraphemes(line.substr(0, line.size() - content.size()));
}

void RemoveCharacters(std::size_t count, std::string* text) {
  std::size_t bytes = 0;
  for (; count > 0; --count) {
    bytes += FirstGrapheme(absl::string_view(*text).substr(bytes));
  }
  text->erase(0, bytes);
}

// Gathers a flat list into a tree.
class Gatherer {
 public:
  Gatherer(std::vector<FlatPart> parts, std::vector<Problem>* problems)
      : parts_(std::move(parts)), problems_(problems) {}

  std::vector<TemplatePart> All() {
    std::vector<TemplatePart> tree;
    while (Next().kind != Kind::kEnd) Append(0, &tree);
    return tree;
  }

 private:
  FlatPart& Next() { return parts_[index_]; }

  FlatPart Take() {
    FlatPart part = std::move(parts_[index_]);
    // The last stays where it is, for who asks again.
    if (part.kind == Kind::kEnd) {
      parts_[index_] = part;
    } else {
      ++index_;
    }
    return part;
  }

  void Report(const SourceRange& range, absl::string_view detail) {
    problems_->push_back(
        {range, "Template directives are not in pairs", std::string(detail)});
  }

  void Append(std::size_t depth, std::vector<TemplatePart>* tree) {
    switch (Next().kind) {
      case Kind::kText: {
        FlatPart part = Take();
        tree->push_back({TemplateText{Normalized(part.text)}, part.range});
        break;
      }
      case Kind::kInterpolation: {
        FlatPart part = Take();
        tree->push_back(
            {TemplateInterpolation{std::move(part.expression)}, part.range});
        break;
      }
      case Kind::kIf:
      case Kind::kFor:
        AppendDirective(depth, tree);
        break;
      case Kind::kElse:
      case Kind::kEndIf:
      case Kind::kEndFor:
        Report(Take().range, "No if or for that is open has this end.");
        break;
      case Kind::kEnd:
        break;
    }
  }

  void AppendDirective(std::size_t depth, std::vector<TemplatePart>* tree) {
    FlatPart open = Take();
    if (depth >= kMaxDepth) {
      problems_->push_back({open.range, "Nested too deep",
                            "Take parts out into templates of their own."});
      while (Next().kind != Kind::kEnd) Take();
      end_told_ = true;
      return;
    }
    std::optional<TemplatePart> part = open.kind == Kind::kIf
                                           ? GatherIf(depth, std::move(open))
                                           : GatherFor(depth, std::move(open));
    if (part.has_value()) tree->push_back(*std::move(part));
  }

  // What stands up to the next marker that ends or divides a directive.
  std::vector<TemplatePart> GatherContent(std::size_t depth) {
    std::vector<TemplatePart> content;
    for (;;) {
      switch (Next().kind) {
        case Kind::kElse:
        case Kind::kEndIf:
        case Kind::kEndFor:
        case Kind::kEnd:
          return content;
        default:
          Append(depth + 1, &content);
      }
    }
  }

  // Whether the marker that ends a directive comes; a problem where another
  // does.
  std::optional<SourceRange> TakeEnd(Kind want, absl::string_view detail) {
    FlatPart end = Take();
    if (end.kind == want) return end.range;
    // At the end of the template, those further out are not closed either.
    if (end.kind != Kind::kEnd || !std::exchange(end_told_, true)) {
      Report(end.range, detail);
    }
    return std::nullopt;
  }

  std::optional<TemplatePart> GatherIf(std::size_t depth, FlatPart open) {
    TemplateIf parsed;
    parsed.condition = std::move(open.expression);
    parsed.then_parts = GatherContent(depth);
    if (Next().kind == Kind::kElse) {
      Take();
      parsed.else_parts = GatherContent(depth);
    }
    const std::optional<SourceRange> end =
        TakeEnd(Kind::kEndIf, "%{ endif } is expected for the last if.");
    if (!end.has_value()) return std::nullopt;
    return TemplatePart{std::move(parsed), Between(open.range, *end)};
  }

  std::optional<TemplatePart> GatherFor(std::size_t depth, FlatPart open) {
    TemplateFor parsed;
    parsed.key_name = std::move(open.key_name);
    parsed.value_name = std::move(open.value_name);
    parsed.collection = std::move(open.expression);
    parsed.parts = GatherContent(depth);
    const std::optional<SourceRange> end =
        TakeEnd(Kind::kEndFor, "%{ endfor } is expected for the last for.");
    if (!end.has_value()) return std::nullopt;
    return TemplatePart{std::move(parsed), Between(open.range, *end)};
  }

  std::vector<FlatPart> parts_;
  std::vector<Problem>* problems_;
  std::size_t index_ = 0;
  bool end_told_ = false;
};

}  // namespace

void StripIndentation(std::vector<FlatPart>* parts) {
  std::size_t shared = std::numeric_limits<std::size_t>::max();
  std::vector<FlatPart*> indented;
  bool starts_line = true;
  for (FlatPart& part : *parts) {
    if (part.kind == Kind::kEnd) break;
    const bool is_text = part.kind == Kind::kText;
    if (starts_line && !is_text) shared = 0;
    if (starts_line && is_text) {
      if (const auto indentation = IndentationOf(part.text)) {
        shared = std::min(shared, *indentation);
        indented.push_back(&part);
      }
    }
    starts_line = is_text && absl::EndsWith(part.text, "\n");
  }
  for (FlatPart* part : indented) RemoveCharacters(shared, &part->text);
}

void JoinTexts(std::vector<FlatPart>* parts) {
  std::vector<FlatPart> joined;
  joined.reserve(parts->size());
  for (FlatPart& part : *parts) {
    if (!joined.empty() && part.kind == Kind::kText &&
        joined.back().kind == Kind::kText) {
      joined.back().text += part.text;
      joined.back().range.end = part.range.end;
    } else {
      joined.push_back(std::move(part));
    }
  }
  *parts = std::move(joined);
}

std::vector<TemplatePart> TreeOf(std::vector<FlatPart> parts,
                                 std::vector<Problem>* problems) {
  return Gatherer(std::move(parts), problems).All();
}

}  // namespace compliance::hcl
