#include "tfplugin/byte_buffer.h"

#include <vector>

#include "absl/strings/string_view.h"

namespace compliance::tfplugin {

grpc::Slice OnePiece(const grpc::ByteBuffer& message) {
  grpc::Slice slice;
  if (message.TrySingleSlice(&slice).ok()) return slice;
  if (message.DumpToSingleSlice(&slice).ok()) return slice;
  return grpc::Slice();
}

grpc::ByteBuffer MessageOf(absl::string_view text) {
  const grpc::Slice slice(text.data(), text.size());
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer Append(const grpc::ByteBuffer& message,
                        absl::string_view text) {
  if (text.empty()) return message;
  std::vector<grpc::Slice> slices;
  if (!message.Dump(&slices).ok()) return message;
  slices.emplace_back(text.data(), text.size());
  return grpc::ByteBuffer(slices.data(), slices.size());
}

}  // namespace compliance::tfplugin
