// Any bytes to any RPC of either protocol: an answer or a status, never a
// crash. The first byte chooses the RPC. With its top bit set, the rest is not
// the request but the msgpack of a configuration in it.
#include <memory>
#include <string>
#include <vector>

#include "fuzz/fuzz_input.h"
#include "tfplugin/method.h"
#include "tfplugin/provider_handle.h"
#include "tfplugin/test_provider.h"
#include "tfplugin6.pb.h"

namespace {

using compliance::tfplugin::Method;
using compliance::tfplugin::MethodTable;
using compliance::tfplugin::NewTestProvider;
using compliance::tfplugin::ProtocolMethods;
using compliance::tfplugin::ProviderHandle;

MethodTable Table(int protocol) {
  return ProtocolMethods(protocol,
                         std::make_shared<ProviderHandle>(NewTestProvider));
}

std::vector<Method> AllMethods() {
  std::vector<Method> methods;
  for (const int protocol : {5, 6}) {
    for (const auto& [path, method] : Table(protocol)) {
      methods.push_back(method);
    }
  }
  return methods;
}

std::string RequestWithConfig(absl::string_view msgpack) {
  tfplugin6::ValidateResourceConfig::Request request;
  request.set_type_name("hosttest_thing");
  request.mutable_config()->set_msgpack(std::string(msgpack));
  return request.SerializeAsString();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static const std::vector<Method> methods = AllMethods();
  static const Method validate =
      Table(6).at("/tfplugin6.Provider/ValidateResourceConfig");
  if (size == 0) return 0;
  const absl::string_view input =
      compliance::fuzz::InputOf(data, size).substr(1);
  if ((data[0] & 0x80) != 0) {
    const auto answer = validate(RequestWithConfig(input));
    compliance::fuzz::Require(answer.ok(), "a bad value is not a bad request");
    tfplugin6::ValidateResourceConfig::Response response;
    compliance::fuzz::Require(response.ParseFromString(*answer),
                              "answers are messages");
    return 0;
  }
  // The function of that name does what it says.
  if (input.find("hang") != absl::string_view::npos) return 0;
  (void)methods[data[0] % methods.size()](input);
  return 0;
}
