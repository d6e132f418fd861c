// SPDX-License-Identifier: Apache-2.0
// The checksum of bodies: eight octets a turn give the same as one bit a turn, for every length and place.

import Testing

@testable import Store

/// CRC-64/XZ bit by bit, as its definition says it.
private func plainChecksum(_ bytes: [UInt8]) -> Int64 {
    var crc = UInt64.max
    for byte in bytes {
        crc ^= UInt64(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xC96C_5795_D787_0F42 : crc >> 1 }
    }
    return Int64(bitPattern: ~crc)
}

@Test func `the checksum is that of its definition for every length`() {
    var octet: UInt8 = 1
    let bytes = (0..<300).map { _ in
        octet = octet &* 167 &+ 13
        return octet
    }
    for length in 0...300 {
        #expect(Checksum.of(Array(bytes.prefix(length))) == plainChecksum(Array(bytes.prefix(length))))
        #expect(Checksum.of(Array(bytes.suffix(length))) == plainChecksum(Array(bytes.suffix(length))))
    }
}
