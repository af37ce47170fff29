// The files of facts/, as they are compiled into the binary.
#ifndef COMPLIANCE_SCHEMA_FACTS_TEXT_H_
#define COMPLIANCE_SCHEMA_FACTS_TEXT_H_

#include "absl/strings/string_view.h"

namespace compliance::schema {

absl::string_view AwsFactsText();
absl::string_view AwsOverlayText();
absl::string_view AwsVersionsText();
absl::string_view RandomFactsText();
absl::string_view RandomOverlayText();

}  // namespace compliance::schema

#endif  // COMPLIANCE_SCHEMA_FACTS_TEXT_H_
