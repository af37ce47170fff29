#include "tfplugin/certificate.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace compliance::tfplugin {
namespace {

template <class T, void (*kFree)(T*)>
struct Deleter {
  void operator()(T* object) const { kFree(object); }
};
using Bio = std::unique_ptr<BIO, Deleter<BIO, BIO_free_all>>;
using Bignum = std::unique_ptr<BIGNUM, Deleter<BIGNUM, BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY, EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Deleter<X509, X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION,
                                  Deleter<X509_EXTENSION, X509_EXTENSION_free>>;

absl::Status OpensslError(absl::string_view what) {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(code);
  return absl::InternalError(
      absl::StrCat("plugin certificate: ", what, ": ",
                   reason != nullptr ? reason : "unknown OpenSSL error"));
}

std::string Contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<std::size_t>(size));
}

bool SetRandomSerial(X509* certificate) {
  const Bignum serial(BN_new());
  return serial != nullptr &&
         BN_rand(serial.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) !=
             nullptr;
}

bool SetName(X509* certificate) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto add = [name](const char* field, const char* value) {
    return X509_NAME_add_entry_by_txt(
               name, field, MBSTRING_ASC,
               reinterpret_cast<const unsigned char*>(value), -1, -1, 0) == 1;
  };
  return add("O", "planguard") && add("CN", "localhost") &&
         X509_set_issuer_name(certificate, name) == 1;
}

// The subject alternative name is what hosts check; the others say what a Go
// plugin says.
bool AddExtensions(X509* certificate) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const std::initializer_list<std::pair<int, const char*>> extensions = {
      {NID_basic_constraints, "critical,CA:TRUE"},
      {NID_key_usage,
       "critical,digitalSignature,keyEncipherment,keyAgreement,keyCertSign"},
      {NID_ext_key_usage, "clientAuth,serverAuth"},
      {NID_subject_alt_name, "DNS:localhost"}};
  for (const auto& [nid, value] : extensions) {
    const Extension extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value));
    if (extension == nullptr ||
        X509_add_ext(certificate, extension.get(), -1) != 1) {
      return false;
    }
  }
  return true;
}

bool Fill(X509* certificate, EVP_PKEY* key) {
  // Valid from a little earlier, for clocks that differ between containers.
  constexpr long kBackdatedSeconds = 30;
  constexpr long kValidSeconds = 30L * 365 * 24 * 60 * 60;
  return X509_set_version(certificate, 2) == 1 &&
         SetRandomSerial(certificate) && SetName(certificate) &&
         X509_gmtime_adj(X509_getm_notBefore(certificate),
                         -kBackdatedSeconds) != nullptr &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), kValidSeconds) !=
             nullptr &&
         X509_set_pubkey(certificate, key) == 1 && AddExtensions(certificate) &&
         X509_sign(certificate, key, EVP_sha256()) > 0;
}

std::string WithoutPadding(std::string base64) {
  while (!base64.empty() && base64.back() == '=') base64.pop_back();
  return base64;
}

}  // namespace

absl::StatusOr<Certificate> MakeCertificate() {
  const Key key(EVP_EC_gen("P-256"));
  if (key == nullptr) return OpensslError("generating a key");
  const X509Ptr certificate(X509_new());
  if (certificate == nullptr || !Fill(certificate.get(), key.get())) {
    return OpensslError("signing");
  }
  const Bio pem(BIO_new(BIO_s_mem()));
  const Bio key_pem(BIO_new(BIO_s_mem()));
  const Bio der(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(pem.get(), certificate.get()) != 1 ||
      PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0,
                               nullptr, nullptr) != 1 ||
      i2d_X509_bio(der.get(), certificate.get()) != 1) {
    return OpensslError("encoding");
  }
  return Certificate{.certificate_pem = Contents(pem.get()),
                     .key_pem = Contents(key_pem.get()),
                     .handshake_text = WithoutPadding(
                         absl::Base64Escape(Contents(der.get())))};
}

absl::Status CheckCertificatePem(absl::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const X509Ptr certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (certificate != nullptr) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "PLUGIN_CLIENT_CERT: not a PEM certificate; it is set by the host, so "
      "start the plugin through Terraform and unset the variable elsewhere");
}

}  // namespace compliance::tfplugin
