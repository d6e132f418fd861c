// SPDX-License-Identifier: Apache-2.0
// A flown path over its plan as an SVG: north up, one scale for both directions, fence, rally points, a scale bar, a
// legend, and the heights below. It draws what it is given and measures nothing; foreign text is escaped.

/// What a picture of a flight shows. Heights are metres above home.
public struct FlightPicture: Sendable, Equatable {
    /// A place of a way.
    public struct Place: Sendable, Equatable {
        /// Degrees north.
        public var latitude: Double
        /// Degrees east.
        public var longitude: Double
        /// Metres above home; nil when it is not known.
        public var height: Double?
        /// What stands beside it, such as the number of an item.
        public var label: String?

        /// A place of a way.
        public init(latitude: Double, longitude: Double, height: Double? = nil, label: String? = nil) {
            (self.latitude, self.longitude, self.height, self.label) = (latitude, longitude, height, label)
        }
    }

    /// An area of the fence.
    public enum Shape: Sendable, Equatable {
        /// Its corners in order.
        case polygon([Place])
        /// Its centre and radius, m.
        case circle(Place, radius: Double)
    }

    /// An area and what it means.
    public struct Area: Sendable, Equatable {
        /// Its edge.
        public var shape: Shape
        /// Whether the vehicle must be inside.
        public var isInclusion: Bool

        /// An area of the fence.
        public init(_ shape: Shape, isInclusion: Bool) {
            (self.shape, self.isInclusion) = (shape, isInclusion)
        }
    }

    /// What stands above the picture.
    public var title: String
    /// A second line.
    public var subtitle = ""
    /// The way that was flown.
    public var flown: [Place] = []
    /// The way that was planned.
    public var planned: [Place] = []
    /// The fence.
    public var fence: [Area] = []
    /// The rally points.
    public var rally: [Place] = []
    /// Home; nil when it is not known.
    public var home: Place?
    /// Where the fence was left; nil when it was not.
    public var breach: Place?

    /// An empty picture.
    public init(title: String) { self.title = title }

    /// The most places that are drawn of a way; a longer one is thinned.
    static let mostPlaces = 4_000

    /// The picture as a document; nil when there is no place to draw.
    public var svg: String? {
        guard let map = PictureMap(self) else { return nil }
        var drawing = PictureDrawing()
        drawing.text(30, 34, title, size: 20, weight: "bold")
        drawing.text(30, 56, subtitle, size: 13, color: "#555")
        draw(map, in: &drawing)
        drawing.drawScale(map)
        drawing.drawNorth()
        PictureProfile(self).draw(in: &drawing)
        drawLegend(in: &drawing)
        return drawing.document
    }

    private func draw(_ map: PictureMap, in drawing: inout PictureDrawing) {
        drawing.rectangle(
            PictureMap.left, PictureMap.top, PictureMap.width, PictureMap.height, fill: "#f7f7f4")
        for area in fence {
            let (line, fill) = area.isInclusion ? ("#2a7f3f", "none") : ("#c0392b", "#c0392b22")
            switch area.shape {
            case .polygon(let corners):
                drawing.path(
                    corners.map(map.point), color: line, width: 2, dash: "8 4", fill: fill, isClosed: true)
            case .circle(let center, let radius):
                let (x, y) = map.point(center)
                drawing.circle(x, y, map.pixels(radius), line: line, fill: fill, dash: "8 4")
            }
        }
        drawing.path(planned.map(map.point), color: "#7a7a7a", width: 1.5, dash: "3 3")
        drawing.path(Self.thinned(flown).map(map.point), color: "#1f5fbf", width: 2.5)
        for place in rally {
            let (x, y) = map.point(place)
            drawing.mark(x, y, "R", color: "#8e44ad")
        }
        var labelled: [(Double, Double)] = []
        for place in planned {
            guard let label = place.label else { continue }
            let (x, y) = map.point(place)
            drawing.circle(x, y, 3, line: "#555", fill: "#fff", dash: "")
            // Numbers upon numbers cannot be read; the first one stands.
            guard !labelled.contains(where: { abs($0.0 - x) < 14 && abs($0.1 - y) < 12 }) else { continue }
            labelled.append((x, y))
            drawing.text(x + 6, y - 5, label, size: 11, color: "#333")
        }
        if let home {
            let (x, y) = map.point(home)
            drawing.mark(x, y, "H", color: "#111")
        }
        if let breach {
            let (x, y) = map.point(breach)
            drawing.mark(x, y, "!", color: "#e67e22")
        }
    }

    private func drawLegend(in drawing: inout PictureDrawing) {
        var entries: [(color: String, dash: String, words: String)] = []
        if !flown.isEmpty { entries.append(("#1f5fbf", "", "flown")) }
        if !planned.isEmpty { entries.append(("#7a7a7a", "3 3", "planned, with item numbers from 0")) }
        if fence.contains(where: \.isInclusion) { entries.append(("#2a7f3f", "8 4", "fence: stay inside")) }
        if fence.contains(where: { !$0.isInclusion }) {
            entries.append(("#c0392b", "8 4", "fence: stay out"))
        }
        var x = PictureMap.left
        let y = PictureProfile.bottom + 58
        for entry in entries {
            drawing.path([(x, y - 4), (x + 30, y - 4)], color: entry.color, width: 2.5, dash: entry.dash)
            drawing.text(x + 36, y, entry.words, size: 12)
            x += 60 + Double(entry.words.count) * 6.6
        }
        var words: [String] = []
        if home != nil { words.append("H home") }
        if !rally.isEmpty { words.append("R rally point") }
        if breach != nil { words.append("! fence left") }
        drawing.text(PictureMap.left, y + 20, words.joined(separator: "   "), size: 12)
    }

    static func thinned(_ way: [Place]) -> [Place] {
        guard way.count > mostPlaces, let last = way.last else { return way }
        let step = (way.count + mostPlaces - 1) / mostPlaces
        return stride(from: 0, to: way.count - 1, by: step).map { way[$0] } + [last]
    }
}
