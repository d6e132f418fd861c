// SPDX-License-Identifier: Apache-2.0
// Makes a throw-away certificate authority and a server certificate for localhost, in memory. The private
// keys never reach the disk; only the authority's certificate is written, for clients to trust.

internal import COpenSSL

/// A server's TLS context with a fresh certificate for localhost, 127.0.0.1 and ::1.
// Unchecked Sendable: nothing changes after `init`, and libssl takes a context that is only read from many threads.
@safe final class SinkCertificate: @unchecked Sendable {
    /// The libssl context; it is only read after `init`, which libssl allows from many threads.
    let context: OpaquePointer
    /// The authority's certificate in PEM.
    let authorityPEM: [UInt8]

    init() throws(MailSinkError) {
        let authorityKey = try unsafe Self.newKey()
        defer { unsafe EVP_PKEY_free(authorityKey) }
        let key = try unsafe Self.newKey()
        defer { unsafe EVP_PKEY_free(key) }
        let authority = try unsafe Self.newCertificate(
            name: "Roost throw-away authority", key: authorityKey, issuer: nil, signedBy: authorityKey,
            extensions: Self.authorityExtensions)
        defer { unsafe X509_free(authority) }
        let certificate = try unsafe Self.newCertificate(
            name: "localhost", key: key, issuer: authority, signedBy: authorityKey,
            extensions: Self.serverExtensions)
        defer { unsafe X509_free(certificate) }
        authorityPEM = try unsafe Self.pem(of: authority)
        guard let context = unsafe SSL_CTX_new(TLS_server_method()) else {
            throw .crypto(doing: "making a context")
        }
        unsafe self.context = context
        let setMinimumVersion: Int32 = 123
        guard unsafe SSL_CTX_ctrl(context, setMinimumVersion, 0x0303, nil) == 1,
            unsafe SSL_CTX_use_certificate(context, certificate) == 1,
            unsafe SSL_CTX_use_PrivateKey(context, key) == 1,
            unsafe SSL_CTX_set_session_id_context(context, Array("roost".utf8), 5) == 1
        else { throw .crypto(doing: "setting up the context") }
    }

    deinit { unsafe SSL_CTX_free(context) }

    private static let authorityExtensions: [(Int32, String)] = [
        (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
        (NID_key_usage, "critical,keyCertSign,cRLSign"),
        (NID_subject_key_identifier, "hash"),
    ]
    private static let serverExtensions: [(Int32, String)] = [
        (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
        (NID_ext_key_usage, "serverAuth"), (NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1"),
        (NID_subject_key_identifier, "hash"), (NID_authority_key_identifier, "keyid:always"),
    ]

    /// A key on the curve P-256.
    private static func newKey() throws(MailSinkError) -> OpaquePointer {
        guard let maker = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else {
            throw .crypto(doing: "making a key")
        }
        defer { unsafe EVP_PKEY_CTX_free(maker) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(maker) == 1,
            unsafe EVP_PKEY_CTX_set_ec_paramgen_curve_nid(maker, NID_X9_62_prime256v1) == 1,
            unsafe EVP_PKEY_keygen(maker, &key) == 1, let key = unsafe key
        else { throw .crypto(doing: "making a key") }
        return unsafe key
    }

    /// A certificate, valid from yesterday for ten years; without an issuer it signs itself.
    private static func newCertificate(
        name: String, key: OpaquePointer, issuer: OpaquePointer?, signedBy signer: OpaquePointer,
        extensions: [(Int32, String)]
    ) throws(MailSinkError) -> OpaquePointer {
        guard let certificate = unsafe X509_new() else { throw .crypto(doing: "making a certificate") }
        let issuer = unsafe issuer ?? certificate
        var isReady =
            unsafe X509_set_version(certificate, 2) == 1
            && setSerial(certificate)
            && X509_gmtime_adj(X509_getm_notBefore(certificate), -86_400) != nil
            && X509_gmtime_adj(X509_getm_notAfter(certificate), 10 * 365 * 86_400) != nil
            && X509_set_pubkey(certificate, key) == 1
            && X509_NAME_add_entry_by_txt(
                X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, name, Int32(name.utf8.count), -1, 0)
                == 1
            && X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1
        for (identifier, value) in extensions where isReady {
            isReady = unsafe add(identifier, value, to: certificate, issuer: issuer)
        }
        guard isReady, unsafe X509_sign(certificate, signer, EVP_sha256()) > 0 else {
            unsafe X509_free(certificate)
            throw .crypto(doing: "signing a certificate")
        }
        return unsafe certificate
    }

    private static func setSerial(_ certificate: OpaquePointer) -> Bool {
        let serial = Int64.random(in: 1 ... .max)
        return unsafe ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate), serial) == 1
    }

    private static func add(
        _ identifier: Int32, _ value: String, to certificate: OpaquePointer, issuer: OpaquePointer
    ) -> Bool {
        var surroundings = unsafe X509V3_CTX()
        unsafe X509V3_set_ctx(&surroundings, issuer, certificate, nil, nil, 0)
        guard let made = unsafe X509V3_EXT_nconf_nid(nil, &surroundings, identifier, value) else {
            return false
        }
        defer { unsafe X509_EXTENSION_free(made) }
        return unsafe X509_add_ext(certificate, made, -1) == 1
    }

    private static func pem(of certificate: OpaquePointer) throws(MailSinkError) -> [UInt8] {
        guard let memory = unsafe BIO_new(BIO_s_mem()) else { throw .crypto(doing: "writing PEM") }
        defer { unsafe BIO_free(memory) }
        guard unsafe PEM_write_bio_X509(memory, certificate) == 1 else { throw .crypto(doing: "writing PEM") }
        var octets = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe BIO_read(memory, &octets, Int32(octets.count))
        guard count > 0 else { throw .crypto(doing: "writing PEM") }
        return Array(octets.prefix(Int(count)))
    }
}
