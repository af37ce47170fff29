// Calls of a provider as they pass by, made with the sandbox.
#ifndef COMPLIANCE_BENCH_SANDBOX_CALLS_H_
#define COMPLIANCE_BENCH_SANDBOX_CALLS_H_

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/sandbox/sandbox.h"
#include "tfplugin/method.h"
#include "tfplugin/provider_handle.h"

namespace compliance::bench {

// The value, or the end: a benchmark of what does not work measures nothing.
template <class T>
T Need(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << value.status() << std::endl;
  std::abort();
}

inline tfplugin::MethodTable AwsMethods() {
  return tfplugin::ProtocolMethods(
      5, std::make_shared<tfplugin::ProviderHandle>(
             [] { return sandbox::NewSandbox("aws"); }));
}

// A GetProviderSchema response of the AWS provider, protocol 5.
inline const std::string& AwsSchemas() {
  static const auto& response = *new std::string(
      Need(AwsMethods().at("/tfplugin5.Provider/GetSchema")("")));
  return response;
}

}  // namespace compliance::bench

#endif  // COMPLIANCE_BENCH_SANDBOX_CALLS_H_
