// What the configuration says of the arguments of a block.
#ifndef COMPLIANCE_PLAN_EXPRESSIONS_H_
#define COMPLIANCE_PLAN_EXPRESSIONS_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compliance/cty/path.h"
#include "compliance/cty/value.h"

namespace compliance::plan {

// What the configuration says of one argument, where a way in can see it.
struct Expression {
  // A constant: no reference of any kind. `constant` then holds its value
  // (sensitive where the attribute or the plan says so).
  bool is_constant = false;
  cty::Value constant;
  // References as written, longest first as in plan JSON:
  // "aws_kms_key.k.arn", "aws_kms_key.k", "var.name", "each.value".
  std::vector<std::string> references;
};

// Expressions by path, to read as a map is. Copies are one until one of them is
// changed: instances of a block mostly say the same, and there may be a hundred
// thousand of them.
class Expressions {
 public:
  using Map = std::map<cty::Path, Expression>;
  using const_iterator = Map::const_iterator;

  Expressions() = default;
  explicit Expressions(Map map) : map_(std::make_shared<Map>(std::move(map))) {}

  const Map& map() const { return map_ == nullptr ? None() : *map_; }
  const_iterator begin() const { return map().begin(); }
  const_iterator end() const { return map().end(); }
  const_iterator find(const cty::Path& path) const { return map().find(path); }
  const_iterator upper_bound(const cty::Path& path) const {
    return map().upper_bound(path);
  }
  std::size_t count(const cty::Path& path) const { return map().count(path); }
  const Expression& at(const cty::Path& path) const { return map().at(path); }
  std::size_t size() const { return map().size(); }
  bool empty() const { return map().empty(); }

  // To change these and no copy of them. Ends the life of iterators.
  Map& Change() {
    if (map_ == nullptr || map_.use_count() > 1) {
      map_ = std::make_shared<Map>(map());
    }
    return *map_;
  }
  Expression& operator[](const cty::Path& path) { return Change()[path]; }
  void clear() { map_ = nullptr; }

 private:
  static const Map& None() {
    static const auto& none = *new Map;
    return none;
  }
  std::shared_ptr<Map> map_;
};

}  // namespace compliance::plan

#endif  // COMPLIANCE_PLAN_EXPRESSIONS_H_
