// SPDX-License-Identifier: Apache-2.0
// The fence as a station knows it: what FENCE_STATUS says, and whether a place lies outside the uploaded items. PX4
// sends no FENCE_STATUS, so there the places must tell. What follows from a breach is decided elsewhere.

/// What ArduPilot says about its fence.
public struct FenceReport: Sendable, Equatable {
    /// Whether the vehicle is outside now.
    public var isBreached: Bool
    /// Breaches since it was switched on.
    public var count: Int
    /// What it left.
    public var kind: MAVFenceBreach

    /// The report of a message.
    public init(_ message: FenceStatusMessage) {
        isBreached = message.breachStatus != 0
        count = Int(message.breachCount)
        kind = message.breachType
    }
}

/// The polygons and circles of a fence upload.
public struct VehicleFence: Sendable, Equatable {
    private struct Corner: Sendable, Equatable { var latitude: Double, longitude: Double }
    private enum Shape: Sendable, Equatable {
        case polygon([Corner])
        case circle(Corner, radius: Double)
    }
    private struct Area: Sendable, Equatable {
        var shape: Shape
        var isInclusion: Bool
    }

    private var areas: [Area] = []

    /// The fence of the items of an upload; nil when they draw no area.
    public init?(items: [MissionItem]) {
        var index = 0
        while index < items.count {
            let item = items[index], command = item.command.rawValue
            index += 1
            guard (5_001...5_004).contains(command), let corner = Self.corner(item) else { continue }
            let isInclusion = command == 5_001 || command == 5_003
            if command >= 5_003 {
                guard item.param1 > 0, item.param1.isFinite else { continue }
                areas.append(
                    Area(shape: .circle(corner, radius: Double(item.param1)), isInclusion: isInclusion))
                continue
            }
            let count = item.param1.isFinite ? Int(min(max(item.param1, 0), 10_000)) : 0
            let corners = items[(index - 1)...].prefix(count).prefix { $0.command == item.command }
                .compactMap(Self.corner)
            index += max(0, corners.count - 1)
            if corners.count >= 3 { areas.append(Area(shape: .polygon(corners), isInclusion: isInclusion)) }
        }
        if areas.isEmpty { return nil }
    }

    /// Metres by which a place is outside: beyond the inclusions, or inside an exclusion; 0 when it is allowed.
    /// - Parameter wantsEvery: whether it must be in every inclusion, as ArduPilot wants it, or in one, as PX4 does.
    public func trespass(latitude: Double, longitude: Double, wantsEvery: Bool) -> Double {
        var deepest = 0.0, nearest = Double.infinity, farthest = 0.0
        for area in areas {
            let (isInside, edge) = Self.place(latitude, longitude, area.shape)
            if area.isInclusion {
                nearest = min(nearest, isInside ? 0 : edge)
                farthest = max(farthest, isInside ? 0 : edge)
            } else if isInside {
                deepest = max(deepest, edge)
            }
        }
        return max(deepest, wantsEvery ? farthest : nearest.isFinite ? nearest : 0)
    }

    private static func corner(_ item: MissionItem) -> Corner? {
        guard let latitude = item.latitude, let longitude = item.longitude else { return nil }
        return Corner(latitude: latitude, longitude: longitude)
    }

    /// Whether a place is inside a shape, and the metres to its edge.
    private static func place(_ latitude: Double, _ longitude: Double, _ shape: Shape) -> (Bool, Double) {
        let metres = 6_371_000 * Double.pi / 180
        let shrink = cosine(latitude)
        func flat(_ corner: Corner) -> (x: Double, y: Double) {
            var east = corner.longitude - longitude
            if east > 180 { east -= 360 } else if east < -180 { east += 360 }
            return (east * metres * shrink, (corner.latitude - latitude) * metres)
        }
        switch shape {
        case .circle(let center, let radius):
            let (x, y) = flat(center)
            let away = (x * x + y * y).squareRoot()
            return (away <= radius, abs(away - radius))
        case .polygon(let corners):
            let points = corners.map(flat)
            var isInside = false, nearest = Double.infinity
            var last = points.count - 1
            for index in points.indices {
                let (a, b) = (points[last], points[index])
                last = index
                if (a.y > 0) != (b.y > 0), a.x + (b.x - a.x) * (-a.y / (b.y - a.y)) > 0 { isInside.toggle() }
                let (dx, dy) = (b.x - a.x, b.y - a.y)
                let square = dx * dx + dy * dy
                let share = square > 0 ? min(max(-(a.x * dx + a.y * dy) / square, 0), 1) : 0
                let (x, y) = (a.x + dx * share, a.y + dy * share)
                nearest = min(nearest, (x * x + y * y).squareRoot())
            }
            return (isInside, nearest)
        }
    }

    /// The cosine of degrees from -90 to 90 by its series; this module uses no C.
    private static func cosine(_ degrees: Double) -> Double {
        let angle = min(max(degrees, -90), 90) * Double.pi / 180
        var term = 1.0, sum = 1.0
        for step in stride(from: 2.0, through: 20.0, by: 2.0) {
            term *= -angle * angle / (step * (step - 1))
            sum += term
        }
        return max(sum, 1e-6)
    }
}
