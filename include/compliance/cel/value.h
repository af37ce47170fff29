// Values of the condition language (CEL) and where they came from.
#ifndef COMPLIANCE_CEL_VALUE_H_
#define COMPLIANCE_CEL_VALUE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
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
  // A set: indexing is by decoded order, equality ignores order.
  bool unordered = false;
  // A set with unknown members: two of them may turn out to be one, so that
  // each is surely there, but how many there are is not sure.
  bool may_merge = false;
  // When open, may_merge, or an item is not certain.
  Unknown why;
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
    kOptional,   // what a.?b gives: none, or a value
    kTimestamp,  // from year 1 to 9999, in nanoseconds
    kDuration,   // about 292 years either way, in nanoseconds
    kType,       // what type(x) gives: a name, such as "int"
    kIp,         // an IP address
    kCidr,       // an IP prefix: an address and a length
    kLast = kCidr,
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
  // An unknown of which something is promised, such as a size of at least 2.
  static Value MakeUnknown(Unknown unknown, cty::Refinement promised);
  // `message` must name no values: they may be secret.
  static Value MakeError(std::string message);
  static Value None();
  static Value Some(Value value);
  // Errors when they lie outside of what the kind holds.
  static Value Timestamp(absl::Time time);
  static Value Duration(absl::Duration duration);
  static Value Type(absl::string_view name);
  // `text` is canonical, as compliance::net writes it: equal addresses have
  // equal texts.
  static Value Ip(absl::string_view text);
  static Value Cidr(absl::string_view text);

  // The adaptor from cty: a number is int when integral within int64, else
  // double; a set is a list; an object is a message and a map is a map; an
  // unknown waits for its origin. An element that is an unknown object is only
  // possible, and its list open: blocks that something unknown repeats. Lazy:
  // members are adapted when read.
  static Value FromCty(const cty::Value& value, Origin origin);

  Kind kind() const { return kind_; }
  bool IsNull() const { return kind_ == Kind::kNull; }
  bool IsUnknown() const { return kind_ == Kind::kUnknown; }
  bool IsError() const { return kind_ == Kind::kError; }

  // Preconditions: the matching kind.
  bool AsBool() const;
  std::int64_t AsInt() const;
  std::uint64_t AsUint() const;
  double AsDouble() const;
  // kString, kBytes, kType (its name), kIp and kCidr (canonical text)
  const std::string& AsString() const;
  absl::Time AsTimestamp() const;
  absl::Duration AsDuration() const;
  List AsList() const;
  std::vector<std::pair<Value, Value>> AsMap() const;
  const Unknown& AsUnknown() const;
  const std::string& ErrorMessage() const;
  // What is promised of an unknown; nullptr for nothing.
  const cty::Refinement* Promised() const;
  // kOptional: whether there is a value, and it (precondition: there is).
  bool HasValue() const;
  const Value& Inner() const;

  // Whether field `name` is present and not null (unknown counts as present),
  // and its value: null where it is null, an error where it is missing. kMap
  // only.
  bool HasField(absl::string_view name) const;
  Value Field(absl::string_view name) const;
  // Whether this kMap is a message, of which absent names are errors.
  bool IsMessage() const;

  // Whether it is or holds an unknown, and all the reasons (a list that may
  // have other members than it shows counts). Not both empty when it does.
  bool HoldsUnknown() const;
  Unknown UnknownInside() const;

  // Where it was read; nullptr for computed values.
  const Origin* origin() const;
  Value WithOrigin(Origin origin) const;
  // The cty value that it was adapted from; nullptr for computed values.
  const cty::Value* cty() const;

  // Whether it, the value it was adapted from, or what that lay in, carries the
  // sensitive mark. Computed values carry the marks of what they were made of.
  bool IsSensitive() const { return sensitive_; }
  Value WithSensitive() const;

  // For tests: CEL notation; (unknown), (error: text), (sensitive value).
  std::string ToString() const;

 private:
  friend struct ValueAccess;  // src/cel only
  struct Rep;
  Value(Kind kind, std::uint64_t bits) : kind_(kind), bits_(bits) {}
  Value(Kind kind, std::shared_ptr<const Rep> rep)
      : kind_(kind), rep_(std::move(rep)) {}

  Kind kind_ = Kind::kNull;
  bool sensitive_ = false;
  std::uint64_t bits_ = 0;          // bool, int, uint, double, duration
  std::shared_ptr<const Rep> rep_;  // may be null for null and the scalars
};

// "null", "int", … for error messages.
absl::string_view KindName(Value::Kind kind);

struct List::Item {
  Value value;
  bool certain = true;
};

}  // namespace compliance::cel

#endif  // COMPLIANCE_CEL_VALUE_H_
