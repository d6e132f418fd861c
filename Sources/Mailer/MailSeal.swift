// SPDX-License-Identifier: Apache-2.0
// Signing and encryption of mail content by OpenSSL CMS (RFC 5652, RFC 8551). Keys come in as text from guarded places
// and go nowhere; a recipient without a certificate is never sent what should have been encrypted.

internal import COpenSSL
import Post

/// Why content cannot be signed or encrypted. It never shows any of a key.
public struct MailSealError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String

    /// An error in words.
    public init(description: String) { self.description = description }
}

/// The dock's own certificate and key for S/MIME.
@safe public final class MailSigner {
    private let certificate: OpaquePointer
    private let key: OpaquePointer

    /// A signer of PEM texts; the key must have no password and belong to the certificate.
    public init(certificate pem: String, key keyPEM: String) throws(MailSealError) {
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard let certificate = unsafe readCertificate(pem) else {
            throw MailSealError(description: "the signer's certificate is no certificate in PEM form")
        }
        let key = unsafe withMemory(Array(keyPEM.utf8)) {
            unsafe PEM_read_bio_PrivateKey($0, nil, { _, _, _, _ in -1 }, nil)
        }
        guard let key = unsafe key else {
            unsafe X509_free(certificate)
            throw MailSealError(
                description: "the signer's key is no private key in PEM form without a password")
        }
        unsafe (self.certificate, self.key) = unsafe (certificate, key)
        guard unsafe X509_check_private_key(certificate, key) == 1 else {
            throw MailSealError(description: "the signer's key does not belong to its certificate")
        }
    }

    deinit {
        unsafe X509_free(certificate)
        unsafe EVP_PKEY_free(key)
    }

    /// The content with a detached signature behind it.
    public func sign(_ entity: MIMEEntity, seed: String) throws(MailSealError) -> MIMEEntity {
        guard let signature = detachedSignature(of: entity.octets) else {
            throw MailSealError(description: "the mail cannot be signed")
        }
        return entity.signed(signature, seed: seed)
    }

    /// The detached signature of octets as they are, in DER.
    func detachedSignature(of octets: [UInt8]) -> [UInt8]? {
        ERR_clear_error()
        defer { ERR_clear_error() }
        return unsafe withMemory(octets) { data -> [UInt8]? in
            let flags = UInt32(CMS_DETACHED) | UInt32(CMS_BINARY)
            guard let message = unsafe CMS_sign(certificate, key, nil, data, flags) else { return nil }
            defer { unsafe CMS_ContentInfo_free(message) }
            return unsafe derOctets(message)
        }
    }
}

/// Encryption for recipients whose certificates are known.
public enum MailEnvelope {
    /// The content as only the holders of these certificates (PEM) can read it, AES-256 with their public keys.
    public static func seal(_ entity: MIMEEntity, for certificates: [String]) throws(MailSealError)
        -> MIMEEntity
    {
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard !certificates.isEmpty, let list = unsafe roost_certificates_new() else {
            throw MailSealError(description: "there is no certificate to encrypt for")
        }
        defer { unsafe roost_certificates_free(list) }
        for pem in certificates {
            guard let certificate = unsafe readCertificate(pem) else {
                throw MailSealError(description: "a recipient's certificate is no certificate in PEM form")
            }
            defer { unsafe X509_free(certificate) }
            guard unsafe roost_certificates_add(list, certificate) == 1 else {
                throw MailSealError(description: "no memory")
            }
        }
        let envelope = unsafe withMemory(entity.octets) { data -> [UInt8]? in
            guard let message = unsafe CMS_encrypt(list, data, EVP_aes_256_cbc(), UInt32(CMS_BINARY)) else {
                return nil
            }
            defer { unsafe CMS_ContentInfo_free(message) }
            return unsafe derOctets(message)
        }
        guard let envelope else {
            throw MailSealError(description: "the mail cannot be encrypted for these certificates")
        }
        return MIMEEntity.enveloped(envelope)
    }
}

/// Lends octets to OpenSSL as a source.
private func withMemory<Value>(_ octets: [UInt8], _ body: (OpaquePointer) -> Value?) -> Value? {
    unsafe octets.withUnsafeBytes { raw in
        guard let memory = unsafe BIO_new_mem_buf(raw.baseAddress, Int32(truncatingIfNeeded: raw.count))
        else {
            return nil
        }
        defer { unsafe BIO_free(memory) }
        return unsafe body(memory)
    }
}

/// The first certificate of a PEM text; the caller owns it.
private func readCertificate(_ pem: String) -> OpaquePointer? {
    unsafe withMemory(Array(pem.utf8)) { unsafe PEM_read_bio_X509($0, nil, nil, nil) }
}

/// A CMS message in DER.
private func derOctets(_ message: OpaquePointer) -> [UInt8]? {
    guard let sink = unsafe BIO_new(BIO_s_mem()) else { return nil }
    defer { unsafe BIO_free(sink) }
    guard unsafe i2d_CMS_bio(sink, message) == 1 else { return nil }
    var octets = [UInt8](repeating: 0, count: unsafe BIO_ctrl_pending(sink))
    let count = unsafe octets.withUnsafeMutableBytes { raw in
        unsafe BIO_read(sink, raw.baseAddress, Int32(truncatingIfNeeded: raw.count))
    }
    return count > 0 && Int(count) == octets.count ? octets : nil
}
