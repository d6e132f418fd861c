// SPDX-License-Identifier: Apache-2.0
// Reads little-endian numbers out of bytes that nobody vouches for. A place outside of the bytes reads as zero: no
// input can make this trap or read memory of others. All unsafe reads of the target are in this file.

extension RawSpan {
    /// The byte at a place, zero outside.
    @inline(__always)
    func byte(_ at: Int) -> UInt8 {
        guard at >= 0, at < byteCount else { return 0 }
        return unsafe unsafeLoad(fromUncheckedByteOffset: at, as: UInt8.self)
    }

    /// The little-endian integer at a place, zero if it is not wholly inside.
    @inline(__always)
    func word<Word: FixedWidthInteger & BitwiseCopyable>(_ at: Int, as type: Word.Type) -> Word {
        guard at >= 0, at <= byteCount - MemoryLayout<Word>.size else { return 0 }
        return Word(littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: type))
    }

    /// Where a byte stands first in a range; the range's end when it does not.
    func place(of byte: UInt8, from start: Int, to end: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let pattern = ones &* UInt64(byte)
        var at = start
        while at < end, at >= 0, at + 8 <= byteCount {
            // The lowest high bit that is set stands for the first byte that is equal.
            let difference = word(at, as: UInt64.self) ^ pattern
            let found = (difference &- ones) & ~difference & (ones << 7)
            if found != 0 { return Swift.min(end, at + found.trailingZeroBitCount / 8) }
            at += 8
        }
        while at < end, self.byte(at) != byte { at += 1 }
        return Swift.max(start, Swift.min(at, end))
    }

    /// The bytes of a range, without what lies outside.
    func copied(from start: Int, to end: Int) -> [UInt8] {
        let first = Swift.max(0, start), last = Swift.min(end, byteCount)
        guard first < last else { return [] }
        return unsafe extracting(first..<last).withUnsafeBytes { unsafe [UInt8]($0) }
    }
}

extension [UInt8] {
    /// Appends the bytes of a range, without what lies outside.
    mutating func append(_ bytes: RawSpan, from start: Int, to end: Int) {
        let first = Swift.max(0, start), last = Swift.min(end, bytes.byteCount)
        guard first < last else { return }
        unsafe bytes.extracting(first..<last).withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}

/// A 64-bit hash of a name: names are compared by it, so that no string is made for a message that nobody needs.
/// It is quick, eight bytes at a time, and no protection against who wants two names to look alike: then a log of his
/// making has wrong figures, and nothing else happens.
struct NameHash: Hashable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init() {}

    init(_ text: String) {
        let bytes = Array(text.utf8)
        unsafe self.init(bytes.span.bytes, from: 0, to: bytes.count)
    }

    init(_ bytes: RawSpan, from start: Int, to end: Int) {
        var at = start
        while end - at >= 8 {
            mix(bytes.word(at, as: UInt64.self))
            at += 8
        }
        // The rest, lowest byte first, and the length in the byte that it leaves free.
        let rest = max(0, end - at)
        var tail: UInt64 = 0
        if rest > 0, at + 8 <= bytes.byteCount {
            tail = bytes.word(at, as: UInt64.self) & (1 << UInt64(8 * rest) - 1)
        } else {
            for index in 0..<rest { tail |= UInt64(bytes.byte(at + index)) << UInt64(8 * index) }
        }
        mix(tail | UInt64(truncatingIfNeeded: end - start) << 56)
    }

    @inline(__always)
    private mutating func mix(_ word: UInt64) {
        value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 32
    }
}

/// A set of names by their hashes, for the thousand parameters that every log begins with.
struct NameSet {
    private var slots = [UInt64](repeating: 0, count: 4_096)
    private(set) var count = 0

    /// Adds a name until there are as many as the limit.
    mutating func insert(_ name: NameHash, limit: Int) {
        guard count < limit else { return }
        if count * 2 >= slots.count { grow() }
        if Self.place(name.value, in: &slots) { count += 1 }
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: slots.count * 2)
        for value in slots where value != 0 { _ = Self.place(value, in: &larger) }
        slots = larger
    }

    /// - Returns: whether it was new. A slot of zero is free; the table is never full.
    private static func place(_ value: UInt64, in slots: inout [UInt64]) -> Bool {
        let value = value == 0 ? 1 : value
        var slot = Int(truncatingIfNeeded: (value &* 0x9E37_79B9_7F4A_7C15) >> 40) & (slots.count - 1)
        while slots[slot] != 0 {
            if slots[slot] == value { return false }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = value
        return true
    }
}

/// Text out of logs.
enum LogText {
    /// UTF-8 of which the broken parts are left out.
    static func utf8(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.unicodeScalars.contains("\u{FFFD}") else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{FFFD}" }))
    }

    /// A field of fixed width: up to its first zero, UTF-8 if it is that, Latin-1 otherwise.
    static func fixedWidth(_ bytes: [UInt8]) -> String {
        let used = Array(bytes.prefix { $0 != 0 })
        if let text = String(validating: used, as: UTF8.self) { return text }
        return String(String.UnicodeScalarView(used.map { Unicode.Scalar($0) }))
    }
}
