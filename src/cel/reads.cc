// What an expression reads, found without evaluating it.
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cel/node.h"
#include "compliance/cel/program.h"

namespace compliance::cel {
namespace {

// The literal strings among the arguments of a call.
void AddLiterals(const Node& node, std::vector<std::string>& found) {
  const auto add = [&](const Value& value) {
    if (value.kind() == Value::Kind::kString) found.push_back(value.AsString());
  };
  if (node.kind == NodeKind::kLiteral) {
    add(node.literal);
    if (node.literal.kind() != Value::Kind::kList) return;
    for (const List::Item& item : node.literal.AsList().items) add(item.value);
  } else if (node.kind == NodeKind::kList) {
    for (const Node& child : node.children) AddLiterals(child, found);
  }
}

class Reader {
 public:
  std::vector<Read> All(const Node& root) {
    Record(Visit(root));
    return {reads_.begin(), reads_.end()};
  }

  std::optional<Read> Result(const Node& root) {
    MaybePlace place = Visit(root);
    if (!place.has_value() || place->member) return std::nullopt;
    return std::move(place->read);
  }

 private:
  // Where the value of an expression lies.
  struct Place {
    Read read;
    // Any member of the list at the path less its last step, which says nothing
    // by itself: over a map, the macros' variable is a key.
    bool member = false;

    Place At(cty::Path path, bool is_member = false) const {
      Place place = *this;
      place.read.path = std::move(path);
      place.member = is_member;
      return place;
    }
  };
  using MaybePlace = std::optional<Place>;

  void Record(const MaybePlace& place) {
    if (!place.has_value()) return;
    if (!place->member) {
      reads_.insert(place->read);
      return;
    }
    std::vector<cty::Step> steps = place->read.path.steps();
    steps.pop_back();
    reads_.insert(place->At(cty::Path(std::move(steps))).read);
  }

  MaybePlace Visit(const Node& node) {
    switch (node.kind) {
      case NodeKind::kVariable:
        return Place{{node.name, false, {}, {}}};
      case NodeKind::kHostCall:
        return VisitCall(node);
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

  MaybePlace VisitCall(const Node& node) {
    Place place{{node.name, true, {}, {}}};
    for (const Node& child : node.children) {
      AddLiterals(child, place.read.arguments);
      Record(Visit(child));
    }
    return place;
  }

  MaybePlace Attribute(const Node& node) {
    MaybePlace place = Visit(node.children[0]);
    if (!place.has_value()) return place;
    return place->At(place->read.path.Attr(node.name));
  }

  MaybePlace Member(const Node& node) {
    MaybePlace place = Visit(node.children[0]);
    const Node& index = node.children[1];
    Record(Visit(index));
    if (!place.has_value()) return place;
    if (index.kind == NodeKind::kLiteral) {
      if (index.literal.kind() == Value::Kind::kInt) {
        return place->At(place->read.path.Index(index.literal.AsInt()));
      }
      if (index.literal.kind() == Value::Kind::kString) {
        return place->At(place->read.path.Key(index.literal.AsString()));
      }
    }
    Record(place);
    return std::nullopt;
  }

  MaybePlace VisitFold(const Node& node) {
    MaybePlace range = Visit(node.children[0]);
    Record(range);
    MaybePlace member;
    if (range.has_value()) {
      member = range->At(range->read.path.Index(0), /*is_member=*/true);
    }
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

  std::vector<MaybePlace> locals_;
  std::set<Read> reads_;
};

}  // namespace

std::vector<Read> Program::Reads() const { return Reader().All(root()); }

std::optional<Read> Program::ResultPlace() const {
  return Reader().Result(root());
}

std::vector<cty::Path> Program::PathsOf(absl::string_view variable) const {
  std::vector<cty::Path> paths;
  for (Read& read : Reader().All(root())) {
    if (!read.is_call && read.source == variable) {
      paths.push_back(std::move(read.path));
    }
  }
  return paths;
}

}  // namespace compliance::cel
