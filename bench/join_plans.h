// Plans with many buckets and their partners, to measure joins by.
#ifndef COMPLIANCE_BENCH_JOIN_PLANS_H_
#define COMPLIANCE_BENCH_JOIN_PLANS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/cty/value.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

// How the configuration repeats a bucket and what points to it.
enum class Form : std::uint8_t {
  kPlain,         // a block each, joined by reference
  kCount,         // count = n, joined by count.index
  kForEach,       // for_each = n, then for_each over the buckets
  kModules,       // two modules with for_each = n, joined by each.value.id
  kValues,        // a block each, joined by equal known names
  kUnknownNames,  // a block each, names made from random ids
};

inline Expression RefersTo(std::vector<std::string> references) {
  Expression expression;
  expression.references = std::move(references);
  return expression;
}

class JoinPlan {
 public:
  JoinPlan(Form form, std::int64_t size) : form_(form) {
    plan_.closed = true;
    plan_.has_configuration = true;
    if (form == Form::kModules) AddCalls();
    for (std::int64_t i = 0; i < size; ++i) AddBucket(i);
    for (const char* type : kPartners) {
      for (std::int64_t i = 0; i < size; ++i) AddPartner(type, i);
    }
    if (form == Form::kUnknownNames) {
      for (std::int64_t i = 0; i < size; ++i) AddRandomId(i);
    }
  }

  Plan Take() && { return std::move(plan_); }

  static constexpr const char* kPartners[] = {
      "aws_s3_bucket_public_access_block", "aws_s3_bucket_versioning"};

 private:
  static cty::Value Text(const std::string& text) {
    return cty::Value::String(text);
  }
  static cty::Value Later() { return cty::Value::Unknown(cty::Type::String()); }
  static std::string Name(std::int64_t i) { return absl::StrCat("b", i); }

  // A resource of the plan's form, before its expressions.
  Resource Start(const char* type, std::int64_t i, const char* module) const {
    Resource resource;
    resource.address.type = type;
    resource.address.name = std::string("r");
    resource.action = Action::kCreate;
    resource.has_configuration = true;
    const cty::Step key = cty::MapKey{Name(i)};
    switch (form_) {
      case Form::kCount:
        resource.address.key = cty::ListIndex{i};
        resource.count = Expression();
        break;
      case Form::kForEach:
        resource.address.key = key;
        break;
      case Form::kModules:
        resource.address.module = {{module, key}};
        break;
      default:
        resource.address.name = Name(i);
    }
    return resource;
  }

  void AddCalls() {
    plan_.module_repetitions["module.store"] = RefersTo({"var.names"});
    plan_.module_repetitions["module.guard"] = RefersTo({"module.store"});
    plan_.module_inputs["module.guard"]["bucket"] =
        RefersTo({"each.value.id", "each.value"});
    plan_.module_outputs["module.store"]["id"] =
        RefersTo({"aws_s3_bucket.r.id", "aws_s3_bucket.r"});
    Variable bucket;
    bucket.name = "bucket";
    bucket.module = "module.guard";
    plan_.variables.push_back(bucket);
  }

  void AddBucket(std::int64_t i) {
    Resource bucket = Start("aws_s3_bucket", i, "store");
    const bool is_known = form_ == Form::kValues;
    bucket.planned =
        cty::Value::Object({{"id", Later()},
                            {"arn", Later()},
                            {"bucket", is_known ? Text(Name(i)) : Later()}});
    if (form_ == Form::kUnknownNames) {
      bucket.expressions[cty::Path().Attr("bucket")] =
          RefersTo({absl::StrCat("random_id.b", i, ".hex"),
                    absl::StrCat("random_id.b", i)});
    }
    if (form_ == Form::kForEach) bucket.for_each = RefersTo({"var.names"});
    plan_.resources.push_back(std::move(bucket));
  }

  void AddPartner(const char* type, std::int64_t i) {
    Resource partner = Start(type, i, "guard");
    const bool is_known = form_ == Form::kValues;
    partner.planned = cty::Value::Object(
        {{"id", Later()}, {"bucket", is_known ? Text(Name(i)) : Later()}});
    partner.expressions[cty::Path().Attr("bucket")] = Pointer(i);
    if (form_ == Form::kForEach) {
      partner.for_each = RefersTo({"aws_s3_bucket.r"});
    }
    plan_.resources.push_back(std::move(partner));
  }

  Expression Pointer(std::int64_t i) const {
    const std::string name = absl::StrCat("b", i);
    switch (form_) {
      case Form::kPlain:
        return RefersTo({absl::StrCat("aws_s3_bucket.", name, ".id"),
                         absl::StrCat("aws_s3_bucket.", name)});
      case Form::kCount:
        return RefersTo({"aws_s3_bucket.r", "count.index"});
      case Form::kForEach:
        return RefersTo({"each.value.id", "each.value"});
      case Form::kModules:
        return RefersTo({"var.bucket"});
      case Form::kUnknownNames:
        return RefersTo({absl::StrCat("random_id.", name, ".hex"),
                         absl::StrCat("random_id.", name)});
      case Form::kValues:
        break;
    }
    Expression constant;
    constant.is_constant = true;
    constant.constant = Text(name);
    return constant;
  }

  void AddRandomId(std::int64_t i) {
    Resource id = Start("random_id", i, "");
    id.planned = cty::Value::Object({{"id", Later()}, {"hex", Later()}});
    plan_.resources.push_back(std::move(id));
  }

  Form form_;
  Plan plan_;
};

inline Plan MakeJoinPlan(Form form, std::int64_t size) {
  return JoinPlan(form, size).Take();
}

}  // namespace compliance::plan

#endif  // COMPLIANCE_BENCH_JOIN_PLANS_H_
