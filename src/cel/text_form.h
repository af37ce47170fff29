// How numbers read as text.
#ifndef COMPLIANCE_SRC_CEL_TEXT_FORM_H_
#define COMPLIANCE_SRC_CEL_TEXT_FORM_H_

#include <string>

namespace compliance::cel {

// The shortest notation that gives the same double; NaN, Infinity, -Infinity.
std::string DoubleText(double d);

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_TEXT_FORM_H_
