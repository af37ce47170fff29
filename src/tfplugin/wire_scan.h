// Passing over an encoded protobuf message without decoding it.
#ifndef COMPLIANCE_SRC_TFPLUGIN_WIRE_SCAN_H_
#define COMPLIANCE_SRC_TFPLUGIN_WIRE_SCAN_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace compliance::tfplugin {

struct WireField {
  std::uint32_t number = 0;
  // Of a string, bytes or message field; nullopt for a number or a group.
  std::optional<absl::string_view> content;
};

// The top-level fields of one message, in order. Fields are slices of the
// message, which has to outlive them.
class WireScan {
 public:
  explicit WireScan(absl::string_view message) : rest_(message) {}

  // nullopt at the end, and from where the bytes are no message on.
  std::optional<WireField> Next();

  // What is not read yet.
  absl::string_view rest() const { return rest_; }

  // Whether all that was read so far is well-formed.
  bool ok() const { return ok_; }

 private:
  struct Tag {
    std::uint32_t number = 0;
    std::uint32_t type = 0;
  };
  std::optional<std::uint64_t> Varint();
  std::optional<Tag> ReadTag();
  std::optional<absl::string_view> Take(std::uint64_t length);
  std::optional<WireField> Field(const Tag& tag);
  bool SkipGroup(std::uint32_t number);

  absl::string_view rest_;
  bool ok_ = true;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_WIRE_SCAN_H_
