// SPDX-License-Identifier: Apache-2.0
// Reads a PNG of 16-bit greys: chunks with their check sums, one zlib stream, five row filters. Other kinds of PNG hold
// colours and are refused.

/// A 16-bit grey PNG.
enum PNGRaster {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    static func isPNG(_ bytes: Octets) -> Bool { bytes.holds(signature, at: 0) }

    /// Reads the samples as the PNG standard orders them.
    /// - Parameters:
    ///   - width: what the record around the PNG says.
    ///   - height: what the record around the PNG says.
    static func read(_ png: Octets, width: Int, height: Int) throws(ThermalError) -> Raster {
        var at = signature.count
        var packed: [UInt8] = []
        var hasHeader = false
        while true {
            guard let length = png.offset(at, .bigEndian), let name = png.long(at + 4, .bigEndian),
                let sum = png.long(at + 8 + length, .bigEndian), let checked = png.window(at + 4, length + 4),
                let body = png.window(at + 8, length)
            else { throw .cut(what: "a chunk of the raw PNG", at: at) }
            guard Inflate.crc(checked.slice) == sum else {
                throw .damaged(what: "the check sum of a chunk of the raw PNG is wrong", at: at)
            }
            guard hasHeader || name == Chunk.header else {
                throw .damaged(what: "the raw PNG does not begin with its header", at: at)
            }
            switch name {
            case Chunk.header:
                try check(body, width: width, height: height)
                hasHeader = true
            case Chunk.data: packed += body.slice
            case Chunk.end: return try unpack(packed, width: width, height: height)
            default: break
            }
            at += 12 + length
        }
    }

    /// Names of chunks, as numbers.
    private enum Chunk {
        static let header: UInt32 = 0x4948_4452
        static let data: UInt32 = 0x4944_4154
        static let end: UInt32 = 0x4945_4E44
    }

    private static func check(_ header: Octets, width: Int, height: Int) throws(ThermalError) {
        guard let pngWidth = header.offset(0, .bigEndian), let pngHeight = header.offset(4, .bigEndian),
            let depth = header.byte(8), let colour = header.byte(9), let interlace = header.byte(12)
        else { throw .cut(what: "the header of the raw PNG", at: 8) }
        guard pngWidth == width, pngHeight == height else {
            let what =
                "the raw PNG is \(pngWidth) x \(pngHeight) pixels, its record says \(width) x \(height)"
            throw .damaged(what: what, at: 16)
        }
        guard depth == 16, colour == 0 else {
            throw .notRadiometric(
                because:
                    "the raw PNG has \(depth) bits of colour type \(colour), where counts are 16-bit greys")
        }
        guard interlace == 0 else {
            throw .notSupported(what: "an interlaced raw PNG; export it as TLinear TIFF")
        }
    }

    private static func unpack(_ packed: [UInt8], width: Int, height: Int) throws(ThermalError) -> Raster {
        let stride = 2 * width + 1
        guard var rows = Inflate.bytes(packed, size: stride * height) else {
            throw .damaged(what: "the raw PNG does not unpack to \(width) x \(height) pixels", at: 33)
        }
        for row in 0..<height {
            let start = row * stride
            guard
                undo(
                    rows[start], &rows, row: start + 1, above: row == 0 ? nil : start + 1 - stride, 2 * width)
            else {
                throw .damaged(what: "row \(row) of the raw PNG has unknown filter \(rows[start])", at: 33)
            }
        }
        var counts = [UInt16](repeating: 0, count: width * height)
        for row in 0..<height {
            let source = row * stride + 1, target = row * width
            for column in 0..<width {
                counts[target + column] =
                    UInt16(rows[source + 2 * column]) << 8 | UInt16(rows[source + 2 * column + 1])
            }
        }
        return Raster(width: width, height: height, counts: counts)
    }

    /// Undoes the filter of one row. A sample has two bytes, so the byte to the left stands two back.
    private static func undo(_ filter: UInt8, _ bytes: inout [UInt8], row: Int, above: Int?, _ length: Int)
        -> Bool
    {
        switch filter {
        case 0: break
        case 1:
            for index in stride(from: 2, to: length, by: 1) { bytes[row + index] &+= bytes[row + index - 2] }
        case 2:
            guard let above else { break }
            for index in 0..<length { bytes[row + index] &+= bytes[above + index] }
        case 3:
            for index in 0..<length {
                let left = index < 2 ? 0 : UInt16(bytes[row + index - 2])
                let up = above.map { UInt16(bytes[$0 + index]) } ?? 0
                bytes[row + index] &+= UInt8(truncatingIfNeeded: (left + up) / 2)
            }
        case 4:
            for index in 0..<length {
                let left = index < 2 ? 0 : Int16(bytes[row + index - 2])
                let up = above.map { Int16(bytes[$0 + index]) } ?? 0
                let corner = above.map { index < 2 ? 0 : Int16(bytes[$0 + index - 2]) } ?? 0
                bytes[row + index] &+= nearest(left, up, corner)
            }
        default: return false
        }
        return true
    }

    /// The neighbour nearest to left + up - corner (Paeth).
    @inline(__always)
    private static func nearest(_ left: Int16, _ up: Int16, _ corner: Int16) -> UInt8 {
        let toLeft = abs(up - corner), toUp = abs(left - corner), toCorner = abs(left + up - 2 * corner)
        let choice = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
        return UInt8(truncatingIfNeeded: choice)
    }
}
