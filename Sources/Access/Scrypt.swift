// SPDX-License-Identifier: Apache-2.0
// Passwords by scrypt (RFC 7914) through libcrypto. Only the salted hash is kept, as text with its own parameters, so
// that they can be raised later. The comparison takes the same time whatever was right; it blocks for about 0.3 s.

internal import COpenSSL
internal import DockModel

/// The hash of a password.
public struct PasswordHash: Sendable, Equatable, CustomStringConvertible {
    /// How much work a guess is.
    public struct Cost: Sendable, Equatable {
        /// The logarithm of N; memory is 128 · r · 2^ln octets.
        public var ln: Int
        /// The size of a block.
        public var r: Int
        /// How often it is done.
        public var p: Int

        /// A cost from its figures.
        public init(ln: Int, r: Int, p: Int) { (self.ln, self.r, self.p) = (ln, r, p) }

        /// What new passwords cost: 32 MiB three times, which OWASP holds equal to 128 MiB once, and which a dock's
        /// computer has.
        public static let standard = Cost(ln: 15, r: 8, p: 3)
        /// A cost for tests alone.
        static let small = Cost(ln: 4, r: 1, p: 1)

        /// Whether a stored hash may ask for it: never more memory than a dock can spare.
        var isBounded: Bool { (4...17).contains(ln) && (1...16).contains(r) && (1...8).contains(p) }
    }

    private let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]
    private static let saltOctets = 16, hashOctets = 32

    /// The hash of a new password; nil when libcrypto has no memory for it.
    public init?(of password: String, cost: Cost = .standard) {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<Self.saltOctets).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
        guard let hash = Self.derive(password, salt, cost) else { return nil }
        (self.cost, self.salt, self.hash) = (cost, salt, hash)
    }

    /// A hash as it was kept: "scrypt$15$8$3$SALT$HASH"; nil for any other text.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let ln = Int(parts[1]), let r = Int(parts[2]),
            let p = Int(parts[3]), let salt = octets(ofHexadecimal: parts[4]),
            let hash = octets(ofHexadecimal: parts[5])
        else { return nil }
        let cost = Cost(ln: ln, r: r, p: p)
        guard cost.isBounded, salt.count == Self.saltOctets, hash.count == Self.hashOctets else { return nil }
        (self.cost, self.salt, self.hash) = (cost, salt, hash)
    }

    /// The text that is kept.
    public var description: String {
        "scrypt$\(cost.ln)$\(cost.r)$\(cost.p)$\(SHA256.hexadecimal(salt))$\(SHA256.hexadecimal(hash))"
    }

    /// Whether a password is the one.
    public func matches(_ password: String) -> Bool {
        guard let shown = Self.derive(password, salt, cost) else { return false }
        return isSame(shown, hash)
    }

    /// A hash that no password has: an unknown name takes as long as a known one.
    public static let nobody = PasswordHash(cost: .standard)

    init(cost: Cost) {
        self.cost = cost
        salt = [UInt8](repeating: 0, count: Self.saltOctets)
        hash = [UInt8](repeating: 0, count: Self.hashOctets)
    }

    static func derive(_ password: String, _ salt: [UInt8], _ cost: Cost) -> [UInt8]? {
        let secret = password.utf8.map { CChar(bitPattern: $0) }
        var key = [UInt8](repeating: 0, count: hashOctets)
        let count = UInt64(1) << UInt64(cost.ln)
        // Twice what N and r need, so that libcrypto's own check of the bound passes.
        let memory = UInt64(256) * UInt64(cost.r) * (count + UInt64(cost.p) + 32)
        let isDone = unsafe EVP_PBE_scrypt(
            secret, secret.count, salt, salt.count, count, UInt64(cost.r), UInt64(cost.p), memory, &key,
            key.count)
        return isDone == 1 ? key : nil
    }
}
