// SPDX-License-Identifier: Apache-2.0
// An orthophoto as a small picture: its first three bands as red, green and blue, or one as grey, averaged into as many
// pixels as a mail shows. What was not measured stays white.

/// A small picture of an orthophoto.
public struct MapPreview: Sendable {
    /// Pixels of the largest orthophoto that is looked at: each band is read once.
    public static let mostPixels = 1_000_000_000
    /// Columns and rows.
    public let columns: Int, rows: Int
    /// The pixels, row by row, as 0xRRGGBB.
    public let pixels: [UInt32]

    /// Makes the picture.
    public init(_ map: MapFile, side: Int = 560) throws(ThermalError) {
        guard map.width.multipliedReportingOverflow(by: map.height).partialValue <= Self.mostPixels else {
            throw .tooLarge(width: map.width, height: map.height)
        }
        let shown = (0..<map.bands).filter { $0 != map.mask }
        guard let first = shown.first else {
            throw .notSupported(what: "a map without a band that shows something")
        }
        let chosen = shown.count >= 3 ? Array(shown.prefix(3)) : [first]
        var planes: [[Float]] = []
        var size = (columns: 0, rows: 0)
        for band in chosen {
            let plane = try IndexMap(map, first: band, second: nil, side: side)
            size = (plane.columns, plane.rows)
            let isPlain = map.format == .unsigned8
            let low = isPlain ? 0 : plane.quantile(0.02), high = isPlain ? 255 : plane.quantile(0.98)
            let factor = high > low ? 255 / (high - low) : 0
            planes.append(
                plane.values.map { $0.isNaN ? .nan : Float(min(max((Double($0) - low) * factor, 0), 255)) })
        }
        (columns, rows) = size
        let (red, green, blue) =
            planes.count == 3 ? (planes[0], planes[1], planes[2]) : (planes[0], planes[0], planes[0])
        pixels = red.indices.map { place in
            guard !red[place].isNaN, !green[place].isNaN, !blue[place].isNaN else { return 0xFF_FFFF }
            return UInt32(red[place]) << 16 | UInt32(green[place]) << 8 | UInt32(blue[place])
        }
    }
}
