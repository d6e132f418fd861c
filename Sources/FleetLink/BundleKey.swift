// SPDX-License-Identifier: Apache-2.0
// Ed25519 (RFC 8032) by libcrypto: the fleet's key that signs bundles, and the public half with which docks check them.
// A private key comes in as text that was read from a guarded place and goes nowhere.

internal import COpenSSL
public import Fleet
internal import Post

/// Why a key cannot be used. It never shows any of the key.
public struct BundleKeyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String
}

/// The key with which a dock checks what its fleet sends.
public struct BundleKey: Sendable, Equatable {
    /// Octets of a public key, and of a signature.
    static let octetCount = 32, signatureOctets = 64

    /// The 32 octets of the key.
    public let octets: [UInt8]

    /// The key of the text in `fleet.bundle_key`: 32 octets in Base64.
    public init(text: String) throws(BundleKeyError) {
        let octets = Base64.decode(text.utf8)
        guard octets.count == Self.octetCount, Base64.encode(octets) == Array(text.utf8) else {
            throw BundleKeyError(
                description: "no Ed25519 key of 32 octets in Base64; roost fleet keygen prints one")
        }
        self.octets = octets
    }

    init(octets: [UInt8]) { self.octets = octets }

    /// The key as a text.
    public var text: String { String(decoding: Base64.encode(octets), as: UTF8.self) }

    /// Whether a signature belongs to a body.
    func accepts(_ signature: [UInt8], of body: [UInt8]) -> Bool {
        guard signature.count == Self.signatureOctets else { return false }
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, octets, octets.count) else {
            return false
        }
        defer { unsafe EVP_PKEY_free(key) }
        guard let context = unsafe EVP_MD_CTX_new() else { return false }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
        let message = SignedOctets.message(body)
        return unsafe EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    /// The bundle in a message, for a dock that has judged all up to a number.
    public func bundle(_ message: [UInt8], for dock: String, above newest: Int64) throws(BundleFault)
        -> FleetBundle
    {
        let signed = try SignedOctets(message)
        // Before the body is looked at: what is not signed is not even read.
        guard accepts(signed.signature, of: signed.body) else { throw .unsigned }
        let bundle = try FleetBundle(signed.body)
        guard bundle.dock == dock else { throw .otherDock(String(bundle.dock.prefix(40))) }
        guard bundle.number > newest else { throw .older(number: bundle.number, than: newest) }
        return bundle
    }
}

/// The fleet's private key.
@safe public final class BundleSigner {
    private let key: OpaquePointer

    /// The Ed25519 key in a PEM text.
    public init(pem: String) throws(BundleKeyError) {
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
            throw BundleKeyError(description: "no private key in PEM form without a password")
        }
        unsafe self.key = key
        guard unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 else {
            throw BundleKeyError(
                description: "the private key is not Ed25519; make one with roost fleet keygen")
        }
    }

    deinit { unsafe EVP_PKEY_free(key) }

    /// A new key, in PEM form (PKCS #8).
    public static func newKey() throws(BundleKeyError) -> String {
        ERR_clear_error()
        defer { ERR_clear_error() }
        let fault = BundleKeyError(description: "libcrypto makes no Ed25519 key")
        guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil) else { throw fault }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1, unsafe EVP_PKEY_keygen(context, &key) == 1 else {
            throw fault
        }
        defer { unsafe EVP_PKEY_free(key) }
        guard let memory = unsafe BIO_new(BIO_s_mem()) else { throw fault }
        defer { unsafe BIO_free(memory) }
        guard unsafe PEM_write_bio_PrivateKey(memory, key, nil, nil, 0, nil, nil) == 1 else { throw fault }
        var text = [UInt8](repeating: 0, count: 1_024)
        let count = unsafe BIO_read(memory, &text, Int32(text.count))
        guard count > 0 else { throw fault }
        return String(decoding: text.prefix(Int(count)), as: UTF8.self)
    }

    /// The half that docks check with.
    public func publicKey() throws(BundleKeyError) -> BundleKey {
        var octets = [UInt8](repeating: 0, count: BundleKey.octetCount)
        var count = octets.count
        guard unsafe EVP_PKEY_get_raw_public_key(key, &octets, &count) == 1, count == octets.count else {
            throw BundleKeyError(description: "the key has no public half")
        }
        return BundleKey(octets: octets)
    }

    /// A bundle as a message with its signature.
    public func signed(_ bundle: FleetBundle) throws(BundleKeyError) -> [UInt8] {
        ERR_clear_error()
        defer { ERR_clear_error() }
        let fault = BundleKeyError(description: "the bundle cannot be signed")
        let body = bundle.octets
        let message = SignedOctets.message(body)
        guard let context = unsafe EVP_MD_CTX_new() else { throw fault }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1 else { throw fault }
        var signature = [UInt8](repeating: 0, count: BundleKey.signatureOctets)
        var count = signature.count
        guard unsafe EVP_DigestSign(context, &signature, &count, message, message.count) == 1,
            count == signature.count
        else { throw fault }
        return SignedOctets(body: body, signature: signature).octets
    }
}
