// Provider block, environment and config file.
#include "provider/fixture.h"
#include "provider/settings.h"

namespace compliance::provider {
namespace {

using cty::Type;
using cty::Value;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

Value Texts(std::initializer_list<absl::string_view> texts) {
  Value::Elements elements;
  for (absl::string_view text : texts) elements.push_back(Text(text));
  return Value::List(Type::String(), std::move(elements));
}

Value Levels(Value::Attributes levels) {
  return Value::Map(Type::String(), std::move(levels));
}

class ConfigureTest : public ProviderTest {
 protected:
  Resolved Resolve(Value::Attributes set) {
    return ResolveSettings(
        "1.11.4", ProviderBlock(std::move(set)), TestRules(),
        {.environment =
             [this](const std::string& name) {
               const auto it = environment_.find(name);
               return it == environment_.end() ? std::nullopt
                                               : std::optional(it->second);
             },
         .read_file =
             [this](const std::string& path) -> absl::StatusOr<std::string> {
           const auto it = files_.find(path);
           if (it == files_.end()) {
             return absl::NotFoundError(path + ": absent");
           }
           return it->second;
         },
         .working_directory = "/work/stack"});
  }
};

TEST_F(ConfigureTest, DefaultsToEveryFramework) {
  const Resolved resolved = Resolve({});
  EXPECT_THAT(resolved.diagnostics, IsEmpty());
  EXPECT_EQ(resolved.settings.config.frameworks, config::Config{}.frameworks);
}

TEST_F(ConfigureTest, BlockWinsOverEnvironmentOverFile) {
  files_["/work/stack/.compliance.yaml"] =
      "frameworks: [hipaa]\n"
      "enforcement: {\"severity:low\": \"off\", \"severity:high\": report}\n";
  EXPECT_THAT(Resolve({}).settings.config.frameworks, ElementsAre("hipaa"));

  environment_["COMPLIANCE_FRAMEWORKS"] = "pci-dss-4.0.1, hipaa";
  environment_["COMPLIANCE_ENFORCEMENT"] = R"({"severity:high": "advisory"})";
  const config::Config from_environment = Resolve({}).settings.config;
  EXPECT_THAT(from_environment.frameworks,
              ElementsAre("pci-dss-4.0.1", "hipaa"));
  EXPECT_EQ(from_environment.enforcement.at("severity:low"), "off");
  EXPECT_EQ(from_environment.enforcement.at("severity:high"), "advisory");

  const Resolved resolved = Resolve(
      {{"frameworks", Texts({"pci-dss-4.0.1"})},
       {"enforcement", Levels({{"severity:high", Text("mandatory")}})}});
  EXPECT_THAT(resolved.diagnostics, IsEmpty());
  EXPECT_THAT(resolved.settings.config.frameworks,
              ElementsAre("pci-dss-4.0.1"));
  EXPECT_EQ(resolved.settings.config.enforcement.at("severity:high"),
            "mandatory");
}

TEST_F(ConfigureTest, ConfigFileIsFoundUpwards) {
  files_["/work/.compliance.yaml"] = "frameworks: [hipaa]\n";
  EXPECT_THAT(Resolve({}).settings.config.frameworks, ElementsAre("hipaa"));
  files_["/.compliance.yaml"] = "frameworks: [pci-dss-4.0.1]\n";
  EXPECT_THAT(Resolve({}).settings.config.frameworks, ElementsAre("hipaa"));
}

TEST_F(ConfigureTest, NamedConfigFileTakesThePlaceOfTheFoundOne) {
  files_["/work/stack/.compliance.yaml"] = "frameworks: [hipaa]\n";
  files_["/work/stack/conf/c.yaml"] = "frameworks: [pci-dss-4.0.1]\n";
  environment_["COMPLIANCE_CONFIG_FILE"] = "conf/c.yaml";
  EXPECT_THAT(Resolve({}).settings.config.frameworks,
              ElementsAre("pci-dss-4.0.1"));
  files_["/etc/c.yaml"] = "frameworks: [hipaa]\n";
  EXPECT_THAT(Resolve({{"config_file", Text("/etc/c.yaml")}})
                  .settings.config.frameworks,
              ElementsAre("hipaa"));
}

TEST_F(ConfigureTest, EveryArgumentFromTheEnvironment) {
  environment_ = {
      {"COMPLIANCE_FRAMEWORKS", R"(["hipaa"])"},
      {"COMPLIANCE_PROFILE", "test"},
      {"COMPLIANCE_PARAMETERS", R"({"length": 12})"},
      {"COMPLIANCE_ENFORCEMENT", R"({"rule:aws.test.key_rotation": "off"})"},
      {"COMPLIANCE_WAIVERS",
       R"([{"rule": "CKV_TEST_7", "address": "**", "reason": "r",
            "kind": "false_positive", "owner": "o", "approver": "a",
            "ticket": "t", "until": "2027-01-31"}])"},
  };
  const Resolved resolved = Resolve({});
  EXPECT_THAT(resolved.diagnostics, IsEmpty()) << AllText(resolved.diagnostics);
  const config::Config& config = resolved.settings.config;
  EXPECT_THAT(config.frameworks, ElementsAre("hipaa"));
  EXPECT_EQ(config.profile.lifecycle, "destroyable");
  EXPECT_EQ(config.parameters.at("").at("length"),
            Value::Number(std::int64_t{12}));
  EXPECT_EQ(config.enforcement.at("rule:aws.test.key_rotation"), "off");
  ASSERT_EQ(config.waivers.size(), 1U);
  EXPECT_EQ(config.waivers[0].until, absl::CivilDay(2027, 1, 31));
}

TEST_F(ConfigureTest, ParametersForAllRulesOrOne) {
  const Resolved resolved = Resolve(
      {{"parameters",
        ObjectOf(
            {{"length", Value::Number(std::int64_t{12})},
             {"aws.test.password_length",
              ObjectOf({{"length", Value::Number(std::int64_t{16})}})}})}});
  EXPECT_THAT(resolved.diagnostics, IsEmpty()) << AllText(resolved.diagnostics);
  const auto& parameters = resolved.settings.config.parameters;
  EXPECT_EQ(parameters.at("").at("length"), Value::Number(std::int64_t{12}));
  EXPECT_EQ(parameters.at("aws.test.password_length").at("length"),
            Value::Number(std::int64_t{16}));
}

TEST_F(ConfigureTest, UnknownArgumentsAreNamed) {
  const Resolved resolved =
      Resolve({{"profile", Value::Unknown(Type::String())},
               {"frameworks", Value::List(Type::String(),
                                          {Value::Unknown(Type::String())})}});
  EXPECT_THAT(resolved.settings.unknown_arguments,
              UnorderedElementsAre("profile", "frameworks"));
  ASSERT_EQ(resolved.diagnostics.size(), 1U);
  EXPECT_EQ(resolved.diagnostics[0].severity, diag::Severity::kWarning);
  EXPECT_THAT(resolved.diagnostics[0].detail, HasSubstr("profile"));
  EXPECT_THAT(provider_.ValidateProviderConfig(
                  ProviderBlock({{"profile", Value::Unknown(Type::String())}})),
              IsEmpty());
}

struct BadCase {
  const char* name;
  const char* argument;
  Value value;
  const char* path;
  const char* detail;
};

class BadArguments : public ConfigureTest,
                     public ::testing::WithParamInterface<BadCase> {};

TEST_P(BadArguments, AreErrorsThatSayWhatIsAllowed) {
  const BadCase& bad = GetParam();
  const auto matcher = ElementsAre(ErrorAt(bad.path, bad.detail));
  EXPECT_THAT(Resolve({{bad.argument, bad.value}}).diagnostics, matcher);
  EXPECT_THAT(provider_.ValidateProviderConfig(
                  ProviderBlock({{bad.argument, bad.value}})),
              matcher);
}

Value OneWaiver(Value::Attributes set) {
  return Value::Tuple({ObjectOf(std::move(set))});
}

INSTANTIATE_TEST_SUITE_P(
    All, BadArguments,
    ::testing::Values(
        BadCase{"Framework", "frameworks", Texts({"hipaa", "pci-dss-4.0.2"}),
                "frameworks[1]", "Did you mean \"pci-dss-4.0.1\"?"},
        BadCase{"NoFramework", "frameworks", Texts({}), "frameworks",
                "Allowed: "},
        BadCase{"Profile", "profile", Text("prodcution"), "profile",
                "Did you mean \"production\"?"},
        BadCase{"Level", "enforcement",
                Levels({{"severity:low", Text("advsory")}}),
                "enforcement[\"severity:low\"]", "Did you mean \"advisory\"?"},
        BadCase{"LevelKey", "enforcement",
                Levels({{"rule:aws.test.key_rotatoin", Text("off")}}),
                "enforcement[\"rule:aws.test.key_rotatoin\"]",
                "aws.test.key_rotation"},
        BadCase{"Parameter", "parameters",
                ObjectOf({{"lenght", Value::Number(std::int64_t{12})}}),
                "parameters[\"lenght\"]", "length"},
        BadCase{"ParameterOfARule", "parameters",
                ObjectOf({{"aws.test.password_length", Text("12")}}),
                "parameters[\"aws.test.password_length\"]",
                "an object of its parameters"},
        BadCase{"ParametersNoObject", "parameters", Text("x"), "parameters",
                "must be an object"},
        BadCase{"WaiverWithoutReason", "waivers",
                OneWaiver({{"rule", Text("aws.test.key_rotation")},
                           {"address", Text("**")}}),
                "waivers[0]", "this one has no reason"},
        BadCase{"WaiverMisspelled", "waivers",
                OneWaiver({{"rule", Text("aws.test.key_rotation")},
                           {"address", Text("**")},
                           {"reason", Text("r")},
                           {"untill", Text("2027-01-31")}}),
                "waivers[0]", "Did you mean \"until\"?"},
        BadCase{"WaiversNoList", "waivers", ObjectOf({}), "waivers",
                "a list of waivers"},
        BadCase{"WaiverNoObject", "waivers", Value::Tuple({Text("x")}),
                "waivers[0]", "A waiver is an object"},
        BadCase{"WaiverDateNoText", "waivers",
                OneWaiver({{"rule", Text("aws.test.key_rotation")},
                           {"address", Text("**")},
                           {"reason", Text("r")},
                           {"until", Value::Tuple({Text("2027-01-31")})}}),
                "waivers[0]", "The until of a waiver is a string"},
        BadCase{"WaiverDate", "waivers",
                OneWaiver({{"rule", Text("aws.test.key_rotation")},
                           {"address", Text("**")},
                           {"reason", Text("r")},
                           {"until", Text("2027-02-30")}}),
                "waivers[0]", "2027-01-31"},
        BadCase{"WaiverRule", "waivers",
                OneWaiver({{"rule", Text("aws.test.key_rotatoin")},
                           {"address", Text("**")},
                           {"reason", Text("r")},
                           {"kind", Text("false_positive")},
                           {"owner", Text("o")},
                           {"approver", Text("a")},
                           {"ticket", Text("t")},
                           {"until", Text("2027-01-31")}}),
                "waivers[0]", "aws.test.key_rotation"}),
    [](const auto& test) { return test.param.name; });

TEST_F(ConfigureTest, BadEnvironmentNamesTheVariable) {
  environment_["COMPLIANCE_PROFILE"] = "prodcution";
  environment_["COMPLIANCE_PARAMETERS"] = "{length: 12";
  EXPECT_THAT(Resolve({}).diagnostics,
              ElementsAre(ErrorAt("", "COMPLIANCE_PROFILE"),
                          ErrorAt("", "COMPLIANCE_PARAMETERS")));
}

TEST_F(ConfigureTest, EmptyVariableCountsAsNotSet) {
  for (const char* name : {"COMPLIANCE_FRAMEWORKS", "COMPLIANCE_PROFILE",
                           "COMPLIANCE_PARAMETERS", "COMPLIANCE_ENFORCEMENT",
                           "COMPLIANCE_WAIVERS", "COMPLIANCE_CONFIG_FILE"}) {
    environment_[name] = " ";
  }
  EXPECT_THAT(Resolve({}).diagnostics, IsEmpty());
}

TEST_F(ConfigureTest, ConfigFileThatIsNotThere) {
  EXPECT_THAT(Resolve({{"config_file", Text("none.yaml")}}).diagnostics,
              ElementsAre(ErrorAt("config_file", "/work/stack/none.yaml")));
}

TEST_F(ConfigureTest, ConfigFileThatIsNotRight) {
  files_["/work/stack/c.yaml"] = "frameworks: [hipaa]\nframworks: [hipaa]\n";
  EXPECT_THAT(Resolve({{"config_file", Text("c.yaml")}}).diagnostics,
              ElementsAre(ErrorAt("config_file", "c.yaml:2")));
}

}  // namespace
}  // namespace compliance::provider
