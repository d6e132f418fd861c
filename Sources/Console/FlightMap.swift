// SPDX-License-Identifier: Apache-2.0
// The flight as inline SVG: plan, fence, path and vehicle over a plain grid of round metres, north up, with a scale. It
// needs no tiles and no network, and takes its colours from the style sheet, so that it follows the theme.

internal import DockModel

/// A map of one flight.
struct FlightMap: Sendable {
    static let width = 640.0, height = 480.0, margin = 36.0
    /// The least span shown, so that a vehicle on its pad is not drawn metres wide.
    static let leastSpan = 60.0
    /// Areas of a fence that are drawn, and corners of one.
    static let mostAreas = 20, mostCorners = 60

    let page: FlightPage
    /// Metres at the middle of the map, and pixels a metre.
    private let middle: (east: Double, north: Double), scale: Double

    init(_ page: FlightPage) {
        self.page = page
        var low = (east: 0.0, north: 0.0), high = (east: 0.0, north: 0.0)
        func take(_ point: MapPoint, by reach: Double = 0) {
            guard point.isSound, reach >= 0, reach < 1e6 else { return }
            low = (min(low.east, point.east - reach), min(low.north, point.north - reach))
            high = (max(high.east, point.east + reach), max(high.north, point.north + reach))
        }
        for point in page.way + page.path + page.rally { take(point) }
        if let craft = page.craft { take(craft) }
        for area in page.fence { for corner in area.corners { take(corner, by: area.radius ?? 0) } }
        middle = ((low.east + high.east) / 2, (low.north + high.north) / 2)
        scale = min(
            (Self.width - 2 * Self.margin) / max(high.east - low.east, Self.leastSpan),
            (Self.height - 2 * Self.margin) / max(high.north - low.north, Self.leastSpan))
    }

    /// The map with its description for those who do not see it.
    var markup: HTML {
        #"""
        <svg class="map" viewBox="0 0 640 480" role="img" aria-labelledby="map-title map-description">
        <title id="map-title">Map of the flight</title>
        <desc id="map-description">\#(description, upTo: 600)</desc>
        <rect class="field" width="640" height="480"/>\#(grid)\#(fence)\#(way)\#(path)\#(marks)\#(scaleBar)
        </svg>
        """#
    }

    /// The map in words.
    var description: String {
        var words = ["North is up; the grid has squares of \(Self.words(step))."]
        if !page.way.isEmpty { words.append("The plan has \(page.way.count) places.") }
        if !page.fence.isEmpty { words.append("The fence has \(page.fence.count) areas.") }
        if !page.path.isEmpty { words.append("The path has \(page.path.count) places.") }
        if let craft = page.craft, craft.isSound {
            let east = Words.number(craft.east.rounded()), north = Words.number(craft.north.rounded())
            words.append("The vehicle is \(east) m east and \(north) m north of the dock.")
        }
        return words.joined(separator: " ")
    }

    // MARK: Places

    private func x(_ east: Double) -> Double { Self.width / 2 + (east - middle.east) * scale }
    private func y(_ north: Double) -> Double { Self.height / 2 - (north - middle.north) * scale }

    /// Tenths of a unit are finer than any screen.
    private static func text(_ value: Double) -> String {
        let tenths = Int((min(max(value, -1e7), 1e7) * 10).rounded())
        return tenths % 10 == 0
            ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    private func line(_ points: [MapPoint], isClosed: Bool = false) -> String? {
        let sound = points.filter(\.isSound)
        guard sound.count > 1 else { return nil }
        let steps = sound.map { "\(Self.text(x($0.east))) \(Self.text(y($0.north)))" }
        return "M\(steps.joined(separator: "L"))\(isClosed ? "Z" : "")"
    }

    // MARK: What is drawn

    /// A round number of metres, so that a dozen lines or fewer lie across the map.
    private var step: Double {
        let least = Self.width / scale / 10
        var step = 1.0
        while step < least {
            for factor in [2.0, 5, 10] where step * factor >= least { return step * factor }
            step *= 10
        }
        return step
    }

    private static func words(_ metres: Double) -> String {
        metres >= 1_000 ? "\(Words.number(metres / 1_000)) km" : "\(Words.number(metres)) m"
    }

    private var grid: HTML {
        var lines = ""
        let east = (Self.width / 2 / scale), north = (Self.height / 2 / scale)
        for index in Int(
            ((middle.east - east) / step).rounded(.up))...Int(((middle.east + east) / step).rounded(.down))
        {
            lines += "M\(Self.text(x(Double(index) * step))) 0V480"
        }
        for index
            in Int(
                ((middle.north - north) / step).rounded(.up))...Int(
                ((middle.north + north) / step).rounded(.down))
        {
            lines += "M0 \(Self.text(y(Double(index) * step)))H640"
        }
        return #"<path class="gridline" d="\#(lines, upTo: 2_000)"/>"#
    }

    private var fence: HTML {
        let areas = page.fence.prefix(Self.mostAreas).map { area -> HTML in
            let kind: HTML = area.isInclusion ? "fence" : "keepout"
            if let radius = area.radius, let centre = area.corners.first, centre.isSound, radius < 1e6 {
                return #"""
                    <circle class="\#(kind)" cx="\#(Self.text(x(centre.east)))" cy="\#(Self.text(y(centre.north)))" \#
                    r="\#(Self.text(max(0, radius) * scale))"/>
                    """#
            }
            guard let line = line(Array(area.corners.prefix(Self.mostCorners)), isClosed: true) else {
                return .empty
            }
            return #"<path class="\#(kind)" d="\#(line, upTo: 2_000)"/>"#
        }
        return "\(areas)"
    }

    private var way: HTML {
        guard let line = line(page.way) else { return .empty }
        return #"<path class="way" d="\#(line, upTo: 9_000)"/>"#
    }

    private var path: HTML {
        guard let line = line(page.path) else { return .empty }
        return #"<path class="path" d="\#(line, upTo: 9_000)"/>"#
    }

    private var marks: HTML {
        var marks: HTML = mark(MapPoint(east: 0, north: 0), "home", "H")
        for place in page.rally.prefix(12) where place.isSound { marks = marks + mark(place, "rally", "R") }
        if let craft = page.craft, craft.isSound { marks = marks + mark(craft, "craftmark", "✕") }
        return marks
    }

    private func mark(_ place: MapPoint, _ kind: HTML, _ letter: HTML) -> HTML {
        let left = Self.text(x(place.east)), height = y(place.north)
        return #"""
            <g class="\#(kind)"><circle cx="\#(left)" cy="\#(Self.text(height))" r="13"/>\#
            <text x="\#(left)" y="\#(Self.text(height + 7))" text-anchor="middle">\#(letter)</text></g>
            """#
    }

    private var scaleBar: HTML {
        let end = Self.text(16 + step * scale)
        return #"""
            <path class="bar" d="M16 452V462H\#(end)V452"/>\#
            <text x="22" y="446">\#(Self.words(step))</text>\#
            <path class="bar" d="M616 56V18M609 30L616 18L623 30"/><text x="616" y="78" text-anchor="middle">N</text>
            """#
    }
}
