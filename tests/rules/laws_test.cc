// What holds of every rule, tested over all examples of all rules.
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "compliance/engine/evaluate.h"
#include "compliance/rules/rule_set.h"
#include "compliance/rules/shape.h"
#include "compliance/schema/facts.h"
#include "gtest/gtest.h"
#include "rules/rule_files.h"

namespace compliance::rules {
namespace {

bool IsKnown(const std::string& verdict) {
  return verdict == "pass" || verdict == "fail" || verdict == "not_applicable";
}

std::string Describe(const Example& example) {
  return absl::StrCat(example.where, " (", example.verdict, ") ", example.note);
}

template <typename Body>
void ForEachExample(Body body) {
  for (const RuleFile& file : AllRuleFiles()) {
    for (const Example& example : file.examples) {
      SCOPED_TRACE(absl::StrCat(file.rule->id, ": ", Describe(example)));
      body(*file.rule, example);
    }
  }
}

std::string Why(const engine::Evaluation& evaluation) {
  std::string text;
  for (const engine::Finding& finding : evaluation.findings) {
    absl::StrAppend(&text, "\n  ", finding.address, " ",
                    VerdictName(finding.verdict), " ", finding.observed, " | ",
                    finding.message);
    for (const std::string& wait : finding.waits_for) {
      absl::StrAppend(&text, " waits for ", wait);
    }
    for (const std::string& need : finding.needs) {
      absl::StrAppend(&text, " needs ", need);
    }
  }
  return text;
}

// The value with what lies at `path` replaced.
cty::Value Replaced(const cty::Value& value,
                    const std::vector<cty::Step>& steps, std::size_t at,
                    const cty::Value& by) {
  if (at == steps.size()) return by;
  if (!value.HasContent()) return value;
  using Kind = cty::Type::Kind;
  const Kind kind = value.type().kind();
  if (kind == Kind::kObject || kind == Kind::kMap) {
    const auto* name = std::get_if<cty::AttributeName>(&steps[at]);
    const auto* key = std::get_if<cty::MapKey>(&steps[at]);
    cty::Value::Attributes attributes = value.AsAttributes();
    const std::string member = name != nullptr ? name->name : key->key;
    attributes[member] = Replaced(attributes[member], steps, at + 1, by);
    return kind == Kind::kMap
               ? cty::Value::Map(value.type().element(), attributes)
               : cty::Value::Object(attributes);
  }
  const auto& index = std::get<cty::ListIndex>(steps[at]);
  cty::Value::Elements elements = value.AsElements();
  auto& element = elements[static_cast<std::size_t>(index.index)];
  element = Replaced(element, steps, at + 1, by);
  if (kind == Kind::kList) {
    return cty::Value::List(value.type().element(), elements);
  }
  return kind == Kind::kSet ? cty::Value::Set(value.type().element(), elements)
                            : cty::Value::Tuple(elements);
}

void FindUnknowns(const cty::Value& value, const cty::Path& path,
                  std::vector<cty::Path>& found) {
  if (value.IsUnknown()) {
    found.push_back(path);
    return;
  }
  if (!value.HasContent()) return;
  using Kind = cty::Type::Kind;
  switch (value.type().kind()) {
    case Kind::kObject:
      for (const auto& [name, child] : value.AsAttributes()) {
        FindUnknowns(child, path.Attr(name), found);
      }
      return;
    case Kind::kMap:
      for (const auto& [key, child] : value.AsAttributes()) {
        FindUnknowns(child, path.Key(key), found);
      }
      return;
    case Kind::kList:
    case Kind::kSet:
    case Kind::kTuple: {
      std::int64_t index = 0;
      for (const cty::Value& child : value.AsElements()) {
        FindUnknowns(child, path.Index(index++), found);
      }
      return;
    }
    default:
      return;
  }
}

// A text that may turn up anywhere, also as a name.
constexpr char kSpelledOut[] = "x";

// What an unknown may turn out to be.
std::vector<cty::Value> Candidates(const cty::Value& unknown) {
  using Kind = cty::Type::Kind;
  const cty::Type& type = unknown.type();
  const cty::Refinement& promised = unknown.refinement();
  std::vector<cty::Value> values;
  if (!promised.not_null) values.push_back(cty::Value::Null(type));
  switch (type.kind()) {
    case Kind::kBool:
      values.push_back(cty::Value::Bool(true));
      values.push_back(cty::Value::Bool(false));
      break;
    case Kind::kNumber:
      for (const std::int64_t n : {0, 1, 1000000}) {
        values.push_back(cty::Value::Number(n));
      }
      break;
    case Kind::kString:
      for (const char* text :
           {"", kSpelledOut, "arn:aws:kms:us-east-1:1:key/x"}) {
        if (absl::StartsWith(text, promised.prefix)) {
          values.push_back(cty::Value::String(text));
        }
      }
      break;
    case Kind::kList:
    case Kind::kSet:
    case Kind::kMap: {
      cty::Value::Elements one = {cty::Value::Null(type.element())};
      if (type.element().kind() == Kind::kString) {
        one = {cty::Value::String("x")};
      }
      if (type.kind() == Kind::kMap) {
        values.push_back(cty::Value::Map(type.element(), {}));
        values.push_back(cty::Value::Map(type.element(), {{"x", one[0]}}));
      } else if (type.kind() == Kind::kList) {
        values.push_back(cty::Value::List(type.element(), {}));
        if (!one[0].IsNull()) {
          values.push_back(cty::Value::List(type.element(), one));
        }
      } else {
        values.push_back(cty::Value::Set(type.element(), {}));
        if (!one[0].IsNull()) {
          values.push_back(cty::Value::Set(type.element(), one));
        }
      }
      break;
    }
    default:
      break;
  }
  return values;
}

// Whether the unknown may become anything without contradicting the
// configuration: it does not come from a resource, and where it was left out no
// rule has asked whether it was.
bool IsFree(const plan::Resource& resource, const cty::Path& path,
            const Rule& rule) {
  if (!resource.has_configuration) return true;
  for (const auto& [at, expression] : resource.expressions) {
    if (!path.StartsWith(at) && !at.StartsWith(path)) continue;
    for (const std::string& reference : expression.references) {
      if (reference != "local.example") return false;
    }
    return true;
  }
  return !rule.needs.configuration;
}

bool IsOnlyComputed(const plan::Resource& resource, const cty::Path& path) {
  const schema::TypeFacts* facts = schema::FindResource(resource.address.type);
  const auto& name = std::get<cty::AttributeName>(path.steps().front()).name;
  const schema::Attribute* attribute =
      facts == nullptr ? nullptr : facts->schema.block.FindAttribute(name);
  return attribute != nullptr && attribute->computed &&
         (!attribute->optional || name == "id");
}

TEST(Rules, ExamplesGiveTheirVerdicts) {
  ASSERT_FALSE(AllRuleFiles().empty());
  std::size_t examples = 0;
  ForEachExample([&](const Rule& rule, const Example& example) {
    const auto evaluation = JudgePlan(rule, *example.plan, example);
    EXPECT_EQ(VerdictAt(evaluation, example.address), example.verdict)
        << Why(evaluation);
    ++examples;
  });
  RecordProperty("examples", static_cast<int>(examples));
}

TEST(Rules, EveryRuleHasAPassAFailAndAnUnknown) {
  for (const RuleFile& file : AllRuleFiles()) {
    std::set<std::string> verdicts;
    for (const Example& example : file.examples) {
      verdicts.insert(example.verdict);
    }
    EXPECT_TRUE(verdicts.count("pass")) << file.rule->source;
    EXPECT_TRUE(verdicts.count("fail")) << file.rule->source;
    EXPECT_TRUE(verdicts.count("unknown")) << file.rule->source;
    if (!file.rule->when.empty()) {
      EXPECT_TRUE(verdicts.count("not_applicable")) << file.rule->source;
    }
  }
}

// Law 1: whatever the unknowns turn out to be, a pass stays a pass, a fail a
// fail. That a rule turns out not to apply takes nothing from its pass.
TEST(Rules, KnownVerdictsSurviveEveryCompletion) {
  std::size_t completions = 0;
  ForEachExample([&](const Rule& rule, const Example& example) {
    if (!IsKnown(example.verdict)) return;
    for (std::size_t r = 0; r < example.plan->resources.size(); ++r) {
      const plan::Resource& resource = example.plan->resources[r];
      std::vector<cty::Path> unknowns;
      FindUnknowns(resource.planned, {}, unknowns);
      for (const cty::Path& path : unknowns) {
        if (!IsFree(resource, path, rule)) continue;
        for (const cty::Value& value :
             Candidates(*resource.planned.Find(path))) {
          // An id or ARN will be there.
          if (value.IsNull() && IsOnlyComputed(resource, path)) continue;
          plan::Plan completed = CopyOf(*example.plan);
          completed.resources[r].planned =
              Replaced(resource.planned, path.steps(), 0, value);
          const auto evaluation = JudgePlan(rule, completed, example);
          const std::string verdict = VerdictAt(evaluation, example.address);
          if (verdict == "not_applicable" && example.verdict == "pass") {
            continue;
          }
          EXPECT_EQ(verdict, example.verdict)
              << path.ToString() << " = " << value.ToString()
              << Why(evaluation);
          ++completions;
        }
      }
    }
  });
  RecordProperty("completions", static_cast<int>(completions));
}

TEST(Rules, KnownVerdictsSurviveCompletionsOfVariablesAndOutputs) {
  ForEachExample([&](const Rule& rule, const Example& example) {
    if (!IsKnown(example.verdict)) return;
    const auto judge = [&](const plan::Plan& completed) {
      const auto evaluation = JudgePlan(rule, completed, example);
      EXPECT_EQ(VerdictAt(evaluation, example.address), example.verdict)
          << Why(evaluation);
    };
    for (std::size_t i = 0; i < example.plan->variables.size(); ++i) {
      const cty::Value& value = example.plan->variables[i].value;
      if (!value.IsUnknown()) continue;
      for (const cty::Value& candidate : Candidates(value)) {
        plan::Plan completed = CopyOf(*example.plan);
        completed.variables[i].value = candidate;
        judge(completed);
      }
    }
    for (std::size_t i = 0; i < example.plan->outputs.size(); ++i) {
      const cty::Value& value = example.plan->outputs[i].value;
      if (!value.IsUnknown()) continue;
      for (const cty::Value& candidate : Candidates(value)) {
        plan::Plan completed = CopyOf(*example.plan);
        completed.outputs[i].value = candidate;
        judge(completed);
      }
    }
  });
}

// A resource of which nothing is set.
plan::Resource Empty(const schema::TypeFacts& facts) {
  plan::Resource resource;
  resource.address.type = facts.type_name;
  resource.address.name = "empty";
  resource.action = plan::Action::kCreate;
  resource.has_configuration = true;
  resource.provider_config = "aws";
  resource.planned = Complete(cty::Value::Object({}), facts.schema.block);
  return resource;
}

// Whether an attribute of that name may matter to the rule.
bool Reads(const Rule& rule, const std::string& name) {
  for (const cel::Program* program : {&rule.each, &rule.when, &rule.require}) {
    if (absl::StrContains(program->source(), name)) return true;
  }
  for (const auto& [type, attribute] : rule.resources) {
    if (attribute == name) return true;
  }
  return name == rule.having;
}

// A block that is not there.
cty::Value Emptied(const cty::Value& value) {
  switch (value.type().kind()) {
    case cty::Type::Kind::kList:
      return cty::Value::List(value.type().element(), {});
    case cty::Type::Kind::kSet:
      return cty::Value::Set(value.type().element(), {});
    case cty::Type::Kind::kMap:
      return cty::Value::Map(value.type().element(), {});
    default:
      return cty::Value::Null(value.type());
  }
}

// Law 2: nulls and absent blocks are no errors, nor is a value not yet known.
TEST(Rules, NothingThatIsNullOrAbsentGivesAnError) {
  int changes = 0;
  for (const RuleFile& file : AllRuleFiles()) {
    const Rule& rule = *file.rule;
    for (const auto& [type, attribute] : rule.resources) {
      const std::string name = type == "*" ? "aws_vpc" : type;
      const schema::TypeFacts* facts = schema::FindResource(name);
      ASSERT_NE(facts, nullptr) << name;
      for (const bool see_all : {true, false}) {
        plan::Plan plan;
        plan.closed = see_all;
        plan.has_configuration = see_all;
        plan.resources.push_back(Empty(*facts));
        plan.resources[0].has_configuration = see_all;
        const auto evaluation = JudgePlan(rule, plan, file.examples.front());
        EXPECT_NE(VerdictAt(evaluation, absl::StrCat(name, ".empty")), "error")
            << rule.id << Why(evaluation);
      }
    }
  }
  ForEachExample([&](const Rule& rule, const Example& example) {
    for (std::size_t r = 0; r < example.plan->resources.size(); ++r) {
      const plan::Resource& resource = example.plan->resources[r];
      if (!resource.planned.HasContent()) continue;
      for (const auto& [name, value] : resource.planned.AsAttributes()) {
        if (!Reads(rule, name)) continue;
        const std::vector<cty::Value> others = {
            cty::Value::Null(value.type()), cty::Value::Unknown(value.type()),
            Emptied(value)};
        for (const cty::Value& other : others) {
          if (value == other) continue;
          plan::Plan changed = CopyOf(*example.plan);
          changed.resources[r].planned =
              Replaced(resource.planned, {cty::AttributeName{name}}, 0, other);
          const auto evaluation = JudgePlan(rule, changed, example);
          EXPECT_NE(VerdictAt(evaluation, example.address), "error")
              << resource.address.ToString() << "." << name << " = "
              << other.ToString() << Why(evaluation);
          ++changes;
        }
      }
    }
  });
  RecordProperty("changes", changes);
}

// Law 3: a resource of a type that the rule does not speak of changes nothing.
TEST(Rules, AnUnrelatedResourceChangesNoVerdict) {
  ForEachExample([&](const Rule& rule, const Example& example) {
    const std::string source = absl::StrCat(
        rule.each.source(), rule.when.source(), rule.require.source());
    for (const char* type : {"random_id", "aws_sqs_queue", "aws_cloudtrail"}) {
      if (absl::StrContains(source, type) || rule.resources.count(type) != 0) {
        continue;
      }
      plan::Plan larger = CopyOf(*example.plan);
      const schema::TypeFacts* facts = schema::FindResource(type);
      ASSERT_NE(facts, nullptr) << type;
      larger.resources.push_back(Empty(*facts));
      larger.resources.back().has_configuration = larger.has_configuration;
      const auto evaluation = JudgePlan(rule, larger, example);
      EXPECT_EQ(VerdictAt(evaluation, example.address), example.verdict)
          << type << Why(evaluation);
    }
  });
}

// Law 4: a way in that sees less says the same, or that it cannot tell.
TEST(Rules, WithoutTheConfigurationAVerdictIsTheSameOrUnknown) {
  ForEachExample([&](const Rule& rule, const Example& example) {
    if (!IsKnown(example.verdict)) return;
    for (const bool closed : {false, true}) {
      plan::Plan guard;
      guard.closed = closed && example.plan->closed;
      guard.resources = example.plan->resources;
      for (plan::Resource& resource : guard.resources) {
        resource.has_configuration = false;
        resource.expressions.clear();
        resource.for_each.reset();
        resource.count.reset();
        resource.provider_config.clear();
        resource.before = cty::Value();
      }
      const bool declared = rule.target == Target::kOutput ||
                            rule.target == Target::kVariable ||
                            rule.target == Target::kProvider;
      const auto evaluation = JudgePlan(rule, guard, example);
      const std::string verdict =
          VerdictAt(evaluation, declared ? "" : example.address);
      if (verdict == "unknown") continue;
      EXPECT_EQ(verdict, example.verdict) << Why(evaluation);
    }
  });
}

// Random numbers that are the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::size_t Below(std::size_t n) { return engine_() % n; }
  bool OneIn(std::size_t n) { return Below(n) == 0; }

 private:
  std::mt19937 engine_;
};

// The types and strings that a rule speaks of: what random plans are made of.
struct Vocabulary {
  std::vector<const schema::TypeFacts*> types;
  // Among them one of those that Candidates() makes of an unknown: a name that
  // is not known yet may be one that another resource spells out.
  std::vector<std::string> strings = {"given", "", kSpelledOut};
};

Vocabulary VocabularyOf(const Rule& rule) {
  Vocabulary words;
  std::set<std::string> types;
  for (const auto& [type, attribute] : rule.resources) {
    types.insert(type == "*" ? "aws_vpc" : type);
  }
  for (const cel::Program* program : {&rule.each, &rule.when, &rule.require}) {
    if (program->empty()) continue;
    for (const std::string& text : program->StringLiterals()) {
      (schema::FindResource(text) == nullptr ? words.strings.push_back(text)
                                             : void(types.insert(text)));
    }
  }
  for (const std::string& type : types) {
    words.types.push_back(schema::FindResource(type));
  }
  return words;
}

cty::Value RandomValue(const cty::Type& type, const Vocabulary& words,
                       Dice& dice) {
  using Kind = cty::Type::Kind;
  if (dice.OneIn(4)) return cty::Value::Null(type);
  if (dice.OneIn(3)) return cty::Value::Unknown(type);
  switch (type.kind()) {
    case Kind::kBool:
      return cty::Value::Bool(dice.OneIn(2));
    case Kind::kNumber: {
      const std::vector<std::int64_t> numbers = {0, 1, 22, 90, 443, 100000};
      return cty::Value::Number(numbers[dice.Below(numbers.size())]);
    }
    case Kind::kString:
      return cty::Value::String(
          words.strings[dice.Below(words.strings.size())]);
    case Kind::kList:
    case Kind::kSet: {
      cty::Value::Elements elements;
      if (type.element().kind() == Kind::kString && dice.OneIn(2)) {
        elements.push_back(RandomValue(type.element(), words, dice));
        if (elements.back().IsNull()) elements.clear();
      }
      return type.kind() == Kind::kList
                 ? cty::Value::List(type.element(), elements)
                 : cty::Value::Set(type.element(), elements);
    }
    case Kind::kMap: {
      cty::Value::Attributes entries;
      if (type.element().kind() == Kind::kString && dice.OneIn(2)) {
        entries["x"] = RandomValue(type.element(), words, dice);
      }
      return cty::Value::Map(type.element(), entries);
    }
    default:
      return cty::Value::Null(type);
  }
}

// Of a policy the provider takes JSON only.
bool IsPolicy(const std::string& name, const cty::Type& type) {
  return type.kind() == cty::Type::Kind::kString &&
         absl::StrContains(name, "policy");
}

cty::Value RandomPolicy(Dice& dice) {
  const std::vector<const char*> documents = {
      R"({"Statement": []})",
      R"({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*",
          "Resource": "*"}})",
      R"({"Statement": [{"Effect": "Deny", "Principal": {"AWS": "*"},
          "Action": ["s3:*"], "Resource": ["arn:aws:s3:::x/*"]}]})"};
  return cty::Value::String(documents[dice.Below(documents.size())]);
}

// A block with what the rule reads of it set at random, the rest left out.
// Whether what is unknown was configured shows in `expressions`.
cty::Value RandomBlock(const schema::Block& block, const Rule& rule,
                       const Vocabulary& words, const cty::Path& path,
                       Dice& dice, plan::Resource& resource) {
  cty::Value::Attributes values;
  for (const schema::Attribute& attribute : block.attributes) {
    if (!Reads(rule, attribute.name) || attribute.name == "id") continue;
    const cty::Path at = path.Attr(attribute.name);
    cty::Value value = RandomValue(attribute.type, words, dice);
    if (value.HasContent() && IsPolicy(attribute.name, attribute.type)) {
      value = RandomPolicy(dice);
    }
    values[attribute.name] = value;
    if (value.IsNull()) continue;
    const bool settable = attribute.required || attribute.optional;
    const bool left_out =
        !settable || (attribute.computed && value.IsUnknown() && dice.OneIn(2));
    if (left_out && path.empty()) continue;
    plan::Expression& expression = resource.expressions[at];
    expression.is_constant = value.IsWhollyKnown();
    if (expression.is_constant) {
      expression.constant = value;
    } else {
      expression.references = {"local.example"};
    }
  }
  for (const schema::NestedBlock& nested : block.blocks) {
    if (!Reads(rule, nested.name) || dice.OneIn(3)) continue;
    if (nested.nesting != schema::Nesting::kList &&
        nested.nesting != schema::Nesting::kSet) {
      continue;
    }
    const cty::Path at = path.Attr(nested.name);
    const cty::Value element = Complete(
        RandomBlock(nested.block, rule, words, at.Index(0), dice, resource),
        nested.block);
    values[nested.name] = nested.nesting == schema::Nesting::kList
                              ? cty::Value::List(element.type(), {element})
                              : cty::Value::Set(element.type(), {element});
  }
  return cty::Value::Object(std::move(values));
}

plan::Plan RandomPlan(const Rule& rule, const Vocabulary& words, Dice& dice) {
  plan::Plan plan;
  plan.closed = !dice.OneIn(4);
  plan.has_configuration = !dice.OneIn(4);
  const std::size_t count = 1 + dice.Below(3);
  for (std::size_t i = 0; i < count && !words.types.empty(); ++i) {
    const std::size_t which = i == 0 ? i : dice.Below(words.types.size());
    const schema::TypeFacts& facts = *words.types[which];
    plan::Resource resource = Empty(facts);
    resource.address.name = absl::StrCat("r", i);
    resource.planned = Complete(
        RandomBlock(facts.schema.block, rule, words, {}, dice, resource),
        facts.schema.block);
    if (!plan.has_configuration) resource.expressions.clear();
    resource.has_configuration = plan.has_configuration;
    plan.resources.push_back(std::move(resource));
  }
  return plan;
}

// The plan with every unknown that is free settled at random.
plan::Plan RandomCompletion(const Rule& rule, const plan::Plan& plan,
                            Dice& dice) {
  plan::Plan completed = CopyOf(plan);
  for (plan::Resource& resource : completed.resources) {
    std::vector<cty::Path> unknowns;
    FindUnknowns(resource.planned, {}, unknowns);
    for (const cty::Path& path : unknowns) {
      if (!IsFree(resource, path, rule)) continue;
      const std::vector<cty::Value> candidates =
          Candidates(*resource.planned.Find(path));
      if (candidates.empty()) continue;
      cty::Value value = candidates[dice.Below(candidates.size())];
      const auto* name = std::get_if<cty::AttributeName>(&path.steps().back());
      if (name != nullptr && value.HasContent() &&
          IsPolicy(name->name, value.type())) {
        value = RandomPolicy(dice);
      }
      if (IsOnlyComputed(resource, path)) {
        if (value.IsNull()) continue;
        // Nobody can have spelled out what the service makes up.
        if (value == cty::Value::String(kSpelledOut)) {
          value = cty::Value::String("made up");
        }
      }
      resource.planned = Replaced(resource.planned, path.steps(), 0, value);
    }
  }
  return completed;
}

// Laws 1 to 3 over plans that nobody thought of.
TEST(Rules, LawsHoldOverGeneratedPlans) {
  constexpr int kPlans = 40;
  constexpr int kCompletions = 4;
  std::uint32_t seed = 20240229;
  int decided = 0;
  for (const RuleFile& file : AllRuleFiles()) {
    const Rule& rule = *file.rule;
    if (rule.target != Target::kResource && rule.target != Target::kPlan) {
      continue;
    }
    SCOPED_TRACE(rule.id);
    const Vocabulary words = VocabularyOf(rule);
    const Example parameters;
    Dice dice(seed++);
    for (int i = 0; i < kPlans; ++i) {
      const plan::Plan plan = RandomPlan(rule, words, dice);
      const std::string address =
          rule.target == Target::kPlan || plan.resources.empty()
              ? ""
              : plan.resources[0].address.ToString();
      const auto evaluation = JudgePlan(rule, plan, parameters);
      const std::string verdict = VerdictAt(evaluation, address);
      EXPECT_NE(verdict, "error") << "plan " << i << Why(evaluation);
      if (!IsKnown(verdict)) continue;
      ++decided;
      for (int c = 0; c < kCompletions; ++c) {
        const plan::Plan completed = RandomCompletion(rule, plan, dice);
        const auto later = JudgePlan(rule, completed, parameters);
        const std::string then = VerdictAt(later, address);
        if (verdict == "pass" && then == "not_applicable") continue;
        // That a value is not known yet tells that it is no literal; a
        // completed plan no longer shows it.
        if (then == "unknown" && rule.needs.configuration) continue;
        EXPECT_EQ(then, verdict)
            << "plan " << i << ": " << plan.resources[0].planned.ToString()
            << " became " << completed.resources[0].planned.ToString()
            << Why(evaluation) << Why(later);
      }
      plan::Plan larger = CopyOf(plan);
      larger.resources.push_back(Empty(*schema::FindResource("random_id")));
      EXPECT_EQ(VerdictAt(JudgePlan(rule, larger, parameters), address),
                verdict)
          << "plan " << i << " beside an unrelated resource";
    }
  }
  EXPECT_GT(decided, 0);
  RecordProperty("decided", decided);
}

// No example's string value is ever printed, unless the rule itself names it.
TEST(Rules, NoSensitiveValueReachesAFinding) {
  const std::string secret = "Tr0ub4dor-and-3-horses";
  ForEachExample([&](const Rule& rule, const Example& example) {
    plan::Plan plan = CopyOf(*example.plan);
    for (plan::Resource& resource : plan.resources) {
      if (!resource.planned.HasContent()) continue;
      for (const auto& [name, value] : resource.planned.AsAttributes()) {
        if (value.type().kind() != cty::Type::Kind::kString) continue;
        resource.planned =
            Replaced(resource.planned, {cty::AttributeName{name}}, 0,
                     cty::Value::String(secret));
      }
    }
    const auto evaluation = JudgePlan(rule, plan, example);
    for (const engine::Finding& finding : evaluation.findings) {
      EXPECT_FALSE(absl::StrContains(finding.message, secret));
      EXPECT_FALSE(absl::StrContains(finding.observed, secret));
    }
  });
}

}  // namespace
}  // namespace compliance::rules
