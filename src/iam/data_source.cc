// data.aws_iam_policy_document: its arguments -> the document it will make.
#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "compliance/base/status_macros.h"
#include "compliance/iam/document.h"

namespace compliance::iam {
namespace {

using cty::Path;
using cty::Value;

class Reader {
 public:
  explicit Reader(const AtomOf& atom_of) : atom_of_(atom_of) {}

  Text TextAt(const Value& value, const Path& path) const {
    Text text;
    if (value.IsUnknown()) {
      text = atom_of_(path, value);
    } else if (value.HasContent() &&
               value.type().kind() == cty::Type::Kind::kString) {
      // How a configuration writes a policy's own "${…}".
      text = Text::Known(absl::StrReplaceAll(value.AsString(), {{"&{", "${"}}));
    } else {
      text = Text::Known("");
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

  Principals PrincipalsAt(const Value& block, const char* name,
                          const Path& at) const {
    Principals principals;
    ForEach(block, name, at, principals.open,
            [&](const Value& item, const Path& path) {
              const Value* type = item.Find("type");
              const Text kind = type == nullptr
                                    ? Text::Unknown()
                                    : TextAt(*type, path.Attr("type"));
              const Texts ids = TextsAt(item, "identifiers", path);
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
              if (test == nullptr || !test->HasContent() || key == nullptr) {
                statement.conditions_open = true;
                return;
              }
              Condition condition = ParseTest(test->AsString());
              condition.key = TextAt(*key, path.Attr("variable"));
              condition.values = TextsAt(item, "values", path);
              statement.conditions.push_back(std::move(condition));
            });
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
    statement.resources = TextsAt(block, "resources", at);
    statement.not_resources = TextsAt(block, "not_resources", at);
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
    if (list->IsUnknown()) {
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
  const AtomOf& atom_of_;
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

absl::Status MergeJson(const Value& value, const char* argument,
                       Document& document) {
  if (value.IsNull()) return absl::OkStatus();
  Document more;
  if (value.IsUnknown()) {
    more.open = true;
  } else if (value.type().kind() == cty::Type::Kind::kString) {
    absl::StatusOr<Document> parsed = ParseDocument(value.AsString());
    if (!parsed.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(argument, ": ", parsed.status().message()));
    }
    more = *std::move(parsed);
  }
  Merge(std::move(more), document);
  return absl::OkStatus();
}

absl::Status MergeArgument(const Value& arguments, const char* argument,
                           Document& document) {
  const Value* value = arguments.Find(absl::string_view(argument));
  if (value == nullptr || value->IsNull()) return absl::OkStatus();
  if (value->IsUnknown() || value->type().IsPrimitive()) {
    return MergeJson(*value, argument, document);
  }
  for (const Value& item : value->AsElements()) {
    RETURN_IF_ERROR(MergeJson(item, argument, document));
  }
  return absl::OkStatus();
}

Document Configured(const Value& arguments, const AtomOf& atom_of) {
  Document document;
  const Reader reader(atom_of);
  Reader::ForEach(
      arguments, "statement", {}, document.open,
      [&](const Value& block, const Path& path) {
        document.statements.push_back(reader.StatementAt(block, path));
      });
  return document;
}

}  // namespace

absl::StatusOr<Document> FromDataSource(const Value& arguments,
                                        const AtomOf& atom_of) {
  Document document;
  if (!arguments.HasContent() ||
      arguments.type().kind() != cty::Type::Kind::kObject) {
    document.open = true;
    return document;
  }
  RETURN_IF_ERROR(MergeArgument(arguments, "source_json", document));
  RETURN_IF_ERROR(
      MergeArgument(arguments, "source_policy_documents", document));
  Merge(Configured(arguments, atom_of), document);
  RETURN_IF_ERROR(
      MergeArgument(arguments, "override_policy_documents", document));
  RETURN_IF_ERROR(MergeArgument(arguments, "override_json", document));
  return document;
}

}  // namespace compliance::iam
