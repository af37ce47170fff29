#include "cty/type_order.h"

#include <compare>
#include <string>

namespace compliance::cty {
namespace {

using Kind = Type::Kind;

std::partial_ordering Compare(const Type& a, const Type& b);

// One of two compound types is the more general when each of its members is at
// least as general as the other's.
class Members {
 public:
  void Add(std::partial_ordering order) {
    if (order == std::partial_ordering::less) less_ = true;
    if (order == std::partial_ordering::greater) greater_ = true;
  }
  std::partial_ordering Order() const {
    if (less_ == greater_) return std::partial_ordering::unordered;
    return less_ ? std::partial_ordering::less : std::partial_ordering::greater;
  }

 private:
  bool less_ = false;
  bool greater_ = false;
};

std::partial_ordering CompareObjects(const Type& a, const Type& b) {
  Members members;
  if (a.attributes().size() != b.attributes().size()) return members.Order();
  for (const auto& [name, type] : a.attributes()) {
    const auto other = b.attributes().find(name);
    if (other == b.attributes().end()) {
      return std::partial_ordering::unordered;
    }
    members.Add(Compare(type, other->second));
  }
  return members.Order();
}

std::partial_ordering CompareTuples(const Type& a, const Type& b) {
  Members members;
  if (a.elements().size() != b.elements().size()) return members.Order();
  for (std::size_t i = 0; i < a.elements().size(); ++i) {
    members.Add(Compare(a.elements()[i], b.elements()[i]));
  }
  return members.Order();
}

// Which of the kinds that convert to one another is preferred; 0 for others.
int Generality(Kind kind) {
  switch (kind) {
    case Kind::kList:
      return 3;
    case Kind::kTuple:
      return 2;
    case Kind::kSet:
      return 1;
    default:
      return 0;
  }
}

// Less means more general, thus to be tried first.
std::partial_ordering Compare(const Type& a, const Type& b) {
  if (a.IsDynamic() || b.IsDynamic()) {
    if (a.kind() == b.kind()) return std::partial_ordering::unordered;
    return b.IsDynamic() ? std::partial_ordering::less
                         : std::partial_ordering::greater;
  }
  if (a.IsPrimitive() && b.IsPrimitive() && a != b) {
    if (a == Type::String()) return std::partial_ordering::less;
    if (b == Type::String()) return std::partial_ordering::greater;
    return std::partial_ordering::unordered;
  }
  if (a.kind() == b.kind()) {
    if (a.IsCollection()) return Compare(a.element(), b.element());
    if (a.kind() == Kind::kObject) return CompareObjects(a, b);
    if (a.kind() == Kind::kTuple) return CompareTuples(a, b);
    return std::partial_ordering::unordered;
  }
  if (a.kind() == Kind::kMap && b.kind() == Kind::kObject) {
    return std::partial_ordering::less;
  }
  if (a.kind() == Kind::kObject && b.kind() == Kind::kMap) {
    return std::partial_ordering::greater;
  }
  const int general_a = Generality(a.kind());
  const int general_b = Generality(b.kind());
  if (general_a == 0 || general_b == 0) return std::partial_ordering::unordered;
  return general_a > general_b ? std::partial_ordering::less
                               : std::partial_ordering::greater;
}

}  // namespace

std::vector<std::size_t> PreferenceOrder(const std::vector<Type>& types) {
  std::vector<std::vector<std::size_t>> less_general(types.size());
  std::vector<std::size_t> more_general(types.size());
  for (std::size_t i = 0; i < types.size(); ++i) {
    for (std::size_t j = i + 1; j < types.size(); ++j) {
      const std::partial_ordering order = Compare(types[i], types[j]);
      if (order == std::partial_ordering::less) {
        less_general[i].push_back(j);
        ++more_general[j];
      } else if (order == std::partial_ordering::greater) {
        less_general[j].push_back(i);
        ++more_general[i];
      }
    }
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (more_general[i] == 0) order.push_back(i);
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const std::size_t i : less_general[order[next]]) {
      if (--more_general[i] == 0) order.push_back(i);
    }
  }
  return order;
}

}  // namespace compliance::cty
