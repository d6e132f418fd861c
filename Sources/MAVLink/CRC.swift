// SPDX-License-Identifier: Apache-2.0
// The two checksums of this module: CRC-16/MCRF4XX ("X.25") over frames, CRC-32 over item lists for records.
// They see bytes only.

/// The checksum of MAVLink frames.
struct FrameCRC: Equatable {
    private(set) var value: UInt16 = 0xFFFF

    @inline(__always)
    mutating func add(_ byte: UInt8) {
        var mixed = byte ^ UInt8(truncatingIfNeeded: value)
        mixed ^= mixed << 4
        let wide = UInt16(mixed)
        value = (value >> 8) ^ (wide << 8) ^ (wide << 3) ^ (wide >> 4)
    }

    @inline(__always)
    mutating func add(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
        var index = start
        while index < end {
            add(bytes[index])
            index += 1
        }
    }
}

/// CRC-32 (IEEE 802.3, reflected): names an item list in records and events.
struct RecordCRC: Equatable {
    private var register: UInt32 = 0xFFFF_FFFF

    var value: UInt32 { ~register }

    mutating func add(_ byte: UInt8) {
        register ^= UInt32(byte)
        for _ in 0..<8 { register = (register >> 1) ^ (register & 1 == 1 ? 0xEDB8_8320 : 0) }
    }

    mutating func add<Value: FixedWidthInteger>(_ value: Value) {
        for index in 0..<(Value.bitWidth / 8) { add(UInt8(truncatingIfNeeded: value >> Value(index * 8))) }
    }
}
