// A small provider for the tests of the host: answers what it is asked, and
// misbehaves on request.
#ifndef COMPLIANCE_TESTS_TFPLUGIN_TEST_PROVIDER_H_
#define COMPLIANCE_TESTS_TFPLUGIN_TEST_PROVIDER_H_

#include <memory>

#include "compliance/tfplugin/provider.h"

namespace compliance::tfplugin {

// Resource hosttest_thing: name (required; "bad" fails a plan with a path into
// labels, "mistyped" makes the provider answer a number, "replaced" requires a
// replacement because of rule[2].port), labels (map,
// optional), extra (dynamic, optional), id (computed), rule (list of blocks).
// Data source hosttest_echo, ephemeral resource hosttest_token, functions echo
// (returns its argument), refuse (fails at its argument) and hang (for a
// minute).
std::unique_ptr<Provider> NewTestProvider();

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_TESTS_TFPLUGIN_TEST_PROVIDER_H_
