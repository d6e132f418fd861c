// SPDX-License-Identifier: Apache-2.0
// What Swift cannot see of libssl: macros, as functions, and the verify callback, which only notes why a certificate
// chain was refused. The callback never turns a refusal into an acceptance.
#ifndef ROOST_COPENSSL_SHIM_H
#define ROOST_COPENSSL_SHIM_H

#include <string.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// Why a chain was refused, and about which certificate.
struct roost_verdict {
    int error;
    char subject[256];
};

// TLS 1.2 at least, no compression, no renegotiation.
static inline int roost_ctx_require_tls12(SSL_CTX *ctx) {
    SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    return (int)SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
}

static inline int roost_ssl_set_server_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}

static inline int roost_verify_note(int ok, X509_STORE_CTX *store) {
    if (ok) return ok;
    SSL *ssl = (SSL *)X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    struct roost_verdict *verdict = ssl ? (struct roost_verdict *)SSL_get_ex_data(ssl, 0) : NULL;
    if (verdict && verdict->error == 0) {
        X509 *cert = X509_STORE_CTX_get_current_cert(store);
        verdict->error = X509_STORE_CTX_get_error(store);
        if (cert) X509_NAME_oneline(X509_get_subject_name(cert), verdict->subject, sizeof verdict->subject);
    }
    return ok;
}

// Always verify the peer, and note the first reason of a refusal in `verdict`, which must outlive the handshake.
static inline void roost_ssl_verify_peer(SSL *ssl, struct roost_verdict *verdict) {
    SSL_set_ex_data(ssl, 0, verdict);
    SSL_set_verify(ssl, SSL_VERIFY_PEER, roost_verify_note);
}

#endif
