// SPDX-License-Identifier: Apache-2.0
// The geometry of plan checks on the flat picture around the dock: segments against polygons and circles, exact
// and without sampling. It knows no mission and no rule about fences; equal input gives equal answers.

/// A place in metres east and north of the dock.
struct FlatPoint: Sendable, Equatable {
    var east: Double
    var north: Double

    static let zero = FlatPoint(east: 0, north: 0)

    static func - (left: Self, right: Self) -> Self {
        Self(east: left.east - right.east, north: left.north - right.north)
    }

    var length: Double { (east * east + north * north).squareRoot() }

    func distance(to other: Self) -> Double { (self - other).length }

    /// The point at a share of the way to another.
    func point(towards other: Self, share: Double) -> Self {
        Self(east: east + (other.east - east) * share, north: north + (other.north - north) * share)
    }

    fileprivate func cross(_ other: Self) -> Double { east * other.north - north * other.east }
    fileprivate func dot(_ other: Self) -> Double { east * other.east + north * other.north }
}

/// A closed area: a polygon or a circle.
enum FlatArea: Sendable, Equatable {
    case polygon([FlatPoint])
    case circle(center: FlatPoint, radius: Double)

    /// Whether a point lies inside; the edge itself may count as either.
    func contains(_ point: FlatPoint) -> Bool {
        switch self {
        case .circle(let center, let radius): return center.distance(to: point) <= radius
        case .polygon(let corners):
            // Even-odd rule: as the autopilots count, also for a polygon that crosses itself.
            var isInside = false
            var last = corners.count - 1
            for index in corners.indices {
                let (a, b) = (corners[index], corners[last])
                last = index
                guard (a.north > point.north) != (b.north > point.north) else { continue }
                let share = (point.north - a.north) / (b.north - a.north)
                if point.east < a.east + (b.east - a.east) * share { isInside.toggle() }
            }
            return isInside
        }
    }

    /// The shares of the way from `start` to `end` at which the edge is crossed or touched, in no order.
    func crossings(from start: FlatPoint, to end: FlatPoint) -> [Double] {
        switch self {
        case .circle(let center, let radius):
            let way = end - start, off = start - center
            let a = way.dot(way), b = off.dot(way), c = off.dot(off) - radius * radius
            let root = b * b - a * c
            guard a > 0, root >= 0 else { return [] }
            return [(-b - root.squareRoot()) / a, (-b + root.squareRoot()) / a].filter {
                (0...1).contains($0)
            }
        case .polygon(let corners):
            var shares: [Double] = []
            var last = corners.count - 1
            for index in corners.indices {
                shares += Self.crossings(start, end, corners[last], corners[index])
                last = index
            }
            return shares
        }
    }

    /// Metres from a point to the edge.
    func distanceToEdge(of point: FlatPoint) -> Double {
        switch self {
        case .circle(let center, let radius): return abs(center.distance(to: point) - radius)
        case .polygon(let corners):
            var nearest = Double.infinity
            var last = corners.count - 1
            for index in corners.indices {
                nearest = min(nearest, Self.distance(point, corners[last], corners[index]))
                last = index
            }
            return nearest
        }
    }

    /// Where the segment meets an edge; of an edge that it runs along, both ends.
    private static func crossings(
        _ start: FlatPoint, _ end: FlatPoint, _ first: FlatPoint, _ second: FlatPoint
    ) -> [Double] {
        // Most edges are far away: the boxes around both say so at once.
        guard max(start.east, end.east) >= min(first.east, second.east),
            min(start.east, end.east) <= max(first.east, second.east),
            max(start.north, end.north) >= min(first.north, second.north),
            min(start.north, end.north) <= max(first.north, second.north)
        else { return [] }
        let way = end - start, edge = second - first, off = first - start
        let turn = way.cross(edge)
        if turn != 0 {
            let share = off.cross(edge) / turn, along = off.cross(way) / turn
            return (0...1).contains(share) && (0...1).contains(along) ? [share] : []
        }
        let square = way.dot(way)
        guard square > 0, off.cross(way) == 0 else { return [] }
        return [off.dot(way) / square, (second - start).dot(way) / square].filter { (0...1).contains($0) }
    }

    private static func distance(_ point: FlatPoint, _ first: FlatPoint, _ second: FlatPoint) -> Double {
        let edge = second - first
        let square = edge.dot(edge)
        let share = square > 0 ? min(max((point - first).dot(edge) / square, 0), 1) : 0
        return point.distance(to: first.point(towards: second, share: share))
    }
}

/// The areas of a fence around a dock.
struct FlatFence: Sendable, Equatable {
    /// One area with the name it has in messages.
    struct Named: Sendable, Equatable {
        var name: String
        var area: FlatArea
    }

    /// Where the vehicle must be.
    var inclusions: [Named] = []
    /// Where it must not be.
    var exclusions: [Named] = []
    /// Whether it must be in every inclusion, as ArduPilot wants it, or in one of them, as PX4 does.
    var wantsEvery = false

    var isEmpty: Bool { inclusions.isEmpty && exclusions.isEmpty }

    /// What is wrong with being at a point, in words; nil when nothing is.
    func objection(at point: FlatPoint) -> String? {
        if let hit = exclusions.first(where: { $0.area.contains(point) }) { return "inside \(hit.name)" }
        guard !inclusions.isEmpty else { return nil }
        if wantsEvery {
            return inclusions.first { !$0.area.contains(point) }.map { "outside \($0.name)" }
        }
        guard !inclusions.contains(where: { $0.area.contains(point) }) else { return nil }
        return inclusions.count == 1
            ? "outside \(inclusions[0].name)" : "outside every inclusion of the fence"
    }

    /// The first place of a straight way that is not allowed; nil when all of it is.
    func objection(from start: FlatPoint, to end: FlatPoint) -> (point: FlatPoint, words: String)? {
        if let words = objection(at: start) { return (start, words) }
        var shares = [0.0, 1.0]
        for named in inclusions + exclusions { shares += named.area.crossings(from: start, to: end) }
        shares.sort()
        // Between two crossings nothing changes, so the middle of each piece speaks for all of it. Pieces shorter than
        // a millimetre are rounding.
        let length = start.distance(to: end)
        for (first, second) in zip(shares, shares.dropFirst()) where (second - first) * length > 0.001 {
            let middle = start.point(towards: end, share: (first + second) / 2)
            if let words = objection(at: middle) { return (start.point(towards: end, share: first), words) }
        }
        return objection(at: end).map { (end, $0) }
    }

    /// What is wrong with circling a point; nil when nothing is.
    func objection(around center: FlatPoint, radius: Double) -> String? {
        if let words = objection(at: center) { return words }
        func isClear(_ named: Named) -> Bool { named.area.distanceToEdge(of: center) >= radius }
        if let hit = exclusions.first(where: { !isClear($0) }) { return "inside \(hit.name)" }
        guard !inclusions.isEmpty else { return nil }
        let holding = inclusions.filter { $0.area.contains(center) && isClear($0) }
        let isFine = wantsEvery ? holding.count == inclusions.count : !holding.isEmpty
        return isFine ? nil : "outside \(inclusions.first { !holding.contains($0) }?.name ?? "the fence")"
    }
}
