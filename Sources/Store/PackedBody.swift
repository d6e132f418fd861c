// SPDX-License-Identifier: Apache-2.0
// The stored form of the state: a zlib stream, filled up with zeros to a round size, so that SQLite writes over the old
// row in place and a commit costs the flash two or three pages. Pointers to the library never leave this file, and
// nothing beyond the limit of a body is ever made of one.

internal import CZlib

/// A body as it lies in its row.
enum PackedBody {
    /// Stored sizes are multiples of this: a row whose size stays the same is written over where it lies.
    static let step = 1_024
    /// Fast enough for every decision; more effort saves a twentieth.
    private static let effort: Int32 = 3
    /// What a zlib stream begins with. JSON never does: so a body that an older Roost left plain is known.
    private static let mark: UInt8 = 0x78

    /// The stored form of a body; nil when the library has no memory for it.
    static func pack(_ body: [UInt8]) -> [UInt8]? {
        var size = compressBound(uLong(body.count))
        var packed = [UInt8](repeating: 0, count: Int(size))
        let code = unsafe packed.withUnsafeMutableBufferPointer { target in
            unsafe body.withUnsafeBufferPointer { source in
                unsafe compress2(target.baseAddress, &size, source.baseAddress, uLong(source.count), effort)
            }
        }
        guard code == Z_OK else { return nil }
        let used = Int(size), rounded = (used + step - 1) / step * step
        return Array(packed.prefix(used)) + [UInt8](repeating: 0, count: rounded - used)
    }

    /// The body of a stored form; nil when it is damaged or would be larger than a body may be.
    static func unpack(_ stored: [UInt8]) -> [UInt8]? {
        guard stored.first == mark else { return stored }
        // A state shrinks to about a fifth; each further try has four times the room.
        var room = max(stored.count * 8, 4_096)
        while true {
            room = min(room, StoreLimit.bodyBytes)
            var body = [UInt8](repeating: 0, count: room)
            var written = uLongf(room), read = uLong(stored.count)
            let code = unsafe body.withUnsafeMutableBufferPointer { target in
                unsafe stored.withUnsafeBufferPointer { source in
                    unsafe uncompress2(target.baseAddress, &written, source.baseAddress, &read)
                }
            }
            if code == Z_OK { return Array(body.prefix(Int(written))) }
            guard code == Z_BUF_ERROR, room < StoreLimit.bodyBytes else { return nil }
            room *= 4
        }
    }
}
