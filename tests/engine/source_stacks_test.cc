// Small stacks, each of one kind of expression, judged by the first plan alone,
// with the .tf files beside it, and after apply: the table is made by
// tests/testdata/plans/source/make.py. What the source decides must be what
// apply shows.
#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "recorded_stack.h"

namespace compliance::engine {
namespace {

constexpr char kFolder[] = "tests/testdata/plans/source";

// Words of verdicts, as Words() gives them.
struct Row {
  std::string without, with, after;
};
// By rule and address: what is undecided by the plan alone.
using Rows = std::map<std::pair<std::string, std::string>, Row>;

// By stack.
std::map<std::string, Rows> ReadTable() {
  std::ifstream in(
      absl::StrCat(COMPLIANCE_SOURCE_DIR, "/", kFolder, "/verdicts.tsv"));
  std::map<std::string, Rows> table;
  std::string line;
  std::getline(in, line);
  EXPECT_EQ(line, "stack\trule\taddress\twithout\twith\tafter apply");
  while (std::getline(in, line)) {
    const std::vector<std::string> cells = absl::StrSplit(line, '\t');
    EXPECT_EQ(cells.size(), std::size_t{6}) << line;
    if (cells.size() != 6) continue;
    table[cells[0]][{cells[1], cells[2]}] = {cells[3], cells[4], cells[5]};
  }
  return table;
}

const std::map<std::string, Rows>& Table() {
  static const auto& table = *new std::map<std::string, Rows>(ReadTable());
  return table;
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const auto& [stack, rows] : Table()) names.push_back(stack);
  return names;
}

std::string FolderOf(const std::string& stack) {
  return absl::StrCat(kFolder, "/", stack);
}

bool IsOpen(const std::string& words) {
  return absl::StrContains(words, "unknown");
}

class SourceStack : public ::testing::TestWithParam<std::string> {
 protected:
  const Rows& rows() const { return Table().at(GetParam()); }
};

// Rules that came after the table was made are not asked.
TEST_P(SourceStack, IsUndecidedByThePlanAlone) {
  const Verdicts verdicts = Judge(LoadPlanOf(FolderOf(GetParam())));
  for (const auto& [subject, row] : rows()) {
    const auto found = verdicts.find(subject);
    ASSERT_NE(found, verdicts.end()) << subject.first << " " << subject.second;
    EXPECT_EQ(Words(found->second), row.without)
        << subject.first << " at " << subject.second;
  }
}

TEST_P(SourceStack, IsDecidedWithTheSource) {
  const Verdicts verdicts = JudgeBySource(FolderOf(GetParam()));
  std::size_t seen_through = 0;
  for (const auto& [subject, row] : rows()) {
    const auto found = verdicts.find(subject);
    ASSERT_NE(found, verdicts.end()) << subject.first << " " << subject.second;
    EXPECT_EQ(Words(found->second), row.with)
        << subject.first << " at " << subject.second;
    if (!IsUndecided(found->second)) ++seen_through;
  }
  std::cout << GetParam() << ": " << rows().size()
            << " undecided without the source, " << seen_through
            << " of them decided with it\n";
}

// A plan that changes nothing does not tell who set a value that a provider
// may fill in, so that apply may show less than the source.
TEST_P(SourceStack, IsAsApplyShows) {
  for (const auto& [subject, row] : rows()) {
    if (IsOpen(row.with) || IsOpen(row.after)) continue;
    EXPECT_EQ(row.with, row.after) << subject.first << " at " << subject.second;
  }
}

INSTANTIATE_TEST_SUITE_P(Stacks, SourceStack, ::testing::ValuesIn(Names()),
                         [](const auto& row) { return row.param; });

TEST(SourceStacks, AreAllInTheTable) {
  std::vector<std::string> folders;
  for (const std::string& name : Names()) folders.push_back(FolderOf(name));
  EXPECT_EQ(StacksBelow(kFolder), folders);
}

void PrintSum(const std::string& name, const std::vector<std::string>& stacks) {
  std::size_t open = 0;
  std::size_t seen_through = 0;
  for (const std::string& stack : stacks) {
    const Verdicts with = JudgeBySource(stack);
    for (const auto& [subject, said] : Judge(LoadPlanOf(stack))) {
      if (!IsUndecided(said)) continue;
      ++open;
      const auto found = with.find(subject);
      ASSERT_NE(found, with.end()) << subject.first << " " << subject.second;
      if (!IsUndecided(found->second)) ++seen_through;
    }
  }
  std::cout << name << ": " << stacks.size() << " stacks, " << open
            << " undecided without the source, " << seen_through
            << " of them decided with it\n";
}

TEST(SourceStacks, InSum) {
  PrintSum(kFolder, StacksBelow(kFolder));
  PrintSum("examples", StacksBelow("examples"));
}

}  // namespace
}  // namespace compliance::engine
