// SPDX-License-Identifier: Apache-2.0
// A field of numbers as a picture: a thermal image with its hot spots marked, a map of an index. Colours run from low
// to high as the legend beside it says with units; what was not measured stays white. A picture that would be larger
// than a mail may carry loses shades first and pixels last, never its marks.

/// The colours of a field of numbers.
public enum RasterPalette: Sendable, Equatable {
    /// Dark blue over red to pale yellow, as thermal cameras show heat.
    case heat
    /// Brown over pale to blue: dry to wet.
    case moisture
    /// Brown over pale to green: bare to dense.
    case vegetation

    private var stops: [(at: Double, red: Double, green: Double, blue: Double)] {
        switch self {
        case .heat:
            [
                (0, 0, 0, 40), (0.2, 60, 0, 130), (0.4, 160, 20, 140), (0.6, 225, 80, 50),
                (0.8, 250, 165, 20),
                (1, 255, 250, 210),
            ]
        case .moisture:
            [
                (0, 140, 81, 10), (0.25, 223, 194, 125), (0.5, 245, 245, 235), (0.75, 103, 169, 207),
                (1, 5, 72, 130),
            ]
        case .vegetation:
            [
                (0, 120, 70, 20), (0.3, 222, 203, 150), (0.5, 250, 248, 220), (0.75, 120, 190, 90),
                (1, 0, 90, 40),
            ]
        }
    }

    /// The colour of a share of the way from low to high.
    func pixel(_ share: Double) -> UInt32 {
        let share = min(max(share, 0), 1)
        let stops = stops
        let above = stops.firstIndex { $0.at >= share } ?? stops.count - 1
        let (a, b) = (stops[max(above - 1, 0)], stops[above])
        let part = b.at > a.at ? (share - a.at) / (b.at - a.at) : 0
        func mix(_ from: Double, _ to: Double) -> UInt32 {
            UInt32(min(max(from + (to - from) * part, 0), 255))
        }
        return mix(a.red, b.red) << 16 | mix(a.green, b.green) << 8 | mix(a.blue, b.blue)
    }
}

/// A field of numbers as a picture.
public struct RasterPicture: Sendable {
    /// A place to look at.
    public struct Spot: Sendable {
        /// The first and last column and row of a box around it.
        public var left: Int, top: Int, right: Int, bottom: Int
        /// What stands beside it: "1: 84.2 °C".
        public var label: String

        /// A marked place.
        public init(left: Int, top: Int, right: Int, bottom: Int, label: String) {
            (self.left, self.top, self.right, self.bottom, self.label) = (left, top, right, bottom, label)
        }
    }

    /// Octets of the largest picture that a mail carries.
    public static let mostOctets = 300_000
    /// Columns or rows of the shown field; a larger one is shown smaller, each pixel with the greatest of its numbers.
    public static let longestSide = 1_000

    /// The columns and rows of the field.
    public let columns: Int, rows: Int
    /// Its numbers row by row; NaN where nothing was measured.
    let values: [Float]
    /// What the ends of the colours stand for.
    public var low: Double, high: Double
    /// The unit beside the legend: "°C".
    public var unit: String
    /// What the colours show: "Temperature".
    public var quantity: String
    /// The colours.
    public var palette: RasterPalette
    /// Lines above the picture.
    public var caption: [String]
    /// What is marked.
    public var spots: [Spot] = []

    /// A picture of a field; nil when the numbers are not columns x rows.
    public init?(
        columns: Int, rows: Int, values: [Float], low: Double, high: Double, quantity: String, unit: String,
        palette: RasterPalette, caption: [String]
    ) {
        guard columns > 0, rows > 0, columns.multipliedReportingOverflow(by: rows) == (values.count, false)
        else {
            return nil
        }
        (self.columns, self.rows, self.values) = (columns, rows, values)
        self.low = low.isFinite ? low : 0
        self.high = high.isFinite && high > self.low ? high : self.low + 1
        (self.quantity, self.unit, self.palette, self.caption) = (quantity, unit, palette, caption)
    }

    /// The PNG file, at most `mostOctets` long.
    public func png(mostOctets: Int = RasterPicture.mostOctets) throws(PaperError) -> [UInt8] {
        let fonts = try FontShelf()
        var best: [UInt8] = []
        var side = Self.longestSide
        while true {
            for shades in [160, 64, 24] {
                best = try file(side: side, shades: shades, fonts: fonts)
                if best.count <= mostOctets { return best }
            }
            guard side > 100 else { return best }
            side = side * 3 / 4
        }
    }

    private func file(side: Int, shades: Int, fonts: FontShelf) throws(PaperError) -> [UInt8] {
        let step = max(1, (max(columns, rows) + side - 1) / side)
        let sheet = sheet(step: step, shades: shades)
        // A small sensor is shown with pixels of several points.
        let zoom = max(1, min(480 / sheet.columns, 480 / sheet.rows, 8))
        let (width, height) = (Double(sheet.columns * zoom), Double(sheet.rows * zoom))
        let head = Double(caption.count) * 15 + 8
        let page = Rect(0, 0, max(width, 300) + 92, max(height, 120) + head + 8)
        var sketch = Sketch()
        for (index, line) in caption.enumerated() {
            sketch.text(
                line, at: Point(8, 16 + 15 * Double(index)),
                TextStyle(face: index == 0 ? .bold : .regular, size: 11),
                fonts: fonts)
        }
        let place = Rect(4, head, width, height)
        sketch.pixels(sheet, in: place)
        for spot in spots { mark(spot, step: step, zoom: zoom, at: place, on: &sketch, fonts) }
        legend(Rect(place.right + 12, head + 4, 14, max(height, 120) - 24), shades, on: &sketch, fonts)
        let canvas = try Canvas(
            .png(scale: 1, colours: 256), width: page.width, height: page.height, fonts: fonts)
        try canvas.page(sketch)
        return try canvas.finish(title: caption.first ?? quantity)
    }

    func sheet(step: Int, shades: Int) -> PixelSheet {
        let (wide, tall) = ((columns + step - 1) / step, (rows + step - 1) / step)
        let colours = (0..<shades).map { palette.pixel(Double($0) / Double(shades - 1)) }
        let factor = Float(Double(shades) / (high - low)), floor = Float(low)
        var pixels = [UInt32](repeating: 0xFF_FFFF, count: wide * tall)
        for row in 0..<tall {
            for column in 0..<wide {
                var most = -Float.infinity
                for y in row * step..<min(rows, (row + 1) * step) {
                    for x in column * step..<min(columns, (column + 1) * step) {
                        let value = values[y * columns + x]
                        // NaN is greater than nothing.
                        if value > most { most = value }
                    }
                }
                guard most > -.infinity else { continue }
                let shade = (most - floor) * factor
                pixels[row * wide + column] =
                    colours[shade < 1 ? 0 : shade >= Float(shades - 1) ? shades - 1 : Int(shade)]
            }
        }
        return PixelSheet(columns: wide, rows: tall, pixels: pixels)
    }

    /// A box with a light and a dark line, so that it is seen on any ground, and its label.
    private func mark(
        _ spot: Spot, step: Int, zoom: Int, at place: Rect, on sketch: inout Sketch, _ fonts: FontShelf
    ) {
        func point(_ pixel: Int, _ limit: Int) -> Double {
            Double(min(max(pixel, 0), limit)) / Double(step) * Double(zoom)
        }
        let margin = 5.0
        let left = place.x + point(spot.left, columns) - margin,
            top = place.y + point(spot.top, rows) - margin
        let box = Rect(
            left, top, place.x + point(spot.right + 1, columns) + margin - left,
            place.y + point(spot.bottom + 1, rows) + margin - top)
        sketch.frame(box, ink: .black, width: 3)
        sketch.frame(box, ink: .white, width: 1.4)
        let style = TextStyle(face: .bold, size: 11)
        let width = fonts.width(spot.label, style) + 6
        // Above the box, or below it at the upper edge; never beyond the left and right edges.
        let x = min(max(box.x, place.x), max(place.x, place.right - width))
        let y = box.y - 17 >= place.y ? box.y - 17 : min(box.bottom + 3, place.bottom - 15)
        sketch.box(Rect(x, y, width, 14), fill: .white)
        sketch.text(spot.label, at: Point(x + 3, y + 11), style, fonts: fonts)
    }

    private func legend(_ place: Rect, _ shades: Int, on sketch: inout Sketch, _ fonts: FontShelf) {
        let rows = 100
        let colours = (0..<rows).map { row in
            let share = Double(rows - 1 - row) / Double(rows - 1)
            return palette.pixel((share * Double(shades - 1)).rounded() / Double(shades - 1))
        }
        sketch.pixels(PixelSheet(columns: 1, rows: rows, pixels: colours), in: place)
        sketch.box(place, stroke: .grey)
        let style = TextStyle(size: 10)
        for share in [0, 0.25, 0.5, 0.75, 1.0] {
            let value = low + (high - low) * share
            sketch.text(
                "\(Self.short(value, span: high - low)) \(unit)",
                at: Point(place.right + 4, place.bottom - place.height * share + 4), style, fonts: fonts)
        }
        sketch.text(quantity, at: Point(place.x - 4, place.bottom + 16), style, fonts: fonts)
    }

    /// With as many decimals as the span needs.
    private static func short(_ value: Double, span: Double) -> String {
        let decimals = span >= 20 ? 0 : span >= 2 ? 1 : 2
        let scale = decimals == 0 ? 1.0 : decimals == 1 ? 10 : 100
        let whole = Int(min(max((value * scale).rounded(), -1e15), 1e15))
        guard decimals > 0 else { return "\(whole)" }
        let rest = "\(abs(whole) % Int(scale))"
        return (whole < 0 ? "-" : "") + "\(abs(whole) / Int(scale))."
            + String(repeating: "0", count: decimals - rest.count) + rest
    }
}
