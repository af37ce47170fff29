#include "tfplugin/byte_buffer.h"

#include <openssl/crypto.h>

#include <cstring>
#include <new>
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

grpc::ByteBuffer WipedCopy(const grpc::ByteBuffer& message) {
  const grpc::Slice from = OnePiece(message);
  if (from.size() == 0) return MessageOf("");
  void* const copy = ::operator new(from.size());
  std::memcpy(copy, from.begin(), from.size());
  const auto wipe = [](void* memory, std::size_t size) {
    OPENSSL_cleanse(memory, size);
    ::operator delete(memory);
  };
  const grpc::Slice slice(copy, from.size(), wipe);
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace compliance::tfplugin
