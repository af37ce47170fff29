// What the evaluator sees of a value beyond its public face.
#ifndef COMPLIANCE_SRC_CEL_VALUE_ACCESS_H_
#define COMPLIANCE_SRC_CEL_VALUE_ACCESS_H_

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "cel/trail.h"
#include "compliance/cel/value.h"
#include "compliance/cty/value.h"

namespace compliance::cel {

using Entries = std::vector<std::pair<Value, Value>>;
using Fields = std::map<std::string, Value>;

struct Value::Rep {
  struct Optional {
    bool present = false;
    Value value;
  };
  // Empty for scalars, and for what `cty` holds already.
  std::variant<std::monostate, std::string, Unknown, List, Fields, Entries,
               Optional, absl::Time>
      payload;
  std::optional<cty::Value> cty;
  std::optional<cty::Refinement> promised;  // of computed unknowns
  TrailPtr trail;
};

struct ValueAccess {
  static const TrailPtr& TrailOf(const Value& value);
  static Value WithTrail(const Value& value, TrailPtr trail);
  static Value FromCty(const cty::Value& value, TrailPtr trail, bool sensitive);
  static Value OfText(Value::Kind kind, absl::string_view text);
  // `value`, with the mark if `sensitive`.
  static Value Mark(Value value, bool sensitive);
  static const Value::Rep* RepOf(const Value& value) {
    return value.rep_.get();
  }

  // The field or string-keyed entry of a kMap; nullopt when it has none.
  static std::optional<Value> FindField(const Value& map,
                                        absl::string_view name);
  // The entry of a kMap; nullopt when it has none.
  static std::optional<Value> FindKey(const Value& map, const Value& key);
  static std::size_t MapSize(const Value& map);
};

// A list, without copying it. The value must outlive the view.
class ListView {
 public:
  explicit ListView(const Value& list);

  std::size_t size() const { return size_; }
  Value value(std::size_t i) const;
  bool certain(std::size_t i) const;
  bool open() const { return open_; }
  bool unordered() const;
  bool may_merge() const;
  Unknown why() const;
  // Exactly these members, in number and (but for sets) in order.
  bool exact() const;
  std::size_t certain_count() const;

 private:
  const Value& owner_;
  const List* list_ = nullptr;                      // computed
  const cty::Value::Elements* elements_ = nullptr;  // adapted
  std::size_t size_ = 0;
  bool open_ = false;
};

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_VALUE_ACCESS_H_
