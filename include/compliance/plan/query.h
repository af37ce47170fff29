// Questions about a plan that need more than one resource: what a reference
// leads to, which resources point here. One mechanism for open and closed plans
// and for unknowns: answers are lists of certain and possible members.
#ifndef COMPLIANCE_PLAN_QUERY_H_
#define COMPLIANCE_PLAN_QUERY_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/base/truth.h"
#include "compliance/cty/path.h"
#include "compliance/plan/plan.h"

namespace compliance::plan {

struct Member {
  const Resource* resource = nullptr;
  bool certain = true;  // false: may turn out not to belong
  // What decides it, when not certain: "module.x.aws_kms_key.k.arn".
  std::string waits_for;
};

struct Members {
  std::vector<Member> members;
  // Open: there may be members that the plan does not show; `why` says what is
  // missing ("the whole plan", "count of aws_subnet.a", an attribute path).
  bool open = false;
  std::vector<std::string> why;
};

// The one resource that is surely meant; nullptr where there are others, or may
// be.
const Resource* OnlyMember(const Members& members);

// Answers questions about one plan; holds indexes into it, so the plan must
// outlive it. Thread-safe after construction.
class Query {
 public:
  explicit Query(const Plan& plan);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  const Plan& plan() const;

  // The resource at an address as a value's origin names it; nullptr for none.
  const Resource* Find(absl::string_view address) const;

  // Every planned instance of a type (deletions and forgets left out).
  Members Resources(absl::string_view type) const;
  // Data resources of a type.
  Members DataResources(absl::string_view type) const;

  // The resources of `type` whose `attribute` points to `target`: by reference,
  // through modules, count and for_each, or by an equal known value of the
  // target's id, arn or name attributes.
  Members Linked(const Resource& target, absl::string_view type,
                 const cty::Path& attribute) const;

  // The resources of one of `types` (all if empty) that the expression at
  // `path` of `from` refers to, followed through module inputs and outputs,
  // count and each.value. TYPE means resources and data sources alike,
  // data.TYPE only the latter. Certain only where the value cannot turn out
  // null or come from elsewhere; open where it may come from what the plan does
  // not show, such as a local value.
  Members References(const Resource& from, const cty::Path& path,
                     const std::vector<std::string>& types) const;

  // Whether the configuration sets the argument, be it to a value that is not
  // known yet. An argument set to null counts as left out, as for Terraform.
  // kUnknown where the way in cannot tell, or a conditional may come to null.
  Truth Configured(const Resource& resource, const cty::Path& path) const;

  // Whether each of these parts of the argument's value was taken from a source
  // that is no literal. kUnknown where none is seen to hold it, since a
  // function may have made it of one.
  Truth Supplied(const Resource& resource, const cty::Path& path,
                 const std::vector<std::string>& texts) const;

  // Whether the argument is a literal in the source: a constant, or a variable
  // whose literal default is used, also through module inputs. kUnknown where
  // the way in cannot see the configuration.
  Truth Literal(const Resource& resource, const cty::Path& path) const;

 private:
  struct Index;
  std::unique_ptr<const Index> index_;
};

}  // namespace compliance::plan

#endif  // COMPLIANCE_PLAN_QUERY_H_
