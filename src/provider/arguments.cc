#include "provider/arguments.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "compliance/base/text.h"
#include "compliance/cty/convert.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;

bool IsObject(const Value& value) {
  const Type::Kind kind = value.type().kind();
  return kind == Type::Kind::kObject || kind == Type::Kind::kMap;
}

// One argument on its way into a Config.
struct Reading {
  const Value& value;
  const cty::Path& at;
  const rules::RuleSet& rule_set;
  config::Config& config;
  diag::Diagnostics diagnostics;

  void Fail(std::string summary, std::string detail, cty::Path where) {
    diagnostics.push_back(
        diag::Error(std::move(summary), std::move(detail), std::move(where)));
  }

  // The value as `type`, or nullopt after a diagnostic.
  std::optional<Value> As(const Type& type, absl::string_view example) {
    absl::StatusOr<Value> converted = cty::Convert(value, type);
    if (converted.ok() && converted->HasContent()) return *converted;
    Fail("Wrong type of argument",
         absl::StrCat("This must be a value of type ",
                      type.WithoutOptionalAttributes().FriendlyName(),
                      ", such as ", example, "."),
         at);
    return std::nullopt;
  }

  // Takes `part` over into the config when the rules know its names.
  bool Accept(const config::Config& part, absl::string_view summary,
              const cty::Path& where) {
    const absl::Status status = config::Validate(part, rule_set);
    if (!status.ok()) {
      Fail(std::string(summary), std::string(status.message()), where);
    }
    return status.ok();
  }
};

void ReadFrameworks(Reading& reading) {
  const std::vector<std::string>& allowed = config::FrameworkNames();
  const std::optional<Value> list =
      reading.As(Type::List(Type::String()), R"(["pci-dss-4.0.1", "hipaa"])");
  if (!list) return;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < list->AsElements().size(); ++i) {
    const Value& element = list->AsElements()[i];
    const std::string name =
        element.HasContent() ? element.AsString() : std::string();
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
      reading.Fail("Unknown framework",
                   absl::StrCat("There is no framework ", Quote(name), ". ",
                                Choices(name, allowed)),
                   reading.at.Index(static_cast<std::int64_t>(i)));
      continue;
    }
    names.push_back(name);
  }
  if (names.empty()) {
    if (reading.diagnostics.empty()) {
      reading.Fail("No framework",
                   absl::StrCat("With an empty list nothing would be checked. "
                                "Name at least one framework, or leave the "
                                "argument out for all. ",
                                Choices("", allowed)),
                   reading.at);
    }
    return;
  }
  reading.config.frameworks = std::move(names);
}

void ReadProfile(Reading& reading) {
  const std::optional<Value> name =
      reading.As(Type::String(), R"("production")");
  if (!name) return;
  absl::StatusOr<config::Profile> profile =
      config::ProfileByName(name->AsString());
  if (!profile.ok()) {
    reading.Fail(
        "Unknown profile",
        absl::StrCat("There is no profile ", Quote(name->AsString()), ". ",
                     Choices(name->AsString(), config::ProfileNames())),
        reading.at);
    return;
  }
  reading.config.profile = *std::move(profile);
}

// A key with a dot, or an alias, names a rule whose parameters follow; any
// other key is a parameter of every rule that has one of that name.
bool NamesRule(const std::string& key, const rules::RuleSet& rule_set) {
  return absl::StrContains(key, '.') || rule_set.Find(key) != nullptr;
}

void ReadParameter(Reading& reading, const std::string& key, const Value& value,
                   const std::string& rule, const cty::Path& where) {
  config::Config part;
  part.parameters[rule][key] = value;
  if (reading.Accept(part, "Invalid parameter", where)) {
    reading.config.parameters[rule][key] = value;
  }
}

void ReadParameters(Reading& reading) {
  static constexpr char kExample[] =
      R"({ required_tags = ["Owner"], )"
      R"("aws.rds.backup_retention" = { min_days = 14 } })";
  if (!IsObject(reading.value)) {
    reading.Fail("Wrong type of argument",
                 absl::StrCat("This must be an object of parameter names or "
                              "rule ids, such as ",
                              kExample, "."),
                 reading.at);
    return;
  }
  for (const auto& [key, value] : reading.value.AsAttributes()) {
    if (value.IsNull()) continue;
    const cty::Path where = reading.at.Key(key);
    if (!NamesRule(key, reading.rule_set)) {
      ReadParameter(reading, key, value, "", where);
      continue;
    }
    if (!IsObject(value)) {
      reading.Fail("Invalid parameter",
                   absl::StrCat("Below the rule id ", Quote(key),
                                " there must be an object of its parameters, "
                                "such as ",
                                kExample, "."),
                   where);
      continue;
    }
    for (const auto& [name, parameter] : value.AsAttributes()) {
      if (parameter.IsNull()) continue;
      ReadParameter(reading, name, parameter, key, where);
    }
  }
}

void ReadEnforcement(Reading& reading) {
  const std::optional<Value> map =
      reading.As(Type::Map(Type::String()), R"({ "severity:low" = "off" })");
  if (!map) return;
  const std::vector<std::string>& levels = config::EnforcementNames();
  for (const auto& [key, value] : map->AsAttributes()) {
    if (value.IsNull()) continue;
    const cty::Path where = reading.at.Key(key);
    const std::string& level = value.AsString();
    if (std::find(levels.begin(), levels.end(), level) == levels.end()) {
      reading.Fail("Unknown enforcement level",
                   absl::StrCat("There is no enforcement level ", Quote(level),
                                ". ", Choices(level, levels)),
                   where);
      continue;
    }
    config::Config part;
    part.enforcement[key] = level;
    if (reading.Accept(part, "Invalid enforcement", where)) {
      reading.config.enforcement[key] = level;
    }
  }
}

std::optional<absl::CivilDay> ParseDay(const std::string& text) {
  absl::CivilDay day;
  // ParseCivilTime also takes short forms, such as 2027-1-3 with spaces.
  if (text.size() != 10 || !absl::ParseCivilTime(text, &day)) {
    return std::nullopt;
  }
  return day;
}

constexpr char kWaiverExample[] =
    R"({ rule = "aws.kms.rotation", address = "aws_kms_key.legacy", )"
    R"(reason = "imported key", until = "2027-01-31" })";

constexpr char kDayHelp[] =
    "A day is written as year-month-day, such as \"2027-01-31\".";

// A member as text; "" where it is not set, nullopt where it is no text.
std::optional<std::string> Text(const Value& object, absl::string_view name) {
  const Value* value = object.Find(name);
  if (value == nullptr || value->IsNull()) return "";
  const absl::StatusOr<Value> text = cty::Convert(*value, Type::String());
  if (!text.ok() || !text->HasContent()) return std::nullopt;
  return text->AsString();
}

// What a waiver says, member by member.
struct WaiverMember {
  const char* name;
  std::string config::Waiver::*text;  // nullptr: a day
  bool required;
};

constexpr WaiverMember kWaiverMembers[] = {
    {"rule", &config::Waiver::rule, true},
    {"address", &config::Waiver::address, true},
    {"reason", &config::Waiver::reason, true},
    {"kind", &config::Waiver::kind, false},
    {"owner", &config::Waiver::owner, false},
    {"approver", &config::Waiver::approver, false},
    {"ticket", &config::Waiver::ticket, false},
    {"until", nullptr, false},
};

// Nothing when the waiver names something that it cannot have. A slip such as
// "untill" must not make it one without end.
bool HasKnownMembers(Reading& reading, const Value& waiver,
                     const cty::Path& where) {
  static const auto* const kNames = [] {
    auto* names = new std::vector<std::string>;
    for (const WaiverMember& member : kWaiverMembers) {
      names->push_back(member.name);
    }
    return names;
  }();
  for (const auto& [name, value] : waiver.AsAttributes()) {
    if (std::find(kNames->begin(), kNames->end(), name) != kNames->end()) {
      continue;
    }
    reading.Fail("Invalid waiver",
                 absl::StrCat("A waiver has no ", Quote(name), ". ",
                              Choices(name, *kNames)),
                 where);
    return false;
  }
  return true;
}

std::optional<config::Waiver> ReadWaiver(Reading& reading, const Value& value,
                                         const cty::Path& where) {
  if (!value.HasContent() || !IsObject(value)) {
    reading.Fail(
        "Invalid waiver",
        absl::StrCat("A waiver is an object, such as ", kWaiverExample, "."),
        where);
    return std::nullopt;
  }
  if (!HasKnownMembers(reading, value, where)) return std::nullopt;
  config::Waiver waiver;
  for (const WaiverMember& member : kWaiverMembers) {
    const std::optional<std::string> text = Text(value, member.name);
    if (!text) {
      reading.Fail(
          "Invalid waiver",
          absl::StrCat("The ", member.name, " of a waiver is a string; see ",
                       kWaiverExample, "."),
          where);
      return std::nullopt;
    }
    if (text->empty() && member.required) {
      reading.Fail("Incomplete waiver",
                   absl::StrCat("A waiver needs a rule, an address (a pattern: "
                                "* within one step, ** across steps) and a "
                                "reason; this one has no ",
                                member.name, "."),
                   where);
      return std::nullopt;
    }
    if (member.text != nullptr) {
      waiver.*member.text = *text;
      continue;
    }
    if (text->empty()) continue;
    waiver.until = ParseDay(*text);
    if (!waiver.until) {
      reading.Fail(
          "Invalid date",
          absl::StrCat("The waiver of ", waiver.rule,
                       " ends on a day that does not exist. ", kDayHelp),
          where);
      return std::nullopt;
    }
  }
  return waiver;
}

void ReadWaivers(Reading& reading) {
  const Type::Kind kind = reading.value.type().kind();
  if (kind != Type::Kind::kTuple && kind != Type::Kind::kList &&
      kind != Type::Kind::kSet) {
    reading.Fail("Wrong type of argument",
                 absl::StrCat("This must be a list of waivers, such as [",
                              kWaiverExample, "]."),
                 reading.at);
    return;
  }
  std::vector<config::Waiver> waivers;
  for (std::size_t i = 0; i < reading.value.AsElements().size(); ++i) {
    const cty::Path where = reading.at.Index(static_cast<std::int64_t>(i));
    std::optional<config::Waiver> waiver =
        ReadWaiver(reading, reading.value.AsElements()[i], where);
    if (!waiver) continue;
    config::Config part;
    part.waivers = {*waiver};
    if (reading.Accept(part, "Invalid waiver", where)) {
      waivers.push_back(*std::move(waiver));
    }
  }
  reading.config.waivers = std::move(waivers);
}

void ReadAsOf(Reading& reading) {
  const std::optional<Value> text =
      reading.As(Type::String(), R"("2027-01-31")");
  if (!text) return;
  const std::optional<absl::CivilDay> day = ParseDay(text->AsString());
  if (!day) {
    reading.Fail(
        "Invalid date",
        absl::StrCat(Quote(text->AsString()), " is not a day. ", kDayHelp),
        reading.at);
    return;
  }
  reading.config.as_of = day;
}

}  // namespace

std::string Choices(absl::string_view word,
                    const std::vector<std::string>& allowed) {
  const std::string near = Nearest(word, allowed);
  return absl::StrCat(
      near.empty() ? "" : absl::StrCat("Did you mean ", Quote(near), "? "),
      "Allowed: ", absl::StrJoin(allowed, ", "), ".");
}

diag::Diagnostics ReadArgument(absl::string_view name, const Value& value,
                               const cty::Path& at,
                               const rules::RuleSet& rule_set,
                               config::Config& config) {
  static const auto* const kReaders =
      new std::map<absl::string_view, void (*)(Reading&)>{
          {"frameworks", ReadFrameworks}, {"profile", ReadProfile},
          {"parameters", ReadParameters}, {"enforcement", ReadEnforcement},
          {"waivers", ReadWaivers},       {"as_of", ReadAsOf},
      };
  Reading reading{value, at, rule_set, config, {}};
  kReaders->at(name)(reading);
  return std::move(reading.diagnostics);
}

}  // namespace compliance::provider
