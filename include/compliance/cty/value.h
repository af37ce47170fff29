// Values of Terraform's value system (cty): known, null or unknown, in any
// nesting, with a mark for what must never be shown.
#ifndef COMPLIANCE_CTY_VALUE_H_
#define COMPLIANCE_CTY_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/number.h"
#include "compliance/cty/path.h"
#include "compliance/cty/type.h"

namespace compliance::cty {

// What is promised of an unknown value (protocol: msgpack extension 12). Each
// member applies to the types that its name says; an empty one promises
// nothing.
struct Refinement {
  struct Bound {
    cty::Number value;
    bool inclusive = true;
    friend bool operator==(const Bound&, const Bound&) = default;
  };
  bool not_null = false;
  std::string prefix;                      // string
  std::optional<Bound> lower, upper;       // number
  std::optional<std::int64_t> length_min;  // list, set, map
  std::optional<std::int64_t> length_max;

  bool empty() const;
  friend bool operator==(const Refinement&, const Refinement&) = default;
};

struct Origin;

// An immutable value; copies share storage and are cheap. Thread-safe to read.
// Default-constructed: null of the dynamic type.
//
// Unknown is a payload of its own: never a null, never a missing attribute.
class Value {
 public:
  using Elements = std::vector<Value>;
  using Attributes = std::map<std::string, Value>;

  Value() = default;
  static Value Null(Type type);
  static Value Unknown(Type type, Refinement refinement = {},
                       std::shared_ptr<const Origin> origin = nullptr);
  static Value Bool(bool b);
  static Value Number(cty::Number n);
  static Value Number(std::int64_t n);
  static Value String(absl::string_view s);
  // Elements must be of type `element` (unless that is or contains dynamic).
  static Value List(Type element, Elements elements);
  static Value Set(Type element, Elements elements);  // order is kept
  static Value Map(Type element, Attributes entries);
  static Value Tuple(Elements elements);
  static Value Object(Attributes attributes);
  // As above, but shares `type` with other values when it is the type of the
  // attributes: big plans hold the same objects again and again.
  static Value Object(const Type& type, Attributes attributes);

  const Type& type() const;
  bool IsNull() const;
  bool IsUnknown() const;
  // Known and not null: the accessors below may be used.
  bool HasContent() const { return !IsNull() && !IsUnknown(); }
  // No unknown anywhere inside.
  bool IsWhollyKnown() const;

  // Preconditions: HasContent() and the matching kind (unknown() :
  // IsUnknown()).
  bool AsBool() const;
  const cty::Number& AsNumber() const;
  const std::string& AsString() const;
  const Elements& AsElements() const;      // list, set, tuple
  const Attributes& AsAttributes() const;  // map, object
  const Refinement& refinement() const;
  // What it will be made of (origin.h); nullptr where that is not told. Is not
  // on the wire: only what the source was read for has one.
  const Origin* origin() const;

  // The member at one step or along a path; nullptr where there is none
  // (missing, or inside a null or an unknown).
  const Value* Find(const Step& step) const;
  const Value* Find(const Path& path) const;
  // Shorthand for an attribute of an object or a key of a map.
  const Value* Find(absl::string_view name) const;

  // The sensitive mark. Containers report their own mark only;
  // ContainsSensitive looks inside.
  bool IsSensitive() const { return sensitive_; }
  bool ContainsSensitive() const;
  Value WithSensitive(bool sensitive = true) const;

  // Equal type, payload and marks, unknowns included: identity of
  // representation, not cty's three-valued Equals.
  friend bool operator==(const Value& a, const Value& b);

  // For people and tests: HCL-like, unknown as (known after apply), sensitive
  // as (sensitive value).
  std::string ToString() const;

 private:
  struct Rep;
  static Value Make(Type type, Elements elements);
  static Value Make(Type type, Attributes attributes);
  explicit Value(std::shared_ptr<const Rep> rep) : rep_(std::move(rep)) {}
  std::shared_ptr<const Rep> rep_;  // null means null of dynamic
  bool sensitive_ = false;
};

std::ostream& operator<<(std::ostream& out, const Value& value);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_VALUE_H_
