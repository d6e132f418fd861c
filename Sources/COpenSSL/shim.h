// SPDX-License-Identifier: Apache-2.0
// What Swift cannot see of libssl: macros, as functions, and the verify callback, which only notes why a certificate
// chain was refused. The callback never turns a refusal into an acceptance.
#ifndef ROOST_COPENSSL_SHIM_H
#define ROOST_COPENSSL_SHIM_H

#include <string.h>
#include <time.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
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

// Certificates of the chain that was verified in this handshake, the server's own first; 0 for a resumed session.
static inline int roost_ssl_chain_count(SSL *ssl) {
    STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);
    return chain ? sk_X509_num(chain) : 0;
}

static inline X509 *roost_ssl_chain_certificate(SSL *ssl, int index) {
    STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);
    return chain ? sk_X509_value(chain, index) : NULL;
}

// SHA-256 of a certificate's SubjectPublicKeyInfo (RFC 7469 2.4); 1 when `digest` was written.
static inline int roost_key_digest(X509 *cert, unsigned char digest[32]) {
    unsigned char *octets = NULL;
    unsigned int size = 0;
    int count = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &octets);
    if (count <= 0) return 0;
    int good = EVP_Digest(octets, (size_t)count, digest, &size, EVP_sha256(), NULL);
    OPENSSL_free(octets);
    return good == 1 && size == 32;
}

// A list of certificates, for CMS; it holds a count of its own on each.
static inline STACK_OF(X509) *roost_certificates_new(void) { return sk_X509_new_null(); }

static inline int roost_certificates_add(STACK_OF(X509) *list, X509 *cert) {
    return X509_up_ref(cert) == 1 && sk_X509_push(list, cert) > 0;
}

static inline void roost_certificates_free(STACK_OF(X509) *list) { sk_X509_pop_free(list, X509_free); }

// A certificate's end as seconds since 1970; 0 when it has none that can be read.
static inline long long roost_certificate_end(X509 *cert) {
    struct tm time;
    if (ASN1_TIME_to_tm(X509_get0_notAfter(cert), &time) != 1) return 0;
    return (long long)timegm(&time);
}

#endif
