// How a typed answer to a request becomes a Method.
#ifndef COMPLIANCE_SRC_TFPLUGIN_MAKE_METHOD_H_
#define COMPLIANCE_SRC_TFPLUGIN_MAKE_METHOD_H_

#include <limits>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/tfplugin/log.h"
#include "tfplugin/method.h"

namespace compliance::tfplugin {

// The type that a request speaks of; empty where a request names none.
template <class Request>
std::string TypeNameOf(const Request& request) {
  if constexpr (requires { request.type_name(); }) {
    return request.type_name();
  } else if constexpr (requires { request.action_type(); }) {
    return request.action_type();
  } else if constexpr (requires { request.target_type_name(); }) {
    return request.target_type_name();
  } else if constexpr (requires { request.meta().type_name(); }) {
    return request.meta().type_name();
  } else if constexpr (requires { request.name(); }) {
    return request.name();
  } else {
    return "";
  }
}

// `answer` as a Method: bytes are parsed and printed around it, its time is
// logged. A `Request` that parses is always answered.
template <class Request, class Response, class Answer>
Method MakeMethod(std::string rpc, Answer answer) {
  return [rpc = std::move(rpc), answer = std::move(answer)](
             absl::string_view bytes) -> absl::StatusOr<std::string> {
    const absl::Time start = absl::Now();
    Request request;
    if (bytes.size() > std::numeric_limits<int>::max() ||
        !request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return absl::InternalError(
          absl::StrCat(rpc, ": the request is not a valid message"));
    }
    Response response;
    answer(request, &response);
    Log(LogLevel::kDebug, "answered",
        {{"rpc", rpc},
         {"type", TypeNameOf(request)},
         {"duration_ms",
          absl::StrCat(absl::ToDoubleMilliseconds(absl::Now() - start))}});
    return response.SerializeAsString();
  };
}

// The wire path of a method.
template <class P>
std::string PathOf(absl::string_view rpc) {
  return absl::StrCat(P::kService, rpc);
}

// What is said of a name that the provider does not declare; `noun` is what it
// would name, such as "resource type".
inline diag::Diagnostic UnknownName(absl::string_view noun,
                                    absl::string_view name) {
  return diag::Error(
      absl::StrCat("Unknown ", noun),
      absl::StrCat("This provider has no ", noun, " \"", name,
                   "\". Check the name, or use a provider version that has "
                   "it."));
}

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_MAKE_METHOD_H_
