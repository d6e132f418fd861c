// SPDX-License-Identifier: Apache-2.0
// The checksum that stands beside every stored body (CRC-64/XZ). It guards against torn and flipped bits, not
// against a person: it is no signature and must never be used as one.

/// CRC-64/XZ of bodies in the database.
enum Checksum {
    /// The checksum of `bytes`, as the signed number SQLite stores.
    static func of(_ bytes: [UInt8]) -> Int64 {
        // Without the checks of arrays: a mail's checksum is on the way of every commit. Every index into the tables is
        // below 4096, every offset below the count.
        let crc = unsafe bytes.withUnsafeBytes { bytes in
            unsafe tables.withUnsafeBufferPointer { tables in
                var crc = UInt64.max, offset = 0
                while offset + 16 <= bytes.count {
                    let first = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    let second = unsafe bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
                    // What does not hang on the sum so far comes first, so that both halves are read at once.
                    let ahead = unsafe folded(UInt64(littleEndian: second), tables, 0)
                    unsafe crc = ahead ^ folded(crc ^ UInt64(littleEndian: first), tables, 8)
                    offset += 16
                }
                while offset < bytes.count {
                    let index = Int(truncatingIfNeeded: (crc ^ UInt64(unsafe bytes[offset])) & 0xFF)
                    crc = unsafe tables[index] ^ (crc >> 8)
                    offset += 1
                }
                return crc
            }
        }
        return Int64(bitPattern: ~crc)
    }

    /// What eight octets make of the checksum when `behind` octets follow them.
    @inline(__always)
    private static func folded(_ word: UInt64, _ tables: UnsafeBufferPointer<UInt64>, _ behind: Int) -> UInt64 {
        var sum: UInt64 = 0
        for octet in 0..<8 {
            let index = Int(truncatingIfNeeded: (word >> UInt64(8 * octet)) & 0xFF)
            sum ^= unsafe tables[(7 - octet + behind) * 256 + index]
        }
        return sum
    }

    /// Sixteen tables of 256 entries: what an octet adds when so many others follow it; the polynomial is ECMA-182's,
    /// reflected.
    private static let tables: [UInt64] = {
        var tables = (0..<256).map { index in
            var entry = UInt64(index)
            for _ in 0..<8 { entry = entry & 1 == 1 ? (entry >> 1) ^ 0xC96C_5795_D787_0F42 : entry >> 1 }
            return entry
        }
        for index in 256..<4_096 {
            let before = tables[index - 256]
            tables.append(tables[Int(before & 0xFF)] ^ (before >> 8))
        }
        return tables
    }()
}
