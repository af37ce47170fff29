#include "cel/type_name.h"

#include <algorithm>
#include <iterator>

namespace compliance::cel {
namespace {

using Kind = Value::Kind;

constexpr Kind kTyped[] = {Kind::kNull,     Kind::kBool,      Kind::kInt,
                           Kind::kUint,     Kind::kDouble,    Kind::kString,
                           Kind::kBytes,    Kind::kList,      Kind::kMap,
                           Kind::kOptional, Kind::kTimestamp, Kind::kDuration,
                           Kind::kType,     Kind::kIp,        Kind::kCidr};

absl::string_view NameOf(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null_type";
    case Kind::kOptional:
      return "optional_type";
    case Kind::kTimestamp:
      return "google.protobuf.Timestamp";
    case Kind::kDuration:
      return "google.protobuf.Duration";
    case Kind::kIp:
      return "net.IP";
    case Kind::kCidr:
      return "net.CIDR";
    default:
      return KindName(kind);
  }
}

}  // namespace

absl::string_view TypeName(const Value& value) { return NameOf(value.kind()); }

bool IsTypeName(absl::string_view name) {
  return std::any_of(std::begin(kTyped), std::end(kTyped),
                     [&](Kind kind) { return NameOf(kind) == name; });
}

}  // namespace compliance::cel
