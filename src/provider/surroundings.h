// What the provider reads from outside of Terraform: the seam where tests put
// values of their own.
#ifndef COMPLIANCE_PROVIDER_SURROUNDINGS_H_
#define COMPLIANCE_PROVIDER_SURROUNDINGS_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace compliance::provider {

struct Surroundings {
  // An environment variable; nullopt when it is not set.
  std::function<std::optional<std::string>(const std::string& name)>
      environment;
  // The content of a file. Errors: NOT_FOUND, or what the system says.
  std::function<absl::StatusOr<std::string>(const std::string& path)> read_file;
  // Absolute; where the search for .compliance.yaml starts.
  std::string working_directory;
  // Terraform is about to take everything down. Before it does, it plans as
  // always, only to read what is there, and an error would keep the user from
  // destroying what breaks a rule. No request says so.
  bool takes_down = false;
};

Surroundings ProcessSurroundings();

}  // namespace compliance::provider

#endif  // COMPLIANCE_PROVIDER_SURROUNDINGS_H_
