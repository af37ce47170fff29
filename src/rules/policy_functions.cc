// policy, and what rules ask of the statements of a policy.
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "call.h"
#include "compliance/iam/document.h"
#include "compliance/iam/questions.h"
#include "policy_source.h"

namespace compliance::rules {
namespace {

using cel::Call;
using cel::Value;

// --- From the plan to a document.

// Where a policy was read, and what its strings carry.
struct Source {
  // Of the text, or of the data source that makes it: then `paths` is set and
  // each string has a place of its own.
  cel::Origin origin;
  bool has_origin = false;
  bool paths = false;
  bool sensitive = false;
};

Value Placed(Value value, const Source& source, const cty::Path& path) {
  if (source.has_origin) {
    cel::Origin origin = source.origin;
    if (source.paths) origin.path = path;
    value = value.WithOrigin(std::move(origin));
  }
  return source.sensitive ? value.WithSensitive() : value;
}

cel::Unknown WaitsFor(const Source& source, const cty::Path& path) {
  cel::Unknown unknown;
  cel::Origin origin = source.origin;
  if (source.paths) origin.path = path;
  unknown.waits_for.push_back(std::move(origin));
  return unknown;
}

Value ToValue(const iam::Text& text, const Source& source) {
  if (text.is_known) {
    return Placed(Value::String(text.prefix), source, text.path);
  }
  // The atom travels along, so that questions about the statement find it.
  if (text.is_concrete && text.suffix && !text.resource.empty()) {
    const cty::Atom atom{text.resource, cty::Path().Attr(text.attribute)};
    return Placed(
        Value::FromCty(
            cty::StringOf({cty::Piece::Text(text.prefix), cty::Piece::Of(atom),
                           cty::Piece::Text(*text.suffix)}),
            WaitsFor(source, text.path).waits_for[0]),
        source, text.path);
  }
  cty::Refinement promised;
  promised.not_null = true;
  promised.prefix = text.prefix;
  return Placed(Value::MakeUnknown(WaitsFor(source, text.path), promised),
                source, text.path);
}

Value ToValue(cel::List list, const Source& source) {
  if (list.open) list.why = cel::Merge(list.why, WaitsFor(source, {}));
  // Only strings have a place: an index into the list is none in the text.
  Value value = Value::MakeList(std::move(list));
  return source.sensitive ? value.WithSensitive() : value;
}

Value ToValue(const iam::Texts& texts, const Source& source) {
  cel::List list;
  list.open = texts.open;
  for (const iam::Text& text : texts.items) {
    list.items.push_back({ToValue(text, source), true});
  }
  return ToValue(std::move(list), source);
}

Value ToValue(const iam::Principals& principals, const Source& source) {
  cel::List list;
  list.open = principals.open;
  for (const iam::Principal& principal : principals.items) {
    list.items.push_back(
        {Value::Message({{"type", Value::String(principal.type)},
                         {"id", ToValue(principal.id, source)}}),
         true});
  }
  return ToValue(std::move(list), source);
}

std::string QuantifierName(iam::Quantifier quantifier) {
  switch (quantifier) {
    case iam::Quantifier::kForAnyValue:
      return "ForAnyValue";
    case iam::Quantifier::kForAllValues:
      return "ForAllValues";
    default:
      return "";
  }
}

Value ToValue(const iam::Condition& condition, const Source& source) {
  return Value::Message(
      {{"operator", Value::String(condition.test)},
       {"quantifier", Value::String(QuantifierName(condition.quantifier))},
       {"if_exists", Value::Bool(condition.if_exists)},
       {"key", ToValue(condition.key, source)},
       {"values", ToValue(condition.values, source)}});
}

Value ToValue(Truth truth, const Source& source) {
  return truth == Truth::kUnknown ? Value::MakeUnknown(WaitsFor(source, {}))
                                  : Value::Bool(truth == Truth::kTrue);
}

// Accounts of AWS principals; one that is not known is an unknown member.
Value Accounts(const iam::Statement& statement, const Source& source) {
  cel::List list;
  list.open = statement.principals.open;
  for (const iam::Principal& principal : statement.principals.items) {
    if (!absl::EqualsIgnoreCase(principal.type, "AWS")) continue;
    if (!principal.id.is_known) {
      list.items.push_back({ToValue(principal.id, source), true});
      continue;
    }
    const absl::string_view id = iam::AccountOf(principal.id.prefix);
    list.items.push_back({Placed(Value::String(id), source, {}), true});
  }
  return ToValue(std::move(list), source);
}

// Actions that could be given a resource. NotAction leaves all others in.
Value Scopable(const iam::Statement& statement, const Source& source) {
  cel::List list;
  list.open = statement.actions.open;
  for (const iam::Text& action : statement.actions.items) {
    if (action.is_known && iam::IsUnscopable(action.prefix)) continue;
    list.items.push_back({ToValue(action, source), true});
  }
  if (!statement.not_actions.empty()) {
    list.items.push_back({Placed(Value::String("*"), source, {}), true});
  }
  return ToValue(std::move(list), source);
}

Value ToValue(const iam::Statement& statement, const Source& source) {
  cel::List conditions;
  conditions.open = statement.conditions_open;
  for (const iam::Condition& condition : statement.conditions) {
    conditions.items.push_back({ToValue(condition, source), true});
  }
  return Value::Message({
      {"sid", ToValue(statement.sid, source)},
      {"effect", ToValue(statement.effect, source)},
      {"principals", ToValue(statement.principals, source)},
      {"not_principals", ToValue(statement.not_principals, source)},
      {"actions", ToValue(statement.actions, source)},
      {"not_actions", ToValue(statement.not_actions, source)},
      {"resources", ToValue(statement.resources, source)},
      {"not_resources", ToValue(statement.not_resources, source)},
      {"conditions", ToValue(std::move(conditions), source)},
      {"any_principal", ToValue(iam::AnyPrincipal(statement), source)},
      {"any_resource", ToValue(iam::AnyResource(statement), source)},
      {"wide_resource", ToValue(iam::WideResource(statement), source)},
      {"is_neutralised", ToValue(iam::IsNeutralised(statement, {}), source)},
      {"accounts", Accounts(statement, source)},
      {"scopable_actions", Scopable(statement, source)},
  });
}

Value ToValue(const iam::Document& document, const Source& source) {
  cel::List list;
  list.open = document.open;
  for (const iam::Statement& statement : document.statements) {
    list.items.push_back({ToValue(statement, source), statement.certain});
    if (!statement.certain) {
      list.why = cel::Merge(list.why, WaitsFor(source, {}));
    }
  }
  return Value::Message({{"statements", ToValue(std::move(list), source)}});
}

Value Invalid(const absl::Status& status) {
  return Value::MakeError(
      absl::StrCat("policy() of no IAM policy: ", status.message()));
}

Value OfUnknown(const Host& host, const Value& text) {
  const auto policy = PolicyOfUnknown(host, text);
  if (!policy.ok()) return Invalid(policy.status());
  if (!policy->has_value()) return text;
  const PlannedPolicy& planned = **policy;
  Source source;
  source.sensitive = planned.sensitive;
  if (planned.data != nullptr) {
    source.origin.subject = host.subjects->OfResource(*planned.data);
    source.has_origin = source.paths = true;
  } else if (text.origin() != nullptr) {
    source.origin = *text.origin();
    source.has_origin = true;
  }
  return ToValue(planned.document, source);
}

Value Policy(const Call& call) {
  const Value& text = call.args[0];
  if (text.IsUnknown()) return OfUnknown(HostOf(call), text);
  if (text.IsError()) return text;
  Source source;
  if (text.origin() != nullptr) {
    source.origin = *text.origin();
    source.has_origin = true;
  }
  source.sensitive = text.IsSensitive();
  if (text.IsNull()) return ToValue(iam::Document(), source);
  if (text.kind() != Value::Kind::kString) {
    return WrongArgument("policy", "the text of a policy");
  }
  const auto document = iam::ParseDocument(text.AsString());
  return document.ok() ? ToValue(*document, source)
                       : Invalid(document.status());
}

// --- From a statement of the condition language back to one of ours.

iam::Text ReadText(const Host& host, const Value& value) {
  if (value.kind() == Value::Kind::kString) {
    return iam::Text::Known(value.AsString());
  }
  iam::Text text;
  if (!value.IsUnknown()) return text;
  if (value.cty() != nullptr && value.cty()->origin() != nullptr) {
    return iam::TextOf(value.cty()->origin()->pieces, IsIdentifier);
  }
  if (value.origin() != nullptr) {
    const plan::Resource* data =
        host.subjects->ResourceOf(value.origin()->subject);
    if (data != nullptr && data->address.type == kPolicyDocument) {
      text = TextOfUnknown(*data, value.origin()->path,
                           cty::Value::Unknown(cty::Type::String()));
    }
  }
  if (const cty::Refinement* promised = value.Promised()) {
    text.prefix = promised->prefix;
  }
  return text;
}

iam::Texts ReadTexts(const Host& host, const Value& value) {
  iam::Texts texts;
  if (value.kind() != Value::Kind::kList) {
    texts.open = true;
    return texts;
  }
  const cel::List list = value.AsList();
  texts.open = list.open;
  for (const cel::List::Item& item : list.items) {
    texts.items.push_back(ReadText(host, item.value));
  }
  return texts;
}

void ReadConditions(const Host& host, const Value& value,
                    iam::Statement& statement) {
  if (value.kind() != Value::Kind::kList) {
    statement.conditions_open = true;
    return;
  }
  const cel::List list = value.AsList();
  statement.conditions_open = list.open;
  for (const cel::List::Item& item : list.items) {
    iam::Condition condition;
    condition.test = item.value.Field("operator").AsString();
    const std::string quantifier = item.value.Field("quantifier").AsString();
    if (quantifier == "ForAnyValue") {
      condition.quantifier = iam::Quantifier::kForAnyValue;
    } else if (quantifier == "ForAllValues") {
      condition.quantifier = iam::Quantifier::kForAllValues;
    }
    condition.if_exists = item.value.Field("if_exists").AsBool();
    condition.key = ReadText(host, item.value.Field("key"));
    condition.values = ReadTexts(host, item.value.Field("values"));
    statement.conditions.push_back(std::move(condition));
  }
}

// A value that policy() made, and nothing else has these fields.
bool IsStatement(const Value& value) {
  return value.kind() == Value::Kind::kMap && value.IsMessage() &&
         value.HasField("scopable_actions") && value.HasField("conditions");
}

iam::Statement ReadStatement(const Host& host, const Value& value) {
  iam::Statement statement;
  statement.effect = ReadText(host, value.Field("effect"));
  statement.actions = ReadTexts(host, value.Field("actions"));
  statement.not_actions = ReadTexts(host, value.Field("not_actions"));
  statement.resources = ReadTexts(host, value.Field("resources"));
  statement.not_resources = ReadTexts(host, value.Field("not_resources"));
  ReadConditions(host, value.Field("conditions"), statement);
  return statement;
}

Value Answer(const Call& call, Truth truth) {
  const Value& statement = call.args[0];
  Value answer = truth == Truth::kUnknown
                     ? Value::MakeUnknown(statement.UnknownInside())
                     : Value::Bool(truth == Truth::kTrue);
  if (truth == Truth::kUnknown && !statement.HoldsUnknown()) {
    answer = NeedsToSee("the value of a policy variable");
  }
  return statement.IsSensitive() ? answer.WithSensitive() : answer;
}

bool AreStrings(const Call& call, std::size_t from) {
  for (std::size_t i = from; i < call.args.size(); ++i) {
    if (call.args[i].kind() != Value::Kind::kString) return false;
  }
  return true;
}

// A member function over strings: checks its arguments and asks.
template <typename Ask>
Value AskStatement(const Call& call, const char* name, const Ask& ask) {
  for (const Value& argument : call.args) {
    if (argument.IsUnknown() || argument.IsError()) return argument;
  }
  if (!IsStatement(call.args[0])) {
    return WrongArgument(name, "a statement of policy()");
  }
  return Answer(call, ask(ReadStatement(HostOf(call), call.args[0])));
}

Value MatchesAction(const Call& call) {
  return AskStatement(call, "matches_action", [&](const iam::Statement& s) {
    return AreStrings(call, 1) ? iam::MatchesAction(s, call.args[1].AsString())
                               : Truth::kUnknown;
  });
}

Value TouchesAction(const Call& call) {
  return AskStatement(call, "touches_action", [&](const iam::Statement& s) {
    return AreStrings(call, 1) ? iam::TouchesAction(s, call.args[1].AsString())
                               : Truth::kUnknown;
  });
}

// A text attribute that is known; "" otherwise.
std::string KnownText(const plan::Resource& resource, absl::string_view name) {
  const cty::Value* value = resource.planned.Find(name);
  const bool is_text = value != nullptr && value->HasContent() &&
                       value->type().kind() == cty::Type::Kind::kString;
  return is_text ? value->AsString() : "";
}

// A bucket's ARN follows from its name, but for the partition.
std::vector<iam::Text> ArnsOfBucket(const plan::Resource& bucket,
                                    const std::string& suffix) {
  std::vector<iam::Text> arns;
  const std::string name = KnownText(bucket, "bucket");
  for (const char* partition : {"aws", "aws-cn", "aws-us-gov"}) {
    const std::string start = absl::StrCat("arn:", partition, ":s3:::");
    if (!name.empty()) {
      arns.push_back(iam::Text::Known(absl::StrCat(start, name, suffix)));
      continue;
    }
    arns.push_back(
        iam::Text::Atom(bucket.address.ToString(), suffix, start, "id"));
    arns.push_back(
        iam::Text::Atom(bucket.address.ToString(), suffix, start, "bucket"));
  }
  return arns;
}

// How the ARN of a resource may be written.
std::vector<iam::Description> DescriptionsOf(const plan::Resource& resource,
                                             const std::string& suffix) {
  std::vector<iam::Description> descriptions = {
      {iam::Text::Atom(resource.address.ToString(), suffix)}};
  const std::string arn = KnownText(resource, "arn");
  if (!arn.empty()) {
    descriptions.push_back({iam::Text::Known(absl::StrCat(arn, suffix))});
  }
  if (resource.address.type == "aws_s3_bucket") {
    descriptions.push_back(ArnsOfBucket(resource, suffix));
  }
  return descriptions;
}

// covers(resource, suffix): the resource itself with '', with '/*' all in it.
Value Covers(const Call& call) {
  if (call.args[0].IsUnknown() || call.args[0].IsError()) return call.args[0];
  if (call.args[1].IsUnknown() || call.args[1].IsError()) return call.args[1];
  const Host& host = HostOf(call);
  const cel::Origin* origin = call.args[1].origin();
  const plan::Resource* target =
      origin == nullptr ? nullptr : host.subjects->ResourceOf(origin->subject);
  if (!IsStatement(call.args[0]) || target == nullptr || !AreStrings(call, 2)) {
    return WrongArgument("covers", "a resource of the plan and a suffix");
  }
  return Answer(call, iam::CoversResource(
                          ReadStatement(host, call.args[0]),
                          DescriptionsOf(*target, call.args[2].AsString())));
}

Truth HasCondition(const Call& call, const iam::Statement& statement) {
  if (!AreStrings(call, 1) || !statement.effect.is_known) {
    return Truth::kUnknown;
  }
  Truth truth = statement.conditions_open ? Truth::kUnknown : Truth::kFalse;
  for (const iam::Condition& condition : statement.conditions) {
    truth = Or(truth, iam::IsCondition(condition, statement.effect.prefix,
                                       call.args[1].AsString(),
                                       call.args[2].AsString(),
                                       call.args[3].AsString()));
  }
  return truth;
}

Value HasConditionCall(const Call& call) {
  return AskStatement(call, "has_condition", [&](const iam::Statement& s) {
    return HasCondition(call, s);
  });
}

// The condition and no other, which would let requests by.
Value OnlyCondition(const Call& call) {
  return AskStatement(call, "only_condition", [&](const iam::Statement& s) {
    if (s.conditions.size() > 1) return Truth::kFalse;
    const Truth has = HasCondition(call, s);
    return s.conditions_open ? And(has, Truth::kUnknown) : has;
  });
}

Value LimitedBy(const Call& call) {
  std::vector<std::string> keys;
  if (call.args[1].kind() == Value::Kind::kList) {
    for (const cel::List::Item& item : call.args[1].AsList().items) {
      if (item.value.kind() != Value::Kind::kString) {
        return WrongArgument("limited_by", "a list of condition keys");
      }
      keys.push_back(item.value.AsString());
    }
  }
  if (keys.empty()) {
    return WrongArgument("limited_by", "a list of condition keys");
  }
  return AskStatement(call, "limited_by", [&](const iam::Statement& s) {
    return iam::IsNeutralised(s, keys);
  });
}

}  // namespace

void AddPolicyFunctions(cel::Library& library) {
  const auto add = [&](const char* name, bool member, int args,
                       Value (*apply)(const Call&)) {
    cel::Function function;
    function.name = name;
    function.member = member;
    function.min_args = function.max_args = args;
    function.takes_unknown = true;
    function.apply = apply;
    library.Add(std::move(function));
  };
  add("policy", false, 1, Policy);
  add("matches_action", true, 2, MatchesAction);
  add("touches_action", true, 2, TouchesAction);
  add("covers", true, 3, Covers);
  add("has_condition", true, 4, HasConditionCall);
  add("only_condition", true, 4, OnlyCondition);
  add("limited_by", true, 2, LimitedBy);
}

}  // namespace compliance::rules
