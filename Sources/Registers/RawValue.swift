// SPDX-License-Identifier: Apache-2.0
// Between the registers of a point and one raw number: word order and byte order, nothing else.
// It knows no scale and no sentinel.

extension PointProfile {
    /// The registers of the point as one raw number of up to 64 bits, in the point's word and byte order; only the
    /// bits of the mask, moved down to bit 0.
    /// - Returns: nil when there are not as many words as the point takes, or for a string.
    func raw(from words: ArraySlice<UInt16>) -> UInt64? {
        guard type != .string, words.count == width, width <= 4 else { return nil }
        let ordered = wordOrder == .big ? Array(words) : words.reversed()
        let whole = ordered.reduce(0) { $0 << 16 | UInt64(byteOrder == .big ? $1 : $1.byteSwapped) }
        guard let mask, mask != 0 else { return whole }
        return (whole & mask) >> UInt64(mask.trailingZeroBitCount)
    }

    /// The registers that carry a raw number: the inverse of `raw(from:)`.
    func words(from raw: UInt64) -> [UInt16] {
        let count = min(width, 4)
        let raw = mask.map { raw << UInt64(min($0.trailingZeroBitCount, 63)) & $0 } ?? raw
        let ordered = (0..<count).map { index -> UInt16 in
            let word = UInt16(truncatingIfNeeded: raw >> UInt64(16 * (count - 1 - index)))
            return byteOrder == .big ? word : word.byteSwapped
        }
        return wordOrder == .big ? ordered : ordered.reversed()
    }

    /// The bytes of a string point, in reading order.
    func textBytes(from words: ArraySlice<UInt16>) -> [UInt8] {
        let ordered = wordOrder == .big ? Array(words) : words.reversed()
        return ordered.flatMap { word -> [UInt8] in
            let high = UInt8(truncatingIfNeeded: word >> 8)
            let low = UInt8(truncatingIfNeeded: word)
            return byteOrder == .big ? [high, low] : [low, high]
        }
    }

    /// The registers that carry a text, padded with spaces and cut to the point's width.
    func words(fromText text: String) -> [UInt16] {
        var bytes = Array(text.utf8.prefix(2 * width))
        bytes += Array(repeating: 0x20, count: 2 * width - bytes.count)
        let ordered = (0..<width).map { index -> UInt16 in
            let first = UInt16(bytes[2 * index])
            let second = UInt16(bytes[2 * index + 1])
            return byteOrder == .big ? first << 8 | second : second << 8 | first
        }
        return wordOrder == .big ? ordered : ordered.reversed()
    }
}
