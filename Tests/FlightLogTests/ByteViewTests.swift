// SPDX-License-Identifier: Apache-2.0
// The search for a byte and the hash of a name against the plain way of doing either, at every place of a buffer: both
// look at eight bytes at a time, and must never look at what lies behind.

import Testing

@testable import FlightLog

@Suite struct ByteViewTests {
    /// Bytes of few values, so that each is found often; the values next to a searched one mislead a search by words.
    private let bytes: [UInt8] = (0..<67).map { [0x20, 0x21, 0x1F, 0xA0, 0x5B, 0x00, 0xFF][($0 * $0 + $0 / 3) % 7] }

    @Test func `a byte is found where it stands first`() {
        for byte in [0x20, 0x5B, 0x00, 0xFF, 0x80] as [UInt8] {
            for start in 0...bytes.count {
                for end in start...bytes.count + 9 {
                    let inside = bytes[start..<min(end, bytes.count)]
                    // What lies outside of the bytes reads as zero.
                    let outside = byte == 0 && end > bytes.count ? max(start, bytes.count) : end
                    let plain = inside.firstIndex(of: byte) ?? outside
                    let found = unsafe bytes.span.bytes.place(of: byte, from: start, to: end)
                    #expect(found == plain, "\(byte) in \(start)..<\(end)")
                }
            }
        }
    }

    @Test func `a name has one hash, wherever it stands, and others have others`() {
        var seen: [UInt64: [UInt8]] = [:]
        for start in 0..<bytes.count {
            for end in start...bytes.count {
                let name = Array(bytes[start..<end])
                let here = unsafe NameHash(bytes.span.bytes, from: start, to: end)
                #expect(unsafe here == NameHash(name.span.bytes, from: 0, to: name.count))
                #expect(seen.updateValue(name, forKey: here.value).map { $0 == name } ?? true)
            }
        }
        #expect(unsafe NameHash("timestamp") == NameHash(Array("timestamp_".utf8).span.bytes, from: 0, to: 9))
        #expect(NameHash("a") != NameHash("a\0") && NameHash("") != NameHash("\0"))
    }
}
