// SPDX-License-Identifier: Apache-2.0
// Reads a QGroundControl plan (version 1) into the items that go to the vehicle. It flies only what the file
// spells out: an item whose path the ground station would compute is refused by its number, never skipped.

import DockModel
public import MAVLink

/// A point on the ground, in degrees.
public struct PlanPoint: Sendable, Equatable {
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double

    /// A point from its degrees.
    public init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }

    /// Metres to another point along the ground; good to 0.5 % at the distances of a flight.
    public func distance(to other: PlanPoint) -> Double {
        let radian = Double.pi / 180
        let north = (other.latitude - latitude) * radian
        var eastDegrees = other.longitude - longitude
        if eastDegrees > 180 { eastDegrees -= 360 } else if eastDegrees < -180 { eastDegrees += 360 }
        let east = eastDegrees * radian * cosine((latitude + other.latitude) / 2 * radian)
        return (north * north + east * east).squareRoot() * Self.earthRadius
    }

    /// Metres east and north of this point at which another lies, on the flat picture around this point: exact there
    /// and back again with `moved`, good to 0.1 % at 10 km.
    public func offset(to other: PlanPoint) -> (east: Double, north: Double) {
        var eastDegrees = other.longitude - longitude
        if eastDegrees > 180 { eastDegrees -= 360 } else if eastDegrees < -180 { eastDegrees += 360 }
        return (eastDegrees * Self.metresPerDegree * shrink, (other.latitude - latitude) * Self.metresPerDegree)
    }

    /// The point that lies so many metres east and north of this one.
    public func moved(east: Double, north: Double) -> PlanPoint {
        var degrees = longitude + east / (Self.metresPerDegree * shrink)
        if degrees > 180 { degrees -= 360 } else if degrees < -180 { degrees += 360 }
        return PlanPoint(latitude: latitude + north / Self.metresPerDegree, longitude: degrees)
    }

    private static let earthRadius = 6_371_000.0
    private static let metresPerDegree = earthRadius * Double.pi / 180
    /// How much shorter a degree of longitude is here than at the equator; no dock stands at a pole.
    private var shrink: Double { max(1e-6, cosine(latitude * Double.pi / 180)) }
}

/// A polygon of the fence.
public struct FencePolygon: Sendable, Equatable {
    /// Whether the vehicle must stay inside; otherwise outside.
    public var isInclusion: Bool
    /// Its corners, at least three.
    public var corners: [PlanPoint]
}

/// A circle of the fence.
public struct FenceCircle: Sendable, Equatable {
    /// Whether the vehicle must stay inside; otherwise outside.
    public var isInclusion: Bool
    /// Its centre.
    public var center: PlanPoint
    /// Its radius in metres.
    public var radiusMetres: Double
}

/// A safe place to land, with the altitude above home at which to go there.
public struct RallyPoint: Sendable, Equatable {
    /// Where.
    public var point: PlanPoint
    /// Metres above home.
    public var altitudeMetres: Double

    /// A place from its point and altitude.
    public init(point: PlanPoint, altitudeMetres: Double) {
        self.point = point
        self.altitudeMetres = altitudeMetres
    }
}

/// Where an item of a mission stands in its file.
public struct PlanOrigin: Sendable, Equatable {
    /// Line and column.
    public var place: Place
    /// The number of the file's item, from 1.
    public var number: Int
    /// Of an item that a complex item was written out to: the kind, such as "survey".
    public var kind: String?
    /// Of such an item: its number among them, from 1.
    public var part: Int?

    /// The item as messages name it: "item 3", "item 3 (survey), part 2".
    public var words: String {
        "item \(number)" + (kind.map { " (\($0))" } ?? "") + (part.map { ", part \($0)" } ?? "")
    }
}

/// A plan: mission, fence and rally points.
public struct PlanFile: Sendable, Equatable {
    /// The items of the mission, complex items written out, in the order of flight. The first parameter of a jump is
    /// the number of its target in this list, from 0.
    public var mission: [MissionItem]
    /// Where each item of the mission stands in the file.
    public var origins: [PlanOrigin] = []
    /// The planned home position.
    public var home: PlanPoint
    /// Metres of home above mean sea level.
    public var homeAltitudeMetres: Double
    /// Speed of a copter between items, metres a second.
    public var hoverSpeed: Double
    /// MAV_TYPE of the planned vehicle, nil when the file does not say.
    public var vehicleType: Int?
    /// The polygons of the fence.
    public var polygons: [FencePolygon]
    /// The circles of the fence.
    public var circles: [FenceCircle]
    /// Where the vehicle returns to when it breaks the fence, if the plan says so.
    public var breachReturn: RallyPoint?
    /// The rally points.
    public var rally: [RallyPoint]

    /// The plan in the bytes of a `.plan` file; `file` is the name used in problems.
    public init(from bytes: [UInt8], file: String) throws(SettingsError) {
        let log = ProblemLog(file: file)
        let plan = PlanReader.plan(bytes, log: log)
        guard log.problems.isEmpty, let plan else { throw SettingsError(log.sorted) }
        self = plan
    }

    init(mission: [MissionItem], home: PlanPoint, homeAltitudeMetres: Double, hoverSpeed: Double) {
        self.mission = mission
        self.home = home
        self.homeAltitudeMetres = homeAltitudeMetres
        self.hoverSpeed = hoverSpeed
        (polygons, circles, rally) = ([], [], [])
    }
}

/// cos(x) by its series after folding into a quarter turn; the pure arithmetic keeps this file free of C.
private func cosine(_ angle: Double) -> Double {
    let turn = 2 * Double.pi
    var folded = abs(angle.truncatingRemainder(dividingBy: turn))
    if folded > .pi { folded = turn - folded }
    let isMirrored = folded > .pi / 2
    if isMirrored { folded = .pi - folded }
    var term = 1.0, sum = 1.0
    for step in stride(from: 2.0, through: 20.0, by: 2.0) {
        term *= -folded * folded / (step * (step - 1))
        sum += term
    }
    return isMirrored ? -sum : sum
}
