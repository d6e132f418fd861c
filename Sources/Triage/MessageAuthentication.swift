// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4) and HMAC (RFC 2104) over octets, so that a sign of life can be signed and checked without any
// library. It compares in time that does not depend on where two codes differ.

/// SHA-256.
enum SecureHash {
    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
        0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7,
        0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc,
        0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351,
        0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e,
        0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585,
        0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f,
        0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
        0xc671_78f2,
    ]

    /// The 32 octets of a message's hash.
    static func of(_ message: [UInt8]) -> [UInt8] {
        var hash: [UInt32] = [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
            0x5be0_cd19,
        ]
        var padded = message + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        let bits = UInt64(message.count) &* 8
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            padded.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        for block in stride(from: 0, to: padded.count, by: 64) { mix(&hash, padded[block..<(block + 64)]) }
        return hash.flatMap { word in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
        }
    }

    private static func mix(_ hash: inout [UInt32], _ block: ArraySlice<UInt8>) {
        func turned(_ word: UInt32, _ bits: UInt32) -> UInt32 { word >> bits | word << (32 - bits) }
        var words: [UInt32] = []
        words.reserveCapacity(64)
        var index = block.startIndex
        for _ in 0..<16 {
            var word: UInt32 = 0
            for octet in block[index..<(index + 4)] { word = word << 8 | UInt32(octet) }
            words.append(word)
            index += 4
        }
        for round in 16..<64 {
            let (early, late) = (words[round - 15], words[round - 2])
            let small = turned(early, 7) ^ turned(early, 18) ^ early >> 3
            let large = turned(late, 17) ^ turned(late, 19) ^ late >> 10
            words.append(words[round - 16] &+ small &+ words[round - 7] &+ large)
        }
        var (a, b, c, d) = (hash[0], hash[1], hash[2], hash[3])
        var (e, f, g, h) = (hash[4], hash[5], hash[6], hash[7])
        for round in 0..<64 {
            let large = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
            let first = h &+ large &+ (e & f ^ ~e & g) &+ constants[round] &+ words[round]
            let second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ second)
        }
        for (place, value) in [a, b, c, d, e, f, g, h].enumerated() { hash[place] &+= value }
    }
}

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
        var block = octets.count > 64 ? SecureHash.of(octets) : octets
        block += [UInt8](repeating: 0, count: 64 - block.count)
        inner = block.map { $0 ^ 0x36 }
        outer = block.map { $0 ^ 0x5C }
    }

    /// The 32 octets of a message's code.
    func octets(of message: [UInt8]) -> [UInt8] { SecureHash.of(outer + SecureHash.of(inner + message)) }

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
