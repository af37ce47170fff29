#include "sandbox/policy_document.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/json.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using cty::Value;

// What a policy writes as a string when there is one, as a list when there are
// more, or as its source document had it.
struct Texts {
  std::vector<std::string> texts;
  bool is_list = false;
};

struct Principal {
  std::string type;
  Texts identifiers;
};

struct Condition {
  std::string test, variable;
  Texts values;
};

struct Statement {
  std::string sid, effect;
  std::optional<Texts> actions, not_actions, resources, not_resources;
  std::vector<Principal> principals, not_principals;
  std::vector<Condition> conditions;
};

struct Document {
  std::string version, id;
  std::vector<Statement> statements;
};

// Later documents win: their id, their newer version, statements of equal Sid.
void Merge(Document newer, Document& document) {
  if (!newer.id.empty()) document.id = newer.id;
  document.version = std::max(document.version, newer.version);
  for (Statement& statement : newer.statements) {
    auto same = document.statements.end();
    if (!statement.sid.empty()) {
      same = std::find_if(
          document.statements.begin(), document.statements.end(),
          [&](const Statement& s) { return s.sid == statement.sid; });
    }
    if (same == document.statements.end()) {
      document.statements.push_back(std::move(statement));
    } else {
      *same = std::move(statement);
    }
  }
}

// --- From the configuration.

// "&{aws:username}" is how a configuration writes IAM's own "${…}". The
// provider looks for it in these arguments and in no others.
Texts WithVariables(Texts texts) {
  for (std::string& text : texts.texts) {
    text = absl::StrReplaceAll(text, {{"&{", "${"}});
  }
  return texts;
}

// The provider sorts what it gets from a set in descending order.
Texts FromSet(const Value& set) {
  Texts texts{TextsOf(set), false};
  texts.is_list = texts.texts.size() != 1;
  std::sort(texts.texts.begin(), texts.texts.end(), std::greater<>());
  return texts;
}

std::optional<Texts> OptionalSet(const Value& statement, const char* name) {
  const Value* set = statement.Find(absl::string_view(name));
  if (set == nullptr || !IsSet(*set)) return std::nullopt;
  return FromSet(*set);
}

std::optional<Texts> WithVariables(std::optional<Texts> texts) {
  if (texts) texts = WithVariables(*std::move(texts));
  return texts;
}

std::vector<Principal> PrincipalsOf(const Value& statement, const char* name) {
  std::vector<Principal> principals;
  const Value* blocks = statement.Find(absl::string_view(name));
  if (blocks == nullptr || !blocks->HasContent()) return principals;
  for (const Value& block : blocks->AsElements()) {
    const Value* identifiers = block.Find("identifiers");
    principals.push_back(
        {TextOf(block, "type"), WithVariables(FromSet(*identifiers))});
  }
  return principals;
}

std::vector<Condition> ConditionsOf(const Value& statement) {
  std::vector<Condition> conditions;
  const Value* blocks = statement.Find("condition");
  if (blocks == nullptr || !blocks->HasContent()) return conditions;
  for (const Value& block : blocks->AsElements()) {
    Texts values{TextsOf(*block.Find("values")), false};
    values.is_list = values.texts.size() != 1;
    conditions.push_back({TextOf(block, "test"), TextOf(block, "variable"),
                          WithVariables(std::move(values))});
  }
  return conditions;
}

Statement StatementOf(const Value& block) {
  Statement statement;
  statement.sid = TextOf(block, "sid");
  statement.effect = TextOf(block, "effect");
  if (statement.effect.empty()) statement.effect = "Allow";
  statement.actions = OptionalSet(block, "actions");
  statement.not_actions = OptionalSet(block, "not_actions");
  statement.resources = WithVariables(OptionalSet(block, "resources"));
  statement.not_resources = WithVariables(OptionalSet(block, "not_resources"));
  statement.principals = PrincipalsOf(block, "principals");
  statement.not_principals = PrincipalsOf(block, "not_principals");
  statement.conditions = ConditionsOf(block);
  return statement;
}

// The old version has no variables.
bool HasVariables(const Value& block) {
  bool found = false;
  for (const char* name : {"resources", "not_resources"}) {
    const Value* set = block.Find(absl::string_view(name));
    if (set == nullptr) continue;
    for (const std::string& text : TextsOf(*set)) {
      found = found || absl::StrContains(text, "&{");
    }
  }
  return found;
}

absl::StatusOr<Document> ConfiguredDocument(const Value& config) {
  Document document;
  document.version = TextOf(config, "version");
  if (document.version.empty()) document.version = "2012-10-17";
  document.id = TextOf(config, "policy_id");
  std::set<std::string> sids;
  const Value* blocks = config.Find("statement");
  if (blocks == nullptr || !blocks->HasContent()) return document;
  for (const Value& block : blocks->AsElements()) {
    if (document.version == "2008-10-17" && HasVariables(block)) {
      return absl::InvalidArgumentError(
          "found &{ sequence, which is not supported in document version "
          "2008-10-17");
    }
    Statement statement = StatementOf(block);
    if (!statement.sid.empty() && !sids.insert(statement.sid).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("duplicate Sid (", statement.sid,
                       "). Remove the Sid or ensure the Sid is unique."));
    }
    document.statements.push_back(std::move(statement));
  }
  return document;
}

// --- From JSON.

std::string ScalarText(const Value& value) {
  if (!value.HasContent()) return "";
  switch (value.type().kind()) {
    case cty::Type::Kind::kString:
      return value.AsString();
    case cty::Type::Kind::kBool:
      return value.AsBool() ? "true" : "false";
    case cty::Type::Kind::kNumber:
      return value.AsNumber().ToString();
    default:
      return "";
  }
}

bool IsNumber(const Value& value) {
  return value.HasContent() && value.type().kind() == cty::Type::Kind::kNumber;
}

bool IsTuple(const Value& value) {
  return value.HasContent() && value.type().kind() == cty::Type::Kind::kTuple;
}

bool IsObject(const Value& value) {
  return value.HasContent() && value.type().kind() == cty::Type::Kind::kObject;
}

Texts TextsOfJson(const Value& value) {
  if (!IsTuple(value)) return {{ScalarText(value)}, false};
  Texts texts{{}, true};
  for (const Value& element : value.AsElements()) {
    texts.texts.push_back(ScalarText(element));
  }
  return texts;
}

// A member by its name in any case, as Go's encoding/json finds it.
const Value* FindMember(const Value& object, absl::string_view name) {
  if (const Value* exact = object.Find(name)) return exact;
  for (const auto& [key, value] : object.AsAttributes()) {
    if (absl::EqualsIgnoreCase(key, name)) return &value;
  }
  return nullptr;
}

std::string MemberText(const Value& object, absl::string_view name) {
  const Value* value = FindMember(object, name);
  return value == nullptr ? "" : ScalarText(*value);
}

std::optional<Texts> OptionalJson(const Value& statement, const char* name) {
  const Value* value = FindMember(statement, name);
  if (value == nullptr || value->IsNull()) return std::nullopt;
  return TextsOfJson(*value);
}

std::vector<Principal> PrincipalsOfJson(const Value& statement,
                                        const char* name) {
  std::vector<Principal> principals;
  const Value* value = FindMember(statement, name);
  if (value == nullptr || value->IsNull()) return principals;
  if (!IsObject(*value)) return {{"*", {{"*"}, true}}};
  for (const auto& [type, identifiers] : value->AsAttributes()) {
    principals.push_back({type, TextsOfJson(identifiers)});
  }
  return principals;
}

std::vector<Condition> ConditionsOfJson(const Value& statement) {
  std::vector<Condition> conditions;
  const Value* tests = FindMember(statement, "Condition");
  if (tests == nullptr || !IsObject(*tests)) return conditions;
  for (const auto& [test, variables] : tests->AsAttributes()) {
    if (!IsObject(variables)) continue;
    for (const auto& [variable, values] : variables.AsAttributes()) {
      // The provider loses numbers.
      if (!IsNumber(values)) {
        conditions.push_back({test, variable, TextsOfJson(values)});
      }
    }
  }
  return conditions;
}

Statement StatementOfJson(const Value& value) {
  Statement statement;
  statement.sid = MemberText(value, "Sid");
  statement.effect = MemberText(value, "Effect");
  statement.actions = OptionalJson(value, "Action");
  statement.not_actions = OptionalJson(value, "NotAction");
  statement.resources = OptionalJson(value, "Resource");
  statement.not_resources = OptionalJson(value, "NotResource");
  statement.principals = PrincipalsOfJson(value, "Principal");
  statement.not_principals = PrincipalsOfJson(value, "NotPrincipal");
  statement.conditions = ConditionsOfJson(value);
  return statement;
}

absl::StatusOr<Document> ParseDocument(const std::string& json) {
  const absl::StatusOr<Value> value = cty::DecodeImpliedJson(json);
  if (!value.ok() || !IsObject(*value)) {
    return absl::InvalidArgumentError("not a JSON policy document");
  }
  Document document;
  document.version = MemberText(*value, "Version");
  document.id = MemberText(*value, "Id");
  const Value* statements = FindMember(*value, "Statement");
  if (statements == nullptr || statements->IsNull()) return document;
  if (!IsTuple(*statements)) {
    return absl::InvalidArgumentError("Statement is not a list");
  }
  for (const Value& statement : statements->AsElements()) {
    if (!IsObject(statement)) {
      return absl::InvalidArgumentError("a statement is not an object");
    }
    document.statements.push_back(StatementOfJson(statement));
  }
  return document;
}

// Documents of one argument in their order. With `unique_sids`, no Sid may come
// twice in all of them.
absl::Status MergeAll(const Value& config, const char* argument,
                      bool unique_sids, Document& document) {
  const Value* documents = config.Find(absl::string_view(argument));
  if (documents == nullptr) return absl::OkStatus();
  std::set<std::string> sids;
  int item = -1;
  for (const std::string& json : TextsOf(*documents)) {
    ++item;
    if (json.empty()) continue;
    absl::StatusOr<Document> parsed = ParseDocument(json);
    if (!parsed.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          argument, " (item ", item, "): ", parsed.status().message()));
    }
    for (const Statement& statement : parsed->statements) {
      if (unique_sids && !statement.sid.empty() &&
          !sids.insert(statement.sid).second) {
        return absl::InvalidArgumentError(absl::StrCat(
            "duplicate Sid (", statement.sid, ") in ", argument, " (item ",
            item, "). Remove the Sid or ensure Sids are unique."));
      }
    }
    Merge(*std::move(parsed), document);
  }
  return absl::OkStatus();
}

// --- To JSON, in the layout of Go's encoding/json.

std::string GoQuote(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == '<' || c == '>' ||
            c == '&') {
          absl::StrAppendFormat(&quoted, "\\u%04x",
                                static_cast<unsigned int>(c));
        } else {
          quoted += c;
        }
    }
  }
  return absl::StrReplaceAll(quoted,
                             {{"\u2028", "\\u2028"}, {"\u2029", "\\u2029"}}) +
         "\"";
}

// Members that are already JSON, between brackets of the given kind.
std::string Bracketed(char open, const std::vector<std::string>& members,
                      char close, std::size_t depth) {
  std::string text(1, open);
  const char* separator = "\n";
  for (const std::string& member : members) {
    absl::StrAppend(&text, separator, std::string(2 * (depth + 1), ' '),
                    member);
    separator = ",\n";
  }
  if (!members.empty()) {
    absl::StrAppend(&text, "\n", std::string(2 * depth, ' '));
  }
  return text + close;
}

std::string Member(absl::string_view name, absl::string_view json) {
  return absl::StrCat(GoQuote(name), ": ", json);
}

std::string Render(const Texts& texts, std::size_t depth) {
  if (!texts.is_list) {
    return GoQuote(texts.texts.empty() ? "" : texts.texts[0]);
  }
  std::vector<std::string> members;
  members.reserve(texts.texts.size());
  for (const std::string& text : texts.texts) members.push_back(GoQuote(text));
  return Bracketed('[', members, ']', depth);
}

// Blocks that speak of the same key become one list.
void Append(const Texts& more, bool is_first, Texts& texts) {
  if (is_first) {
    texts = more;
    return;
  }
  texts.is_list = true;
  texts.texts.insert(texts.texts.end(), more.texts.begin(), more.texts.end());
}

std::string Render(const std::vector<Principal>& principals,
                   std::size_t depth) {
  if (principals.size() == 1 && principals[0].type == "*" &&
      principals[0].identifiers.texts == std::vector<std::string>{"*"}) {
    return "\"*\"";
  }
  std::map<std::string, Texts> by_type;
  for (const Principal& principal : principals) {
    Texts identifiers = principal.identifiers;
    if (identifiers.is_list) {
      std::sort(identifiers.texts.begin(), identifiers.texts.end(),
                std::greater<>());
    }
    const auto [it, is_first] = by_type.try_emplace(principal.type);
    Append(identifiers, is_first, it->second);
  }
  std::vector<std::string> members;
  members.reserve(by_type.size());
  for (const auto& [type, identifiers] : by_type) {
    members.push_back(Member(type, Render(identifiers, depth + 1)));
  }
  return Bracketed('{', members, '}', depth);
}

std::string Render(const std::vector<Condition>& conditions,
                   std::size_t depth) {
  std::map<std::string, std::map<std::string, Texts>> by_test;
  for (const Condition& condition : conditions) {
    const auto [it, is_first] =
        by_test[condition.test].try_emplace(condition.variable);
    Append(condition.values, is_first, it->second);
    it->second.is_list = it->second.texts.size() != 1;
  }
  std::vector<std::string> tests;
  for (const auto& [test, variables] : by_test) {
    std::vector<std::string> members;
    for (const auto& [variable, values] : variables) {
      members.push_back(Member(variable, Render(values, depth + 2)));
    }
    tests.push_back(Member(test, Bracketed('{', members, '}', depth + 1)));
  }
  return Bracketed('{', tests, '}', depth);
}

std::string Render(const Statement& statement, std::size_t depth) {
  std::vector<std::string> members;
  const auto add = [&](const char* name, const auto& part, bool present) {
    if (present) members.push_back(Member(name, part));
  };
  const auto add_texts = [&](const char* name,
                             const std::optional<Texts>& texts) {
    if (texts) members.push_back(Member(name, Render(*texts, depth + 1)));
  };
  add("Sid", GoQuote(statement.sid), !statement.sid.empty());
  add("Effect", GoQuote(statement.effect), !statement.effect.empty());
  add_texts("Action", statement.actions);
  add_texts("NotAction", statement.not_actions);
  add_texts("Resource", statement.resources);
  add_texts("NotResource", statement.not_resources);
  add("Principal", Render(statement.principals, depth + 1),
      !statement.principals.empty());
  add("NotPrincipal", Render(statement.not_principals, depth + 1),
      !statement.not_principals.empty());
  add("Condition", Render(statement.conditions, depth + 1),
      !statement.conditions.empty());
  return Bracketed('{', members, '}', depth);
}

std::string Render(const Document& document) {
  std::vector<std::string> members;
  if (!document.version.empty()) {
    members.push_back(Member("Version", GoQuote(document.version)));
  }
  if (!document.id.empty()) {
    members.push_back(Member("Id", GoQuote(document.id)));
  }
  if (!document.statements.empty()) {
    std::vector<std::string> statements;
    for (const Statement& statement : document.statements) {
      statements.push_back(Render(statement, 2));
    }
    members.push_back(Member("Statement", Bracketed('[', statements, ']', 1)));
  }
  return Bracketed('{', members, '}', 0);
}

}  // namespace

absl::StatusOr<std::string> RenderPolicyDocument(const Value& config) {
  Document document;
  RETURN_IF_ERROR(MergeAll(config, "source_policy_documents", true, document));
  ASSIGN_OR_RETURN(Document configured, ConfiguredDocument(config));
  Merge(std::move(configured), document);
  RETURN_IF_ERROR(
      MergeAll(config, "override_policy_documents", false, document));
  return Render(document);
}

std::string TextId(absl::string_view text) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
  }
  return absl::StrCat(~crc);
}

}  // namespace compliance::sandbox
