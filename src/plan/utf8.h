// Encoding of single code points, for decoders of escapes and of UTF-16.
#ifndef COMPLIANCE_SRC_PLAN_UTF8_H_
#define COMPLIANCE_SRC_PLAN_UTF8_H_

#include <cstdint>
#include <string>

namespace compliance::plan {

// `code` must be a Unicode scalar value.
inline void AppendUtf8(std::uint32_t code, std::string& out) {
  const auto put = [&out](std::uint32_t byte) {
    out.push_back(static_cast<char>(byte));
  };
  if (code < 0x80) {
    put(code);
    return;
  }
  if (code < 0x800) {
    put(0xC0U | (code >> 6U));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
  }
  put(0x80U | (code & 0x3FU));
}

}  // namespace compliance::plan

#endif  // COMPLIANCE_SRC_PLAN_UTF8_H_
