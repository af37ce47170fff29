// Numbers in formatted strings.
#ifndef COMPLIANCE_LANG_FORMAT_NUMBER_H_
#define COMPLIANCE_LANG_FORMAT_NUMBER_H_

#include <optional>
#include <string>

#include "compliance/cty/number.h"
#include "lang/format_verb.h"

namespace compliance::lang {

// The number as a verb of mode b, d, o, x, X, e, E, f, g or G shows it; nullopt
// when that takes only integers and it is none.
std::optional<std::string> FormatNumber(const Verb& verb,
                                        const cty::Number& number);

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_FORMAT_NUMBER_H_
