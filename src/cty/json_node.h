// JSON as a tree that keeps numbers as they are written: cty's are wider than
// any machine type.
#ifndef COMPLIANCE_CTY_JSON_NODE_H_
#define COMPLIANCE_CTY_JSON_NODE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::cty {

struct JsonNode {
  enum class Kind : std::uint8_t {
    kNull,
    kBool,
    kNumber,  // text is its notation
    kString,  // text is its content
    kArray,
    kObject,
  };
  Kind kind = Kind::kNull;
  bool boolean = false;
  std::string text;
  std::vector<std::string> names;  // of an object's items, with duplicates
  std::vector<JsonNode> items;
};

// How deep JSON may nest: a type takes up to two levels for each of its own,
// and a value of dynamic type wraps another.
inline constexpr int kMaxJsonDepth = 512;

// Parses one JSON text (RFC 8259; UTF-8 and surrogate pairs must be well
// formed). Errors: INVALID_ARGUMENT with the offset in bytes;
// RESOURCE_EXHAUSTED for nesting deeper than kMaxJsonDepth.
absl::StatusOr<JsonNode> ParseJson(absl::string_view json);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_JSON_NODE_H_
