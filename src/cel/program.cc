#include "compliance/cel/program.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cel/machine.h"
#include "cel/node.h"
#include "cel/parser.h"
#include "compliance/base/status_macros.h"

namespace compliance::cel {
namespace {

template <typename Visitor>
void Walk(const Node& node, const Visitor& visit) {
  visit(node);
  for (const Node& child : node.children) Walk(child, visit);
}

void AddStrings(const Value& literal, std::set<std::string>& into) {
  if (literal.kind() == Value::Kind::kString) into.insert(literal.AsString());
  if (literal.kind() != Value::Kind::kList) return;
  for (const List::Item& item : literal.AsList().items) {
    AddStrings(item.value, into);
  }
}

// Finds the attributes that an expression reads of one variable.
class PathFinder {
 public:
  explicit PathFinder(absl::string_view variable) : variable_(variable) {}

  std::vector<cty::Path> Run(const Node& root) {
    Record(Visit(root));
    return {paths_.begin(), paths_.end()};
  }

 private:
  // A place in the variable that the value of an expression is.
  struct Place {
    cty::Path path;
    // Any member of the list at `path` less its last step, which says nothing
    // by itself: over a map, the macros' variable is a key.
    bool member = false;
  };
  using MaybePlace = std::optional<Place>;

  void Record(const MaybePlace& place) {
    if (!place.has_value()) return;
    if (!place->member) {
      paths_.insert(place->path);
      return;
    }
    std::vector<cty::Step> steps = place->path.steps();
    steps.pop_back();
    paths_.insert(cty::Path(std::move(steps)));
  }

  MaybePlace Visit(const Node& node) {
    switch (node.kind) {
      case NodeKind::kVariable:
        return node.name == variable_ ? MaybePlace(Place{}) : std::nullopt;
      case NodeKind::kLocal:
        return locals_[node.slot];
      case NodeKind::kSelect:
      case NodeKind::kOptionalSelect:
        return Attribute(node);
      case NodeKind::kHas:
        Record(Attribute(node));
        return std::nullopt;
      case NodeKind::kIndex:
      case NodeKind::kOptionalIndex:
        return Member(node);
      case NodeKind::kFold:
        return VisitFold(node);
      case NodeKind::kBind:
        return VisitScoped(node.children[1], Visit(node.children[0]));
      case NodeKind::kOptionalMap:
        Record(VisitScoped(node.children[1], Visit(node.children[0])));
        return std::nullopt;
      case NodeKind::kOptionalElse: {
        MaybePlace place = Visit(node.children[0]);
        Record(Visit(node.children[1]));
        return place;
      }
      default:
        for (const Node& child : node.children) Record(Visit(child));
        return std::nullopt;
    }
  }

  MaybePlace Attribute(const Node& node) {
    MaybePlace place = Visit(node.children[0]);
    if (!place.has_value()) return place;
    return Place{place->path.Attr(node.name)};
  }

  MaybePlace Member(const Node& node) {
    MaybePlace place = Visit(node.children[0]);
    const Node& index = node.children[1];
    Record(Visit(index));
    if (!place.has_value()) return place;
    if (index.kind == NodeKind::kLiteral) {
      if (index.literal.kind() == Value::Kind::kInt) {
        return Place{place->path.Index(index.literal.AsInt())};
      }
      if (index.literal.kind() == Value::Kind::kString) {
        return Place{place->path.Key(index.literal.AsString())};
      }
    }
    Record(place);
    return std::nullopt;
  }

  MaybePlace VisitFold(const Node& node) {
    MaybePlace range = Visit(node.children[0]);
    Record(range);
    MaybePlace member;
    if (range.has_value()) member = Place{range->path.Index(0), true};
    const std::size_t outside = locals_.size();
    if (node.flag) locals_.emplace_back();
    locals_.push_back(std::move(member));
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      Record(Visit(node.children[i]));
    }
    locals_.resize(outside);
    return node.fold == Fold::kFilter ? range : std::nullopt;
  }

  MaybePlace VisitScoped(const Node& body, MaybePlace local) {
    locals_.push_back(std::move(local));
    MaybePlace place = Visit(body);
    locals_.pop_back();
    return place;
  }

  absl::string_view variable_;
  std::vector<MaybePlace> locals_;
  std::set<cty::Path> paths_;
};

}  // namespace

std::set<std::string> Program::Variables() const {
  std::set<std::string> names;
  Walk(root(), [&](const Node& node) {
    if (node.kind == NodeKind::kVariable) names.insert(node.name);
  });
  return names;
}

std::vector<cty::Path> Program::PathsOf(absl::string_view variable) const {
  return PathFinder(variable).Run(root());
}

std::set<std::string> Program::Needs(const Library& library) const {
  std::set<std::string> needs;
  Walk(root(), [&](const Node& node) {
    if (node.kind != NodeKind::kHostCall) return;
    const Function* function = library.Find(node.name, node.flag);
    if (function != nullptr && !function->needs.empty()) {
      needs.insert(function->needs);
    }
  });
  return needs;
}

std::set<std::string> Program::StringLiterals() const {
  std::set<std::string> strings;
  Walk(root(), [&](const Node& node) {
    if (node.kind == NodeKind::kLiteral) AddStrings(node.literal, strings);
  });
  return strings;
}

absl::StatusOr<Program> Compile(absl::string_view source,
                                const Library& library,
                                const std::set<std::string>& variables) {
  ASSIGN_OR_RETURN(Node root, Parse(source, library, variables));
  return Program(std::string(source),
                 std::make_shared<const Node>(std::move(root)));
}

Value Evaluate(const Program& program, const Activation& activation) {
  return Machine(activation, /*record=*/false).Run(program.root());
}

Outcome EvaluateCondition(const Program& program,
                          const Activation& activation) {
  Machine machine(activation, /*record=*/true);
  const Value result = machine.Run(program.root());
  Outcome outcome;
  outcome.truth = Truth::kUnknown;
  switch (result.kind()) {
    case Value::Kind::kBool:
      outcome.truth = TruthOf(result.AsBool());
      outcome.because = machine.Because();
      break;
    case Value::Kind::kUnknown:
      outcome.unknown = result.AsUnknown();
      break;
    case Value::Kind::kError:
      outcome.error = result.ErrorMessage();
      break;
    default:
      outcome.error = absl::StrCat(
          "a condition must come to true or false, "
          "not to a value of kind ",
          KindName(result.kind()));
      break;
  }
  return outcome;
}

}  // namespace compliance::cel
