#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "compliance/base/text.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/marks.h"
#include "compliance/cty/type.h"
#include "compliance/hcl/parse.h"
#include "hcl/evaluator.h"
#include "hcl/reference.h"

namespace compliance::hcl {
namespace {

using cty::Type;
using cty::Value;

// Functions of a file's content, and those of a string that do the same.
const std::string* StringFunction(const std::string& file_function) {
  static const auto& functions = *new std::map<std::string, std::string>{
      {"filebase64", "base64encode"},
      {"filebase64sha256", "base64sha256"},
      {"filebase64sha512", "base64sha512"},
      {"filemd5", "md5"},
      {"filesha1", "sha1"},
      {"filesha256", "sha256"},
      {"filesha512", "sha512"},
  };
  const auto found = functions.find(file_function);
  return found == functions.end() ? nullptr : &found->second;
}

// The names that a template may use: the members of an object or a map; nullopt
// where it is neither.
std::optional<std::map<std::string, Value>> NamesIn(const Value& variables) {
  const Type::Kind kind = variables.type().kind();
  if (kind != Type::Kind::kObject && kind != Type::Kind::kMap) {
    return std::nullopt;
  }
  return variables.AsAttributes();
}

bool UsesOnly(const Expression& text,
              const std::map<std::string, Value>& names) {
  bool all = true;
  VisitFree(text, [&](const std::string& root, const Traversal*) {
    all = all && names.count(root) > 0;
  });
  return all;
}

}  // namespace

// Functions that read files, or render one; nullopt for all others.
std::optional<Result> Evaluator::CallOnFile(
    const std::string& name, const std::vector<Value>& arguments) {
  const std::size_t count = arguments.size();
  if (name == "file") return count == 1 ? Read(arguments[0]) : Refused();
  if (name == "fileexists")
    return count == 1 ? Exists(arguments[0]) : Refused();
  if (const std::string* function = StringFunction(name)) {
    return count == 1 ? Digest(*function, arguments[0]) : Refused();
  }
  if (name == "templatestring") {
    return count == 2 ? Render(arguments[0], arguments[1]) : Refused();
  }
  if (name != "templatefile") return std::nullopt;
  if (count != 2) return Refused();
  const Result text = Read(arguments[0]);
  return text.refused ? text : Render(text.value, arguments[1]);
}

// The content of the file at `path`.
Result Evaluator::Read(const Value& path) {
  const absl::StatusOr<Value> text = cty::Convert(path, Type::String());
  if (!text.ok() || text->IsNull()) return Refused(Type::String());
  if (text->IsUnknown() || names_.read_file == nullptr) {
    return MarkedAs(path, Unknown(Type::String()));
  }
  const absl::StatusOr<std::string> content =
      names_.read_file(text->AsString());
  if (absl::IsNotFound(content.status())) return Refused(Type::String());
  if (!content.ok()) return MarkedAs(path, Unknown(Type::String()));
  if (!IsValidUtf8(*content)) return Refused(Type::String());
  return MarkedAs(path, Known(Value::String(*content)));
}

// What a function of strings makes of a file. It sees the bytes of the file,
// which are those of a string only where that needs no normalization.
Result Evaluator::Digest(const std::string& function, const Value& path) {
  const Result content = Read(path);
  if (content.refused || content.value.IsUnknown()) {
    return MarkedAs(path, Unknown(Type::String()));
  }
  const absl::StatusOr<Value> text = cty::Convert(path, Type::String());
  const absl::StatusOr<std::string> bytes = names_.read_file(text->AsString());
  if (!bytes.ok() || *bytes != content.value.AsString()) {
    return MarkedAs(path, Unknown(Type::String()));
  }
  return MarkedAs(path, Invoke(function, {content.value}));
}

Result Evaluator::Exists(const Value& path) {
  const absl::StatusOr<Value> text = cty::Convert(path, Type::String());
  if (!text.ok() || text->IsNull()) return Refused(Type::Bool());
  if (text->IsUnknown() || names_.read_file == nullptr) {
    return MarkedAs(path, Unknown(Type::Bool()));
  }
  const absl::Status status = names_.read_file(text->AsString()).status();
  if (!status.ok() && !absl::IsNotFound(status)) {
    return MarkedAs(path, Unknown(Type::Bool()));
  }
  return MarkedAs(path, Known(Value::Bool(status.ok())));
}

// A template with the members of `variables` as its only names. The whole is
// sensitive if anything that was put in is.
Result Evaluator::Render(const Value& text, const Value& variables) {
  const absl::StatusOr<Value> source = cty::Convert(text, Type::String());
  if (!source.ok() || source->IsNull() || variables.IsNull()) return Refused();
  const bool sensitive = text.IsSensitive() || variables.ContainsSensitive();
  Result unknown = Unknown();
  unknown.value = unknown.value.WithSensitive(sensitive);
  if (source->IsUnknown() || variables.IsUnknown()) return unknown;
  auto names = NamesIn(cty::WithoutMarks(variables));
  if (!names.has_value()) return Refused();
  // A template that renders itself has no end.
  if (templates_ > 0) return unknown;
  const ParsedExpression parsed = ParseTemplate(source->AsString());
  if (!parsed.problems.empty() || !UsesOnly(parsed.expression, *names)) {
    return Refused();
  }
  ++templates_;
  Result result =
      Evaluate(parsed.expression, Scope(Scope(), *std::move(names)));
  --templates_;
  if (sensitive) result.value = result.value.WithSensitive();
  return result;
}

}  // namespace compliance::hcl
