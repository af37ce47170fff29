#include "compliance/iam/document.h"

#include <cstdint>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "nlohmann/json.hpp"
#include "source_document.h"

namespace compliance::iam {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 32;

absl::Status Wrong(absl::string_view where, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(where.empty() ? "the policy" : where, ": ", what));
}

// Parses, refusing what readers of JSON would understand in different ways.
absl::StatusOr<Json> ParseStrictly(absl::string_view text) {
  std::vector<std::set<std::string>> names;
  bool repeats = false, deep = false;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    deep = deep || depth > kMaxDepth;
    if (event == Json::parse_event_t::object_start) names.emplace_back();
    if (event == Json::parse_event_t::object_end) names.pop_back();
    if (event == Json::parse_event_t::key) {
      repeats =
          repeats || !names.back().insert(parsed.get<std::string>()).second;
    }
    return true;
  };
  Json json = Json::parse(text.begin(), text.end(), watch, false);
  if (json.is_discarded()) return Wrong("", "it is not JSON");
  if (deep) return Wrong("", "it is nested too deeply");
  if (repeats) return Wrong("", "an object has the same key twice");
  return json;
}

// How a reader takes what the grammar of policies leaves open.
enum class Dialect : std::uint8_t {
  kAws,
  // data.aws_iam_policy_document reading its sources and overrides: it loses
  // conditions whose value is a number.
  kDataSource,
};

// The holes of a text, and what may stand for them.
struct Holes {
  const cty::MarkedJson& json;
  const cty::IsIdentifier& is_identifier;
};

class Reader {
 public:
  // `holes` may be null: then every string is known.
  Reader(Dialect dialect, const Holes* holes)
      : dialect_(dialect), holes_(holes) {}

  absl::StatusOr<Document> DocumentOf(const Json& root) const;

 private:
  Text TextOf(const std::string& text) const {
    return holes_ == nullptr ? Text::Known(text)
                             : iam::TextOf(holes_->json.PiecesOf(text),
                                           holes_->is_identifier);
  }

  absl::StatusOr<Text> ScalarOf(const Json& json, absl::string_view where,
                                absl::string_view name) const;
  absl::StatusOr<Texts> TextsOf(const Json& json, absl::string_view where,
                                absl::string_view name) const;
  absl::StatusOr<Principals> PrincipalsOf(const Json& json,
                                          absl::string_view where) const;
  absl::Status AddConditions(const Json& json, absl::string_view where,
                             Statement& statement) const;
  absl::Status ReadElement(const std::string& name, const Json& json,
                           absl::string_view where, Statement& statement) const;
  absl::StatusOr<Statement> StatementOf(const Json& json,
                                        absl::string_view where) const;

  Dialect dialect_;
  const Holes* holes_;
};

absl::StatusOr<Text> Reader::ScalarOf(const Json& json, absl::string_view where,
                                      absl::string_view name) const {
  if (json.is_string()) return TextOf(json.get_ref<const std::string&>());
  if (json.is_boolean() || json.is_number()) return Text::Known(json.dump());
  return Wrong(where, absl::StrCat(name,
                                   " must be a string or a list of "
                                   "strings"));
}

absl::StatusOr<Texts> Reader::TextsOf(const Json& json, absl::string_view where,
                                      absl::string_view name) const {
  Texts texts;
  if (!json.is_array()) {
    ASSIGN_OR_RETURN(Text text, ScalarOf(json, where, name));
    texts.items.push_back(std::move(text));
    return texts;
  }
  for (const Json& item : json) {
    ASSIGN_OR_RETURN(Text text, ScalarOf(item, where, name));
    texts.items.push_back(std::move(text));
  }
  return texts;
}

absl::StatusOr<Principals> Reader::PrincipalsOf(const Json& json,
                                                absl::string_view where) const {
  Principals principals;
  if (json.is_string()) {
    const Text everyone = TextOf(json.get_ref<const std::string&>());
    if (!everyone.is_known) {
      principals.open = true;
      return principals;
    }
    if (everyone.prefix == "*") {
      principals.items.push_back({"*", everyone});
      return principals;
    }
  }
  if (!json.is_object()) {
    return Wrong(where, "Principal must be \"*\" or an object");
  }
  for (const auto& [type, ids] : json.items()) {
    ASSIGN_OR_RETURN(Texts texts, TextsOf(ids, where, "Principal"));
    if (!TextOf(type).is_known) {
      principals.open = true;
      continue;
    }
    for (Text& id : texts.items) {
      principals.items.push_back({type, std::move(id)});
    }
  }
  return principals;
}

absl::Status Reader::AddConditions(const Json& json, absl::string_view where,
                                   Statement& statement) const {
  if (!json.is_object()) return Wrong(where, "Condition must be an object");
  for (const auto& [test, keys] : json.items()) {
    if (!keys.is_object()) {
      return Wrong(where, "an operator of Condition must hold an object");
    }
    if (!TextOf(test).is_known) {
      statement.conditions_open = true;
      continue;
    }
    for (const auto& [key, values] : keys.items()) {
      if (dialect_ == Dialect::kDataSource && values.is_number()) continue;
      Condition condition = ParseTest(test);
      condition.key = TextOf(key);
      ASSIGN_OR_RETURN(condition.values, TextsOf(values, where, "Condition"));
      statement.conditions.push_back(std::move(condition));
    }
  }
  return absl::OkStatus();
}

absl::Status Reader::ReadElement(const std::string& name, const Json& json,
                                 absl::string_view where,
                                 Statement& statement) const {
  const auto is = [&](const char* element) {
    return absl::EqualsIgnoreCase(name, element);
  };
  if (is("Sid")) {
    ASSIGN_OR_RETURN(statement.sid, ScalarOf(json, where, "Sid"));
  } else if (is("Effect")) {
    ASSIGN_OR_RETURN(statement.effect, ScalarOf(json, where, "Effect"));
  } else if (is("Action")) {
    ASSIGN_OR_RETURN(statement.actions, TextsOf(json, where, "Action"));
  } else if (is("NotAction")) {
    ASSIGN_OR_RETURN(statement.not_actions, TextsOf(json, where, "NotAction"));
  } else if (is("Resource")) {
    ASSIGN_OR_RETURN(statement.resources, TextsOf(json, where, "Resource"));
  } else if (is("NotResource")) {
    ASSIGN_OR_RETURN(statement.not_resources,
                     TextsOf(json, where, "NotResource"));
  } else if (is("Principal")) {
    ASSIGN_OR_RETURN(statement.principals, PrincipalsOf(json, where));
  } else if (is("NotPrincipal")) {
    ASSIGN_OR_RETURN(statement.not_principals, PrincipalsOf(json, where));
  } else if (is("Condition")) {
    return AddConditions(json, where, statement);
  } else {
    return Wrong(where, "it has an element that policies do not know");
  }
  return absl::OkStatus();
}

absl::StatusOr<Statement> Reader::StatementOf(const Json& json,
                                              absl::string_view where) const {
  if (!json.is_object()) return Wrong(where, "it must be an object");
  Statement statement;
  statement.effect = Text::Known("");
  std::set<std::string> seen;
  for (const auto& [name, value] : json.items()) {
    if (!seen.insert(absl::AsciiStrToLower(name)).second) {
      return Wrong(where, "it has the same element twice");
    }
    RETURN_IF_ERROR(ReadElement(name, value, where, statement));
  }
  const std::string& effect = statement.effect.prefix;
  if (statement.effect.is_known && effect != "Allow" && effect != "Deny") {
    return Wrong(where, "Effect must be \"Allow\" or \"Deny\"");
  }
  if (seen.count("action") + seen.count("notaction") != 1) {
    return Wrong(where, "it needs one of Action and NotAction");
  }
  if (seen.count("resource") + seen.count("notresource") > 1) {
    return Wrong(where, "it has both Resource and NotResource");
  }
  if (seen.count("principal") + seen.count("notprincipal") > 1) {
    return Wrong(where, "it has both Principal and NotPrincipal");
  }
  return statement;
}

absl::StatusOr<Document> Reader::DocumentOf(const Json& root) const {
  if (!root.is_object()) return Wrong("", "it must be a JSON object");
  Document document;
  std::set<std::string> seen;
  for (const auto& [name, value] : root.items()) {
    const std::string lower = absl::AsciiStrToLower(name);
    if (!seen.insert(lower).second) {
      return Wrong("", "it has the same element twice");
    }
    if (lower == "version") {
      const bool is_known =
          !value.is_string() ||
          TextOf(value.get_ref<const std::string&>()).is_known;
      if (is_known && value != "2012-10-17" && value != "2008-10-17") {
        return Wrong("", "Version must be \"2012-10-17\" or \"2008-10-17\"");
      }
    } else if (lower == "statement") {
      const Json list = value.is_array() ? value : Json::array({value});
      for (const Json& item : list) {
        const std::string where =
            absl::StrCat("statement ", document.statements.size() + 1);
        ASSIGN_OR_RETURN(Statement statement, StatementOf(item, where));
        document.statements.push_back(std::move(statement));
      }
    } else if (lower != "id") {
      return Wrong("", "it has an element that policies do not know");
    }
  }
  return document;
}

absl::StatusOr<Document> Parse(absl::string_view json, Dialect dialect,
                               const Holes* holes) {
  if (absl::StripAsciiWhitespace(json).empty()) return Document();
  ASSIGN_OR_RETURN(const Json root, ParseStrictly(json));
  return Reader(dialect, holes).DocumentOf(root);
}

}  // namespace

Condition ParseTest(absl::string_view test) {
  Condition condition;
  const auto strip = [&](absl::string_view prefix) {
    if (!absl::StartsWithIgnoreCase(test, prefix)) return false;
    test.remove_prefix(prefix.size());
    return true;
  };
  if (strip("ForAnyValue:")) condition.quantifier = Quantifier::kForAnyValue;
  if (strip("ForAllValues:")) condition.quantifier = Quantifier::kForAllValues;
  constexpr absl::string_view kIfExists = "IfExists";
  if (absl::EndsWithIgnoreCase(test, kIfExists)) {
    condition.if_exists = true;
    test.remove_suffix(kIfExists.size());
  }
  condition.test = std::string(test);
  return condition;
}

absl::StatusOr<Document> ParseDocument(absl::string_view json) {
  return Parse(json, Dialect::kAws, nullptr);
}

absl::StatusOr<Document> ParseSource(absl::string_view json) {
  return Parse(json, Dialect::kDataSource, nullptr);
}

Document FromPieces(const std::vector<cty::Piece>& pieces,
                    const cty::IsIdentifier& is_identifier) {
  Document nothing_known;
  nothing_known.open = true;
  const auto json = cty::MarkedJson::Of(pieces, is_identifier);
  if (!json) return nothing_known;
  const Holes holes{*json, is_identifier};
  absl::StatusOr<Document> document =
      Parse(json->text(), Dialect::kAws, &holes);
  // What is wrong may be so only because of what stands for a hole.
  return document.ok() ? *std::move(document) : nothing_known;
}

}  // namespace compliance::iam
