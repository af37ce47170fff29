// The messages of either protocol version to plain data; the way back of
// wire.h. The template argument is Protocol5 or Protocol6.
#ifndef COMPLIANCE_SRC_TFPLUGIN_FROM_WIRE_H_
#define COMPLIANCE_SRC_TFPLUGIN_FROM_WIRE_H_

#include <algorithm>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/tfplugin/observe.h"
#include "google/protobuf/io/coded_stream.h"

namespace compliance::tfplugin {

// Adds what the bytes say to what the message says already, as protobuf does
// with a field that comes more than once. False for bytes that are no such
// message, or nested too deeply.
template <class Message>
bool MergeBytes(absl::string_view bytes, Message* message) {
  if (bytes.size() > std::numeric_limits<int>::max()) return false;
  google::protobuf::io::CodedInputStream input(
      reinterpret_cast<const std::uint8_t*>(bytes.data()),
      static_cast<int>(bytes.size()));
  return message->MergeFromCodedStream(&input) && input.ConsumedEntireMessage();
}

// A step that names nothing is passed over, as Terraform does.
template <class P>
cty::Path PathFromWire(const typename P::AttributePath& wire) {
  using Step = typename P::AttributePath::Step;
  std::vector<cty::Step> steps;
  for (const Step& step : wire.steps()) {
    switch (step.selector_case()) {
      case Step::kAttributeName:
        steps.emplace_back(cty::AttributeName{step.attribute_name()});
        break;
      case Step::kElementKeyString:
        steps.emplace_back(cty::MapKey{step.element_key_string()});
        break;
      case Step::kElementKeyInt:
        steps.emplace_back(cty::ListIndex{step.element_key_int()});
        break;
      case Step::SELECTOR_NOT_SET:
        break;
    }
  }
  return cty::Path(std::move(steps));
}

// Takes the bytes out of a message.
template <class DynamicValue>
WireValue TakeValue(DynamicValue* wire) {
  return {std::move(*wire->mutable_msgpack()), std::move(*wire->mutable_json()),
          true};
}

template <class Response>
bool AnyError(const Response& response) {
  const auto& all = response.diagnostics();
  return std::any_of(all.begin(), all.end(), [](const auto& diagnostic) {
    return diagnostic.severity() == std::decay_t<decltype(diagnostic)>::ERROR;
  });
}

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_FROM_WIRE_H_
