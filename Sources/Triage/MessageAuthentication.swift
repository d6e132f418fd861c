// SPDX-License-Identifier: Apache-2.0
// HMAC (RFC 2104) with SHA-256 over octets, so that a sign of life can be signed and checked without any library. It
// compares in time that does not depend on where two codes differ.

import DockModel

/// A key that signs and checks, with HMAC-SHA-256.
public struct MessageKey: Sendable, Equatable {
    /// The fewest octets of a secret that is no guess.
    public static let fewestOctets = 16

    private let inner: [UInt8]
    private let outer: [UInt8]

    /// A key from a secret: 64 or more hexadecimal digits are its octets, anything else is taken as it is. Nil when it
    /// is shorter than 16 octets.
    public init?(secret: String) {
        let digits = secret.utf8.compactMap { Self.digit($0) }
        let isHex = digits.count == secret.utf8.count && digits.count >= 64 && digits.count.isMultiple(of: 2)
        let octets =
            isHex
            ? stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
            : Array(secret.utf8)
        guard octets.count >= Self.fewestOctets else { return nil }
        self.init(octets: octets)
    }

    /// A key from octets.
    public init(octets: [UInt8]) {
        var block = octets.count > 64 ? SHA256.of(octets) : octets
        block += [UInt8](repeating: 0, count: 64 - block.count)
        inner = block.map { $0 ^ 0x36 }
        outer = block.map { $0 ^ 0x5C }
    }

    /// The 32 octets of a message's code.
    func octets(of message: [UInt8]) -> [UInt8] { SHA256.of(outer + SHA256.of(inner + message)) }

    /// The code of a message in Base64: short enough for a line that no mail program breaks.
    public func code(of message: [UInt8]) -> String { Base64Text.text(octets(of: message)) }

    /// Whether a code belongs to a message.
    public func accepts(_ code: String, of message: [UInt8]) -> Bool {
        let wanted = Array(self.code(of: message).utf8)
        let found = Array(code.utf8)
        guard wanted.count == found.count else { return false }
        return zip(wanted, found).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func digit(_ octet: UInt8) -> UInt8? {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): octet - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): octet - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): octet - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
