// Judges what passes between Terraform and a provider.
#ifndef COMPLIANCE_SRC_HOOK_JUDGE_H_
#define COMPLIANCE_SRC_HOOK_JUDGE_H_

#include <memory>

#include "compliance/config/config.h"
#include "compliance/engine/evaluate.h"
#include "compliance/rules/rule_set.h"
#include "compliance/tfplugin/forward.h"
#include "hook/address_book.h"
#include "hook/ledger.h"
#include "hook/schema_store.h"

namespace compliance::hook {

// What every connection shares. All of it outlives the interceptors.
struct Bench {
  const rules::RuleSet& rule_set;
  const config::Config& config;
  const engine::Evaluator& evaluator;
  SchemaStore& schemas;
  AddressBook& addresses;
  Ledger& ledger;
  // Whether a check of the whole plan decides what is held back. Where none
  // does (terraform test, compliance env) nothing may be held back.
  bool whole_plan_follows = true;
};

// The interceptor of one connection: one provider configuration of one walk.
std::unique_ptr<tfplugin::Interceptor> NewJudge(
    const Bench& bench, const tfplugin::Connection& connection);

}  // namespace compliance::hook

#endif  // COMPLIANCE_SRC_HOOK_JUDGE_H_
