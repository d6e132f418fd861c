// SPDX-License-Identifier: Apache-2.0
// Points and rectangles on the page, in points (1/72 inch), y downwards.
// Nothing here knows what is drawn.

/// A place on the page.
struct Point: Sendable, Hashable {
    var x: Double
    var y: Double

    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// A part of the page.
struct Rect: Sendable, Hashable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    var right: Double { x + width }
    var bottom: Double { y + height }

    /// Whether the two share more than an edge.
    func overlaps(_ other: Rect) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }

    /// Whether the other lies within.
    func holds(_ other: Rect) -> Bool {
        other.x >= x && other.y >= y && other.right <= right && other.bottom <= bottom
    }

    /// The rectangle made smaller on all sides.
    func inset(_ margin: Double) -> Rect {
        Rect(x + margin, y + margin, max(0, width - 2 * margin), max(0, height - 2 * margin))
    }
}
