// SPDX-License-Identifier: Apache-2.0
// A place on the ground and the short ways between two of them. The earth is a ball here and a few kilometres of it are
// flat: for naming the joint of a line that is exact enough; it must not be used to fly.

internal import Schedule

/// A place on the ground.
public struct GroundPoint: Sendable, Codable, Equatable, Hashable {
    /// Degrees, north positive.
    public var latitude: Double
    /// Degrees, east positive.
    public var longitude: Double

    /// Metres of one degree of latitude.
    static let metresPerDegree = 111_194.93

    /// A place; nil for what is none on the earth.
    public init?(latitude: Double, longitude: Double) {
        guard abs(latitude) <= 89.9, abs(longitude) <= 180 else { return nil }
        (self.latitude, self.longitude) = (latitude, longitude)
    }

    /// Metres east and north from here to another place.
    public func offset(to other: GroundPoint) -> (east: Double, north: Double) {
        var turn = other.longitude - longitude
        if turn > 180 { turn -= 360 }
        if turn < -180 { turn += 360 }
        return (
            turn * Self.metresPerDegree * Trigonometry.cosine(latitude),
            (other.latitude - latitude) * Self.metresPerDegree
        )
    }

    /// Metres to another place.
    public func distance(to other: GroundPoint) -> Double {
        let (east, north) = offset(to: other)
        return (east * east + north * north).squareRoot()
    }

    /// The place so many metres east and north; nil when it is none.
    public func moved(east: Double, north: Double) -> GroundPoint? {
        let narrow = max(Trigonometry.cosine(latitude), 0.001)
        var longitude = longitude + east / (Self.metresPerDegree * narrow)
        if longitude > 180 { longitude -= 360 }
        if longitude < -180 { longitude += 360 }
        return GroundPoint(latitude: latitude + north / Self.metresPerDegree, longitude: longitude)
    }

    /// As people read it: "47.397750, 8.545590".
    public var text: String { "\(Self.decimals(latitude)), \(Self.decimals(longitude))" }

    private static func decimals(_ value: Double) -> String {
        let millionths = Int((abs(value) * 1e6).rounded())
        let rest = "\(millionths % 1_000_000)"
        return (value < 0 && millionths > 0 ? "-" : "") + "\(millionths / 1_000_000)."
            + String(repeating: "0", count: 6 - rest.count) + rest
    }
}
