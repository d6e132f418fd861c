// SPDX-License-Identifier: Apache-2.0
// The hash functions of SCRAM by OpenSSL, and the number that each log-in uses once. It keeps nothing, and a function
// that fails proves nothing to anybody.

internal import COpenSSL
import Post

extension SCRAMFunctions {
    /// SHA-256, HMAC and PBKDF2 of libcrypto. A function that fails gives no octets, which proves nothing to anybody.
    static let openSSL = SCRAMFunctions(
        hash: { octets in
            var digest = [UInt8](repeating: 0, count: 32)
            var count: UInt32 = 0
            let result = unsafe EVP_Digest(octets, octets.count, &digest, &count, EVP_sha256(), nil)
            return result == 1 ? digest : []
        },
        code: { key, octets in
            var digest = [UInt8](repeating: 0, count: 32)
            var count: UInt32 = 0
            let result = unsafe HMAC(
                EVP_sha256(), key, Int32(truncatingIfNeeded: key.count), octets, octets.count, &digest, &count
            )
            return unsafe result != nil && count == 32 ? digest : []
        },
        stretch: { password, salt, rounds in
            var key = [UInt8](repeating: 0, count: 32)
            let text = password.map { CChar(bitPattern: $0) }
            let result = unsafe PKCS5_PBKDF2_HMAC(
                text, Int32(truncatingIfNeeded: text.count), salt, Int32(truncatingIfNeeded: salt.count),
                Int32(truncatingIfNeeded: rounds), EVP_sha256(), 32, &key)
            return result == 1 ? key : []
        })

    /// Printable text that nobody can guess.
    static func nonce() -> String {
        (0..<3).map { _ in String(UInt64.random(in: 0 ... .max), radix: 36) }.joined()
    }
}
