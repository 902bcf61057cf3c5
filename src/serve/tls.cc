#include "serve/tls.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <fstream>
#include <iterator>
#include <memory>

namespace hoptrace::serve {
namespace {

constexpr std::streamsize kMaxPem = 1024 * 1024;

base::Result<std::string> read_pem(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(kMaxPem), '\0');
  in.read(text.data(), kMaxPem);
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.empty())
    return base::fail(base::Code::kUsage, "this file cannot be read, or is empty", path, "Name a file in PEM form");
  return text;
}

gnutls_datum_t datum(std::string& text) {
  return {reinterpret_cast<unsigned char*>(text.data()), static_cast<unsigned>(text.size())};
}

std::unexpected<base::Error> refused(const std::string& path, int error) {
  return base::fail(base::Code::kUsage, std::string("this cannot be used for TLS (") + gnutls_strerror(error) + ")",
                    path, "Give a certificate chain and its key, both in PEM form");
}

struct FreeCredentials {
  void operator()(gnutls_certificate_credentials_st* credentials) const {
    gnutls_certificate_free_credentials(credentials);
  }
};
struct FreeCertificate {
  void operator()(gnutls_x509_crt_int* certificate) const { gnutls_x509_crt_deinit(certificate); }
};

base::Result<void> try_out(TlsFiles& files, const std::string& certificate, const std::string& client_authority) {
  gnutls_certificate_credentials_t made = nullptr;
  if (const int error = gnutls_certificate_allocate_credentials(&made); error < 0) return refused(certificate, error);
  const std::unique_ptr<gnutls_certificate_credentials_st, FreeCredentials> credentials(made);
  const gnutls_datum_t chain = datum(files.certificate), key = datum(files.key),
                       authority = datum(files.client_authority);
  if (const int error = gnutls_certificate_set_x509_key_mem(made, &chain, &key, GNUTLS_X509_FMT_PEM); error < 0)
    return refused(certificate, error);
  if (files.client_authority.empty()) return {};
  const int known = gnutls_certificate_set_x509_trust_mem(made, &authority, GNUTLS_X509_FMT_PEM);
  if (known <= 0) return refused(client_authority, known == 0 ? GNUTLS_E_NO_CERTIFICATE_FOUND : known);
  return {};
}

std::string text_of(gnutls_x509_crt_t certificate) {
  constexpr std::size_t kMost = 256;
  std::string text(kMost, '\0');
  std::size_t size = text.size();
  int got = gnutls_x509_crt_get_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0, 0, text.data(), &size);
  if (got < 0) {
    size = text.size();
    got = gnutls_x509_crt_get_dn(certificate, text.data(), &size);
  }
  if (got < 0) return "certificate";
  text.resize(text.find('\0') == std::string::npos ? size : text.find('\0'));
  return text;
}

}  // namespace

base::Result<TlsFiles> read_tls(const std::string& certificate, const std::string& key,
                                const std::string& client_authority) {
  TlsFiles files;
  for (const auto& [path, text] : {std::pair(&certificate, &files.certificate), std::pair(&key, &files.key),
                                   std::pair(&client_authority, &files.client_authority)}) {
    if (path->empty()) continue;
    auto read = read_pem(*path);
    if (!read) return std::unexpected(read.error());
    *text = std::move(*read);
  }
  if (auto tried = try_out(files, certificate, client_authority); !tried) return std::unexpected(tried.error());
  return files;
}

std::optional<std::string> verified_subject(gnutls_session_int* session) {
  std::string purpose = GNUTLS_KP_TLS_WWW_CLIENT;
  gnutls_typed_vdata_st wanted{GNUTLS_DT_KEY_PURPOSE_OID, reinterpret_cast<unsigned char*>(purpose.data()), 0};
  unsigned status = ~0U;
  if (gnutls_certificate_verify_peers(session, &wanted, 1, &status) < 0 || status != 0) return std::nullopt;
  unsigned count = 0;
  const gnutls_datum_t* const chain = gnutls_certificate_get_peers(session, &count);
  gnutls_x509_crt_t made = nullptr;
  if (chain == nullptr || count == 0 || gnutls_x509_crt_init(&made) < 0) return std::nullopt;
  const std::unique_ptr<gnutls_x509_crt_int, FreeCertificate> certificate(made);
  if (gnutls_x509_crt_import(made, chain, GNUTLS_X509_FMT_DER) < 0) return std::nullopt;
  return text_of(made);
}

}  // namespace hoptrace::serve
