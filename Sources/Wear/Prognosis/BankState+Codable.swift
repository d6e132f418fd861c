// SPDX-License-Identifier: Apache-2.0
// Writes a unit's hypotheses as one line of base64, bit for bit, so that a part's state stays small and a
// restart gives the same next forecast. A line of the wrong length is refused, never patched.

extension BankState: Codable {
    private enum Key: String, CodingKey { case evidence, offset, rows, clock }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        evidence = try Self.floats(values, .evidence)
        offset = try Self.floats(values, .offset)
        guard evidence.count == offset.count else {
            throw DecodingError.dataCorruptedError(
                forKey: .offset, in: values, debugDescription: "evidence and offset differ in length")
        }
        rows = try values.decode(Int.self, forKey: .rows)
        lastClock = try values.decode(Float.self, forKey: .clock)
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(Self.text(evidence), forKey: .evidence)
        try values.encode(Self.text(offset), forKey: .offset)
        try values.encode(rows, forKey: .rows)
        try values.encode(lastClock, forKey: .clock)
    }

    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// 24 bits become four letters; three floats fill four groups.
    private static func text(_ floats: [Float]) -> String {
        var bytes: [UInt8] = []
        var bits: UInt64 = 0
        var held = 0
        for float in floats {
            bits = bits << 32 | UInt64(float.bitPattern)
            held += 32
            while held >= 6 {
                held -= 6
                bytes.append(letters[Int(bits >> UInt64(held) & 63)])
            }
            bits &= (1 << UInt64(held)) - 1
        }
        if held > 0 { bytes.append(letters[Int(bits << UInt64(6 - held) & 63)]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func floats(_ values: KeyedDecodingContainer<Key>, _ key: Key) throws -> [Float] {
        let text = try values.decode(String.self, forKey: key)
        var floats: [Float] = []
        var bits: UInt64 = 0
        var held = 0
        for letter in text.utf8 {
            guard let value = value(letter) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: values, debugDescription: "not base64")
            }
            bits = bits << 6 | UInt64(value)
            held += 6
            guard held >= 32 else { continue }
            held -= 32
            floats.append(Float(bitPattern: UInt32(truncatingIfNeeded: bits >> UInt64(held))))
            bits &= (1 << UInt64(held)) - 1
        }
        guard floats.allSatisfy(\.isFinite) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: values, debugDescription: "not finite")
        }
        return floats
    }

    private static func value(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
