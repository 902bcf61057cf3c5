// TLS of the server: what it shows, and whose certificates it takes from those who come. GnuTLS, as the HTTP library
// uses it.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"

// GnuTLS' own name for one connection.
struct gnutls_session_int;

namespace hoptrace::serve {

struct TlsFiles {
  std::string certificate, key, client_authority;  // PEM; the last may be empty: no certificate is asked for
};

// TLS 1.2 and 1.3 with forward secrecy.
inline constexpr const char* kTlsPriorities = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:%SERVER_PRECEDENCE";

// Reads the three files (of which the third may be unnamed) and tries them; the Error says which of them is wrong.
[[nodiscard]] base::Result<TlsFiles> read_tls(const std::string& certificate, const std::string& key,
                                              const std::string& client_authority);
// The common name (or the whole subject) of the other side's certificate, if it has one that the authority vouches
// for, in force now and meant for clients.
[[nodiscard]] std::optional<std::string> verified_subject(gnutls_session_int* session);

}  // namespace hoptrace::serve
