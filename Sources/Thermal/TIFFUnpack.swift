// SPDX-License-Identifier: Apache-2.0
// Unpacks one strip or tile of a TIFF picture into exactly as many bytes as it must have: stored plainly, LZW, Deflate
// or PackBits. More bytes than that are left out as the standard allows, fewer are an error.

/// Unpacking of TIFF strips.
enum TIFFUnpack {
    /// The ways that are known, by their number in the file.
    static let known: Set<Int> = [1, 5, 8, 32_773, 32_946]

    /// Unpacks a strip.
    /// - Returns: `size` bytes, or nil when the strip does not give them.
    static func bytes(_ strip: Octets, compression: Int, size: Int) -> [UInt8]? {
        switch compression {
        case 1: return strip.window(0, size).map { [UInt8]($0.slice) }
        case 5: return lzw(strip, size: size)
        case 8, 32_946: return Inflate.bytes([UInt8](strip.slice), size: size)
        case 32_773: return packBits(strip, size: size)
        default: return nil
        }
    }

    /// LZW as TIFF has it: codes of 9 to 12 bits, high bit first, one code early.
    private static func lzw(_ strip: Octets, size: Int) -> [UInt8]? {
        let clear = 256, end = 257, most = 4_096
        let input = strip.slice
        var at = input.startIndex
        var held: UInt32 = 0
        var heldBits = 0
        var width = 9
        // A code stands for the text of another code and one byte more; texts are found again in what was written.
        var starts = [Int](repeating: 0, count: most), lengths = [Int](repeating: 0, count: most)
        var nextCode = 258
        var before: Int?
        var result: [UInt8] = []
        result.reserveCapacity(size)
        while result.count < size {
            while heldBits < width {
                guard at < input.endIndex else { return nil }
                held = held << 8 | UInt32(input[at])
                at += 1
                heldBits += 8
            }
            heldBits -= width
            let code = Int(held >> UInt32(heldBits)) & ((1 << width) - 1)
            if code == clear {
                (nextCode, width, before) = (258, 9, nil)
                continue
            }
            guard code != end else { return nil }
            let start = result.count
            if code < 256 {
                result.append(UInt8(truncatingIfNeeded: code))
            } else {
                guard before != nil, code <= nextCode, code < most else { return nil }
                // The newest code's last byte is the first one written here: byte by byte, it is there in time.
                let source = starts[code]
                for index in 0..<lengths[code] { result.append(result[source + index]) }
            }
            if before != nil, nextCode < most - 1 { nextCode += 1 }
            // The next code is this text and the first byte of the text to come, which will stand right behind it.
            (starts[nextCode], lengths[nextCode]) = (start, result.count - start + 1)
            before = code
            if nextCode >= (1 << width) - 1, width < 12 { width += 1 }
        }
        if result.count > size { result.removeLast(result.count - size) }
        return result
    }

    /// Runs of bytes: n + 1 as they are, or one repeated 1 - n times.
    private static func packBits(_ strip: Octets, size: Int) -> [UInt8]? {
        let input = strip.slice
        var at = input.startIndex
        var result: [UInt8] = []
        result.reserveCapacity(size)
        while result.count < size {
            guard at < input.endIndex else { return nil }
            let head = Int(Int8(bitPattern: input[at]))
            at += 1
            if head >= 0 {
                guard input.endIndex - at > head else { return nil }
                result += input[at...(at + head)]
                at += head + 1
            } else if head > -128 {
                guard at < input.endIndex else { return nil }
                result += repeatElement(input[at], count: 1 - head)
                at += 1
            }
        }
        if result.count > size { result.removeLast(result.count - size) }
        return result
    }
}
