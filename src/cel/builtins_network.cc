// IP addresses and prefixes, as CEL's network extension has them.
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "cel/builtins.h"
#include "compliance/net/ip.h"
#include "compliance/net/prefix.h"

namespace compliance::cel {
namespace {

using Args = absl::Span<const Value>;
using Kind = Value::Kind;

// The texts may be secret, and what the parser says may repeat them.
Value NotAnAddress() {
  return Value::MakeError("the text is not an IP address");
}
Value NotAPrefix() {
  return Value::MakeError("the text is not an IP prefix, such as 10.0.0.0/8");
}

bool IsText(const Value& value) { return value.kind() == Kind::kString; }

// Of a string or an address; of a string or a prefix. Preconditions: one of
// those kinds.
absl::StatusOr<net::Ip> IpOf(const Value& value) {
  return net::Ip::Parse(value.AsString());
}
absl::StatusOr<net::Prefix> PrefixOf(const Value& value) {
  return net::Prefix::Parse(value.AsString());
}

// ip() of a text, and of a prefix its address.
Value ToIp(Budget&, Args args) {
  if (args[0].kind() == Kind::kIp) return args[0];
  if (!IsText(args[0])) return NoOverload("ip", args);
  const auto ip = IpOf(args[0]);
  return ip.ok() ? Value::Ip(ip->ToString()) : NotAnAddress();
}

Value IpOfCidr(Budget&, Args args) {
  if (args[0].kind() != Kind::kCidr) return NoOverload("ip", args);
  const auto prefix = PrefixOf(args[0]);
  return prefix.ok() ? Value::Ip(prefix->ip.ToString()) : NotAPrefix();
}

Value IsIp(Budget&, Args args) {
  if (!IsText(args[0])) return NoOverload("isIP", args);
  return Value::Bool(IpOf(args[0]).ok());
}

// Whether the text is the one that an address is written as.
Value IsCanonical(Budget&, Args args) {
  if (!IsText(args[0])) return NoOverload("ip.isCanonical", args);
  const auto ip = net::Ip::Parse(args[0].AsString());
  if (!ip.ok()) return NotAnAddress();
  return Value::Bool(ip->ToString() == args[0].AsString());
}

Value ToCidr(Budget&, Args args) {
  if (args[0].kind() == Kind::kCidr) return args[0];
  if (!IsText(args[0])) return NoOverload("cidr", args);
  const auto prefix = PrefixOf(args[0]);
  return prefix.ok() ? Value::Cidr(prefix->ToString()) : NotAPrefix();
}

Value IsCidr(Budget&, Args args) {
  if (!IsText(args[0])) return NoOverload("isCIDR", args);
  return Value::Bool(PrefixOf(args[0]).ok());
}

Value Family(Budget&, Args args) {
  if (args[0].kind() != Kind::kIp) return NoOverload("family", args);
  const auto ip = IpOf(args[0]);
  if (!ip.ok()) return NotAnAddress();
  return Value::Int(ip->family == net::Family::kV4 ? 4 : 6);
}

template <bool (net::Ip::*Holds)() const>
Value Property(absl::string_view name, Args args) {
  if (args[0].kind() != Kind::kIp) return NoOverload(name, args);
  const auto ip = IpOf(args[0]);
  return ip.ok() ? Value::Bool(((*ip).*Holds)()) : NotAnAddress();
}

Value IsUnspecified(Budget&, Args args) {
  return Property<&net::Ip::IsUnspecified>("isUnspecified", args);
}
Value IsLoopback(Budget&, Args args) {
  return Property<&net::Ip::IsLoopback>("isLoopback", args);
}
Value IsGlobalUnicast(Budget&, Args args) {
  return Property<&net::Ip::IsGlobalUnicast>("isGlobalUnicast", args);
}
Value IsLinkLocalMulticast(Budget&, Args args) {
  return Property<&net::Ip::IsLinkLocalMulticast>("isLinkLocalMulticast", args);
}
Value IsLinkLocalUnicast(Budget&, Args args) {
  return Property<&net::Ip::IsLinkLocalUnicast>("isLinkLocalUnicast", args);
}

Value ContainsIp(Budget&, Args args) {
  if (args[0].kind() != Kind::kCidr ||
      !(IsText(args[1]) || args[1].kind() == Kind::kIp)) {
    return NoOverload("containsIP", args);
  }
  const auto prefix = PrefixOf(args[0]);
  if (!prefix.ok()) return NotAPrefix();
  const auto ip = IpOf(args[1]);
  return ip.ok() ? Value::Bool(prefix->Contains(*ip)) : NotAnAddress();
}

Value ContainsCidr(Budget&, Args args) {
  if (args[0].kind() != Kind::kCidr ||
      !(IsText(args[1]) || args[1].kind() == Kind::kCidr)) {
    return NoOverload("containsCIDR", args);
  }
  const auto prefix = PrefixOf(args[0]);
  const auto other = PrefixOf(args[1]);
  if (!prefix.ok() || !other.ok()) return NotAPrefix();
  return Value::Bool(prefix->Contains(*other));
}

Value Masked(Budget&, Args args) {
  if (args[0].kind() != Kind::kCidr) return NoOverload("masked", args);
  const auto prefix = PrefixOf(args[0]);
  return prefix.ok() ? Value::Cidr(prefix->Masked().ToString()) : NotAPrefix();
}

Value PrefixLength(Budget&, Args args) {
  if (args[0].kind() != Kind::kCidr) return NoOverload("prefixLength", args);
  const auto prefix = PrefixOf(args[0]);
  return prefix.ok() ? Value::Int(prefix->length) : NotAPrefix();
}

constexpr Builtin kBuiltins[] = {
    {"ip", false, 1, 1, false, &ToIp},
    {"ip", true, 1, 1, false, &IpOfCidr},
    {"isIP", false, 1, 1, false, &IsIp},
    {"ip.isCanonical", false, 1, 1, false, &IsCanonical},
    {"cidr", false, 1, 1, false, &ToCidr},
    {"isCIDR", false, 1, 1, false, &IsCidr},
    {"family", true, 1, 1, false, &Family},
    {"isUnspecified", true, 1, 1, false, &IsUnspecified},
    {"isLoopback", true, 1, 1, false, &IsLoopback},
    {"isGlobalUnicast", true, 1, 1, false, &IsGlobalUnicast},
    {"isLinkLocalMulticast", true, 1, 1, false, &IsLinkLocalMulticast},
    {"isLinkLocalUnicast", true, 1, 1, false, &IsLinkLocalUnicast},
    {"containsIP", true, 2, 2, false, &ContainsIp},
    {"containsCIDR", true, 2, 2, false, &ContainsCidr},
    {"masked", true, 1, 1, false, &Masked},
    {"prefixLength", true, 1, 1, false, &PrefixLength},
};

}  // namespace

absl::Span<const Builtin> NetworkBuiltins() { return kBuiltins; }

}  // namespace compliance::cel
