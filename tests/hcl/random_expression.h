// Expressions made at random, for tests of laws. Header only.
#ifndef COMPLIANCE_TESTS_HCL_RANDOM_EXPRESSION_H_
#define COMPLIANCE_TESTS_HCL_RANDOM_EXPRESSION_H_

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace compliance::testing {

// Writes expressions that mostly make sense, over the names
//   a, b  strings       s  a string that is never null
//   n     a number      f  a bool
//   l     a list of strings
//   o     an object with x, a string, and y, a list of strings
//   t     a tuple that is known, of a, "k" and b
//   m     a map that is known, of a and "k"
//   u     a value of any type
//   h     a sensitive string
class RandomExpression {
 public:
  // The names with `prefix` before them.
  explicit RandomExpression(std::uint32_t seed, std::string prefix = "")
      : random_(seed), prefix_(std::move(prefix)) {}

  std::string Text() { return absl::StrReplaceAll(Write(), {{"@", prefix_}}); }

 private:
  static constexpr int kDepth = 4;

  // With @ before each name.
  std::string Write() {
    switch (Pick(6)) {
      case 0:
        return String(kDepth);
      case 1:
        return Number(kDepth);
      case 2:
        return Bool(kDepth);
      case 3:
        return List(kDepth);
      case 4:
        return Object(kDepth);
      default:
        return Any(kDepth);
    }
  }

  std::uint32_t Pick(std::uint32_t count) {
    return static_cast<std::uint32_t>(random_()) % count;
  }
  template <typename... Texts>
  std::string OneOf(const Texts&... texts) {
    const std::vector<std::string> all = {texts...};
    return all[Pick(static_cast<std::uint32_t>(all.size()))];
  }

  std::string String(int depth) {
    if (depth <= 0) {
      return OneOf("@a", "@b", "@s", "@h", "@o.x", "\"k\"", "\"\"", "@t[0]",
                   "@m.a", "@m[\"k\"]", "null");
    }
    const int d = depth - 1;
    switch (Pick(18)) {
      case 0:
        return absl::StrCat("\"x${", Any(d), "}/${", String(d), "}\"");
      case 1:
        return absl::StrCat("(", Bool(d), " ? ", String(d), " : ", String(d),
                            ")");
      case 2:
        return absl::StrCat(List(d), "[", Number(d), "]");
      case 3:
        return absl::StrCat(Object(d), ".x");
      case 4:
        return absl::StrCat("try(", Any(d), ", ", String(d), ")");
      case 5:
        return absl::StrCat("\"%{ for i, e in ", List(d), " }${i}${e}-${", "e",
                            "}%{ endfor }\"");
      case 6:
        return absl::StrCat("\"%{ if ", Bool(d), " }", "p${", String(d),
                            "}%{ else }q%{ endif }\"");
      case 7:
        return absl::StrCat("join(", String(d), ", ", List(d), ")");
      case 8:
        return absl::StrCat("upper(", String(d), ")");
      case 9:
        return absl::StrCat("jsonencode(", Any(d), ")");
      case 10:
        return absl::StrCat("format(\"%s-%v\", ", String(d), ", ", Any(d), ")");
      case 11:
        return absl::StrCat("coalesce(", String(d), ", ", String(d), ")");
      case 12:
        return absl::StrCat("lookup(", OneOf("@m", Object(d)), ", ", String(d),
                            ", ", String(d), ")");
      case 13:
        return absl::StrCat("@m[", String(d), "]");
      case 14:
        return absl::StrCat("element(", List(d), ", ", Number(d), ")");
      case 15:
        return absl::StrCat("tostring(", Any(d), ")");
      default:
        return String(0);
    }
  }

  std::string Number(int depth) {
    if (depth <= 0) return OneOf("@n", "0", "1", "2", "\"1\"", "length(@l)");
    const int d = depth - 1;
    switch (Pick(8)) {
      case 0:
        return absl::StrCat("(", Number(d), OneOf(" + ", " - ", " * ", " % "),
                            Number(d), ")");
      case 1:
        return absl::StrCat("length(", OneOf(List(d), Object(d)), ")");
      case 2:
        return absl::StrCat("(", Bool(d), " ? ", Number(d), " : ", Number(d),
                            ")");
      case 3:
        return absl::StrCat("-", Number(0));
      case 4:
        return absl::StrCat("max(", Number(d), ", ", Number(d), ")");
      default:
        return Number(0);
    }
  }

  std::string Bool(int depth) {
    if (depth <= 0) return OneOf("@f", "true", "false", "(@h == \"k\")");
    const int d = depth - 1;
    switch (Pick(9)) {
      case 0:
        return absl::StrCat("(", Any(d), OneOf(" == ", " != "), Any(d), ")");
      case 1:
        return absl::StrCat("(", String(d), OneOf(" == ", " != "),
                            OneOf("null", "\"k\"", String(d)), ")");
      case 2:
        return absl::StrCat("(", Bool(d), OneOf(" && ", " || "), Bool(d), ")");
      case 3:
        return absl::StrCat("!", Bool(d));
      case 4:
        return absl::StrCat("(", Number(d), OneOf(" < ", " >= "), Number(d),
                            ")");
      case 5:
        return absl::StrCat("can(", Any(d), ")");
      case 6:
        return absl::StrCat("contains(", List(d), ", ", String(d), ")");
      default:
        return Bool(0);
    }
  }

  std::string List(int depth) {
    if (depth <= 0) return OneOf("@l", "@t", "@o.y", "[]", "[@a, \"k\"]");
    const int d = depth - 1;
    switch (Pick(14)) {
      case 0:
        return absl::StrCat("[", String(d), ", ", String(d), "]");
      case 1:
        return absl::StrCat("[for e in ", List(d), " : ",
                            OneOf("e", "\"z${e}\"", String(d)), "]");
      case 2:
        return absl::StrCat("[for e in ", List(d), " : e if ",
                            OneOf("e != null", "e != \"k\"", Bool(d)), "]");
      case 3:
        return absl::StrCat("[for k, e in ", Object(d), " : k]");
      case 4:
        return absl::StrCat("(", Bool(d), " ? ", List(d), " : ", List(d), ")");
      case 5:
        return absl::StrCat("concat(", List(d), ", ", List(d), ")");
      case 6:
        return absl::StrCat("[", Object(d), ", ", Object(d), "][*].x");
      case 7:
        return absl::StrCat(OneOf(Any(d), String(d)), "[*]");
      case 8:
        return absl::StrCat("toset(", List(d), ")");
      case 9:
        return absl::StrCat("tolist(", List(d), ")");
      case 10:
        return absl::StrCat("compact(", List(d), ")");
      case 11:
        return absl::StrCat("distinct(", List(d), ")");
      default:
        return List(0);
    }
  }

  std::string Object(int depth) {
    if (depth <= 0) return OneOf("@o", "@m", "{ x = @a, y = [@b] }", "{}");
    const int d = depth - 1;
    switch (Pick(9)) {
      case 0:
        return absl::StrCat("{ x = ", String(d), ", y = ", List(d), " }");
      case 1:
        return absl::StrCat("{ (", String(d), ") = ", Any(d), " }");
      case 2:
        return absl::StrCat("{ for e in ", List(d), " : e => ", String(d),
                            OneOf("", "..."), " }");
      case 3:
        return absl::StrCat("{ for k, v in ", Object(d), " : k => v if ",
                            Bool(d), " }");
      case 4:
        return absl::StrCat("merge(", Object(d), ", ", Object(d), ")");
      case 5:
        return absl::StrCat("(", Bool(d), " ? ", Object(d), " : ", Object(d),
                            ")");
      default:
        return Object(0);
    }
  }

  std::string Any(int depth) {
    switch (Pick(8)) {
      case 0:
        return OneOf("@u", "@u.x", "@u[0]", "@u[*]", "@u[\"x\"]", "null");
      case 1:
        return Number(depth);
      case 2:
        return Bool(depth);
      case 3:
        return List(depth);
      case 4:
        return Object(depth);
      default:
        return String(depth);
    }
  }

  std::mt19937 random_;
  std::string prefix_;
};

}  // namespace compliance::testing

#endif  // COMPLIANCE_TESTS_HCL_RANDOM_EXPRESSION_H_
