// The names that expressions bind themselves.
#ifndef COMPLIANCE_HCL_SCOPE_H_
#define COMPLIANCE_HCL_SCOPE_H_

#include <map>
#include <string>
#include <utility>

#include "compliance/cty/value.h"

namespace compliance::hcl {

// What a for expression, a dynamic block or a template's call binds, within
// what is bound around it. The outer one must outlive it.
class Scope {
 public:
  Scope() = default;
  Scope(const Scope& outer, std::map<std::string, cty::Value> names)
      : outer_(&outer), names_(std::move(names)) {}

  // nullptr where it is not bound.
  const cty::Value* Find(const std::string& name) const {
    const auto found = names_.find(name);
    if (found != names_.end()) return &found->second;
    return outer_ == nullptr ? nullptr : outer_->Find(name);
  }

 private:
  const Scope* outer_ = nullptr;
  std::map<std::string, cty::Value> names_;
};

}  // namespace compliance::hcl

#endif  // COMPLIANCE_HCL_SCOPE_H_
