// gRPC's messages as text and back.
#ifndef COMPLIANCE_SRC_TFPLUGIN_BYTE_BUFFER_H_
#define COMPLIANCE_SRC_TFPLUGIN_BYTE_BUFFER_H_

#include <grpcpp/support/byte_buffer.h>

#include "absl/strings/string_view.h"

namespace compliance::tfplugin {

// The whole message in one piece, without a copy where it is in one already.
// What cannot be read is empty.
grpc::Slice OnePiece(const grpc::ByteBuffer& message);

inline absl::string_view TextOf(const grpc::Slice& slice) {
  return absl::string_view(reinterpret_cast<const char*>(slice.begin()),
                           slice.size());
}

grpc::ByteBuffer MessageOf(absl::string_view text);

// `message` with `text` behind it; the message itself is not copied.
grpc::ByteBuffer Append(const grpc::ByteBuffer& message,
                        absl::string_view text);

// A copy whose memory is overwritten before it is given back.
grpc::ByteBuffer WipedCopy(const grpc::ByteBuffer& message);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_BYTE_BUFFER_H_
