// SPDX-License-Identifier: Apache-2.0
// What is to be drawn, as values: lines, areas and texts in their final places. One sketch becomes PNG, PDF or SVG,
// and a test can look at it without any of them.

/// One thing on the page.
enum Mark: Sendable, Equatable {
    case line([Point], ink: Ink, width: Double, dash: Dash, clip: Rect?)
    case area([Point], ink: Ink, clip: Rect?)
    case box(Rect, fill: Ink?, stroke: Ink?)
    /// Pixels, stretched over a rectangle without smoothing.
    case pixels(PixelSheet, in: Rect)
    case disc(Point, radius: Double, ink: Ink, isFilled: Bool)
    /// A text whose base line begins at a point; `width` is what it takes.
    case text(String, at: Point, style: TextStyle, width: Double)
}

/// Pixels 0xRRGGBB, row by row.
struct PixelSheet: Sendable, Equatable {
    let columns: Int, rows: Int
    let pixels: [UInt32]

    init(columns: Int, rows: Int, pixels: [UInt32]) {
        precondition(columns > 0 && rows > 0 && pixels.count == columns * rows, "a pixel for each place")
        (self.columns, self.rows, self.pixels) = (columns, rows, pixels)
    }
}

/// Where a text stands about its point.
enum TextAnchor: Sendable {
    case start, middle, end
}

/// What is to be drawn, in order.
struct Sketch: Sendable, Equatable {
    private(set) var marks: [Mark] = []

    mutating func line(
        _ points: [Point], ink: Ink, width: Double = 1, dash: Dash = .solid, clip: Rect? = nil
    ) {
        guard points.count > 1 else { return }
        marks.append(.line(points, ink: ink, width: width, dash: dash, clip: clip))
    }

    mutating func area(_ points: [Point], ink: Ink, clip: Rect? = nil) {
        guard points.count > 2 else { return }
        marks.append(.area(points, ink: ink, clip: clip))
    }

    mutating func box(_ rect: Rect, fill: Ink? = nil, stroke: Ink? = nil) {
        marks.append(.box(rect, fill: fill, stroke: stroke))
    }

    mutating func pixels(_ sheet: PixelSheet, in rect: Rect) { marks.append(.pixels(sheet, in: rect)) }

    /// The edges of a rectangle in a line of some width.
    mutating func frame(_ rect: Rect, ink: Ink, width: Double) {
        line(
            [
                Point(rect.x, rect.y), Point(rect.right, rect.y), Point(rect.right, rect.bottom),
                Point(rect.x, rect.bottom), Point(rect.x, rect.y),
            ], ink: ink, width: width)
    }

    mutating func text(
        _ text: String, at point: Point, _ style: TextStyle, anchor: TextAnchor = .start, fonts: FontShelf
    ) {
        guard !text.isEmpty else { return }
        let text = PaperText.visual(text)
        let width = fonts.width(text, style)
        let left =
            switch anchor {
            case .start: point.x
            case .middle: point.x - width / 2
            case .end: point.x - width
            }
        marks.append(.text(text, at: Point(left, point.y), style: style, width: width))
    }

    mutating func append(_ other: Sketch) { marks += other.marks }

    /// A point of a series, or the sign of a notice.
    mutating func shape(_ shape: PointShape, at centre: Point, radius: Double, ink: Ink) {
        let (x, y, r) = (centre.x, centre.y, radius)
        switch shape {
        case .disc: marks.append(.disc(centre, radius: r, ink: ink, isFilled: true))
        case .ring: marks.append(.disc(centre, radius: r, ink: ink, isFilled: false))
        case .square:
            let side = r * 0.9
            area(
                [
                    Point(x - side, y - side), Point(x + side, y - side), Point(x + side, y + side),
                    Point(x - side, y + side),
                ], ink: ink)
        case .diamond:
            let s = r * 1.25
            area([Point(x, y - s), Point(x + s, y), Point(x, y + s), Point(x - s, y)], ink: ink)
        case .triangle:
            let s = r * 1.2
            area([Point(x, y - s), Point(x + s, y + s * 0.85), Point(x - s, y + s * 0.85)], ink: ink)
        case .cross:
            line([Point(x - r, y - r), Point(x + r, y + r)], ink: ink, width: 1.2)
            line([Point(x - r, y + r), Point(x + r, y - r)], ink: ink, width: 1.2)
        }
    }

    /// The places of all texts, as a reader sees them.
    var textPlaces: [(text: String, place: Rect)] {
        marks.compactMap { mark in
            guard case .text(let text, let at, let style, let width) = mark else { return nil }
            return (text, Rect(at.x, at.y - style.size * 0.76, width, style.size * 0.95))
        }
    }
}
