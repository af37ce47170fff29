// The law that unknowns live by: what an expression comes to while some of its
// values are not known, it does not come to the opposite of once they are.
// Checked on random expressions, over completions of a few unknowns.
#include <functional>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cel/evaluation.h"
#include "gtest/gtest.h"

namespace compliance::cel {
namespace {

using cty::Type;

cty::Value Number(std::int64_t n) { return cty::Value::Number(n); }
cty::Value Text(absl::string_view s) { return cty::Value::String(s); }

struct Unsure {
  cty::Value now;
  std::vector<cty::Value> later;
};

// The attributes of self that are not known, and what they may turn out to be.
std::map<std::string, Unsure> Attributes() {
  const auto promised = [](auto&& set) {
    cty::Refinement refinement;
    refinement.not_null = true;
    set(refinement);
    return refinement;
  };
  std::map<std::string, Unsure> all;
  all["b"] = {
      cty::Value::Unknown(Type::Bool(), promised([](cty::Refinement&) {})),
      {cty::Value::Bool(true), cty::Value::Bool(false)}};
  all["c"] = {cty::Value::Unknown(Type::Bool()),
              {cty::Value::Bool(true), cty::Value::Bool(false),
               cty::Value::Null(Type::Bool())}};
  all["n"] = {
      cty::Value::Unknown(Type::Number(), promised([](cty::Refinement& r) {
                            r.lower = {cty::Number(std::int64_t{2}), true};
                            r.upper = {cty::Number(std::int64_t{4}), false};
                          })),
      {Number(2), Number(3)}};
  all["s"] = {cty::Value::Unknown(
                  Type::String(),
                  promised([](cty::Refinement& r) { r.prefix = "ab"; })),
              {Text("ab"), Text("abc")}};
  // A time, a span, a prefix and a format; any may be nothing of the kind.
  all["w"] = {
      cty::Value::Unknown(Type::String(), promised([](cty::Refinement&) {})),
      {Text("2024-02-29T12:00:00Z"), Text("90s"), Text("10.0.0.0/8"),
       Text("%d and %s")}};
  all["l"] = {cty::Value::Unknown(Type::List(Type::Number()),
                                  promised([](cty::Refinement& r) {
                                    r.length_min = 1;
                                    r.length_max = 2;
                                  })),
              {cty::Value::List(Type::Number(), {Number(1)}),
               cty::Value::List(Type::Number(), {Number(3), Number(1)})}};
  const cty::Value unknown = cty::Value::Unknown(Type::Number());
  all["t"] = {
      cty::Value::Set(Type::Number(), {Number(1), unknown, unknown}),
      {cty::Value::Set(Type::Number(), {Number(1)}),
       cty::Value::Set(Type::Number(), {Number(1), Number(3)}),
       cty::Value::Set(Type::Number(), {Number(1), Number(2), Number(3)})}};
  return all;
}

// A join: 1 is there, 2 may be, and there may be more.
Value JoinNow(bool open) {
  List list;
  list.items = {{Value::Int(1), true}, {Value::Int(2), false}};
  list.open = open;
  list.why.needs = {"the whole plan"};
  return Value::MakeList(std::move(list));
}

std::vector<Value> JoinLater(bool open) {
  std::vector<Value> later = {Value::MakeList({Value::Int(1)}),
                              Value::MakeList({Value::Int(1), Value::Int(2)})};
  if (open) {
    later.push_back(Value::MakeList({Value::Int(1), Value::Int(3)}));
    later.push_back(
        Value::MakeList({Value::Int(1), Value::Int(2), Value::Int(0)}));
  }
  return later;
}

// Random expressions that mostly have sensible kinds, since nonsense is just
// an error.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string Bool(int depth) {
    if (depth <= 0) {
      return Pick({"self.b", "self.c", "true", "false", "has(self.c)",
                   "has(self.n)", "self.?c.hasValue()", "self.c == null",
                   "self.?c.orValue(true)", "self.nosuch"});
    }
    switch (random_() % 16) {
      case 14:
        return Made();
      case 15:
        return Join(Map(depth - 1), Pick({" == ", " != "}), Map(depth - 1));
      case 0:
      case 1:
        return Join(Bool(depth - 1), " && ", Bool(depth - 1));
      case 2:
      case 3:
        return Join(Bool(depth - 1), " || ", Bool(depth - 1));
      case 4:
        return absl::StrCat("!", Bool(depth - 1));
      case 5:
        return absl::StrCat("(", Bool(depth - 1), " ? ", Bool(depth - 1), " : ",
                            Bool(depth - 1), ")");
      case 6:
      case 7:
        return Join(Int(depth - 1),
                    Pick({" < ", " <= ", " > ", " >= ", " == ", " != "}),
                    Int(depth - 1));
      case 8:
        return Join(Bool(depth - 1), Pick({" == ", " != "}), Bool(depth - 1));
      case 9:
        return Pick({"self.s.startsWith('a')", "self.s.startsWith('abc')",
                     "self.s.startsWith('x')", "self.s == 'abc'",
                     "self.s == 'x'", "self.s.contains('b')",
                     "self.s in ['x', 'y']", "self.s < 'b'"});
      case 10:
        return Join(Int(depth - 1), " in ", Ints(depth - 1));
      case 11:
        return Join(Ints(depth - 1), " == ", Ints(depth - 1));
      default:
        return absl::StrCat(Ints(depth - 1), ".",
                            Pick({"all", "exists", "exists_one"}), "(x, ",
                            Predicate(depth - 1), ")");
    }
  }

 private:
  // Of the kinds that are made of texts.
  std::string Made() {
    return Pick({"timestamp(self.w) > timestamp('2020-01-01T00:00:00Z')",
                 "timestamp(self.w).getFullYear() == 2024",
                 "timestamp('2024-01-01T00:00:00Z') + duration(self.w) < "
                 "timestamp('2024-01-02T00:00:00Z')",
                 "duration(self.w) == duration('1m30s')",
                 "duration(self.w) > duration('1h') || self.b",
                 "type(self.w) == string",
                 "type(self.n) == int",
                 "type(self.c) == bool",
                 "type(self.l) != list && self.b",
                 "type(closed) == list",
                 "'%d-%s'.format([self.n, self.w]).startsWith('2')",
                 "'%s'.format([closed]) == '[1]'",
                 "self.w.format([self.n, 1]) == ''",
                 "strings.quote(self.s).startsWith('x')",
                 "isCIDR(self.w)",
                 "cidr(self.w).containsIP('10.1.2.3')",
                 "cidr(self.w).prefixLength() > 8",
                 "isIP(self.w) || self.c",
                 "cidr('10.0.0.0/7').containsCIDR(self.w)",
                 "base64.encode(bytes(self.s)) == 'YWI='",
                 "math.bitAnd(self.n, 2) == 2",
                 "math.abs(self.n) > 1",
                 "math.ceil(double(self.n)) >= 2.0",
                 "math.sqrt(self.n) < 2.0"});
  }

  std::string Map(int depth) {
    return absl::StrCat(
        Ints(depth - 1),
        Pick({".transformMap(i, x, ", ".transformMap(i, x, ",
              ".transformMapEntry(i, x, "}),
        Pick({"", absl::StrCat(Predicate(0), ", ")}),
        Pick({"x)", "{x: i})", "{i: x})", "self.n)", "6 / (x - 1))"}));
  }

  std::string Int(int depth) {
    if (depth <= 0) return Pick({"self.n", "0", "1", "2", "3", "4"});
    switch (random_() % 5) {
      case 0:
        return Join(Int(depth - 1), Pick({" + ", " - ", " * ", " / "}),
                    Int(depth - 1));
      case 1:
        return absl::StrCat(Ints(depth - 1),
                            Pick({"[0]", "[1]", "[2]", ".first().orValue(0)",
                                  ".last().orValue(0)"}));
      case 2:
        return absl::StrCat(Ints(depth - 1), "[?", Pick({"0", "1"}),
                            "].orValue(", Int(depth - 1), ")");
      default:
        return absl::StrCat(Ints(depth - 1), ".size()");
    }
  }

  std::string Ints(int depth) {
    if (depth <= 0) {
      return Pick({"self.l", "self.t", "closed", "open", "[1, 2]", "[]",
                   "[self.n, 1]", "[2, self.n, 3]"});
    }
    switch (random_() % 7) {
      case 5:
        return absl::StrCat(
            Ints(depth - 1), ".",
            Pick({"slice(0, 1)", "slice(1, 2)", "reverse()", "sort()"}));
      case 6:
        return absl::StrCat("[", Ints(depth - 1), ", [self.n], ",
                            Ints(depth - 1), "].flatten(", Pick({"", "1", "2"}),
                            ")");
      case 0:
        return absl::StrCat(Ints(depth - 1), ".filter(x, ",
                            Predicate(depth - 1), ")");
      case 1:
        return absl::StrCat(Ints(depth - 1), ".map(x, ",
                            Pick({"x", "1", "x + 1", "x / 2", "self.n"}), ")");
      case 2:
        return Join(Ints(depth - 1), " + ", Ints(depth - 1));
      case 3:
        return absl::StrCat(Ints(depth - 1), ".distinct()");
      default:
        return Ints(0);
    }
  }

  std::string Predicate(int depth) {
    return Pick({"x > 1", "x == 2", "x < self.n", "x == self.n",
                 "6 / (x - 1) > 3", "x != 1 && self.b", Bool(depth - 1)});
  }

  static std::string Join(const std::string& a, const std::string& op,
                          const std::string& b) {
    return absl::StrCat("(", a, op, b, ")");
  }

  std::string Pick(std::vector<std::string> choices) {
    return choices[random_() % choices.size()];
  }

  std::mt19937 random_;
};

// Calls `visit` with every combination of completions.
void ForEachCompletion(const std::function<void(const Variables&)>& visit) {
  const auto attributes = Attributes();
  cty::Value::Attributes chosen;
  const std::function<void(std::map<std::string, Unsure>::const_iterator)>
      choose = [&](std::map<std::string, Unsure>::const_iterator at) {
        if (at == attributes.end()) {
          Variables variables = Self(chosen);
          for (const Value& closed : JoinLater(false)) {
            for (const Value& open : JoinLater(true)) {
              variables["closed"] = closed;
              variables["open"] = open;
              visit(variables);
            }
          }
          return;
        }
        for (const cty::Value& later : at->second.later) {
          chosen[at->first] = later;
          choose(std::next(at));
        }
      };
  choose(attributes.begin());
}

// Errors are alike, whatever they say.
std::string Verdict(const Value& value) {
  return value.IsError() ? "(error)" : value.ToString();
}

TEST(Completion, KeepsWhatWasDecided) {
  cty::Value::Attributes now;
  for (const auto& [name, unsure] : Attributes()) now[name] = unsure.now;
  Variables variables = Self(now);
  variables["closed"] = JoinNow(false);
  variables["open"] = JoinNow(true);
  std::vector<Activation> completions;
  const Library none;
  ForEachCompletion([&](const Variables& later) {
    Activation activation;
    activation.variables = later;
    activation.library = &none;
    completions.push_back(std::move(activation));
  });
  ASSERT_EQ(completions.size(), 4608U);

  Generator generator(20241124);
  int decided = 0;
  int undecided = 0;
  int failures = 0;
  for (int i = 0; i < 8000 && failures < 5; ++i) {
    const std::string expression = generator.Bool(1 + i % 4);
    const Program program = MustCompile(expression, variables);
    Activation activation;
    activation.variables = variables;
    activation.library = &none;
    const Value known = Evaluate(program, activation);
    if (known.IsUnknown()) {
      EXPECT_FALSE(known.AsUnknown() == Unknown{}) << expression;
      ++undecided;
      continue;
    }
    ++decided;
    // A sample: every 149th completion, from a start that varies.
    for (std::size_t k = static_cast<std::size_t>(i) % 149;
         k < completions.size(); k += 149) {
      const Value later = Evaluate(program, completions[k]);
      // An unknown may hide an error to come, such as an index that turns out
      // to be out of range. No verdict turns into another, and no error into a
      // verdict.
      if (later.IsError() || Verdict(later) == Verdict(known)) continue;
      ADD_FAILURE() << expression << "\nwas " << known.ToString() << ", became "
                    << later.ToString() << " with self = "
                    << completions[k].variables.at("self").ToString()
                    << ", closed = "
                    << completions[k].variables.at("closed").ToString()
                    << ", open = "
                    << completions[k].variables.at("open").ToString();
      ++failures;
      break;
    }
  }
  EXPECT_GT(decided, 500);
  EXPECT_GT(undecided, 500);
}

}  // namespace
}  // namespace compliance::cel
