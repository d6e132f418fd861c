// SPDX-License-Identifier: Apache-2.0
// The detached signature of a document (CMS, RFC 5652) and the digest of a file, both by OpenSSL. A key comes in as
// text from a guarded place and goes nowhere; the document itself is never changed.

internal import COpenSSL
internal import Glibc

/// The SHA-256 of files, by the library that TLS uses.
public enum FileDigest {
    /// The SHA-256 of a file, 32 octets; nil when it cannot be read.
    public static func sha256(ofFile path: String) -> [UInt8]? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard let context = unsafe EVP_MD_CTX_new() else { return nil }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { return nil }
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            guard unsafe EVP_DigestUpdate(context, piece, count) == 1 else { return nil }
        }
        var digest = [UInt8](repeating: 0, count: 32)
        return unsafe EVP_DigestFinal_ex(context, &digest, nil) == 1 ? digest : nil
    }
}

extension MailSigner {
    /// The detached signature of a document in DER, as a `.p7s` file holds it; `openssl cms -verify -binary
    /// -inform DER` checks it against the document.
    public func signature(of document: [UInt8]) throws(MailSealError) -> [UInt8] {
        guard let signature = detachedSignature(of: document) else {
            throw MailSealError(description: "the document cannot be signed")
        }
        return signature
    }
}
