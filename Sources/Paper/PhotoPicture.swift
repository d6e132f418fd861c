// SPDX-License-Identifier: Apache-2.0
// A picture of colours with lines above it, as a PNG that a mail carries: a small view of a map. A file that would be too
// long loses colours first and pixels last.

/// A picture of colours.
public struct PhotoPicture: Sendable {
    private let sheet: PixelSheet
    /// Lines above the picture.
    private let caption: [String]

    /// A picture of rows of pixels 0xRRGGBB; nil when they are not columns x rows.
    public init?(columns: Int, rows: Int, pixels: [UInt32], caption: [String]) {
        guard columns > 0, rows > 0, columns.multipliedReportingOverflow(by: rows) == (pixels.count, false)
        else {
            return nil
        }
        sheet = PixelSheet(columns: columns, rows: rows, pixels: pixels)
        self.caption = caption
    }

    /// The PNG file, at most `mostOctets` long where a picture of 100 pixels a side can be.
    public func png(mostOctets: Int = RasterPicture.mostOctets) throws(PaperError) -> [UInt8] {
        let fonts = try FontShelf()
        var step = 1
        while true {
            var best: [UInt8] = []
            for colours in [256, 64] {
                best = try file(step: step, colours: colours, fonts: fonts)
                if best.count <= mostOctets { return best }
            }
            guard max(sheet.columns, sheet.rows) / step > 100 else { return best }
            step += 1
        }
    }

    private func file(step: Int, colours: Int, fonts: FontShelf) throws(PaperError) -> [UInt8] {
        let small = thinned(step)
        let head = Double(caption.count) * 15 + 8
        let page = Rect(0, 0, max(Double(small.columns), 320) + 8, Double(small.rows) + head + 4)
        var sketch = Sketch()
        for (index, line) in caption.enumerated() {
            sketch.text(
                line, at: Point(8, 16 + 15 * Double(index)),
                TextStyle(face: index == 0 ? .bold : .regular, size: 11), fonts: fonts)
        }
        sketch.pixels(small, in: Rect(4, head, Double(small.columns), Double(small.rows)))
        let canvas = try Canvas(
            .png(scale: 1, colours: colours), width: page.width, height: page.height, fonts: fonts)
        try canvas.page(sketch)
        return try canvas.finish(title: caption.first ?? "")
    }

    private func thinned(_ step: Int) -> PixelSheet {
        guard step > 1 else { return sheet }
        let (wide, tall) = ((sheet.columns + step - 1) / step, (sheet.rows + step - 1) / step)
        var pixels: [UInt32] = []
        pixels.reserveCapacity(wide * tall)
        for row in 0..<tall {
            for column in 0..<wide { pixels.append(sheet.pixels[row * step * sheet.columns + column * step]) }
        }
        return PixelSheet(columns: wide, rows: tall, pixels: pixels)
    }
}
