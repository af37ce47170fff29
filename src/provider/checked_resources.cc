#include "provider/checked_resources.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/base/text.h"
#include "compliance/schema/facts.h"
#include "provider/type_fit.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;

constexpr char kExample[] = "\"aws_s3_bucket.logs\" = aws_s3_bucket.logs";

// What a reference begins with that is not one to a resource. No rule speaks of
// such a type, so nothing would be judged.
bool IsReserved(absl::string_view type) {
  static constexpr absl::string_view kWords[] = {
      "count", "each", "local", "output", "path", "self", "terraform", "var"};
  return std::find(std::begin(kWords), std::end(kWords), type) !=
         std::end(kWords);
}

bool IsObject(const Value& value) {
  const Type::Kind kind = value.type().kind();
  return kind == Type::Kind::kObject || kind == Type::Kind::kMap;
}

bool IsSequence(const Value& value) {
  const Type::Kind kind = value.type().kind();
  return kind == Type::Kind::kTuple || kind == Type::Kind::kList ||
         kind == Type::Kind::kSet;
}

// Whether an object under an address without a key is a map of instances. A
// resource object has at least one member that is no object (its id), and
// shares names with its type.
bool IsInstanceMap(const plan::Address& address, const Value& object) {
  const schema::Block* facts = FactsOf(address);
  bool some_known = false;
  for (const auto& [name, member] : object.AsAttributes()) {
    if (member.IsUnknown() && member.type().IsDynamic()) continue;
    if (member.IsNull()) continue;
    if (!IsObject(member)) return false;
    some_known = true;
  }
  if (some_known || object.AsAttributes().empty()) return true;
  return facts != nullptr &&
         std::none_of(object.AsAttributes().begin(),
                      object.AsAttributes().end(), [&](const auto& member) {
                        return facts->FindAttribute(member.first) != nullptr ||
                               facts->FindBlock(member.first) != nullptr;
                      });
}

// Whether the object has come into being; only then has it an id.
plan::Action ActionOf(const Value& object) {
  const Value* id = object.Find("id");
  return id != nullptr && id->HasContent() ? plan::Action::kUpdate
                                           : plan::Action::kCreate;
}

class Reader {
 public:
  Reader(absl::string_view module_path, const cty::Path& at)
      : module_path_(module_path), at_(at) {}

  CheckedResources Read(const Value& resources) && {
    if (resources.IsUnknown()) {
      result_.unknown = true;
      return std::move(result_);
    }
    if (!IsObject(resources)) {
      result_.diagnostics.push_back(diag::Error(
          "Wrong type of argument",
          absl::StrCat("This must be a map from resource addresses to the "
                       "resources themselves, such as { ",
                       kExample, " }."),
          at_));
      return std::move(result_);
    }
    for (const auto& [key, value] : resources.AsAttributes()) {
      ReadEntry(key, value);
    }
    std::sort(result_.resources.begin(), result_.resources.end(),
              [](const plan::Resource& a, const plan::Resource& b) {
                return a.address.ToString() < b.address.ToString();
              });
    return std::move(result_);
  }

 private:
  void Fail(const std::string& key, std::string summary,
            const std::string& detail) {
    result_.diagnostics.push_back(
        diag::Error(std::move(summary), ToValidUtf8(detail), PathTo(key)));
  }

  // Terraform matches the step with the text of the key, which must be UTF-8.
  cty::Path PathTo(const std::string& key) const {
    return IsValidUtf8(key) ? at_.Key(key) : at_;
  }

  void ReadEntry(const std::string& key, const Value& value) {
    absl::StatusOr<plan::Address> address = ParseKey(module_path_, key);
    if (!address.ok()) {
      Fail(key, "Invalid resource address",
           absl::StrCat("The key ", Quote(ToValidUtf8(key)),
                        " is not the address of a resource: ",
                        address.status().message(), ". Write the entry as ",
                        kExample, "."));
      return;
    }
    WarnOfUnknownType(key, *address);
    // A null stands for no instance, as one(aws_x.y[*]) gives it.
    if (value.IsNull()) return;
    if (value.IsUnknown()) {
      Wait(*address);
    } else if (IsSequence(value) && !address->key) {
      ReadList(key, *address, value);
    } else if (IsObject(value) && !address->key &&
               IsInstanceMap(*address, value)) {
      ReadMap(key, *address, value);
    } else {
      ReadInstance(key, *address, value);
    }
  }

  // A slip in the type would otherwise be a resource that nothing judges, and
  // no one would know.
  void WarnOfUnknownType(const std::string& key, const plan::Address& address) {
    if (!absl::StartsWith(address.type, "aws_") ||
        FactsOf(address) != nullptr) {
      return;
    }
    const std::string nearest =
        Nearest(address.type, address.mode == plan::Mode::kManaged
                                  ? schema::ResourceTypes()
                                  : schema::DataSourceTypes());
    result_.diagnostics.push_back(diag::Warning(
        "Nothing is judged of a resource",
        absl::StrCat("No rule knows the type ", Quote(address.type), " of ",
                     address.ToString(), ".",
                     nearest.empty()
                         ? ""
                         : absl::StrCat(" Did you mean ", Quote(nearest), "?")),
        PathTo(key)));
  }

  void Wait(const plan::Address& address) {
    result_.waiting.push_back(address.ToString());
  }

  void ReadList(const std::string& key, const plan::Address& address,
                const Value& list) {
    std::int64_t index = 0;
    for (const Value& element : list.AsElements()) {
      ReadMember(key, address, cty::ListIndex{index++}, element);
    }
  }

  void ReadMap(const std::string& key, const plan::Address& address,
               const Value& map) {
    for (const auto& [name, member] : map.AsAttributes()) {
      ReadMember(key, address, cty::MapKey{name}, member);
    }
  }

  void ReadMember(const std::string& key, plan::Address address, cty::Step step,
                  const Value& value) {
    address.key = std::move(step);
    if (value.IsNull()) return;
    if (value.IsUnknown()) {
      Wait(address);
    } else {
      ReadInstance(key, address, value);
    }
  }

  void ReadInstance(const std::string& key, const plan::Address& address,
                    const Value& value) {
    const std::string name = address.ToString();
    if (!IsObject(value)) {
      Fail(key, "Not a resource",
           absl::StrCat("The value at ", name, " is of type ",
                        value.type().FriendlyName(),
                        "; it must be the resource itself, such as ", kExample,
                        "."));
      return;
    }
    absl::StatusOr<Value> object = FitToType(address, value);
    if (!object.ok()) {
      Fail(key, "The object does not fit its address",
           absl::StrCat("The value at ", name,
                        " is not the resource that its "
                        "key names: ",
                        object.status().message()));
      return;
    }
    const auto [it, is_new] = result_.keys.emplace(name, key);
    if (!is_new) {
      Fail(key, "Duplicate resource address",
           absl::StrCat(name, " is named twice: by the key ", Quote(it->second),
                        " and by the key ", Quote(key), ". Remove one."));
      return;
    }
    plan::Resource resource;
    resource.address = address;
    resource.action = ActionOf(*object);
    resource.planned = *std::move(object);
    result_.resources.push_back(std::move(resource));
  }

  const absl::string_view module_path_;
  const cty::Path& at_;
  CheckedResources result_;
};

}  // namespace

absl::StatusOr<plan::Address> ParseKey(absl::string_view module_path,
                                       absl::string_view key) {
  if (!IsValidUtf8(key)) {
    return absl::InvalidArgumentError("it is not UTF-8");
  }
  absl::StatusOr<plan::Address> address = plan::Address::Parse(
      module_path.empty() ? std::string(key)
                          : absl::StrCat(module_path, ".", key));
  if (address.ok() && IsReserved(address->type)) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quote(address->type), " is not a resource type"));
  }
  return address;
}

CheckedResources ReadCheckedResources(const Value& resources,
                                      absl::string_view module_path,
                                      const cty::Path& at) {
  return Reader(module_path, at).Read(resources);
}

}  // namespace compliance::provider
