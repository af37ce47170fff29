// Calls that are answered here, without a provider.
#ifndef COMPLIANCE_SRC_TFPLUGIN_LOCAL_REACTORS_H_
#define COMPLIANCE_SRC_TFPLUGIN_LOCAL_REACTORS_H_

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tfplugin/byte_buffer.h"

namespace compliance::tfplugin {

inline grpc::Status ToGrpc(const absl::Status& status) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      std::string(status.message()));
}

// A stream that says nothing and stays open until the host leaves.
class IdleReactor final : public grpc::ServerGenericBidiReactor {
 public:
  IdleReactor() { StartRead(&ignored_); }

  void OnReadDone(bool ok) override {
    if (ok) StartRead(&ignored_);
  }
  void OnCancel() override { Finish(grpc::Status::CANCELLED); }
  void OnDone() override { delete this; }

 private:
  grpc::ByteBuffer ignored_;
};

// The same answer to any request.
class AnswerReactor final : public grpc::ServerGenericBidiReactor {
 public:
  explicit AnswerReactor(absl::string_view answer)
      : answer_(MessageOf(answer)) {
    StartRead(&request_);
  }

  void OnReadDone(bool) override {
    StartWriteAndFinish(&answer_, grpc::WriteOptions(), grpc::Status::OK);
  }
  void OnDone() override { delete this; }

 private:
  grpc::ByteBuffer request_;
  grpc::ByteBuffer answer_;
};

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_LOCAL_REACTORS_H_
