// Reading the calls of either protocol version that pass by, and saying
// something with their answers.
#ifndef COMPLIANCE_TFPLUGIN_OBSERVE_H_
#define COMPLIANCE_TFPLUGIN_OBSERVE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/cty/type.h"
#include "compliance/cty/value.h"
#include "compliance/diag/diagnostic.h"
#include "compliance/schema/schema.h"

namespace compliance::tfplugin {

// The methods worth a look, whatever each version calls them.
enum class Rpc : std::uint8_t {
  kGetProviderSchema,
  kConfigureProvider,
  kValidateResource,
  kPlanResource,
  kReadDataSource,
};
struct ObservedMethod {
  int protocol = 5;
  Rpc rpc = Rpc::kPlanResource;
};
// nullopt for any other wire path.
std::optional<ObservedMethod> FindMethod(absl::string_view wire_path);

// Whether a call is one by which Terraform first speaks of a type: each block
// of the configuration is validated, each resource of the state is upgraded,
// and what is imported is named.
bool IntroducesType(absl::string_view wire_path);

// `type_name` of a request about a resource or data source, without decoding
// the rest; "" where there is none. A slice of `request`.
absl::string_view TypeNameOf(absl::string_view request);

// A DynamicValue as it came. Both empty: null.
struct WireValue {
  std::string msgpack;
  std::string json;
  bool present = false;  // the message was there at all

  // Errors: INVALID_ARGUMENT with the path, never with a value.
  absl::StatusOr<cty::Value> Decode(const cty::Type& type) const;
};

// The schema of one resource type, as far as values and paths need it: without
// descriptions.
struct ObservedSchema {
  schema::Schema schema;
  cty::Type type;  // ImpliedType(schema.block)
  // Attributes marked sensitive, in blocks and nested attributes; without
  // indexes: they hold for every element.
  std::vector<cty::Path> sensitive;
};

struct ObservedSchemas {
  std::optional<ObservedSchema> provider;
  std::map<std::string, ObservedSchema> resources;
  std::map<std::string, ObservedSchema> data_sources;
};

// Chooses types by their name and their encoded schema.
using TypeFilter = std::function<bool(absl::string_view type_name,
                                      absl::string_view encoded_schema)>;

// Decodes of a GetProviderSchema response only the types that a filter wants;
// all others are passed over as bytes. The provider's own is always decoded.
// Errors: INVALID_ARGUMENT for bytes that are no such message, and for a schema
// of an unknown shape, with the type and the attribute.
absl::StatusOr<ObservedSchemas> ReadSchemas(int protocol,
                                            absl::string_view response,
                                            const TypeFilter& resources,
                                            const TypeFilter& data_sources);

// A GetProviderSchema response without the resource and data source types that
// are not named; all else of it as it is. Errors: as of ReadSchemas.
absl::StatusOr<std::string> OnlyTypes(
    int protocol, absl::string_view response,
    const std::set<std::string, std::less<>>& types);

struct ObservedPlan {
  std::string type_name;
  WireValue prior, proposed, config;        // request
  WireValue planned;                        // response
  std::vector<cty::Path> requires_replace;  // response
  bool failed = false;    // the provider's own diagnostics hold an error
  bool deferred = false;  // the provider put the change off
};
absl::StatusOr<ObservedPlan> ReadPlan(int protocol, absl::string_view request,
                                      absl::string_view response);

struct ObservedConfig {
  std::string type_name;  // "" for the provider's own
  WireValue config;
  WireValue state;  // kReadDataSource: what was read
  bool failed = false;
};
// Of kConfigureProvider, kValidateResource and kReadDataSource.
absl::StatusOr<ObservedConfig> ReadConfig(ObservedMethod method,
                                          absl::string_view request,
                                          absl::string_view response);

// What to add behind a response so that it has these diagnostics too.
std::string EncodeDiagnostics(ObservedMethod method,
                              const diag::Diagnostics& diagnostics);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TFPLUGIN_OBSERVE_H_
