#include "terraform/shell_words.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace compliance::terraform {
namespace {

using List = std::vector<std::string>;

TEST(ShellWordsTest, AreSplitAsTerraformDoes) {
  struct Case {
    const char* line;
    List want;
  };
  for (const Case& c : {
           Case{"", {}},
           {"  \t\r\n ", {}},
           {"a  b\tc\n", {"a", "b", "c"}},
           {"-var 'a=b c'", {"-var", "a=b c"}},
           {"-var=\"a=\\\"x\\\"\"", {"-var=a=\"x\""}},
           {"a'b'\"c\"d", {"abcd"}},
           {"'' \"\"", {"", ""}},
           {"'a\\b'", {"a\\b"}},
           {"a\\ b", {"a b"}},
           {"a\\tb\\nc\\d", {"atbncd"}},
           {"\"it's\" 'say \"x\"'", {"it's", "say \"x\""}},
           {"$HOME ~ *", {"$HOME", "~", "*"}},
           {"a; b", {"a"}},
           {"a|b", {"a"}},
           {"a b&", {"a", "b"}},
           {"a 2>x", {"a"}},
           {"a b>x", {"a", "b"}},
           {"'a;b' \"c|d\" e\\;f", {"a;b", "c|d", "e;f"}},
           {"$(a b) c", {"$(a b)", "c"}},
           {"`a b` c", {"`a b`", "c"}},
           {"-target='a.b[\"k\"]'", {"-target=a.b[\"k\"]"}},
           {"caf\xc3\xa9 x", {"caf\xc3\xa9", "x"}},
       }) {
    EXPECT_EQ(SplitShellWords(c.line), c.want) << c.line;
  }
}

TEST(ShellWordsTest, SomeLinesAreRefused) {
  for (const char* line : {"'", "a \"b", "a\\", "(a)", "a)", "$(a", "`a"}) {
    EXPECT_EQ(SplitShellWords(line), std::nullopt) << line;
  }
}

}  // namespace
}  // namespace compliance::terraform
