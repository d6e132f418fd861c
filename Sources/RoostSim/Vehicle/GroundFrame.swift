// SPDX-License-Identifier: Apache-2.0
// Where a point on the globe lies in metres from the pad, and back. A flat picture good for a few kilometres
// around one dock; it must never be used for anything but the simulated vehicle.

internal import Glibc

/// A place on the globe: degrees, and metres above mean sea level.
public struct GlobalPoint: Sendable, Equatable {
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    /// Metres above mean sea level.
    public var altitude: Double

    /// A place from degrees and metres; out-of-range numbers are brought into range, so that none can trap
    /// later.
    public init(latitude: Double, longitude: Double, altitude: Double) {
        self.latitude = latitude.isFinite ? min(max(latitude, -89.9), 89.9) : 0
        self.longitude = longitude.isFinite ? min(max(longitude, -180), 180) : 0
        self.altitude = altitude.isFinite ? min(max(altitude, -1_000), 20_000) : 0
    }

    /// Latitude in units of 1e-7 degrees, as MAVLink sends it.
    var latitudeE7: Int32 { Int32((latitude * 1e7).rounded()) }
    /// Longitude in units of 1e-7 degrees.
    var longitudeE7: Int32 { Int32((longitude * 1e7).rounded()) }
    /// Altitude in millimetres.
    var altitudeMillimetres: Int32 { Int32((altitude * 1_000).rounded()) }
}

/// Metres north, east and up.
public struct Vector: Sendable, Equatable {
    /// Metres (or metres a second) north.
    public var north: Double
    /// Metres (or metres a second) east.
    public var east: Double
    /// Metres (or metres a second) up.
    public var up: Double

    /// A vector from its three components.
    public init(north: Double = 0, east: Double = 0, up: Double = 0) {
        self.north = north
        self.east = east
        self.up = up
    }

    /// The length of the level part.
    var level: Double { (north * north + east * east).squareRoot() }

    static func - (left: Vector, right: Vector) -> Vector {
        Vector(north: left.north - right.north, east: left.east - right.east, up: left.up - right.up)
    }

    static func + (left: Vector, right: Vector) -> Vector {
        Vector(north: left.north + right.north, east: left.east + right.east, up: left.up + right.up)
    }

    /// The same direction, with the level part no longer than `limit`.
    func levelLimited(to limit: Double) -> Vector {
        let length = level
        guard length > limit, length > 0 else { return self }
        return Vector(north: north * limit / length, east: east * limit / length, up: up)
    }
}

/// The flat picture around one origin.
struct GroundFrame: Sendable, Equatable {
    let origin: GlobalPoint
    private static let earthRadius = 6_371_000.0
    private static let degree = Double.pi / 180

    init(origin: GlobalPoint) { self.origin = origin }

    /// The level place in metres of a latitude and longitude; `up` is left to the caller.
    func metres(latitude: Double, longitude: Double) -> Vector {
        let shrink = cos(origin.latitude * Self.degree)
        return Vector(
            north: (latitude - origin.latitude) * Self.degree * Self.earthRadius,
            east: (longitude - origin.longitude) * Self.degree * Self.earthRadius * shrink)
    }

    /// The place on the globe of a vector from the origin.
    func point(_ vector: Vector) -> GlobalPoint {
        let shrink = cos(origin.latitude * Self.degree)
        return GlobalPoint(
            latitude: origin.latitude + vector.north / Self.earthRadius / Self.degree,
            longitude: origin.longitude + vector.east / (Self.earthRadius * shrink) / Self.degree,
            altitude: origin.altitude + vector.up)
    }

    /// The heading in degrees (0 is north, clockwise) of a level direction.
    static func heading(north: Double, east: Double) -> Double {
        let degrees = atan2(east, north) / degree
        return degrees < 0 ? degrees + 360 : degrees
    }
}
