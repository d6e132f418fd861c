// SPDX-License-Identifier: Apache-2.0
// Secrets as octets: made, written, read, and compared in a time that does not tell how much of a guess was right. It
// keeps none and knows nobody's name.

internal import DockModel

/// Whether two secrets are the same.
public func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}

/// The octets of hexadecimal digits; nil when a text has others, or an odd number of them.
func octets(ofHexadecimal text: some StringProtocol) -> [UInt8]? {
    let digits = text.utf8.map { digit -> UInt8? in
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
    guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
    let known = digits.compactMap { $0 }
    return stride(from: 0, to: known.count, by: 2).map { known[$0] << 4 | known[$0 + 1] }
}

/// A secret that is shown once and kept as its hash: what a session's cookie or an API token says.
public struct BearerSecret: Sendable, Equatable {
    /// What API tokens begin with, so that one that lies about can be recognised.
    public static let prefix = "roost_"
    private static let digits = 64
    private let octets: [UInt8]

    /// A new secret of 256 random bits.
    public init() {
        var random = SystemRandomNumberGenerator()
        octets = (0..<Self.digits / 2).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
    }

    /// The secret of a text; nil when it is none.
    public init?(_ text: String) {
        let bare = text.hasPrefix(Self.prefix) ? text.dropFirst(Self.prefix.count) : text[...]
        guard bare.utf8.count == Self.digits, let octets = Access.octets(ofHexadecimal: bare) else {
            return nil
        }
        self.octets = octets
    }

    /// As a cookie says it.
    public var text: String { SHA256.hexadecimal(octets) }
    /// As a program's token says it.
    public var token: String { Self.prefix + text }
    /// What is kept of it: 256 random bits need no slow hash.
    public var hash: String { SHA256.hexadecimal(SHA256.of(Array("roost secret".utf8) + octets)) }
    /// What the forms of its session carry: only who has the secret can make it, and it does not tell the secret.
    public var formToken: String { SHA256.hexadecimal(SHA256.of(Array("roost form".utf8) + octets)) }
}
