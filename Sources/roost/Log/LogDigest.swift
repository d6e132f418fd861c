// SPDX-License-Identifier: Apache-2.0
// The SHA-256 of a log while it is read, by the library that TLS uses. The pointer to the library's state never leaves
// this file.

import COpenSSL

/// A running SHA-256.
@safe final class LogDigest {
    private let context: OpaquePointer?

    init() {
        unsafe context = unsafe EVP_MD_CTX_new()
        unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Takes the next bytes.
    func add(_ bytes: UnsafeRawBufferPointer) {
        unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// The digest in hexadecimal digits. Nothing can be added after it.
    func hexadecimal() -> String? {
        var digest = [UInt8](repeating: 0, count: 32)
        guard unsafe EVP_DigestFinal_ex(context, &digest, nil) == 1 else { return nil }
        return digest.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
