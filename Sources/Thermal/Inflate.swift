// SPDX-License-Identifier: Apache-2.0
// Inflates one zlib stream into exactly as many bytes as the picture needs, by the zlib library. More or fewer bytes
// than that are an error, so a small file cannot grow without limit. Pointers to the library never leave this file.

import CZlib

/// The zlib library.
enum Inflate {
    /// Deflate makes at most 1,032 bytes of one: less input than that cannot give the picture.
    private static let greatestRatio = 1_032

    /// Inflates a stream.
    /// - Returns: `size` bytes; nil when the stream is damaged or its content has another size.
    static func bytes(_ packed: [UInt8], size: Int) -> [UInt8]? {
        guard size > 0, !packed.isEmpty, packed.count >= size / greatestRatio else { return nil }
        var result = [UInt8](repeating: 0, count: size)
        var written = uLongf(size), read = uLong(packed.count)
        let code = unsafe result.withUnsafeMutableBufferPointer { target in
            unsafe packed.withUnsafeBufferPointer { source in
                unsafe uncompress2(target.baseAddress, &written, source.baseAddress, &read)
            }
        }
        return code == Z_OK && written == uLongf(size) ? result : nil
    }

    /// The CRC-32 of bytes.
    static func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        let sum = unsafe bytes.withUnsafeBufferPointer { source in
            unsafe crc32(0, source.baseAddress, uInt(truncatingIfNeeded: source.count))
        }
        return UInt32(truncatingIfNeeded: sum)
    }
}
