// json: documents that are no policies, such as container definitions.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "call.h"
#include "compliance/cty/json.h"
#include "compliance/cty/json_pieces.h"
#include "policy_source.h"

namespace compliance::rules {
namespace {

using cel::Call;
using cel::Value;

// Makes values of a parsed text that carry what the text does.
class Adaptor {
 public:
  // `marked` may be null: then the text has no holes.
  Adaptor(const Value& text, const cty::MarkedJson* marked)
      : text_(text), marked_(marked) {}

  Value Adapt(const cty::Value& json) const {
    const Value value = Plain(json);
    const Value placed =
        text_.origin() == nullptr ? value : value.WithOrigin(*text_.origin());
    return text_.IsSensitive() ? placed.WithSensitive() : placed;
  }

 private:
  bool HasMark(absl::string_view text) const {
    return marked_ != nullptr && cty::MarkedJson::HasMark(text);
  }

  Value Unknown() const { return Value::MakeUnknown(text_.UnknownInside()); }

  Value Plain(const cty::Value& json) const {
    if (json.IsNull()) return Value::Null();
    switch (json.type().kind()) {
      case cty::Type::Kind::kBool:
        return Value::Bool(json.AsBool());
      case cty::Type::Kind::kNumber:
        return Number(json);
      case cty::Type::Kind::kString:
        return String(json.AsString());
      case cty::Type::Kind::kTuple:
        return List(json);
      default:
        return Object(json);
    }
  }

  static Value Number(const cty::Value& json) {
    const Value number = Value::FromCty(json, {});
    return number.kind() == Value::Kind::kInt
               ? Value::Int(number.AsInt())
               : Value::Double(number.AsDouble());
  }

  Value String(const std::string& text) const {
    if (!HasMark(text)) return Value::String(text);
    const cel::Unknown why = text_.UnknownInside();
    return Value::FromCty(
        cty::StringOf(marked_->PiecesOf(text)),
        why.waits_for.empty() ? cel::Origin() : why.waits_for[0]);
  }

  Value List(const cty::Value& json) const {
    std::vector<Value> items;
    for (const cty::Value& item : json.AsElements()) {
      items.push_back(Adapt(item));
    }
    return Value::MakeList(std::move(items));
  }

  // A message: a member that is null counts as unset, as an attribute does.
  Value Object(const cty::Value& json) const {
    std::map<std::string, Value> members;
    for (const auto& [name, member] : json.AsAttributes()) {
      if (HasMark(name)) return Unknown();
      members.emplace(name, Adapt(member));
    }
    return Value::Message(std::move(members));
  }

  const Value& text_;
  const cty::MarkedJson* marked_;
};

// A text that does not parse because of its holes, or all the same, is not
// known to be wrong.
Value OfUnknown(const Value& text) {
  const cty::Value* value = text.cty();
  if (value == nullptr || value->origin() == nullptr) return text;
  const auto marked =
      cty::MarkedJson::Of(value->origin()->pieces, IsIdentifier);
  if (!marked || marked->text().empty()) return text;
  const auto json = cty::DecodeImpliedJson(marked->text());
  return json.ok() ? Adaptor(text, &*marked).Adapt(*json) : text;
}

Value Json(const Call& call) {
  const Value& text = call.args[0];
  if (text.IsUnknown()) return OfUnknown(text);
  if (text.IsError() || text.IsNull()) return text;
  if (text.kind() != Value::Kind::kString) {
    return WrongArgument("json", "the text of a JSON document");
  }
  if (absl::StripAsciiWhitespace(text.AsString()).empty()) {
    return Adaptor(text, nullptr).Adapt(cty::Value::Null(cty::Type::String()));
  }
  const auto json = cty::DecodeImpliedJson(text.AsString());
  // The reason might quote the text.
  return json.ok() ? Adaptor(text, nullptr).Adapt(*json)
                   : Value::MakeError("json() of a text that is not JSON");
}

}  // namespace

void AddJsonFunction(cel::Library& library) {
  cel::Function function;
  function.name = "json";
  function.min_args = function.max_args = 1;
  function.takes_unknown = true;
  function.apply = Json;
  library.Add(std::move(function));
}

}  // namespace compliance::rules
