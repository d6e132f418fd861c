// SPDX-License-Identifier: Apache-2.0
// A window on the bytes of a file that nobody vouches for. Every read is checked against the window and every place is
// told from its start; no input can make this trap.

/// The order of a number's bytes.
enum ByteOrder: Sendable, Equatable {
    case littleEndian, bigEndian
}

/// A window on bytes.
struct Octets: Sendable {
    private let bytes: [UInt8]
    private let start: Int
    /// Bytes in the window.
    let count: Int

    /// The window on all bytes.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        start = 0
        count = bytes.count
    }

    private init(_ bytes: [UInt8], start: Int, count: Int) {
        self.bytes = bytes
        self.start = start
        self.count = count
    }

    /// A window inside of this one; nil when it is not wholly inside.
    func window(_ at: Int, _ length: Int) -> Octets? {
        guard at >= 0, length >= 0, at <= count, length <= count - at else { return nil }
        return Octets(bytes, start: start + at, count: length)
    }

    /// What follows a place.
    func window(from at: Int) -> Octets? { at >= 0 ? window(at, count - at) : nil }

    /// The bytes of the window.
    var slice: ArraySlice<UInt8> { bytes[start..<start + count] }

    /// One byte.
    func byte(_ at: Int) -> UInt8? {
        guard at >= 0, at < count else { return nil }
        return bytes[start + at]
    }

    /// Whether these bytes stand at a place.
    func holds(_ wanted: [UInt8], at: Int) -> Bool {
        guard let there = window(at, wanted.count) else { return false }
        return there.slice.elementsEqual(wanted)
    }

    /// A 16-bit number.
    func word(_ at: Int, _ order: ByteOrder) -> UInt16? {
        guard let there = window(at, 2)?.slice else { return nil }
        let first = UInt16(there[there.startIndex]), second = UInt16(there[there.startIndex + 1])
        return order == .littleEndian ? second << 8 | first : first << 8 | second
    }

    /// A 32-bit number.
    func long(_ at: Int, _ order: ByteOrder) -> UInt32? {
        guard let first = word(at, order), let second = word(at + 2, order) else { return nil }
        return order == .littleEndian
            ? UInt32(second) << 16 | UInt32(first) : UInt32(first) << 16 | UInt32(second)
    }

    /// A 32-bit number as an offset or a length.
    func offset(_ at: Int, _ order: ByteOrder) -> Int? { long(at, order).map(Int.init) }

    /// A 32-bit floating point number, as it stands there: it may be infinite or no number.
    func float(_ at: Int, _ order: ByteOrder) -> Double? {
        long(at, order).map { Double(Float(bitPattern: $0)) }
    }

    /// A 64-bit floating point number, as it stands there.
    func double(_ at: Int, _ order: ByteOrder) -> Double? {
        guard let first = long(at, order), let second = long(at + 4, order) else { return nil }
        let bits =
            order == .littleEndian
            ? UInt64(second) << 32 | UInt64(first) : UInt64(first) << 32 | UInt64(second)
        return Double(bitPattern: bits)
    }

    /// Text of a fixed width up to its first zero, without characters that are no plain ASCII.
    func text(_ at: Int, _ length: Int) -> String {
        guard let there = window(at, length) else { return "" }
        let plain = there.slice.prefix { $0 != 0 }.filter { $0 >= 0x20 && $0 < 0x7F }
        let text = String(decoding: plain, as: UTF8.self)
        return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// Where these bytes stand next, from a place on.
    func place(of wanted: [UInt8], from at: Int) -> Int? {
        guard let first = wanted.first, at >= 0, wanted.count <= count else { return nil }
        var place = at
        while place <= count - wanted.count {
            if bytes[start + place] == first, holds(wanted, at: place) { return place }
            place += 1
        }
        return nil
    }

    /// Numbers of 16 bits, one behind the other.
    func words(_ at: Int, count wanted: Int, _ order: ByteOrder) -> [UInt16]? {
        guard wanted >= 0, wanted <= count / 2, let there = window(at, 2 * wanted) else { return nil }
        return unsafe there.slice.withUnsafeBytes { raw in
            (0..<wanted).map { index in
                let word = unsafe raw.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
                return order == .littleEndian ? UInt16(littleEndian: word) : UInt16(bigEndian: word)
            }
        }
    }
}
