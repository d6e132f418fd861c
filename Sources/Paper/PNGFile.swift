// SPDX-License-Identifier: Apache-2.0
// Writes a drawing as PNG with a palette (ISO/IEC 15948): a chart has few colours, so its file is a quarter of one
// with full colours, which matters in a mail over a satellite. The colours of the inks stay exact; rare shades of
// edges may move to a near one.

internal import CZlib

/// Pixels as a PNG file.
enum PNGFile {
    /// The file of rows of pixels 0xRRGGBB with at most so many colours, 2 to 256; nil when zlib fails.
    /// `pixelsPerMetre` tells how large it is meant to be.
    static func bytes(pixels: [UInt32], columns: Int, rows: Int, pixelsPerMetre: Int, colours: Int = 256)
        -> [UInt8]?
    {
        precondition(pixels.count == columns * rows, "a pixel for each place")
        let (palette, index) = palette(of: pixels, most: min(max(colours, 2), 256))
        let isSmall = palette.count <= 16
        var raw: [UInt8] = []
        raw.reserveCapacity((isSmall ? columns / 2 + 2 : columns + 1) * rows)
        var last = pixels.first ?? 0
        var lastIndex = index[bin(last)]
        // Most pixels are like the one before.
        func look(_ pixel: UInt32) -> UInt8 {
            if pixel != last { (last, lastIndex) = (pixel, index[bin(pixel)]) }
            return lastIndex
        }
        for row in 0..<rows {
            // Filter 0: neighbouring indexes say nothing of each other.
            raw.append(0)
            var place = row * columns
            let end = place + columns
            while place < end {
                let first = look(pixels[place])
                if isSmall {
                    let second = place + 1 < end ? look(pixels[place + 1]) : 0
                    raw.append(first << 4 | second)
                    place += 2
                } else {
                    raw.append(first)
                    place += 1
                }
            }
        }
        guard let packed = packed(raw) else { return nil }
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        add("IHDR", word(columns) + word(rows) + [isSmall ? 4 : 8, 3, 0, 0, 0], to: &file)
        add("pHYs", word(pixelsPerMetre) + word(pixelsPerMetre) + [1], to: &file)
        add(
            "PLTE", palette.flatMap { [UInt8($0 >> 16 & 255), UInt8($0 >> 8 & 255), UInt8($0 & 255)] },
            to: &file)
        add("IDAT", packed, to: &file)
        add("IEND", [], to: &file)
        return file
    }

    /// The colours of a picture, and for each bin of like colours its place among them.
    private static func palette(of pixels: [UInt32], most: Int) -> (colours: [UInt32], index: [UInt8]) {
        var counts = [Int](repeating: 0, count: 32_768)
        // The colour of a bin is the one of its majority (Boyer and Moore), so that inks stay exact.
        var colours = [UInt32](repeating: 0, count: 32_768)
        var votes = [Int](repeating: 0, count: 32_768)
        var place = 0
        while place < pixels.count {
            let pixel = pixels[place]
            var end = place + 1
            while end < pixels.count, pixels[end] == pixel { end += 1 }
            let (bin, count, colour) = (bin(pixel), end - place, pixel & 0xFF_FFFF)
            place = end
            counts[bin] += count
            if colours[bin] == colour {
                votes[bin] += count
            } else if votes[bin] >= count {
                votes[bin] -= count
            } else {
                (colours[bin], votes[bin]) = (colour, count - votes[bin])
            }
        }
        let used = counts.indices.filter { counts[$0] > 0 }
        // The inks come first: a thin line has fewer pixels than the grey edges of the letters.
        let inks = Set(Ink.allCases.map(\.pixel))
        let rank = used.map { bin in (bin, inks.contains(colours[bin]) ? 1 : 0, counts[bin]) }
        let kept = rank.sorted { ($0.1, $0.2, $1.0) > ($1.1, $1.2, $0.0) }.prefix(most).map(\.0)
        let palette = kept.map { colours[$0] }
        var index = [UInt8](repeating: 0, count: 32_768)
        for (place, bin) in kept.enumerated() { index[bin] = UInt8(place) }
        for bin in used where colours[bin] != palette[Int(index[bin])] {
            let nearest = palette.indices.min {
                distance(palette[$0], colours[bin]) < distance(palette[$1], colours[bin])
            }
            index[bin] = UInt8(nearest ?? 0)
        }
        return (palette.isEmpty ? [0xFF_FFFF] : palette, index)
    }

    /// Colours alike in five bits each.
    private static func bin(_ pixel: UInt32) -> Int {
        let red = (pixel >> 9) & 0x7C00, green = (pixel >> 6) & 0x3E0, blue = (pixel >> 3) & 0x1F
        return Int(red | green | blue)
    }

    private static func distance(_ a: UInt32, _ b: UInt32) -> Int {
        [16, 8, 0].reduce(0) { sum, shift in
            let difference = Int(a >> UInt32(shift) & 255) - Int(b >> UInt32(shift) & 255)
            return sum + difference * difference
        }
    }

    private static func packed(_ raw: [UInt8]) -> [UInt8]? {
        var size = compressBound(uLong(raw.count))
        var packed = [UInt8](repeating: 0, count: Int(size))
        let code = unsafe packed.withUnsafeMutableBufferPointer { target in
            unsafe raw.withUnsafeBufferPointer { source in
                unsafe compress2(target.baseAddress, &size, source.baseAddress, uLong(source.count), 9)
            }
        }
        guard code == Z_OK else { return nil }
        return Array(packed.prefix(Int(size)))
    }

    private static func add(_ kind: String, _ content: [UInt8], to file: inout [UInt8]) {
        let body = Array(kind.utf8) + content
        let sum = unsafe body.withUnsafeBufferPointer { unsafe crc32(0, $0.baseAddress, uInt($0.count)) }
        file += word(content.count) + body + word(Int(truncatingIfNeeded: sum))
    }

    private static func word(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}

extension Ink {
    /// The ink as cairo puts it into a pixel: sixteen bits, of which the upper eight are kept.
    fileprivate var pixel: UInt32 {
        let (red, green, blue) = components
        return [red, green, blue].reduce(0) { $0 << 8 | UInt32($1 * 65_535 + 0.5) >> 8 }
    }
}
