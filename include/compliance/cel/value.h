// Values of the condition language (CEL) and where they came from.
#ifndef COMPLIANCE_CEL_VALUE_H_
#define COMPLIANCE_CEL_VALUE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/value.h"

namespace compliance::cel {

// Where a value was read: the caller's number for a resource, and the path
// inside it. Travels along with values, through lists and macros, so that a
// verdict can name the attributes that decided it.
struct Origin {
  std::uint32_t subject = 0;
  cty::Path path;
  friend bool operator==(const Origin&, const Origin&) = default;
  friend auto operator<=>(const Origin&, const Origin&) = default;
};

// Why something is unknown: attributes that apply will make known, and what
// this way in cannot see ("the configuration", "the whole plan"). Not both
// empty.
struct Unknown {
  std::vector<Origin> waits_for;   // sorted, unique
  std::vector<std::string> needs;  // sorted, unique
  friend bool operator==(const Unknown&, const Unknown&) = default;
};
Unknown Merge(const Unknown& a, const Unknown& b);

// CEL errors are values: false && error is false.
struct Error {
  std::string message;
};

class Value;

// A list. Joins yield members that are only possible, and lists that may have
// more members than are shown; exists, all, size and in follow from that.
struct List {
  struct Item;
  std::vector<Item> items;
  bool open = false;
  Unknown why;  // when open, or an item is not certain
};

// An immutable value; copies share storage.
class Value {
 public:
  enum class Kind : std::uint8_t {
    kNull,
    kBool,
    kInt,
    kUint,
    kDouble,
    kString,
    kBytes,
    kList,
    kMap,  // string, bool, int or uint keys; also messages (objects)
    kUnknown,
    kError,
  };

  Value() = default;  // null
  static Value Null();
  static Value Bool(bool b);
  static Value Int(std::int64_t n);
  static Value Uint(std::uint64_t n);
  static Value Double(double d);
  static Value String(absl::string_view s);
  static Value Bytes(absl::string_view s);
  static Value MakeList(List list);
  static Value MakeList(std::vector<Value> items);  // all certain, not open
  // A message: field access on a name that is not there is an error (has() is
  // false). Fields set to null count as unset.
  static Value Message(std::map<std::string, Value> fields);
  // A map with arbitrary CEL keys.
  static Value Map(std::vector<std::pair<Value, Value>> entries);
  static Value MakeUnknown(Unknown unknown);
  static Value MakeError(std::string message);

  // The adaptor from cty: a number is int when integral within int64, else
  // double; a set is a list; an object is a message and a map is a map; an
  // unknown waits for its origin. Lazy: members are adapted when read.
  static Value FromCty(const cty::Value& value, Origin origin);

  Kind kind() const;
  bool IsNull() const { return kind() == Kind::kNull; }
  bool IsUnknown() const { return kind() == Kind::kUnknown; }
  bool IsError() const { return kind() == Kind::kError; }

  // Preconditions: the matching kind.
  bool AsBool() const;
  std::int64_t AsInt() const;
  std::uint64_t AsUint() const;
  double AsDouble() const;
  const std::string& AsString() const;  // kString, kBytes
  List AsList() const;
  std::vector<std::pair<Value, Value>> AsMap() const;
  const Unknown& AsUnknown() const;
  const std::string& ErrorMessage() const;

  // Whether field `name` is present and not null, and its value (an error value
  // where it is not). kMap only.
  bool HasField(absl::string_view name) const;
  Value Field(absl::string_view name) const;

  // Where it was read; nullptr for computed values.
  const Origin* origin() const;
  Value WithOrigin(Origin origin) const;
  // The cty value that it was adapted from; nullptr for computed values.
  const cty::Value* cty() const;

  // Whether it, or the value it was adapted from, carries the sensitive mark.
  bool IsSensitive() const;
  Value WithSensitive() const;

  std::string ToString() const;  // for tests and error messages

 private:
  struct Rep;
  std::shared_ptr<const Rep> rep_;
};

struct List::Item {
  Value value;
  bool certain = true;
};

}  // namespace compliance::cel

#endif  // COMPLIANCE_CEL_VALUE_H_
