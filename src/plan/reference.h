// References as plan JSON writes them: "module.m[\"eu\"].id", "each.value.arn".
#ifndef COMPLIANCE_SRC_PLAN_REFERENCE_H_
#define COMPLIANCE_SRC_PLAN_REFERENCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cty/path.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

struct Reference {
  enum class Kind : std::uint8_t {
    kResource,
    kData,
    kModule,
    kVariable,
    kLocal,
    kEachKey,
    kEachValue,
    kCountIndex,
    kPath,   // path.module and the like: text of no interest
    kOther,  // terraform.workspace, self, what we do not know
  };
  Kind kind = Kind::kOther;
  std::string type;  // of resources and data sources
  std::string name;
  std::optional<cty::Step> key;
  cty::Path rest;    // what follows: attributes; for modules the output first
  std::string text;  // as written
  int times = 1;     // how often the expression holds it
};

// Never fails: what it cannot read is kOther.
Reference ParseReference(absl::string_view text);

// The distinct traversals of an expression. Plan JSON lists each of them with
// its prefixes after it ("a.b.arn", "a.b"): only the longest counts.
std::vector<Reference> Traversals(const Expression& expression);

// Whether it names a resource or data source.
bool IsBlock(const Reference& reference);

// The traversals of an expression, apart: those that supply its value, and
// whether instances are picked by the block's own key (each.key, count.index).
struct Sources {
  std::vector<Reference> values;
  bool picks_by_key = false;
  // One traversal, written once, is all there is: the expression is hardly more
  // than that. Where there are several, or a key beside one that is written to
  // its end, it may be a conditional with null in one arm.
  bool is_lone = false;
};

// `each_value_is_object`: for_each runs over more than constants, so that
// each.value is a value rather than a name.
Sources SourcesOf(const Expression& expression, bool each_value_is_object);

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_REFERENCE_H_
