// The document that is made of a data source's arguments is the one that is
// read from the JSON to which a provider renders them.
#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "compliance/cty/json.h"
#include "compliance/iam/document.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace compliance::iam {
namespace {

using Json = nlohmann::json;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string ReadFile(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string ToText(const Text& text) {
  EXPECT_TRUE(text.is_known);
  return text.prefix;
}

std::vector<std::string> Sorted(const Texts& texts) {
  EXPECT_FALSE(texts.open);
  std::vector<std::string> sorted;
  for (const Text& text : texts.items) sorted.push_back(ToText(text));
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

std::string Sorted(const Principals& principals) {
  EXPECT_FALSE(principals.open);
  std::vector<std::pair<std::string, std::string>> sorted;
  for (const Principal& principal : principals.items) {
    sorted.emplace_back(principal.type, ToText(principal.id));
  }
  std::sort(sorted.begin(), sorted.end());
  return ::testing::PrintToString(sorted);
}

// The order of sets, of blocks and of JSON's members means nothing.
std::string Sorted(const std::vector<Condition>& conditions) {
  std::vector<
      std::tuple<std::string, int, bool, std::string, std::vector<std::string>>>
      sorted;
  for (const Condition& c : conditions) {
    sorted.emplace_back(c.test, static_cast<int>(c.quantifier), c.if_exists,
                        ToText(c.key), Sorted(c.values));
  }
  std::sort(sorted.begin(), sorted.end());
  return ::testing::PrintToString(sorted);
}

std::vector<std::string> Normalised(const Document& document) {
  EXPECT_FALSE(document.open);
  std::vector<std::string> statements;
  for (const Statement& s : document.statements) {
    EXPECT_TRUE(s.certain);
    EXPECT_FALSE(s.conditions_open);
    statements.push_back(::testing::PrintToString(std::make_tuple(
        ToText(s.sid), ToText(s.effect), Sorted(s.actions),
        Sorted(s.not_actions), Sorted(s.resources), Sorted(s.not_resources),
        Sorted(s.principals), Sorted(s.not_principals), Sorted(s.conditions))));
  }
  return statements;
}

Text NoText(const cty::Path& path, const cty::Value&) {
  ADD_FAILURE() << path.ToString() << " is not known";
  return Text::Unknown();
}

absl::StatusOr<Document> NoDocument(const cty::Path& path, const cty::Value&) {
  ADD_FAILURE() << path.ToString() << " is not known";
  return Document();
}

void ExpectSame(const Json& arguments, const std::string& rendered) {
  const auto value = cty::DecodeImpliedJson(arguments.dump());
  ASSERT_TRUE(value.ok()) << value.status();
  const auto made = FromDataSource(*value, {NoText, NoDocument});
  const auto read = ParseDocument(rendered);
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(Normalised(*made), Normalised(*read)) << rendered;
}

TEST(RecordedDocuments, AreAsRendered) {
  const Json recorded =
      Json::parse(ReadFile(COMPLIANCE_SOURCE_DIR
                           "/tests/testdata/policies/documents/recorded.json"));
  EXPECT_THAT(recorded, SizeIs(30));
  for (const auto& [name, document] : recorded.items()) {
    SCOPED_TRACE(name);
    ExpectSame(document["arguments"], document["json"].get<std::string>());
  }
}

// Adds the data sources of a module and of those below it.
void Collect(const Json& module, std::vector<Json>& found) {
  for (const Json& resource : module.value("resources", Json::array())) {
    if (resource.value("type", "") != "aws_iam_policy_document") continue;
    const Json& values = resource["values"];
    const Json rendered = values.value("json", Json());
    // Some plans were made with a stand-in that renders nothing.
    if (rendered.is_string() && rendered != "") found.push_back(values);
  }
  for (const Json& child : module.value("child_modules", Json::array())) {
    Collect(child, found);
  }
}

// Rendered by the real provider.
TEST(RecordedDocuments, OfRealPlansAreAsRendered) {
  const std::string folder = std::string(COMPLIANCE_SHARED_DIR) + "/plans/";
  std::vector<Json> found;
  for (const char* file :
       {"02_checkov_plan.json", "06_checkov_plan_with_iam_policies.json",
        "19_infracost_testdata_terraform_v0.14_plan.json",
        "25_cli_test_issue_522.json",
        "29_cli_test_non_created_module_resource_parameter.json"}) {
    const Json plan = Json::parse(ReadFile(folder + file), nullptr, false);
    if (plan.is_discarded()) GTEST_SKIP() << folder << file << " is absent";
    for (const char* state : {"prior_state", "planned_values"}) {
      Json values = plan.value(state, Json::object());
      values = values.value("values", values);
      Collect(values.value("root_module", Json::object()), found);
    }
  }
  EXPECT_THAT(found, Not(IsEmpty()));
  for (const Json& values : found) {
    ExpectSame(values, values["json"].get<std::string>());
  }
}

}  // namespace
}  // namespace compliance::iam
