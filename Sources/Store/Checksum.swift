// SPDX-License-Identifier: Apache-2.0
// The checksum that stands beside every stored body (CRC-64/XZ). It guards against torn and flipped bits, not
// against a person: it is no signature and must never be used as one.

/// CRC-64/XZ of bodies in the database.
enum Checksum {
    /// The checksum of `bytes`, as the signed number SQLite stores.
    static func of(_ bytes: some Sequence<UInt8>) -> Int64 {
        var crc = UInt64.max
        for byte in bytes {
            crc = table[Int(truncatingIfNeeded: (crc ^ UInt64(byte)) & 0xFF)] ^ (crc >> 8)
        }
        return Int64(bitPattern: ~crc)
    }

    /// One entry for each value of a byte; the polynomial is ECMA-182's, reflected.
    private static let table: [UInt64] = (0..<256).map { index in
        var entry = UInt64(index)
        for _ in 0..<8 { entry = entry & 1 == 1 ? (entry >> 1) ^ 0xC96C_5795_D787_0F42 : entry >> 1 }
        return entry
    }
}
