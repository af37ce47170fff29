// Reading a schema response in passing. A large provider answers more than ten
// megabytes, of which rules look at a few types, so everything else is passed
// over without being decoded.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/tfplugin/observe.h"
#include "tfplugin/from_wire.h"
#include "tfplugin/protocol5.h"
#include "tfplugin/protocol6.h"
#include "tfplugin/schema_reader.h"
#include "tfplugin/wire_scan.h"

namespace compliance::tfplugin {
namespace {

// Slices of a response: the schemas of one kind by the name of their type.
using EncodedSchemas = std::map<absl::string_view, absl::string_view>;

// A map entry is a message of two fields.
enum MapField : std::uint32_t { kKey = 1, kValue = 2 };

absl::Status NotASchema(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, ": not a schema message"));
}

absl::StatusOr<absl::string_view> KeyOf(absl::string_view entry) {
  absl::string_view key;
  WireScan scan(entry);
  while (const std::optional<WireField> field = scan.Next()) {
    if (field->number == kKey && field->content) key = *field->content;
  }
  if (!scan.ok() || !IsValidUtf8(key)) return NotASchema("an entry");
  return key;
}

// Takes the last of equal keys, as protobuf does.
absl::Status AddEntry(absl::string_view entry, EncodedSchemas& schemas) {
  ASSIGN_OR_RETURN(const absl::string_view key, KeyOf(entry));
  schemas[key] = entry;
  return absl::OkStatus();
}

// The slice of an entry that holds its schema.
absl::string_view ValueOf(absl::string_view entry) {
  absl::string_view value;
  WireScan scan(entry);
  while (const std::optional<WireField> field = scan.Next()) {
    if (field->number == kValue && field->content) value = *field->content;
  }
  return value;
}

// Decodes the schema that `message` holds in the given field; a field that
// comes more than once is one message in parts.
template <class P>
absl::StatusOr<ObservedSchema> Decode(absl::string_view message,
                                      std::uint32_t field_number,
                                      absl::string_view what) {
  typename P::Schema wire;
  WireScan scan(message);
  while (const std::optional<WireField> field = scan.Next()) {
    if (field->number != field_number || !field->content) continue;
    if (!MergeBytes(*field->content, &wire)) return NotASchema(what);
  }
  absl::StatusOr<ObservedSchema> schema = SchemaReader<P>::Read(wire);
  if (schema.ok()) return schema;
  return absl::InvalidArgumentError(
      absl::StrCat(what, ": ", schema.status().message()));
}

template <class P>
absl::Status DecodeWanted(const EncodedSchemas& encoded,
                          const TypeFilter& wanted,
                          std::map<std::string, ObservedSchema>& schemas) {
  for (const auto& [name, entry] : encoded) {
    if (!wanted(name, ValueOf(entry))) continue;
    ASSIGN_OR_RETURN(ObservedSchema schema, Decode<P>(entry, kValue, name));
    schemas.emplace(name, std::move(schema));
  }
  return absl::OkStatus();
}

template <class P>
absl::StatusOr<ObservedSchemas> Read(absl::string_view response,
                                     const TypeFilter& resources,
                                     const TypeFilter& data_sources) {
  using Response = typename P::GetProviderSchema::Response;
  bool provider = false;
  EncodedSchemas encoded_resources;
  EncodedSchemas encoded_data_sources;
  WireScan scan(response);
  while (const std::optional<WireField> field = scan.Next()) {
    if (!field->content) continue;
    if (field->number == Response::kProviderFieldNumber) {
      provider = true;
    } else if (field->number == Response::kResourceSchemasFieldNumber) {
      RETURN_IF_ERROR(AddEntry(*field->content, encoded_resources));
    } else if (field->number == Response::kDataSourceSchemasFieldNumber) {
      RETURN_IF_ERROR(AddEntry(*field->content, encoded_data_sources));
    }
  }
  if (!scan.ok()) return NotASchema("the provider's schema");
  ObservedSchemas schemas;
  if (provider) {
    ASSIGN_OR_RETURN(schemas.provider,
                     Decode<P>(response, Response::kProviderFieldNumber,
                               "the provider's own schema"));
  }
  RETURN_IF_ERROR(
      DecodeWanted<P>(encoded_resources, resources, schemas.resources));
  RETURN_IF_ERROR(DecodeWanted<P>(encoded_data_sources, data_sources,
                                  schemas.data_sources));
  return schemas;
}

// Copies the fields of a response from one end of what is left out to the next.
template <class P>
absl::StatusOr<std::string> CopyOnly(
    absl::string_view response,
    const std::set<std::string, std::less<>>& types) {
  using Response = typename P::GetProviderSchema::Response;
  std::string copy;
  const char* copied = response.data();
  WireScan scan(response);
  while (true) {
    const char* const start = scan.rest().data();
    const std::optional<WireField> field = scan.Next();
    if (!field) break;
    const bool is_entry =
        field->content &&
        (field->number == Response::kResourceSchemasFieldNumber ||
         field->number == Response::kDataSourceSchemasFieldNumber);
    if (!is_entry) continue;
    ASSIGN_OR_RETURN(const absl::string_view key, KeyOf(*field->content));
    if (types.find(key) != types.end()) continue;
    copy.append(copied, static_cast<std::size_t>(start - copied));
    copied = scan.rest().data();
  }
  if (!scan.ok()) return NotASchema("the provider's schema");
  const char* const end = response.data() + response.size();
  copy.append(copied, static_cast<std::size_t>(end - copied));
  return copy;
}

}  // namespace

absl::StatusOr<std::string> OnlyTypes(
    int protocol, absl::string_view response,
    const std::set<std::string, std::less<>>& types) {
  return protocol == 6 ? CopyOnly<Protocol6>(response, types)
                       : CopyOnly<Protocol5>(response, types);
}

absl::StatusOr<ObservedSchemas> ReadSchemas(int protocol,
                                            absl::string_view response,
                                            const TypeFilter& resources,
                                            const TypeFilter& data_sources) {
  return protocol == 6 ? Read<Protocol6>(response, resources, data_sources)
                       : Read<Protocol5>(response, resources, data_sources);
}

}  // namespace compliance::tfplugin
