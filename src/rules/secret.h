// Recognises strings that look like credentials.
#ifndef COMPLIANCE_RULES_SECRET_H_
#define COMPLIANCE_RULES_SECRET_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::rules {

// The parts of `text` that have the form of a known credential: access keys,
// tokens, private keys (their first line), a password in a URL, or in JSON
// under a telling key. Templates (${…}, {{resolve:…}}) and ARNs in the place of
// the password are none. Nothing is guessed from how random a text looks.
std::vector<std::string> SecretsIn(absl::string_view text);

// Whether `text`, kept under `name` (DB_PASSWORD, token), is a secret: it has
// the form of one, its name says so and it is neither a placeholder nor
// something that is no secret by its form, or it is as random as only keys are.
bool IsSecretUnder(absl::string_view name, absl::string_view text);

}  // namespace compliance::rules

#endif  // COMPLIANCE_RULES_SECRET_H_
