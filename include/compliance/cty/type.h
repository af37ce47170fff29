// Types of Terraform's value system (cty) and their JSON notation.
#ifndef COMPLIANCE_CTY_TYPE_H_
#define COMPLIANCE_CTY_TYPE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::cty {

// An immutable type; copies share storage. Default-constructed: kDynamic.
class Type {
 public:
  enum class Kind : std::uint8_t {
    kDynamic,  // DynamicPseudoType: any type, known only with the value
    kBool,
    kNumber,
    kString,
    kList,
    kSet,
    kMap,
    kTuple,
    kObject,
  };
  using Attributes = std::map<std::string, Type>;

  Type() = default;
  static Type Dynamic();
  static Type Bool();
  static Type Number();
  static Type String();
  static Type List(Type element);
  static Type Set(Type element);
  static Type Map(Type element);
  static Type Tuple(std::vector<Type> elements);
  // `optional` names attributes that a conversion may leave out; it exists in
  // type constraints only.
  static Type Object(Attributes attributes,
                     std::set<std::string> optional = {});

  Kind kind() const;
  bool IsDynamic() const { return kind() == Kind::kDynamic; }
  bool IsPrimitive() const;
  bool IsCollection() const;  // list, set or map

  // Preconditions: a collection; a tuple; an object.
  const Type& element() const;
  const std::vector<Type>& elements() const;
  const Attributes& attributes() const;
  const std::set<std::string>& optional_attributes() const;

  // Whether kDynamic appears anywhere inside.
  bool HasDynamic() const;

  // The same type without optional-attribute markers, as values carry it.
  Type WithoutOptionalAttributes() const;

  // Reads and writes the JSON type constraint: "string", ["list","bool"],
  // ["object",{"a":"string"},["a"]]. Errors: INVALID_ARGUMENT naming the place,
  // RESOURCE_EXHAUSTED for nesting deeper than kMaxDepth (msgpack.h).
  static absl::StatusOr<Type> FromJson(absl::string_view json);
  std::string ToJson() const;

  // What users read: string, list(string), object({a = string}).
  std::string FriendlyName() const;

  friend bool operator==(const Type& a, const Type& b);

 private:
  struct Rep;
  static Type Primitive(Kind kind);
  static Type Compound(Kind kind, std::vector<Type> elements,
                       Attributes attributes, std::set<std::string> optional);
  explicit Type(std::shared_ptr<const Rep> rep) : rep_(std::move(rep)) {}
  std::shared_ptr<const Rep> rep_;  // null means kDynamic
};

std::ostream& operator<<(std::ostream& out, const Type& type);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_TYPE_H_
