// SPDX-License-Identifier: Apache-2.0
// The picture of a flight: the flown path over its plan and fence, north up, with a scale in metres. Places that are
// none are left out and counted. It is a picture of where it flew, not a map to fly by.

import DockModel
import Foundation

/// A flown path over its plan.
public struct FlightPath: Sendable, Equatable, Drawable {
    /// What it shows.
    public var title: String
    /// The language of the words that the picture adds itself.
    public var language: PaperLanguage
    /// The path that was planned.
    public var plan: [GeoPoint] = []
    /// The path that was flown; a place that is none breaks the line.
    public var flown: [GeoPoint] = []
    /// The fence, closed by itself.
    public var fence: [GeoPoint] = []
    /// Where it took off.
    public var takeOff: GeoPoint?
    /// Where it landed.
    public var landing: GeoPoint?

    /// A picture without paths.
    public init(title: String, language: PaperLanguage = .english) {
        self.title = title
        self.language = language
    }

    /// The picture as a drawing within a frame.
    public func drawing(in frame: DrawingFrame) -> FrameDrawing {
        var drawing = FlightPathDrawing(path: self, frame: frame.rect, fonts: frame.fonts)
        drawing.draw()
        return FrameDrawing(sketch: drawing.sketch)
    }
}

/// A flight path being drawn.
private struct FlightPathDrawing {
    private static let label = ChartDrawing.label
    private static let mostPoints = 8_000

    let path: FlightPath
    let frame: Rect
    let fonts: FontShelf
    var sketch = Sketch()
    private var map = Rect(0, 0, 1, 1)
    private var projection = Projection([])

    init(path: FlightPath, frame: Rect, fonts: FontShelf) {
        self.path = path
        self.frame = frame
        self.fonts = fonts
    }

    mutating func draw() {
        var line = frame.y + ChartDrawing.title.lineHeight
        let title = fonts.fitted(PaperText.line(path.title), ChartDrawing.title, width: frame.width)
        sketch.text(title, at: Point(frame.x, line), ChartDrawing.title, fonts: fonts)
        line += Self.label.lineHeight + 4
        drawLegend(at: Point(frame.x, line))
        let below = Self.label.lineHeight * 2 + 8
        map = Rect(frame.x, line + 6, frame.width, max(40, frame.bottom - below - line - 6))
        sketch.box(map, stroke: .grey)
        let all = path.plan + path.flown + path.fence + [path.takeOff, path.landing].compactMap { $0 }
        let valid = all.filter(\.isValid)
        guard !valid.isEmpty else {
            sketch.text(
                path.language(.noPath), at: Point(map.x + map.width / 2, map.y + map.height / 2),
                TextStyle(size: 10, ink: .grey), anchor: .middle, fonts: fonts)
            return
        }
        projection = Projection(valid)
        projection.fit(map.inset(16))
        drawLine(path.fence + path.fence.prefix(1), ink: .vermilion, width: 1, dash: .dashDot)
        drawLine(path.plan, ink: .pale, width: 5, dash: .solid)
        drawLine(path.flown, ink: .blue, width: 1.4, dash: .solid)
        if let takeOff = path.takeOff, takeOff.isValid {
            sketch.shape(.triangle, at: projection.place(takeOff), radius: 4.5, ink: .black)
        }
        if let landing = path.landing, landing.isValid {
            sketch.shape(.ring, at: projection.place(landing), radius: 5, ink: .black)
        }
        drawNorth()
        drawFoot(leftOut: all.count - valid.count)
    }

    private mutating func drawLegend(at start: Point) {
        var x = start.x
        func has(_ points: [GeoPoint]) -> Bool { points.contains(where: \.isValid) }
        let keys: [(PaperPhrase, Ink, Dash, Double, Bool)] = [
            (.flown, .blue, .solid, 1.6, has(path.flown)), (.planned, .pale, .solid, 5, has(path.plan)),
            (.fence, .vermilion, .dashDot, 1.2, has(path.fence)),
        ]
        for (phrase, ink, dash, width, isThere) in keys where isThere {
            let y = start.y - 3
            sketch.line([Point(x, y), Point(x + 19, y)], ink: ink, width: width, dash: dash)
            x = add(path.language(phrase), at: Point(x + 24, start.y))
        }
        for (phrase, shape, isThere) in [
            (PaperPhrase.takeOff, PointShape.triangle, path.takeOff?.isValid ?? false),
            (.landing, .ring, path.landing?.isValid ?? false),
        ] where isThere {
            sketch.shape(shape, at: Point(x + 5, start.y - 3), radius: 3.5, ink: .black)
            x = add(path.language(phrase), at: Point(x + 13, start.y))
        }
    }

    private mutating func add(_ name: String, at point: Point) -> Double {
        sketch.text(name, at: point, Self.label, fonts: fonts)
        return point.x + fonts.width(name, Self.label) + 12
    }

    private mutating func drawLine(_ points: [GeoPoint], ink: Ink, width: Double, dash: Dash) {
        for run in Self.thinned(points.map { $0.isValid ? projection.place($0) : nil }) {
            sketch.line(run, ink: ink, width: width, dash: dash, clip: map)
        }
    }

    /// The runs without gap, without points that lie on the one before, and no more of them than can be seen.
    private static func thinned(_ places: [Point?]) -> [[Point]] {
        var runs: [[Point]] = []
        var run: [Point] = []
        var waiting: Point?
        for place in places + [nil] {
            if let place {
                waiting = place
                if let last = run.last, abs(place.x - last.x) < 0.3, abs(place.y - last.y) < 0.3 { continue }
                run.append(place)
                waiting = nil
            } else if !run.isEmpty {
                if let waiting { run.append(waiting) }
                runs.append(run)
                (run, waiting) = ([], nil)
            }
        }
        let step = runs.reduce(0) { $0 + $1.count } / mostPoints + 1
        guard step > 1 else { return runs }
        return runs.map { run in
            run.enumerated().filter { $0.offset % step == 0 || $0.offset == run.count - 1 }.map(\.element)
        }
    }

    private mutating func drawNorth() {
        let (x, y) = (map.right - 14, map.y + 12)
        sketch.box(Rect(x - 8, y - 8, 16, 31), fill: .white)
        sketch.area(
            [Point(x, y - 6), Point(x + 5, y + 8), Point(x, y + 5), Point(x - 5, y + 8)], ink: .black)
        sketch.text(
            "N", at: Point(x, y + 18), TextStyle(face: .bold, size: 8.5), anchor: .middle, fonts: fonts)
    }

    private mutating func drawFoot(leftOut: Int) {
        let base = map.bottom + Self.label.lineHeight + 4
        // The longest bar of 1, 2 or 5 that takes at most a third of the width.
        let room = map.width / 3 / projection.pointsPerMetre
        let step = NumberTicks.step(low: 0, high: room, most: 1)
        let metres = step > room ? Self.shorter(step) : step
        let length = metres * projection.pointsPerMetre
        let ends = (Point(map.x, base - 3), Point(map.x + length, base - 3))
        sketch.line([ends.0, ends.1], ink: .black, width: 1.6)
        for end in [ends.0, ends.1] {
            sketch.line([Point(end.x, end.y - 3), Point(end.x, end.y + 3)], ink: .black, width: 1)
        }
        let isFar = metres >= 1_000
        let words = NumberText.short(isFar ? metres / 1_000 : metres, language: path.language) ?? ""
        sketch.text("\(words) \(isFar ? "km" : "m")", at: Point(ends.1.x + 6, base), Self.label, fonts: fonts)
        let style = ChartDrawing.small
        if let centre = projection.centre.words(path.language) {
            let text = fonts.fitted(
                path.language(.centreOfMap, ["place": centre]), style, width: map.width * 0.55)
            sketch.text(text, at: Point(map.right, base), style, anchor: .end, fonts: fonts)
        }
        guard leftOut > 0 else { return }
        sketch.text(
            path.language(.figuresLeftOut, ["n": "\(leftOut)"]), at: Point(map.x, base + style.lineHeight),
            style,
            fonts: fonts)
    }

    /// The next shorter length of 1, 2 or 5 times a power of ten.
    private static func shorter(_ step: Double) -> Double {
        let half = step / 2
        // Half of 5 is none: then it is 2.
        return NumberTicks.step(low: 0, high: half, most: 1) < half * 1.1 ? half : step / 2.5
    }
}

/// From degrees to places on the page: flat, true to scale at its centre, which is all a dock's neighbourhood needs.
private struct Projection {
    /// Metres of one degree of latitude on the sphere of the earth's mean radius.
    private static let metresPerDegree = 111_195.08

    let centre: GeoPoint
    private let narrow: Double
    private var extent = (left: 0.0, right: 0.0, low: 0.0, high: 0.0)
    private(set) var pointsPerMetre = 1.0
    private var origin = Point(0, 0)

    init(_ points: [GeoPoint]) {
        let first = points.first ?? GeoPoint(latitude: 0, longitude: 0)
        var east = (low: 0.0, high: 0.0)
        var north = (low: first.latitude, high: first.latitude)
        for point in points {
            let offset = Self.turn(point.longitude - first.longitude)
            east = (min(east.low, offset), max(east.high, offset))
            north = (min(north.low, point.latitude), max(north.high, point.latitude))
        }
        let middle = Self.turn(first.longitude + (east.low + east.high) / 2)
        centre = GeoPoint(latitude: (north.low + north.high) / 2, longitude: middle)
        narrow = max(0.01, cos(centre.latitude * Double.pi / 180))
        let halfWidth = (east.high - east.low) / 2 * narrow * Self.metresPerDegree
        let halfHeight = (north.high - north.low) / 2 * Self.metresPerDegree
        extent = (-max(halfWidth, 5), max(halfWidth, 5), -max(halfHeight, 5), max(halfHeight, 5))
    }

    mutating func fit(_ rect: Rect) {
        pointsPerMetre = min(
            rect.width / (extent.right - extent.left), rect.height / (extent.high - extent.low))
        origin = Point(rect.x + rect.width / 2, rect.y + rect.height / 2)
    }

    func place(_ point: GeoPoint) -> Point {
        let east = Self.turn(point.longitude - centre.longitude) * narrow * Self.metresPerDegree
        let north = (point.latitude - centre.latitude) * Self.metresPerDegree
        return Point(origin.x + east * pointsPerMetre, origin.y - north * pointsPerMetre)
    }

    /// Degrees of longitude brought to -180 to 180.
    private static func turn(_ degrees: Double) -> Double {
        degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees
    }
}
