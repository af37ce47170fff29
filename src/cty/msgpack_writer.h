// Writing msgpack tokens in their shortest forms, as Go's encoder does.
#ifndef COMPLIANCE_CTY_MSGPACK_WRITER_H_
#define COMPLIANCE_CTY_MSGPACK_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "compliance/cty/number.h"

namespace compliance::cty {

// Each appends to `out`.
void WriteNil(std::string* out);
void WriteBool(bool b, std::string* out);
void WriteInt(std::int64_t n, std::string* out);
void WriteDouble(double d, std::string* out);
void WriteString(absl::string_view text, std::string* out);
void WriteBinary(absl::string_view bytes, std::string* out);
void WriteArrayHeader(std::size_t size, std::string* out);
void WriteMapHeader(std::size_t size, std::string* out);
void WriteExtension(std::int8_t type, absl::string_view payload,
                    std::string* out);

// An integer as int64, else the exact double; whatever fits neither, big
// integers included, as decimal text.
void WriteNumber(const Number& number, std::string* out);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_MSGPACK_WRITER_H_
