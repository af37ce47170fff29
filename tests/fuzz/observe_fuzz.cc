// Any bytes as what passes between Terraform and a provider. The first byte
// chooses the reader and the protocol; a call is cut into request and response
// at the length that the second gives.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "compliance/tfplugin/observe.h"
#include "fuzz/fuzz_input.h"
#include "tfplugin/protocol5.h"
#include "tfplugin/protocol6.h"

namespace {

using compliance::fuzz::Require;
using compliance::tfplugin::Rpc;
using compliance::tfplugin::WireValue;

template <class Message>
bool Parse(absl::string_view bytes, Message* message) {
  return message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

// Schemas are passed over by a walk of our own, which has to see in them what
// protobuf sees.
template <class P>
void PassOverSchemas(int protocol, absl::string_view bytes) {
  std::set<std::string> resources;
  std::set<std::string> data_sources;
  const auto note = [](std::set<std::string>& names) {
    return [&names](absl::string_view name, absl::string_view) {
      names.insert(std::string(name));
      return false;
    };
  };
  const bool read = compliance::tfplugin::ReadSchemas(
                        protocol, bytes, note(resources), note(data_sources))
                        .ok();
  typename P::GetProviderSchema::Response response;
  if (!Parse(bytes, &response)) return;
  // The provider's own schema is always decoded, and may be refused.
  Require(read || response.has_provider(), "what protobuf reads is read");
  if (!read) return;
  Require(resources.size() == response.resource_schemas().size() &&
              data_sources.size() == response.data_source_schemas().size(),
          "as many names as protobuf finds");
  for (const auto& [name, schema] : response.resource_schemas()) {
    Require(resources.count(name) == 1, "the names that protobuf finds");
  }
}

void ReadSchemas(int protocol, absl::string_view bytes) {
  const auto every = [](absl::string_view, absl::string_view) { return true; };
  const auto schemas =
      compliance::tfplugin::ReadSchemas(protocol, bytes, every, every);
  if (!schemas.ok()) return;
  for (const auto& [name, observed] : schemas->resources) {
    Require(observed.type.kind() == compliance::cty::Type::Kind::kObject,
            "a resource is an object");
  }
}

template <class P>
void ReadTypeName(absl::string_view bytes) {
  const absl::string_view name = compliance::tfplugin::TypeNameOf(bytes);
  typename P::ReadDataSource::Request request;
  if (!Parse(bytes, &request)) return;
  Require(name == request.type_name(), "the name that protobuf reads");
}

void DecodeAny(const WireValue& value) {
  (void)value.Decode(compliance::cty::Type::Dynamic());
}

void ReadCall(int protocol, Rpc rpc, absl::string_view request,
              absl::string_view response) {
  if (rpc == Rpc::kPlanResource) {
    const auto plan =
        compliance::tfplugin::ReadPlan(protocol, request, response);
    if (plan.ok()) DecodeAny(plan->planned);
    return;
  }
  const auto config =
      compliance::tfplugin::ReadConfig({protocol, rpc}, request, response);
  if (config.ok()) DecodeAny(config->config);
}

template <class P>
void Run(int protocol, int reader, absl::string_view input) {
  switch (reader) {
    case 0:
      return PassOverSchemas<P>(protocol, input);
    case 1:
      return ReadSchemas(protocol, input);
    case 2:
      return ReadTypeName<P>(input);
    default:
      break;
  }
  static constexpr Rpc kCalls[] = {Rpc::kPlanResource, Rpc::kConfigureProvider,
                                   Rpc::kValidateResource,
                                   Rpc::kReadDataSource};
  if (input.empty()) return;
  const auto length = static_cast<unsigned char>(input[0]);
  input.remove_prefix(1);
  const absl::string_view request = input.substr(0, length);
  ReadCall(protocol, kCalls[(reader - 3) % 4], request,
           input.substr(request.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const absl::string_view input =
      compliance::fuzz::InputOf(data, size).substr(1);
  const int reader = (data[0] & 0x7f) % 7;
  if ((data[0] & 0x80) != 0) {
    Run<compliance::tfplugin::Protocol6>(6, reader, input);
  } else {
    Run<compliance::tfplugin::Protocol5>(5, reader, input);
  }
  return 0;
}
