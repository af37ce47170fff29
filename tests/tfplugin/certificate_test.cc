#include "tfplugin/certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status.h"

namespace compliance::tfplugin {
namespace {

using ::compliance::testing::IsOk;
using ::compliance::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(MakeCertificate, IsWhatAHostAccepts) {
  const auto made = MakeCertificate();
  ASSERT_THAT(made, IsOk());
  BIO* bio = BIO_new_mem_buf(made->certificate_pem.data(), -1);
  X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(X509_check_host(certificate, "localhost", 9, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(certificate, "example.com", 11, 0, nullptr), 0);
  EXPECT_EQ(X509_check_purpose(certificate, X509_PURPOSE_SSL_SERVER, 0), 1);
  EXPECT_EQ(X509_check_purpose(certificate, X509_PURPOSE_SSL_CLIENT, 0), 1);
  EXPECT_EQ(X509_check_ca(certificate), 1);
  EXPECT_LT(X509_cmp_current_time(X509_get0_notBefore(certificate)), 0);
  EXPECT_GT(X509_cmp_current_time(X509_get0_notAfter(certificate)), 0);
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  EXPECT_EQ(EVP_PKEY_get_bits(key), 256);
  EXPECT_EQ(X509_verify(certificate, key), 1);
  X509_free(certificate);
  BIO_free(bio);
}

TEST(MakeCertificate, GivesHandshakeTextWithoutPadding) {
  const auto made = MakeCertificate();
  ASSERT_THAT(made, IsOk());
  EXPECT_GT(made->handshake_text.size(), 50u);
  EXPECT_THAT(made->handshake_text, Not(HasSubstr("=")));
  EXPECT_THAT(made->handshake_text, Not(HasSubstr("\n")));
}

TEST(MakeCertificate, IsNewEachTime) {
  EXPECT_NE(MakeCertificate()->key_pem, MakeCertificate()->key_pem);
}

TEST(CheckCertificatePem, TellsACertificateFromOtherText) {
  const auto made = MakeCertificate();
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(CheckCertificatePem(made->certificate_pem), IsOk());
  for (const std::string& bad :
       {std::string("garbage"), made->key_pem,
        std::string("-----BEGIN CERTIFICATE-----\nAAAA\n"
                    "-----END CERTIFICATE-----\n")}) {
    EXPECT_THAT(CheckCertificatePem(bad),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("PLUGIN_CLIENT_CERT")));
  }
}

}  // namespace
}  // namespace compliance::tfplugin
