// data.aws_iam_policy_document: its arguments -> the document it will make.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "compliance/base/status_macros.h"
#include "compliance/iam/document.h"
#include "source_document.h"

namespace compliance::iam {
namespace {

using cty::Path;
using cty::Value;
using Kind = cty::Type::Kind;

// What a plan holds need not be what the data source's schema says.
bool IsKnownText(const Value& value) {
  return value.HasContent() && value.type().kind() == Kind::kString;
}

bool IsKnownSequence(const Value& value) {
  if (!value.HasContent()) return false;
  const Kind kind = value.type().kind();
  return kind == Kind::kList || kind == Kind::kSet || kind == Kind::kTuple;
}

bool IsSameTest(const Condition& a, const Condition& b) {
  return a.test == b.test && a.quantifier == b.quantifier &&
         a.if_exists == b.if_exists;
}

// Blocks of one operator and key make one list, of which any value will do.
void AddCondition(Condition condition, std::vector<Condition>& conditions) {
  for (Condition& older : conditions) {
    if (!IsSameTest(older, condition)) continue;
    if (!older.key.is_known || !condition.key.is_known) {
      older.values.open = condition.values.open = true;
    } else if (older.key.prefix == condition.key.prefix) {
      Texts& values = older.values;
      values.items.insert(values.items.end(), condition.values.items.begin(),
                          condition.values.items.end());
      values.open = values.open || condition.values.open;
      return;
    }
  }
  conditions.push_back(std::move(condition));
}

absl::Status Refuse(std::size_t statement, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("statement ", statement, ": ", why));
}

// What AWS does not take, as of the text of a policy.
absl::Status CheckElements(const Document& document) {
  std::size_t number = 0;
  for (const Statement& statement : document.statements) {
    ++number;
    if (!statement.certain) continue;
    const bool has_actions = !statement.actions.items.empty();
    const bool has_others = !statement.not_actions.items.empty();
    if ((has_actions && has_others) ||
        (statement.actions.empty() && statement.not_actions.empty())) {
      return Refuse(number, "it needs one of actions and not_actions");
    }
    if (!statement.resources.items.empty() &&
        !statement.not_resources.items.empty()) {
      return Refuse(number, "it has both resources and not_resources");
    }
    if (!statement.principals.items.empty() &&
        !statement.not_principals.items.empty()) {
      return Refuse(number, "it has both principals and not_principals");
    }
  }
  return absl::OkStatus();
}

// What the provider does not take. `sids`: those of documents before.
absl::Status CheckSids(const Document& document, std::set<std::string>& sids) {
  std::size_t number = 0;
  for (const Statement& statement : document.statements) {
    ++number;
    if (!statement.sid.is_known || statement.sid.prefix.empty()) continue;
    if (!sids.insert(statement.sid.prefix).second && statement.certain) {
      return Refuse(number, "another has the same sid");
    }
  }
  return absl::OkStatus();
}

class Reader {
 public:
  explicit Reader(const Unknowns& unknowns) : unknowns_(unknowns) {}

  Text TextAt(const Value& value, const Path& path) const {
    Text text;
    if (value.IsUnknown()) {
      text = unknowns_.text(path, value);
    } else if (IsKnownText(value)) {
      text = Text::Known(value.AsString());
    } else {
      text = value.IsNull() ? Text::Known("") : Text::Unknown();
    }
    text.path = path;
    return text;
  }

  Texts TextsAt(const Value& block, const char* name, const Path& at) const {
    Texts texts;
    ForEach(block, name, at, texts.open,
            [&](const Value& item, const Path& path) {
              texts.items.push_back(TextAt(item, path));
            });
    return texts;
  }

  // The provider reads "&{" as a policy's own "${", but not everywhere.
  Texts WithVariablesAt(const Value& block, const char* name,
                        const Path& at) const {
    Texts texts = TextsAt(block, name, at);
    const auto replace = [](std::string& text) {
      text = absl::StrReplaceAll(text, {{"&{", "${"}});
    };
    for (Text& text : texts.items) {
      replace(text.prefix);
      if (text.suffix) replace(*text.suffix);
    }
    return texts;
  }

  Principals PrincipalsAt(const Value& block, const char* name,
                          const Path& at) const {
    Principals principals;
    ForEach(block, name, at, principals.open,
            [&](const Value& item, const Path& path) {
              const Value* type = item.Find("type");
              const Text kind = type == nullptr
                                    ? Text::Unknown()
                                    : TextAt(*type, path.Attr("type"));
              const Texts ids = WithVariablesAt(item, "identifiers", path);
              principals.open = principals.open || ids.open || !kind.is_known;
              if (!kind.is_known) return;
              for (const Text& id : ids.items) {
                principals.items.push_back({kind.prefix, id});
              }
            });
    return principals;
  }

  void AddConditions(const Value& block, const Path& at,
                     Statement& statement) const {
    ForEach(block, "condition", at, statement.conditions_open,
            [&](const Value& item, const Path& path) {
              const Value* test = item.Find("test");
              const Value* key = item.Find("variable");
              if (test == nullptr || !IsKnownText(*test) || key == nullptr) {
                statement.conditions_open = true;
                return;
              }
              Condition condition = ParseTest(test->AsString());
              condition.key = TextAt(*key, path.Attr("variable"));
              condition.values = WithVariablesAt(item, "values", path);
              AddCondition(std::move(condition), statement.conditions);
            });
    if (!statement.conditions_open) return;
    // What is not known may add values to any of them.
    for (Condition& condition : statement.conditions) {
      condition.values.open = true;
    }
  }

  Statement StatementAt(const Value& block, const Path& at) const {
    Statement statement;
    if (!block.HasContent()) {
      statement.certain = false;
      return statement;
    }
    if (const Value* sid = block.Find("sid")) {
      statement.sid = TextAt(*sid, at.Attr("sid"));
    }
    const Value* effect = block.Find("effect");
    if (effect != nullptr && !effect->IsNull()) {
      statement.effect = TextAt(*effect, at.Attr("effect"));
    }
    statement.actions = TextsAt(block, "actions", at);
    statement.not_actions = TextsAt(block, "not_actions", at);
    statement.resources = WithVariablesAt(block, "resources", at);
    statement.not_resources = WithVariablesAt(block, "not_resources", at);
    statement.principals = PrincipalsAt(block, "principals", at);
    statement.not_principals = PrincipalsAt(block, "not_principals", at);
    AddConditions(block, at, statement);
    return statement;
  }

  // Calls `visit` for the members of a list or set argument.
  template <typename Visit>
  static void ForEach(const Value& block, const char* name, const Path& at,
                      bool& open, const Visit& visit) {
    const Value* list = block.Find(absl::string_view(name));
    if (list == nullptr || list->IsNull()) return;
    if (!IsKnownSequence(*list)) {
      open = true;
      return;
    }
    std::int64_t index = 0;
    const Path path = at.Attr(name);
    for (const Value& item : list->AsElements()) {
      // A whole block that is not known has no members to read.
      if (item.IsUnknown() && !item.type().IsPrimitive() &&
          !item.type().IsDynamic()) {
        open = true;
      } else {
        visit(item, path.Index(index));
      }
      ++index;
    }
  }

 private:
  const Unknowns& unknowns_;
};

bool MayShareSid(const Statement& a, const Statement& b) {
  if (a.sid.is_known && b.sid.is_known) {
    return !a.sid.prefix.empty() && a.sid.prefix == b.sid.prefix;
  }
  return !(a.sid.is_known && a.sid.prefix.empty()) &&
         !(b.sid.is_known && b.sid.prefix.empty());
}

// Later documents win over statements of the same sid.
void Merge(Document newer, Document& document) {
  for (Statement& statement : newer.statements) {
    bool replaced = false;
    for (Statement& older : document.statements) {
      if (!MayShareSid(statement, older)) continue;
      if (statement.sid.is_known && older.sid.is_known && statement.certain) {
        if (!replaced) older = statement;
        replaced = true;
      } else {
        older.certain = false;
      }
    }
    if (!replaced) document.statements.push_back(std::move(statement));
  }
  if (newer.open) {
    document.open = true;
    for (Statement& older : document.statements) {
      if (!older.sid.is_known || !older.sid.prefix.empty()) {
        older.certain = false;
      }
    }
  }
}

Document Open() {
  Document document;
  document.open = true;
  return document;
}

absl::StatusOr<Document> DocumentAt(const Value& value, const Path& path,
                                    const Unknowns& unknowns) {
  if (value.IsUnknown()) return unknowns.document(path, value);
  if (!IsKnownText(value)) {
    return value.IsNull() ? Document() : Open();
  }
  return ParseSource(value.AsString());
}

// With `sids`, the documents may not share one.
absl::Status MergeArgument(const Value& arguments, const char* argument,
                           const Unknowns& unknowns,
                           std::set<std::string>* sids, Document& document) {
  const auto merge = [&](const Value& value, const Path& path) {
    absl::StatusOr<Document> more = DocumentAt(value, path, unknowns);
    absl::Status status = more.status();
    if (more.ok() && sids != nullptr) status = CheckSids(*more, *sids);
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path.ToString(), ": ", status.message()));
    }
    Merge(*std::move(more), document);
    return absl::OkStatus();
  };
  const Value* value = arguments.Find(absl::string_view(argument));
  if (value == nullptr || value->IsNull()) return absl::OkStatus();
  const Path at = Path().Attr(argument);
  if (!IsKnownSequence(*value) && !IsKnownText(*value)) {
    Merge(Open(), document);
    return absl::OkStatus();
  }
  if (IsKnownText(*value)) return merge(*value, at);
  std::int64_t index = 0;
  for (const Value& item : value->AsElements()) {
    RETURN_IF_ERROR(merge(item, at.Index(index++)));
  }
  return absl::OkStatus();
}

absl::StatusOr<Document> Configured(const Value& arguments,
                                    const Unknowns& unknowns) {
  Document document;
  const Reader reader(unknowns);
  Reader::ForEach(
      arguments, "statement", {}, document.open,
      [&](const Value& block, const Path& path) {
        if (block.HasContent() && block.type().kind() != Kind::kObject) {
          document.open = true;
        } else {
          document.statements.push_back(reader.StatementAt(block, path));
        }
      });
  std::set<std::string> sids;
  RETURN_IF_ERROR(CheckSids(document, sids));
  return document;
}

}  // namespace

absl::StatusOr<Document> FromDataSource(const Value& arguments,
                                        const Unknowns& unknowns) {
  Document document;
  if (!arguments.HasContent() ||
      arguments.type().kind() != cty::Type::Kind::kObject) {
    document.open = true;
    return document;
  }
  std::set<std::string> sids;
  for (const char* source : {"source_json", "source_policy_documents"}) {
    RETURN_IF_ERROR(
        MergeArgument(arguments, source, unknowns, &sids, document));
  }
  ASSIGN_OR_RETURN(Document configured, Configured(arguments, unknowns));
  Merge(std::move(configured), document);
  for (const char* source : {"override_policy_documents", "override_json"}) {
    RETURN_IF_ERROR(
        MergeArgument(arguments, source, unknowns, nullptr, document));
  }
  RETURN_IF_ERROR(CheckElements(document));
  return document;
}

}  // namespace compliance::iam
