// What findings may print of values. Not every way in knows which strings are
// secret, so none is printed that its author has not already made public: the
// rule, the parameters, the names in the plan.
#ifndef COMPLIANCE_ENGINE_REDACT_H_
#define COMPLIANCE_ENGINE_REDACT_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "compliance/cel/program.h"
#include "compliance/cel/value.h"
#include "compliance/cty/value.h"
#include "compliance/rules/functions.h"
#include "compliance/rules/rule.h"

namespace compliance::engine {

// Strings that a rule may print: its literals and its parameters.
std::set<std::string> PublicStrings(
    const rules::Rule& rule,
    const std::map<std::string, cty::Value>& parameters);

class Redactor {
 public:
  // All must outlive it.
  Redactor(const std::set<std::string>& public_strings, const rules::Host& host)
      : public_strings_(public_strings), host_(host) {}

  // false, 30, "gp2" where public; else "a string", "a list of 3",
  // "(known after apply)", "(sensitive value)", "not set".
  std::string Print(const cty::Value& value) const;
  std::string Print(const cel::Value& value) const;

  // "storage_encrypted = false" for each origin, the first few. An attribute
  // whose value stays hidden is "set by reference" where that is what it is.
  std::string Observed(const std::vector<cel::Origin>& origins) const;

  // The message of a rule.
  std::string Message(const rules::Rule& rule,
                      const cel::Activation& activation) const;

  // An evaluation error, quoted parts left out unless the rule holds them.
  std::string ErrorText(const rules::Rule& rule, absl::string_view error) const;

 private:
  bool IsPublic(absl::string_view text) const;
  std::string PrintText(absl::string_view text) const;
  // The value at an origin, as plain text or as its kind.
  std::string PrintAt(const cel::Origin& origin) const;

  const std::set<std::string>& public_strings_;
  const rules::Host& host_;
};

}  // namespace compliance::engine

#endif  // COMPLIANCE_ENGINE_REDACT_H_
