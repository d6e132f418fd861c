// SPDX-License-Identifier: Apache-2.0
// Lets Debian 12's OpenSMTPD 6.8 finish a TLS handshake. Its process that talks to clients has no private key: it hangs
// the name of the key on RSA and EC_KEY objects and asks another process to sign. With OpenSSL 3 it hangs the name on a
// copy, the object that signs has none, and each handshake ends with "missing private key". Preloaded, this gives the
// name that was set last to every key without a private part. It is for the tests and touches no key.
#define _GNU_SOURCE
#define OPENSSL_SUPPRESS_DEPRECATED
#include <dlfcn.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

static void *rsa_name, *ec_name;

int RSA_set_ex_data(RSA *key, int index, void *name) {
    int (*real)(RSA *, int, void *) = dlsym(RTLD_NEXT, "RSA_set_ex_data");
    if (index == 0 && name) rsa_name = name;
    return real(key, index, name);
}

void *RSA_get_ex_data(const RSA *key, int index) {
    void *(*real)(const RSA *, int) = dlsym(RTLD_NEXT, "RSA_get_ex_data");
    void *name = real(key, index);
    return name || index || RSA_get0_d(key) ? name : rsa_name;
}

int EC_KEY_set_ex_data(EC_KEY *key, int index, void *name) {
    int (*real)(EC_KEY *, int, void *) = dlsym(RTLD_NEXT, "EC_KEY_set_ex_data");
    if (index == 0 && name) ec_name = name;
    return real(key, index, name);
}

void *EC_KEY_get_ex_data(const EC_KEY *key, int index) {
    void *(*real)(const EC_KEY *, int) = dlsym(RTLD_NEXT, "EC_KEY_get_ex_data");
    void *name = real(key, index);
    return name || index || EC_KEY_get0_private_key(key) ? name : ec_name;
}
