#include "compliance/iam/questions.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace compliance::iam {
namespace {

template <typename Ask>
Truth Any(const Texts& texts, const Ask& ask) {
  Truth truth = texts.open ? Truth::kUnknown : Truth::kFalse;
  for (const Text& text : texts.items) truth = Or(truth, ask(text));
  return truth;
}

// "*" alone is every action of every service.
Text ActionPattern(absl::string_view pattern) {
  return Text::Known(pattern == "*" ? "*:*" : pattern);
}

bool HasWildcard(absl::string_view text) {
  return text.find_first_of("*?") != absl::string_view::npos;
}

// The text with a word of no note for what is not known, where the value is an
// identifier and all around it is seen; nullopt otherwise.
std::optional<std::string> WithStandIn(const Text& text,
                                       absl::string_view whole) {
  if (text.is_known) return text.prefix;
  if (!text.is_concrete) return std::nullopt;
  if (text.suffix) {
    return absl::StrCat(text.prefix, text.prefix.empty() ? whole : "x",
                        *text.suffix);
  }
  // Something may be added to the end of an ARN, and to no other place.
  if (text.attribute == "arn" && text.prefix.empty()) return std::string(whole);
  return std::nullopt;
}

constexpr absl::string_view kSomeArn = "arn:aws:iam::123456789012:role/x";

Truth IsAnyone(const Principal& principal) {
  if (principal.type == "*") return Truth::kTrue;
  if (!absl::EqualsIgnoreCase(principal.type, "AWS")) return Truth::kFalse;
  if (const auto id = WithStandIn(principal.id, kSomeArn)) {
    return TruthOf(HasWildcard(AccountOf(*id)));
  }
  const absl::string_view seen = principal.id.prefix;
  const absl::string_view account = AccountOf(seen);
  if (account == seen) return Truth::kUnknown;
  return TruthOf(HasWildcard(account));
}

enum class Shape : std::uint8_t { kArn, kId, kAddress };
struct Key {
  absl::string_view name;
  Shape shape;
};

constexpr std::array<Key, 18> kTrustedKeys = {{
    {"aws:SourceArn", Shape::kArn},
    {"aws:PrincipalArn", Shape::kArn},
    {"s3:DataAccessPointArn", Shape::kArn},
    {"aws:SourceAccount", Shape::kId},
    {"aws:SourceOwner", Shape::kId},
    {"aws:SourceOrgID", Shape::kId},
    {"aws:SourceOrgPaths", Shape::kId},
    {"aws:PrincipalAccount", Shape::kId},
    {"aws:PrincipalOrgID", Shape::kId},
    {"aws:PrincipalOrgPaths", Shape::kId},
    {"aws:SourceVpc", Shape::kId},
    {"aws:SourceVpce", Shape::kId},
    {"aws:SourceVpcArn", Shape::kArn},
    {"aws:userid", Shape::kId},
    {"aws:username", Shape::kId},
    {"kms:CallerAccount", Shape::kId},
    {"s3:DataAccessPointAccount", Shape::kId},
    {"aws:SourceIp", Shape::kAddress},
}};

Shape ShapeOf(absl::string_view key) {
  for (const Key& known : kTrustedKeys) {
    if (absl::EqualsIgnoreCase(known.name, key)) return known.shape;
  }
  return Shape::kId;
}

// An account, or a bucket, of which there is one in the world.
bool NamesOwner(absl::string_view arn) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(arn, absl::MaxSplits(':', 5));
  if (parts.size() != 6) return false;
  if (parts[2] == "s3") {
    return BreadthOf(Text::Known(arn)) == Breadth::kConcrete;
  }
  return !parts[4].empty() && !HasWildcard(parts[4]);
}

// Blocks of this size belong to one organisation at most.
bool IsNarrow(absl::string_view range) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(range, absl::MaxSplits('/', 1));
  if (parts.size() == 1) return true;
  int length = 0;
  const bool is_v6 = absl::StrContains(range, ":");
  return absl::SimpleAtoi(parts[1], &length) && length >= (is_v6 ? 16 : 8);
}

// The part of a path that names the organisation must be literal.
bool IsLiteralId(absl::string_view value) {
  return !value.empty() &&
         !HasWildcard(value.substr(0, std::min(value.find('/'), value.size())));
}

// `is_exact`: the operator knows no wildcards.
Truth IsRestrictive(const Text& value, Shape shape, bool is_exact) {
  if (is_exact && value.is_concrete) return Truth::kTrue;
  const auto text = WithStandIn(value, kSomeArn);
  if (!text) return Truth::kUnknown;
  switch (shape) {
    case Shape::kArn:
      return TruthOf(NamesOwner(*text));
    case Shape::kAddress:
      return TruthOf(IsNarrow(*text));
    default:
      return TruthOf(IsLiteralId(*text));
  }
}

bool IsPositive(absl::string_view test) {
  for (const char* positive :
       {"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals",
        "ArnLike", "IpAddress"}) {
    if (absl::EqualsIgnoreCase(test, positive)) return true;
  }
  return false;
}

// Whether the condition's key is one of those that count.
Truth IsTrustedKey(const Text& key, const std::vector<std::string>& keys) {
  if (!key.is_known) return Truth::kUnknown;
  const auto is_it = [&](absl::string_view name) {
    return absl::EqualsIgnoreCase(key.prefix, name);
  };
  if (keys.empty()) {
    return TruthOf(std::any_of(kTrustedKeys.begin(), kTrustedKeys.end(),
                               [&](const Key& k) { return is_it(k.name); }));
  }
  return TruthOf(std::any_of(keys.begin(), keys.end(), is_it));
}

Truth Restricts(const Condition& condition,
                const std::vector<std::string>& keys) {
  // These hold where the request lacks the key.
  if (!IsPositive(condition.test) || condition.if_exists ||
      condition.quantifier == Quantifier::kForAllValues) {
    return Truth::kFalse;
  }
  if (condition.values.empty()) return Truth::kFalse;
  const Shape shape = ShapeOf(condition.key.prefix);
  const bool is_exact = absl::StartsWithIgnoreCase(condition.test, "StringEq");
  Truth all = condition.values.open ? Truth::kUnknown : Truth::kTrue;
  for (const Text& value : condition.values.items) {
    all = And(all, IsRestrictive(value, shape, is_exact));
  }
  return And(all, IsTrustedKey(condition.key, keys));
}

// Whether an action that is named holds of the pattern, or none that is left
// out does.
using Compare = Truth (*)(const Text&, const Text&, Case);
Truth AsksActions(const Statement& statement, absl::string_view pattern,
                  Compare named, Compare left_out) {
  const Text wanted = ActionPattern(pattern);
  if (!statement.not_actions.empty()) {
    return Not(Any(statement.not_actions, [&](const Text& action) {
      return left_out(action, wanted, Case::kIgnored);
    }));
  }
  return Any(statement.actions, [&](const Text& action) {
    return named(action, wanted, Case::kIgnored);
  });
}

}  // namespace

Truth MatchesAction(const Statement& statement, absl::string_view pattern) {
  return AsksActions(statement, pattern, Covers, Overlaps);
}

Truth TouchesAction(const Statement& statement, absl::string_view pattern) {
  return AsksActions(statement, pattern, Overlaps, Covers);
}

absl::string_view AccountOf(absl::string_view text) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(':', 5));
  return parts.size() == 6 && parts[0] == "arn" ? parts[4] : text;
}

namespace {

// Descriptions agree, so that any of them may decide; in one of them only all
// texts together can decide that something is not so.
template <typename Ask>
Truth Decide(const std::vector<Description>& descriptions, const Ask& ask) {
  Truth decided = Truth::kUnknown;
  for (const Description& description : descriptions) {
    Truth truth = Truth::kFalse;
    for (const Text& text : description) truth = Or(truth, ask(text));
    if (truth == Truth::kTrue) return truth;
    if (truth == Truth::kFalse) decided = truth;
  }
  return decided;
}

}  // namespace

Truth CoversResource(const Statement& statement,
                     const std::vector<Description>& descriptions) {
  if (!statement.not_resources.empty()) {
    return Not(Any(statement.not_resources, [&](const Text& excluded) {
      return Decide(descriptions, [&](const Text& text) {
        return Overlaps(excluded, text, Case::kSensitive);
      });
    }));
  }
  return Any(statement.resources, [&](const Text& resource) {
    return Decide(descriptions, [&](const Text& text) {
      return Covers(resource, text, Case::kSensitive);
    });
  });
}

Truth AnyResource(const Statement& statement) {
  return Any(statement.resources, IsEverything);
}

Truth WideResource(const Statement& statement) {
  return Any(statement.resources, IsServiceWide);
}

Truth AnyPrincipal(const Statement& statement) {
  if (!statement.not_principals.empty()) {
    if (!statement.effect.is_known) return Truth::kUnknown;
    return TruthOf(statement.effect.prefix == "Allow");
  }
  Truth truth = statement.principals.open ? Truth::kUnknown : Truth::kFalse;
  for (const Principal& principal : statement.principals.items) {
    truth = Or(truth, IsAnyone(principal));
  }
  return truth;
}

Truth IsNeutralised(const Statement& statement,
                    const std::vector<std::string>& keys) {
  Truth truth = statement.conditions_open ? Truth::kUnknown : Truth::kFalse;
  for (const Condition& condition : statement.conditions) {
    truth = Or(truth, Restricts(condition, keys));
  }
  return truth;
}

Truth IsCondition(const Condition& condition, absl::string_view effect,
                  absl::string_view test, absl::string_view key,
                  absl::string_view value) {
  if (!absl::EqualsIgnoreCase(condition.test, test)) return Truth::kFalse;
  const bool is_wider =
      condition.if_exists || condition.quantifier == Quantifier::kForAllValues;
  if (is_wider && effect != "Deny") return Truth::kFalse;
  if (condition.key.is_known &&
      !absl::EqualsIgnoreCase(condition.key.prefix, key)) {
    return Truth::kFalse;
  }
  const bool ignores_case = absl::EqualsIgnoreCase(test, "Bool");
  const Truth has = Any(condition.values, [&](const Text& one) {
    if (!one.is_known) return Truth::kUnknown;
    return TruthOf(ignores_case ? absl::EqualsIgnoreCase(one.prefix, value)
                                : one.prefix == value);
  });
  return condition.key.is_known ? has : And(has, Truth::kUnknown);
}

}  // namespace compliance::iam
