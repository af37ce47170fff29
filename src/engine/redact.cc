#include "redact.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "compliance/base/text.h"
#include "compliance/base/truth.h"

namespace compliance::engine {
namespace {

constexpr char kSensitive[] = "(sensitive value)";
constexpr char kUnknown[] = "(known after apply)";
constexpr char kNotSet[] = "not set";
constexpr std::size_t kMaxObserved = 3;
constexpr std::size_t kMaxElements = 8;

void AddStrings(const cty::Value& value, std::set<std::string>& strings) {
  if (!value.HasContent()) return;
  switch (value.type().kind()) {
    case cty::Type::Kind::kString:
      strings.insert(value.AsString());
      return;
    case cty::Type::Kind::kList:
    case cty::Type::Kind::kSet:
    case cty::Type::Kind::kTuple:
      for (const cty::Value& element : value.AsElements()) {
        AddStrings(element, strings);
      }
      return;
    case cty::Type::Kind::kMap:
    case cty::Type::Kind::kObject:
      for (const auto& [key, element] : value.AsAttributes()) {
        strings.insert(key);
        AddStrings(element, strings);
      }
      return;
    default:
      return;
  }
}

std::string Count(absl::string_view noun, std::size_t n) {
  return absl::StrCat("a ", noun, " of ", n);
}

// Whether anything on the way to `path` is marked, or what is there.
bool SensitiveAt(const cty::Value& root, const cty::Path& path) {
  const cty::Value* value = &root;
  for (const cty::Step& step : path.steps()) {
    if (value->IsSensitive()) return true;
    value = value->Find(step);
    if (value == nullptr) return false;
  }
  return value->IsSensitive();
}

// Text that reads no subject: nothing in it can come from a plan.
bool ReadsNothing(const cel::Program& program) {
  return program.Variables().empty() &&
         program.Needs(rules::Functions()).empty();
}

}  // namespace

std::set<std::string> PublicStrings(
    const rules::Rule& rule,
    const std::map<std::string, cty::Value>& parameters) {
  std::set<std::string> strings;
  const auto add = [&](const cel::Program& program) {
    if (program.empty()) return;
    for (const std::string& text : program.StringLiterals()) {
      strings.insert(text);
    }
  };
  add(rule.each);
  add(rule.when);
  add(rule.require);
  for (const auto& part : rule.message) add(part.expression);
  for (const auto& [name, value] : parameters) AddStrings(value, strings);
  return strings;
}

bool Redactor::IsPublic(absl::string_view text) const {
  if (public_strings_.count(std::string(text)) != 0) return true;
  if (host_.subjects->IsAddress(text)) return true;
  return host_.subjects->ResourceOf(host_.subject) == nullptr &&
         host_.subjects->IsName(text);
}

std::string Redactor::PrintText(absl::string_view text) const {
  return IsPublic(text) ? Quote(text) : "a string";
}

std::string Redactor::Print(const cty::Value& value) const {
  if (value.IsSensitive()) return kSensitive;
  if (value.IsUnknown()) return kUnknown;
  if (value.IsNull()) return kNotSet;
  switch (value.type().kind()) {
    case cty::Type::Kind::kBool:
      return value.AsBool() ? "true" : "false";
    case cty::Type::Kind::kNumber:
      return value.AsNumber().ToString();
    case cty::Type::Kind::kString:
      return PrintText(value.AsString());
    case cty::Type::Kind::kList:
    case cty::Type::Kind::kSet:
    case cty::Type::Kind::kTuple: {
      const cty::Value::Elements& elements = value.AsElements();
      const bool plain = std::all_of(
          elements.begin(), elements.end(), [](const cty::Value& element) {
            return element.type().IsPrimitive() || element.IsUnknown();
          });
      if (!plain || elements.size() > kMaxElements) {
        return Count("list", elements.size());
      }
      return absl::StrCat(
          "[",
          absl::StrJoin(elements, ", ",
                        [&](std::string* out, const cty::Value& element) {
                          absl::StrAppend(out, Print(element));
                        }),
          "]");
    }
    case cty::Type::Kind::kMap:
      return Count("map", value.AsAttributes().size());
    case cty::Type::Kind::kObject:
      return "an object";
    case cty::Type::Kind::kDynamic:
      break;
  }
  return "a value";
}

std::string Redactor::Print(const cel::Value& value) const {
  using Kind = cel::Value::Kind;
  if (value.IsSensitive()) return kSensitive;
  switch (value.kind()) {
    case Kind::kNull:
      return kNotSet;
    case Kind::kBool:
      return value.AsBool() ? "true" : "false";
    case Kind::kInt:
      return absl::StrCat(value.AsInt());
    case Kind::kUint:
      return absl::StrCat(value.AsUint());
    case Kind::kDouble:
      return absl::StrCat(value.AsDouble());
    case Kind::kString:
      return IsPublic(value.AsString()) ? value.AsString() : "a string";
    case Kind::kBytes:
      return "bytes";
    case Kind::kList: {
      const cel::List list = value.AsList();
      if (list.items.size() > kMaxElements) {
        return Count("list", list.items.size());
      }
      if (list.items.empty()) return "none";
      return absl::StrJoin(list.items, ", ",
                           [&](std::string* out, const cel::List::Item& item) {
                             absl::StrAppend(out, Print(item.value));
                           });
    }
    case Kind::kMap:
      return Count("map", value.AsMap().size());
    case Kind::kOptional:
      return value.HasValue() ? Print(value.Inner()) : kNotSet;
    case Kind::kUnknown:
      return kUnknown;
    case Kind::kTimestamp:
      return "a timestamp";
    case Kind::kDuration:
      return "a duration";
    case Kind::kType:
      return value.AsString();
    case Kind::kIp:
      return "an IP address";
    case Kind::kCidr:
      return "an IP prefix";
    case Kind::kError:
      break;
  }
  return "not available";
}

std::string Redactor::PrintAt(const cel::Origin& origin) const {
  const cel::Value subject = host_.subjects->ValueOf(origin.subject);
  const cty::Value* root = subject.cty();
  if (root == nullptr) return kNotSet;
  if (SensitiveAt(*root, origin.path)) return kSensitive;
  const cty::Value* value = root->Find(origin.path);
  if (value == nullptr) return root->IsUnknown() ? kUnknown : kNotSet;
  const bool hidden =
      value->IsUnknown() || (value->HasContent() &&
                             value->type().kind() == cty::Type::Kind::kString &&
                             !IsPublic(value->AsString()));
  const plan::Resource* resource = host_.subjects->ResourceOf(origin.subject);
  if (hidden && resource != nullptr) {
    const auto expression = resource->expressions.find(origin.path);
    const bool by_reference = expression != resource->expressions.end() &&
                              !expression->second.is_constant;
    if (!value->IsUnknown() && by_reference) return "set by reference";
    if (by_reference) return absl::StrCat("set by reference, ", kUnknown);
    if (value->IsUnknown() &&
        host_.query->Configured(*resource, origin.path) == Truth::kFalse) {
      return absl::StrCat(kNotSet, ", ", kUnknown);
    }
  }
  return Print(*value);
}

std::string Redactor::Observed(const std::vector<cel::Origin>& origins) const {
  std::vector<std::string> parts;
  for (const cel::Origin& origin : origins) {
    if (origin.path.empty() || parts.size() == kMaxObserved) continue;
    // Of other things than resources, only the subject itself is telling.
    if (origin.subject != host_.subject &&
        host_.subjects->ResourceOf(origin.subject) == nullptr) {
      continue;
    }
    parts.push_back(
        absl::StrCat(host_.subjects->Describe(origin, host_.subject), " = ",
                     PrintAt(origin)));
  }
  return absl::StrJoin(parts, ", ");
}

std::string Redactor::Message(const rules::Rule& rule,
                              const cel::Activation& activation) const {
  std::string message;
  for (const auto& part : rule.message) {
    if (part.expression.empty()) {
      absl::StrAppend(&message, part.text);
      continue;
    }
    const cel::Value value = cel::Evaluate(part.expression, activation);
    const bool as_is = value.kind() == cel::Value::Kind::kString &&
                       !value.IsSensitive() && ReadsNothing(part.expression);
    absl::StrAppend(&message, as_is ? value.AsString() : Print(value));
  }
  return ToValidUtf8(message);
}

std::string Redactor::ErrorText(const rules::Rule& rule,
                                absl::string_view error) const {
  const std::string source =
      absl::StrCat(rule.each.source(), "\n", rule.when.source(), "\n",
                   rule.require.source());
  std::string text;
  std::size_t at = 0;
  while (at < error.size()) {
    const char c = error[at];
    if (c != '"' && c != '\'' && c != '`') {
      text += c;
      ++at;
      continue;
    }
    const std::size_t close = std::min(error.find(c, at + 1), error.size());
    const absl::string_view quoted = error.substr(at + 1, close - at - 1);
    const bool shown = source.find(std::string(quoted)) != std::string::npos;
    absl::StrAppend(&text, absl::string_view(&c, 1), shown ? quoted : "...",
                    absl::string_view(&c, 1));
    at = close + 1;
  }
  return ToValidUtf8(text);
}

}  // namespace compliance::engine
