#include <algorithm>
#include <cstddef>

#include "cel/value_access.h"
#include "compliance/cel/value.h"

namespace compliance::cel {
namespace {

// An object of which nothing is known, not even whether there is one: blocks
// that something unknown repeats.
bool IsAnyNumber(const cty::Value& element) {
  return element.IsUnknown() &&
         element.type().kind() == cty::Type::Kind::kObject;
}

}  // namespace

ListView::ListView(const Value& list) : owner_(list) {
  const auto& rep = *ValueAccess::RepOf(list);
  if (const auto* own = std::get_if<List>(&rep.payload)) {
    list_ = own;
    size_ = own->items.size();
    open_ = own->open;
  } else {
    elements_ = &rep.cty->AsElements();
    size_ = elements_->size();
    open_ = std::any_of(elements_->begin(), elements_->end(), IsAnyNumber);
  }
}

Value ListView::value(std::size_t i) const {
  const TrailPtr& trail = ValueAccess::TrailOf(owner_);
  const cty::ListIndex step{static_cast<std::int64_t>(i)};
  if (list_ == nullptr) {
    return ValueAccess::FromCty((*elements_)[i], Extend(trail, step),
                                owner_.IsSensitive());
  }
  Value member = list_->items[i].value;
  if (trail != nullptr && ValueAccess::TrailOf(member) == nullptr) {
    member = ValueAccess::WithTrail(member, Extend(trail, step));
  }
  return ValueAccess::Mark(std::move(member), owner_.IsSensitive());
}

bool ListView::certain(std::size_t i) const {
  return list_ == nullptr ? !IsAnyNumber((*elements_)[i])
                          : list_->items[i].certain;
}

bool ListView::unordered() const {
  if (list_ != nullptr) return list_->unordered;
  return owner_.cty()->type().kind() == cty::Type::Kind::kSet;
}

bool ListView::may_merge() const {
  if (list_ != nullptr) return list_->may_merge;
  return size_ > 1 && unordered() && !owner_.cty()->IsWhollyKnown();
}

Unknown ListView::why() const {
  if (list_ != nullptr) return list_->why;
  Unknown all;
  if (!may_merge() && !open()) return all;
  for (std::size_t i = 0; i < size_; ++i) {
    if (!(*elements_)[i].IsWhollyKnown()) {
      all = Merge(all, value(i).UnknownInside());
    }
  }
  return all;
}

bool ListView::exact() const {
  if (open() || may_merge()) return false;
  return list_ == nullptr ||
         std::all_of(list_->items.begin(), list_->items.end(),
                     [](const List::Item& item) { return item.certain; });
}

std::size_t ListView::certain_count() const {
  if (list_ == nullptr) {
    return size_ - static_cast<std::size_t>(std::count_if(
                       elements_->begin(), elements_->end(), IsAnyNumber));
  }
  return static_cast<std::size_t>(
      std::count_if(list_->items.begin(), list_->items.end(),
                    [](const List::Item& item) { return item.certain; }));
}

}  // namespace compliance::cel
