// Schedules and secrets: what strings mean.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "rules/schedule.h"
#include "rules/secret.h"

namespace compliance::rules {
namespace {

TEST(Schedule, LongestGapInDays) {
  const std::vector<std::pair<std::string, std::int64_t>> cases = {
      {"rate(7 days)", 7},
      {"rate(1 day)", 1},
      {"rate(12 hours)", 1},
      {"rate(25 hours)", 2},
      {"rate(30 minutes)", 1},
      {"rate(0 days)", kNever},
      {"rate(-1 days)", kNever},
      {"rate(5 weeks)", kNever},
      {"rate(99999999999999999999 days)", kNever},
      {"cron(0 12 * * ? *)", 1},
      {"cron(0 8 1 * ? *)", 31},
      {"cron(0 8 1,15 * ? *)", 17},
      {"cron(0 8 ? * SUN *)", 7},
      {"cron(0 8 ? * MON-FRI *)", 3},
      {"cron(0 8 L * ? *)", 31},
      {"cron(0 8 1 1/3 ? *)", 92},
      {"cron(0 8 1 1/2147483647 ? *)", 366},
      {"cron(0 8 1 JAN ? *)", 366},
      {"cron(0 8 30 2 ? *)", kNever},
      {"cron(0 8 1 * ? 2026)", kNever},
      {"cron(0 8 1W * ? *)", kNever},
      {"cron(* *)", kNever},
      {"", kNever},
      {"every day", kNever},
      {" rate(7 days) ", 7},
  };
  for (const auto& [schedule, days] : cases) {
    EXPECT_EQ(ScheduleDays(schedule), days) << schedule;
  }
}

TEST(Secret, KnownFormsAreRecognised) {
  // Put together at run time, so that scanners of this repository stay quiet.
  const std::string dashes = "-----";
  const std::vector<std::string> secrets = {
      std::string("AKIA") + "IOSFODNN7EXAMPLE",
      dashes + "BEGIN RSA PRIVATE KEY" + dashes,
      std::string("gh") + "p_0123456789abcdefghijABCDEFGHIJ012345",
      std::string("xo") + "xb-1234567890-abcdef",
      "postgresql://app:swordfish@db.example.com/app",
      R"({"username": "app", "password": "swordfish"})",
      R"({"API_KEY" : "x"})",
      R"({"db_password": "a \" b"})",
      R"({"secret_access_key": "x"})",
  };
  for (const std::string& text : secrets) {
    EXPECT_FALSE(SecretsIn(text).empty()) << text;
  }
  const std::vector<std::string> harmless = {
      "",
      "db.t3.medium",
      "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567",
      "https://example.com/path?x=1",
      "postgresql://app:${var.password}@db/app",
      R"({"password": "{{resolve:secretsmanager:x}}"})",
      R"({"password_arn": "arn:aws:secretsmanager:us-east-1:1:secret:x"})",
      R"({"password": ""})",
      // Conditions of policies, and words that only speak of secrets.
      R"({"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"})",
      R"({"secretsmanager:ResourceTag/Team": "payments"})",
      R"({"secretName": "app/db", "password_policy": "strict"})",
      "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MDEyMzQ1Njc4OQ==",
  };
  for (const std::string& text : harmless) {
    EXPECT_TRUE(SecretsIn(text).empty()) << text;
  }
}

TEST(Secret, NamesAndRandomnessTell) {
  struct Case {
    const char* name;
    std::string text;
    bool secret;
  };
  const std::string random = std::string("q8Zr2LkX9v") + "TtB4mYwE7sNc1HdJ6uPa";
  const std::vector<Case> cases = {
      {"DB_PASSWORD", "swordfish", true},
      {"dbPassword", "swordfish", true},
      {"password", "changeme", true},
      {"API_KEY", "abc123", true},
      {"api-token", "abc123", true},
      {"client_secret", "abc123", true},
      {"SETTING", random, true},
      {"URL", "postgresql://app:swordfish@db/app", true},
      // Not the secret itself.
      {"DB_PASSWORD_ARN", "arn:aws:secretsmanager:eu-west-1:1:secret:x", false},
      {"DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:1:secret:x", false},
      {"SECRET_NAME", "app/db", false},
      {"TOKEN_TTL", "3600", false},
      {"PASSWORD_POLICY", "strict", false},
      // Nothing in it.
      {"PASSWORD", "", false},
      {"PASSWORD", "${var.password}", false},
      {"PASSWORD", "$DB_PASSWORD", false},
      {"PASSWORD", "{{resolve:secretsmanager:x}}", false},
      {"PASSWORD", "<password>", false},
      {"PASSWORD", "your-password-here", false},
      {"PASSWORD", "********", false},
      {"SECRET", "/run/secrets/db", false},
      {"SECRET", "true", false},
      // Random by nature, and public.
      {"ID", "123e4567-e89b-12d3-a456-426614174000", false},
      {"COMMIT", "0123456789abcdef0123456789abcdef01234567", false},
      {"IMAGE", "app@sha256:" + std::string(64, 'a'), false},
      {"HOST", "db1.Example-Internal-20240101.eu-west-1.amazonaws.com", false},
      {"MODE", "production", false},
      {"NAME", "MyApplicationSettingsProvider2", false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(IsSecretUnder(c.name, c.text), c.secret)
        << c.name << " " << c.text;
  }
}

}  // namespace
}  // namespace compliance::rules
