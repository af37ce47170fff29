#include "sandbox/plan_file.h"

#include <array>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using cty::Type;
using cty::Value;
using nlohmann::json;

const json& MemberOf(const json& object, const std::string& name) {
  static const json kNull;
  const auto it = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && it != object.end() ? *it : kNull;
}

const json& ElementOf(const json& array, std::size_t index) {
  static const json kNull;
  return array.is_array() && index < array.size() ? array[index] : kNull;
}

Value ObjectFrom(const Type& type, const json& known, const json& unknown) {
  Value::Attributes members;
  for (const auto& [name, member] : type.attributes()) {
    members.emplace(name, FromPlanJson(member, MemberOf(known, name),
                                       MemberOf(unknown, name)));
  }
  return Value::Object(std::move(members));
}

Value MapFrom(const Type& type, const json& known, const json& unknown) {
  Value::Attributes entries;
  for (const json& object : {known, unknown}) {
    if (!object.is_object()) continue;
    for (const auto& [key, ignored] : object.items()) {
      entries.emplace(key, FromPlanJson(type.element(), MemberOf(known, key),
                                        MemberOf(unknown, key)));
    }
  }
  return Value::Map(type.element(), std::move(entries));
}

void Compare(const std::string& path, const Value& got, const Value& want,
             std::vector<Difference>& differences) {
  if (SameValue(got, want)) return;
  const bool inside = got.HasContent() && want.HasContent();
  const Type::Kind kind = want.type().kind();
  if (inside && kind == Type::Kind::kObject) {
    for (const auto& [name, member] : want.AsAttributes()) {
      Compare(path.empty() ? name : absl::StrCat(path, ".", name),
              *got.Find(name), member, differences);
    }
    return;
  }
  const bool sequence = kind == Type::Kind::kList || kind == Type::Kind::kSet;
  if (inside && sequence &&
      got.AsElements().size() == want.AsElements().size() &&
      want.type().element().kind() == Type::Kind::kObject) {
    for (std::size_t i = 0; i < want.AsElements().size(); ++i) {
      Compare(path, got.AsElements()[i], want.AsElements()[i], differences);
    }
    return;
  }
  differences.push_back({path, got.ToString(), want.ToString()});
}

}  // namespace

std::string Unpack(const std::string& path) {
  const char* tool = absl::EndsWith(path, ".xz") ? "xz" : "gzip";
  const std::string command =
      absl::StrCat(tool, " -dc '", path, "' 2>/dev/null");
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(
      popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 65536> buffer{};
  while (pipe != nullptr) {
    const std::size_t read =
        std::fread(buffer.data(), 1, buffer.size(), pipe.get());
    if (read == 0) break;
    text.append(buffer.data(), read);
  }
  return text;
}

Value FromPlanJson(const Type& type, const json& known, const json& unknown) {
  if (unknown.is_boolean() && unknown.get<bool>()) return Value::Unknown(type);
  if (known.is_null()) return Value::Null(type);
  switch (type.kind()) {
    case Type::Kind::kBool:
      return Value::Bool(known.get<bool>());
    case Type::Kind::kNumber:
      return Value::Number(*cty::Number::Parse(known.dump()));
    case Type::Kind::kString:
      return Value::String(known.get<std::string>());
    case Type::Kind::kObject:
      return ObjectFrom(type, known, unknown);
    case Type::Kind::kMap:
      return MapFrom(type, known, unknown);
    default:
      break;
  }
  Value::Elements elements;
  for (std::size_t i = 0; i < known.size(); ++i) {
    elements.push_back(
        FromPlanJson(type.element(), known[i], ElementOf(unknown, i)));
  }
  return type.kind() == Type::Kind::kList
             ? Value::List(type.element(), std::move(elements))
             : Value::Set(type.element(), std::move(elements));
}

std::vector<Difference> Differences(const Value& got, const Value& want) {
  std::vector<Difference> differences;
  Compare("", got, want, differences);
  return differences;
}

}  // namespace compliance::sandbox
