#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/plan/plan.h"
#include "key_text.h"

namespace compliance::plan {
namespace {

absl::Status AddressError(absl::string_view text, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("address ", Quote(text), ": ", what,
                   "; a resource address looks like aws_s3_bucket.logs or "
                   "module.db[\"eu\"].aws_db_instance.main[0]"));
}

// Names may not start with a digit or a dash.
bool IsName(absl::string_view name) {
  return !name.empty() && name[0] != '-' && !absl::ascii_isdigit(name[0]);
}

// Reads dot-separated names and their keys off the front of a text.
class Reader {
 public:
  explicit Reader(absl::string_view text) : all_(text), rest_(text) {}

  bool AtEnd() const { return rest_.empty(); }
  bool AtKey() const { return !rest_.empty() && rest_[0] == '['; }

  absl::StatusOr<std::string> Name() {
    std::string name = ConsumeName(rest_);
    if (!IsName(name)) return Error("a name is missing or malformed");
    return name;
  }

  absl::Status Dot(absl::string_view before) {
    if (rest_.empty() || rest_[0] != '.') {
      return Error(absl::StrCat("expected \".\" before the ", before));
    }
    rest_.remove_prefix(1);
    return absl::OkStatus();
  }

  absl::Status OptionalKey(std::optional<cty::Step>& key) {
    if (!AtKey()) return absl::OkStatus();
    absl::StatusOr<cty::Step> step = ConsumeKey(rest_);
    if (!step.ok()) return Error(step.status().message());
    key = *std::move(step);
    return absl::OkStatus();
  }

  absl::Status Error(absl::string_view what) const {
    return AddressError(all_, what);
  }

 private:
  absl::string_view all_;
  absl::string_view rest_;
};

}  // namespace

absl::StatusOr<Address> Address::Parse(absl::string_view text) {
  Reader reader(text);
  Address address;
  ASSIGN_OR_RETURN(std::string word, reader.Name());
  while (word == "module") {
    RETURN_IF_ERROR(reader.Dot("module's name"));
    ModuleStep step;
    ASSIGN_OR_RETURN(step.name, reader.Name());
    RETURN_IF_ERROR(reader.OptionalKey(step.key));
    address.module.push_back(std::move(step));
    if (reader.AtEnd()) return reader.Error("it names a module, no resource");
    RETURN_IF_ERROR(reader.Dot("resource type"));
    ASSIGN_OR_RETURN(word, reader.Name());
  }
  if (word == "data") {
    address.mode = Mode::kData;
    RETURN_IF_ERROR(reader.Dot("data source's type"));
    ASSIGN_OR_RETURN(word, reader.Name());
  }
  address.type = std::move(word);
  RETURN_IF_ERROR(reader.Dot("resource's name"));
  ASSIGN_OR_RETURN(address.name, reader.Name());
  RETURN_IF_ERROR(reader.OptionalKey(address.key));
  if (!reader.AtEnd()) return reader.Error("there is more after the resource");
  return address;
}

std::string Address::ModuleString() const {
  std::string out;
  for (const ModuleStep& step : module) {
    absl::StrAppend(&out, out.empty() ? "" : ".", "module.", step.name,
                    step.key ? KeyText(*step.key) : "");
  }
  return out;
}

std::string Address::ToString() const {
  const std::string prefix = ModuleString();
  return absl::StrCat(prefix, prefix.empty() ? "" : ".",
                      mode == Mode::kData ? "data." : "", type, ".", name,
                      key ? KeyText(*key) : "");
}

std::string Address::ConfigString() const {
  std::string out;
  for (const ModuleStep& step : module) {
    absl::StrAppend(&out, "module.", step.name, ".");
  }
  return absl::StrCat(out, mode == Mode::kData ? "data." : "", type, ".", name);
}

absl::string_view ActionName(Action action) {
  switch (action) {
    case Action::kNoOp:
      return "no-op";
    case Action::kCreate:
      return "create";
    case Action::kRead:
      return "read";
    case Action::kUpdate:
      return "update";
    case Action::kReplace:
      return "replace";
    case Action::kDelete:
      return "delete";
    case Action::kForget:
      return "forget";
  }
  return "no-op";
}

}  // namespace compliance::plan
