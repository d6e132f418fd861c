// SPDX-License-Identifier: Apache-2.0
// An RSA key that signs statements, and the digest of the certificate that names it, by OpenSSL. The key comes in as
// text that was read from a guarded place and goes nowhere.

internal import COpenSSL
public import Post

/// Why a key or a certificate cannot be used. It never shows any of the key.
public struct SigningKeyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String
}

/// A private key.
@safe public final class SigningKey {
    /// Bits of the shortest key that is used.
    static let fewestBits: Int32 = 2_048

    private let key: OpaquePointer

    /// The RSA key in a PEM text.
    public init(pem: String) throws(SigningKeyError) {
        ERR_clear_error()
        defer { ERR_clear_error() }
        let octets = Array(pem.utf8)
        let key = unsafe octets.withUnsafeBytes { raw -> OpaquePointer? in
            guard let memory = unsafe BIO_new_mem_buf(raw.baseAddress, Int32(truncatingIfNeeded: raw.count))
            else {
                return nil
            }
            defer { unsafe BIO_free(memory) }
            // A password is never asked for: the callback answers with none.
            return unsafe PEM_read_bio_PrivateKey(memory, nil, { _, _, _, _ in -1 }, nil)
        }
        guard let key = unsafe key else {
            throw SigningKeyError(description: "no private key in PEM form without a password")
        }
        unsafe self.key = key
        guard unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else {
            throw SigningKeyError(description: "the private key is not RSA; RS256 and PS256 need RSA")
        }
        let bits = unsafe EVP_PKEY_get_bits(key)
        guard bits >= Self.fewestBits else {
            throw SigningKeyError(description: "the RSA key has \(bits) bits; use 2048 or more")
        }
    }

    deinit { unsafe EVP_PKEY_free(key) }

    /// The signature over octets.
    public func sign(_ octets: [UInt8], by algorithm: JWTAssertion.Algorithm) throws(SigningKeyError)
        -> [UInt8]
    {
        ERR_clear_error()
        defer { ERR_clear_error() }
        let fault = SigningKeyError(description: "the statement cannot be signed")
        guard let context = unsafe EVP_MD_CTX_new() else { throw fault }
        defer { unsafe EVP_MD_CTX_free(context) }
        var details: OpaquePointer?
        guard unsafe EVP_DigestSignInit(context, &details, EVP_sha256(), nil, key) == 1 else { throw fault }
        if algorithm == .ps256 {
            // RFC 7518 3.5: the salt is as long as the digest, and MGF1 uses the same digest.
            guard unsafe EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING) == 1,
                unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(details, 32) == 1,
                unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(details, EVP_sha256()) == 1
            else { throw fault }
        }
        var count = 0
        guard unsafe EVP_DigestSign(context, nil, &count, octets, octets.count) == 1 else { throw fault }
        var signature = [UInt8](repeating: 0, count: count)
        guard unsafe EVP_DigestSign(context, &signature, &count, octets, octets.count) == 1 else {
            throw fault
        }
        return Array(signature.prefix(count))
    }

    /// SHA-256 of the first certificate (DER) in a PEM text, which must belong to this key.
    public func digest(ofCertificate pem: String) throws(SigningKeyError) -> [UInt8] {
        ERR_clear_error()
        defer { ERR_clear_error() }
        let octets = Array(pem.utf8)
        let certificate = unsafe octets.withUnsafeBytes { raw -> OpaquePointer? in
            guard let memory = unsafe BIO_new_mem_buf(raw.baseAddress, Int32(truncatingIfNeeded: raw.count))
            else {
                return nil
            }
            defer { unsafe BIO_free(memory) }
            return unsafe PEM_read_bio_X509(memory, nil, nil, nil)
        }
        guard let certificate = unsafe certificate else {
            throw SigningKeyError(description: "no certificate in PEM form")
        }
        defer { unsafe X509_free(certificate) }
        guard unsafe X509_check_private_key(certificate, key) == 1 else {
            throw SigningKeyError(description: "the certificate does not belong to the private key")
        }
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard unsafe X509_digest(certificate, EVP_sha256(), &digest, &count) == 1 else {
            throw SigningKeyError(description: "the certificate has no digest")
        }
        return Array(digest.prefix(Int(count)))
    }
}

/// SHA-256 of octets, in hexadecimal: it tells one secret from the next without keeping either.
func fingerprint(of text: String) -> String {
    let octets = Array(text.utf8)
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    guard unsafe EVP_Digest(octets, octets.count, &digest, &count, EVP_sha256(), nil) == 1 else { return "" }
    return digest.prefix(Int(count)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
