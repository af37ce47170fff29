// Just enough of protobuf's text format to read CEL's conformance data, whose
// message definitions are not part of this project.
#ifndef COMPLIANCE_TESTS_CEL_TEXT_PROTO_H_
#define COMPLIANCE_TESTS_CEL_TEXT_PROTO_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::cel {

// A message: its fields in order of appearance.
struct TextMessage {
  struct Field;
  std::vector<Field> fields;

  // The first field of that name; nullptr when there is none.
  const Field* Find(absl::string_view name) const;
  // The text of a scalar field; "" when there is none.
  std::string Text(absl::string_view name) const;
  std::vector<const TextMessage*> Messages(absl::string_view name) const;
};

struct TextMessage::Field {
  std::string name;
  std::string text;  // scalars: decoded when quoted, as written otherwise
  std::shared_ptr<TextMessage> message;
};

// Aborts the test run on malformed text.
TextMessage ParseTextProto(absl::string_view text);

}  // namespace compliance::cel

#endif  // COMPLIANCE_TESTS_CEL_TEXT_PROTO_H_
