// JSON values as read-only trees over the text that they were read from: a
// small part of a document at a time, never all of it.
#ifndef COMPLIANCE_SRC_PLAN_JSON_H_
#define COMPLIANCE_SRC_PLAN_JSON_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace compliance::plan {

struct JsonMember;

// A value. It lives as long as the text and the JsonReader that made it, until
// that reads the next one. Numbers are kept as written.
class Json {
 public:
  enum class Kind : std::uint8_t {
    kNull,
    kFalse,
    kTrue,
    kNumber,
    kString,
    kArray,
    kObject,
  };

  Json() = default;
  explicit Json(Kind kind) : kind_(kind) {}
  // kNumber or kString.
  Json(Kind kind, absl::string_view text)
      : kind_(kind), size_(text.size()), data_(text.data()) {}
  explicit Json(absl::Span<const Json> elements)
      : kind_(Kind::kArray), size_(elements.size()), data_(elements.data()) {}
  explicit Json(absl::Span<const JsonMember> members);

  Kind kind() const { return kind_; }
  bool IsNull() const { return kind_ == Kind::kNull; }
  bool IsTrue() const { return kind_ == Kind::kTrue; }
  bool IsBool() const { return IsTrue() || kind_ == Kind::kFalse; }
  bool IsString() const { return kind_ == Kind::kString; }
  bool IsNumber() const { return kind_ == Kind::kNumber; }
  bool IsArray() const { return kind_ == Kind::kArray; }
  bool IsObject() const { return kind_ == Kind::kObject; }

  // The content of a string or the digits of a number; else empty.
  absl::string_view text() const;
  // Empty for anything but an array.
  absl::Span<const Json> elements() const;
  // Sorted by name; of members of one name only the last, as Terraform's own
  // reader has it. Empty for anything but an object.
  absl::Span<const JsonMember> members() const;

  // The member, or nullptr when this is no object or lacks it. A member that is
  // null is there: `constant_value` of null is a constant.
  const Json* Find(absl::string_view name) const;
  // "" for anything but a string.
  std::string StringAt(absl::string_view name) const;
  bool BoolAt(absl::string_view name) const;

 private:
  Kind kind_ = Kind::kNull;
  std::size_t size_ = 0;
  const void* data_ = nullptr;
};

struct JsonMember {
  absl::string_view name;
  Json value;
};

// Reads texts one after the other into the same memory.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  // `text` must be one JSON value that was found well-formed and not too deep;
  // an empty one reads as null. Ends the life of what was read before.
  const Json& Read(absl::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_JSON_H_
