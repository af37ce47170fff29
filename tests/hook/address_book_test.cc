#include "hook/address_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace compliance::hook {
namespace {

using cty::Type;
using cty::Value;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::vector<std::string> Names(const Candidates& candidates) {
  std::vector<std::string> names;
  for (const plan::Address& address : candidates.addresses) {
    names.push_back(address.ToString());
  }
  return names;
}

// The configuration of a bucket: what is not given is null.
Value Bucket(Value::Attributes given) {
  Value::Attributes attributes = {
      {"bucket", Value::Null(Type::String())},
      {"force_destroy", Value::Null(Type::Bool())},
      {"max", Value::Null(Type::Number())},
      {"tags", Value::Null(Type::Map(Type::String()))}};
  for (auto& [name, value] : given) attributes[name] = value;
  return Value::Object(std::move(attributes));
}

Value Named(const std::string& name) {
  return Bucket({{"bucket", Value::String(name)}});
}

class FromSources : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::temp_directory_path() /
            absl::StrCat("address_book_test_", getpid());
    std::filesystem::create_directories(root_ / "m");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(root_ / name) << text;
  }

  Candidates Find(const Value& config) const {
    const AddressBook book(hcl::SourcePositions::Read(root_.string()));
    return book.Find("aws_s3_bucket", config, config);
  }

  std::filesystem::path root_;
};

TEST_F(FromSources, TheOnlyBlockIsCertain) {
  Write("main.tf", R"(resource "aws_s3_bucket" "a" {
  bucket = var.name
}
resource "aws_sqs_queue" "q" {})");
  const Candidates found = Find(Named("x"));
  EXPECT_THAT(Names(found), ElementsAre("aws_s3_bucket.a"));
  EXPECT_TRUE(found.certain);
  EXPECT_TRUE(found.complete);
}

TEST_F(FromSources, LiteralsSingleOneOut) {
  Write("main.tf", R"(resource "aws_s3_bucket" "a" {
  bucket        = "a"
  max           = "05"
  force_destroy = "true"
}
resource "aws_s3_bucket" "b" {
  bucket = "b"
}
resource "aws_s3_bucket" "c" {
  bucket = var.c
})");
  const Value like_a = Bucket({{"bucket", Value::String("a")},
                               {"max", Value::Number(5)},
                               {"force_destroy", Value::Bool(true)}});
  // Neither b nor c sets `max`.
  EXPECT_THAT(Names(Find(like_a)), ElementsAre("aws_s3_bucket.a"));
  EXPECT_TRUE(Find(like_a).certain);
  // c may well have the same name as b; a lacks nothing that it says.
  EXPECT_THAT(Names(Find(Named("b"))),
              UnorderedElementsAre("aws_s3_bucket.b", "aws_s3_bucket.c"));
  EXPECT_FALSE(Find(Named("b")).certain);
  EXPECT_TRUE(Find(Named("b")).complete);
  EXPECT_THAT(Names(Find(Named("other"))), ElementsAre("aws_s3_bucket.c"));
}

TEST_F(FromSources, FractionsAreTheSameHoweverTheyAreKept) {
  Write("main.tf", R"(resource "aws_s3_bucket" "a" {
  max = 0.1
})");
  EXPECT_TRUE(Find(Bucket({{"max", Value::Number(cty::Number(0.1))}})).certain);
  EXPECT_TRUE(Find(Bucket({{"max", Value::Number(*cty::Number::Parse("0.1"))}}))
                  .certain);
  EXPECT_THAT(Names(Find(Bucket({{"max", Value::Number(1)}}))), IsEmpty());
}

TEST_F(FromSources, UnknownsTellNothing) {
  Write("main.tf", R"(resource "aws_s3_bucket" "a" {
  bucket = "a"
}
resource "aws_s3_bucket" "b" {
  bucket = "b"
})");
  const Value unknown = Bucket({{"bucket", Value::Unknown(Type::String())}});
  EXPECT_THAT(Names(Find(unknown)), SizeIs(2));
}

TEST_F(FromSources, IgnoredChangesTellNothing) {
  Write("main.tf", R"(resource "aws_s3_bucket" "a" {
  bucket = "a"
  lifecycle {
    ignore_changes = [bucket]
  }
}
resource "aws_s3_bucket" "b" {
  bucket = "b"
})");
  EXPECT_THAT(Names(Find(Named("b"))), SizeIs(2));
  EXPECT_THAT(Names(Find(Named("old"))), ElementsAre("aws_s3_bucket.a"));
}

TEST_F(FromSources, OverridesHaveTheLastWord) {
  Write("main.tf", R"(resource "aws_s3_bucket" "a" {
  bucket        = "a"
  force_destroy = false
})");
  Write("main_override.tf", R"(resource "aws_s3_bucket" "a" {
  bucket = "overridden"
})");
  EXPECT_THAT(Names(Find(Bucket({{"bucket", Value::String("overridden")},
                                 {"force_destroy", Value::Bool(false)}}))),
              ElementsAre("aws_s3_bucket.a"));
}

TEST_F(FromSources, RepeatedBlocksAreNotCertain) {
  Write("main.tf", R"(resource "aws_s3_bucket" "a" {
  count = 2
})");
  EXPECT_THAT(Names(Find(Bucket({}))), ElementsAre("aws_s3_bucket.a"));
  EXPECT_FALSE(Find(Bucket({})).certain);
  EXPECT_TRUE(Find(Bucket({})).complete);
}

TEST_F(FromSources, ModulesAddTheirPath) {
  Write("m/main.tf", "resource \"aws_s3_bucket\" \"a\" {}\n");
  Write("main.tf", "module \"one\" {\n  source = \"./m\"\n}\n");
  EXPECT_THAT(Names(Find(Bucket({}))),
              ElementsAre("module.one.aws_s3_bucket.a"));
  EXPECT_TRUE(Find(Bucket({})).certain);
  Write("main.tf",
        "module \"one\" {\n  source = \"./m\"\n  for_each = var.x\n}\n");
  EXPECT_FALSE(Find(Bucket({})).certain);
}

TEST_F(FromSources, WhatWasNotReadMayHoldIt) {
  Write("main.tf", "resource \"aws_s3_bucket\" \"a\" {}\n");
  Write("more.tf.json", "{}");
  EXPECT_TRUE(Find(Bucket({})).certain);
  Write("more.tf.json", R"({"module": {"m": {"source": "a/b/c"}}})");
  EXPECT_FALSE(Find(Bucket({})).certain);
  EXPECT_FALSE(Find(Bucket({})).complete);
  std::filesystem::remove(root_ / "more.tf.json");
  Write("import.tf", "import {\n  to = aws_s3_bucket.x\n  id = \"x\"\n}\n");
  EXPECT_FALSE(Find(Bucket({})).complete);
}

TEST_F(FromSources, DeletionsMayHaveNoBlock) {
  Write("main.tf", "resource \"aws_s3_bucket\" \"a\" {}\n");
  EXPECT_FALSE(Find(Value()).certain);
  EXPECT_FALSE(Find(Value()).complete);
}

plan::Resource Planned(const std::string& address, Value planned) {
  plan::Resource resource;
  resource.address = *plan::Address::Parse(address);
  resource.action =
      planned.IsNull() ? plan::Action::kDelete : plan::Action::kCreate;
  resource.planned = std::move(planned);
  return resource;
}

TEST(FromPlan, KnownValuesSingleOutAnInstance) {
  AddressBook book{hcl::SourcePositions()};
  plan::Plan plan;
  plan.closed = true;
  plan.resources.push_back(Planned("aws_s3_bucket.a[0]", Named("a0")));
  plan.resources.push_back(Planned("aws_s3_bucket.a[1]", Named("a1")));
  plan.resources.push_back(
      Planned("module.m[\"x\"].aws_s3_bucket.b",
              Bucket({{"bucket", Value::Unknown(Type::String())}})));
  plan.resources.push_back(Planned("aws_s3_bucket.gone", Value()));
  book.UsePlan(plan);
  const auto find = [&book](const Value& now) {
    return book.Find("aws_s3_bucket", now, now);
  };
  EXPECT_THAT(Names(find(Named("a1"))),
              UnorderedElementsAre("aws_s3_bucket.a[1]",
                                   "module.m[\"x\"].aws_s3_bucket.b"));
  EXPECT_FALSE(find(Named("a1")).certain);
  EXPECT_THAT(Names(find(Named("new"))),
              ElementsAre("module.m[\"x\"].aws_s3_bucket.b"));
  EXPECT_TRUE(find(Named("new")).certain);
  EXPECT_THAT(Names(find(Value())), ElementsAre("aws_s3_bucket.gone"));
  // What is only validated has no plan yet.
  EXPECT_THAT(Names(book.Find("aws_s3_bucket", Named("a1"), Value())),
              SizeIs(3));
  EXPECT_THAT(Names(book.Find("aws_sqs_queue", Value(), Value())), IsEmpty());
  EXPECT_TRUE(find(Named("a1")).complete);
}

TEST(FromPlan, InstancesMayBeMissing) {
  AddressBook book{hcl::SourcePositions()};
  plan::Plan plan;
  plan.closed = true;
  plan.unknown_repetitions = {"aws_s3_bucket.later"};
  plan.resources.push_back(Planned("aws_s3_bucket.a", Named("a")));
  book.UsePlan(plan);
  EXPECT_FALSE(book.Find("aws_s3_bucket", Named("a"), Named("a")).certain);
}

// Not a benchmark, but quadratic behaviour takes minutes here.
TEST(FromPlan, ManyInstancesAreFoundQuickly) {
  constexpr int kCount = 50000;
  AddressBook book{hcl::SourcePositions()};
  plan::Plan plan;
  plan.closed = true;
  for (int i = 0; i < kCount; ++i) {
    plan.resources.push_back(Planned(absl::StrCat("aws_s3_bucket.a[", i, "]"),
                                     Named(absl::StrCat("n", i))));
    plan.resources.push_back(
        Planned(absl::StrCat("aws_s3_bucket.same[", i, "]"), Named("same")));
  }
  const auto start = std::chrono::steady_clock::now();
  book.UsePlan(plan);
  for (int i = 0; i < kCount; ++i) {
    const Value now = Named(absl::StrCat("n", i));
    const Candidates found = book.Find("aws_s3_bucket", now, now);
    ASSERT_TRUE(found.certain) << i;
  }
  const Candidates many =
      book.Find("aws_s3_bucket", Named("same"), Named("same"));
  EXPECT_THAT(many.addresses, SizeIs(kMaxCandidates));
  EXPECT_FALSE(many.complete);
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - start;
  RecordProperty("seconds", absl::StrCat(took.count()));
  EXPECT_LT(took.count(), 20.0);
}

struct Pair {
  Value planned;
  Value now;
  bool can;
};

TEST(CouldBecome, HoldsWhereWhatWasKnownIsTheSame) {
  const Value a = Value::String("a");
  const Value b = Value::String("b");
  const Value unknown = Value::Unknown(Type::String());
  const Value null = Value::Null(Type::String());
  const auto list = [](Value::Elements elements) {
    return Value::List(Type::String(), std::move(elements));
  };
  const auto set = [](Value::Elements elements) {
    return Value::Set(Type::String(), std::move(elements));
  };
  const auto map = [](Value::Attributes entries) {
    return Value::Map(Type::String(), std::move(entries));
  };
  const std::vector<Pair> pairs = {
      {a, a, true},
      {a, b, false},
      {a, a.WithSensitive(), true},
      {unknown, a, true},
      {unknown, null, true},
      {null, a, false},
      {null, null, true},
      {a, null, false},
      {Value::String("5"), Value::Number(5), true},
      {Value::String("true"), Value::Bool(true), true},
      {a, list({a}), false},
      {list({a, unknown}), list({a, b}), true},
      {list({a, b}), list({b, a}), false},
      {list({a}), list({a, b}), false},
      // Plan JSON shows sets and lists alike.
      {Value::Tuple({a, b}), set({b, a}), true},
      {set({a, b}), set({a}), false},
      {set({a, unknown}), set({a}), true},
      {set({a}), set({b}), false},
      {map({{"k", a}}), map({{"k", a}, {"l", a}}), false},
      {map({{"k", a}}), map({{"l", a}}), false},
      {Value::Object({{"k", a}}), map({{"k", b}}), false},
      {Value::Object({{"k", a}}), Value::Object({{"k", a}, {"l", b}}), true},
      {Value::Object({{"k", unknown}}), Value::Object({{"k", b}}), true},
      {Value::Object({{"k", a}, {"gone", a}}), Value::Object({{"k", a}}), true},
  };
  for (const Pair& pair : pairs) {
    EXPECT_EQ(CouldBecome(pair.planned, pair.now), pair.can)
        << pair.planned << " -> " << pair.now;
  }
}

}  // namespace
}  // namespace compliance::hook
