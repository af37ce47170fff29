// The certificates of go-plugin's mutual TLS (protocol section 2): each side
// makes a key of its own and tells the other its self-signed certificate.
#ifndef COMPLIANCE_SRC_TFPLUGIN_CERTIFICATE_H_
#define COMPLIANCE_SRC_TFPLUGIN_CERTIFICATE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::tfplugin {

struct Certificate {
  std::string certificate_pem;
  std::string key_pem;
  // What the handshake line carries: DER in standard base64 without padding.
  std::string handshake_text;
};

// A fresh ECDSA P-256 key with a certificate for "localhost", good for both
// ends of a connection. Errors: INTERNAL with OpenSSL's reason.
absl::StatusOr<Certificate> MakeCertificate();

// OK when `pem` holds exactly what a TLS library would take as a trust anchor:
// at least one X.509 certificate. Errors: INVALID_ARGUMENT.
absl::Status CheckCertificatePem(absl::string_view pem);

}  // namespace compliance::tfplugin

#endif  // COMPLIANCE_SRC_TFPLUGIN_CERTIFICATE_H_
