// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4) over bytes: for what a pure part signs or checks, MAVLink frames and signs of life. It holds 64
// bytes at a time and never allocates while it hashes.

/// A running SHA-256.
public struct SHA256: Sendable {
    private var state: InlineArray<8, UInt32> = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB,
        0x5BE0_CD19,
    ]
    private var block = InlineArray<64, UInt8>(repeating: 0)
    private var filled = 0
    private var totalBytes: UInt64 = 0

    /// A hash of nothing yet.
    public init() {}

    /// The 32 bytes of a message's hash.
    public static func of(_ message: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.add(message)
        let digest = hash.digest()
        return digest.indices.map { digest[$0] }
    }

    /// Bytes as hexadecimal digits.
    public static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Takes one byte.
    public mutating func add(_ byte: UInt8) {
        block[filled] = byte
        filled += 1
        totalBytes &+= 1
        if filled == 64 {
            compress()
            filled = 0
        }
    }

    /// Takes bytes.
    public mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { add(byte) }
    }

    /// Takes the bytes from one place up to another.
    public mutating func add(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
        var index = start
        while index < end {
            add(bytes[index])
            index += 1
        }
    }

    /// The digest of all bytes so far.
    public func digest() -> InlineArray<32, UInt8> {
        var last = self
        let bits = totalBytes &* 8
        last.add(0x80)
        while last.filled != 56 { last.add(0) }
        for index in 0..<8 { last.add(UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index))) }
        return InlineArray { UInt8(truncatingIfNeeded: last.state[$0 / 4] >> UInt32(24 - 8 * ($0 % 4))) }
    }

    private mutating func compress() {
        var schedule = InlineArray<64, UInt32>(repeating: 0)
        for index in 0..<16 {
            let at = index * 4
            schedule[index] =
                UInt32(block[at]) << 24 | UInt32(block[at + 1]) << 16 | UInt32(block[at + 2]) << 8
                | UInt32(block[at + 3])
        }
        for index in 16..<64 {
            let near = schedule[index - 15], far = schedule[index - 2]
            let low = Self.rotate(near, 7) ^ Self.rotate(near, 18) ^ (near >> 3)
            let high = Self.rotate(far, 17) ^ Self.rotate(far, 19) ^ (far >> 10)
            schedule[index] = schedule[index - 16] &+ low &+ schedule[index - 7] &+ high
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for index in 0..<64 {
            let mixE = Self.rotate(e, 6) ^ Self.rotate(e, 11) ^ Self.rotate(e, 25)
            let choice = (e & f) ^ (~e & g)
            let first = h &+ mixE &+ choice &+ Self.constants[index] &+ schedule[index]
            let mixA = Self.rotate(a, 2) ^ Self.rotate(a, 13) ^ Self.rotate(a, 22)
            let majority = (a & b) ^ (a & c) ^ (b & c)
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ mixA &+ majority)
        }
        let working: InlineArray<8, UInt32> = [a, b, c, d, e, f, g, h]
        for index in 0..<8 { state[index] = state[index] &+ working[index] }
    }

    @inline(__always)
    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        (word >> count) | (word << (32 - count))
    }

    private static let constants: InlineArray<64, UInt32> = [
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
}
