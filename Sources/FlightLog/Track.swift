// SPDX-License-Identifier: Apache-2.0
// The flown way: its length, its highest and farthest place, and a thinned path. It takes any number of places in
// constant memory and never a place that is not on the globe.

/// One place of the flown path.
public struct PathPoint: Sendable, Equatable {
    /// The log's own time, in microseconds.
    public var microseconds: UInt64
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    /// Metres above mean sea level; nil when the log does not say.
    public var altitudeMetres: Double?
}

/// A way that grows place by place.
struct Track {
    private(set) var distanceMetres = 0.0
    private(set) var farthestMetres = 0.0
    private(set) var highest = -Double.infinity
    private(set) var lowest = Double.infinity
    private(set) var first: PathPoint?
    private(set) var last: PathPoint?
    /// The kept places, without the last one.
    private var kept: [PathPoint] = []
    private var stride = 1
    private var count = 0

    /// Whether a pair of numbers is a place.
    static func isPlace(_ latitude: Double, _ longitude: Double) -> Bool {
        // NaN compares as false.
        abs(latitude) <= 90 && abs(longitude) <= 180
    }

    mutating func add(_ time: UInt64, _ latitude: Double, _ longitude: Double, _ altitude: Double) {
        if altitude.isFinite {
            highest = max(highest, altitude)
            lowest = min(lowest, altitude)
        }
        guard Self.isPlace(latitude, longitude) else { return }
        let point = PathPoint(
            microseconds: time, latitude: latitude, longitude: longitude,
            altitudeMetres: altitude.isFinite ? altitude : nil)
        if let last {
            distanceMetres += Globe.metres(
                fromLatitude: last.latitude, longitude: last.longitude, toLatitude: latitude,
                longitude: longitude)
        }
        if let first {
            let away = Globe.metres(
                fromLatitude: first.latitude, longitude: first.longitude, toLatitude: latitude,
                longitude: longitude)
            farthestMetres = max(farthestMetres, away)
        } else {
            first = point
        }
        last = point
        keep(point)
    }

    private mutating func keep(_ point: PathPoint) {
        defer { count += 1 }
        guard count.isMultiple(of: stride) else { return }
        kept.append(point)
        guard kept.count >= FlightLogLimit.pathPoints else { return }
        // Every second one stays; from now on every second one of what was kept before is taken.
        kept = kept.indices.filter { $0.isMultiple(of: 2) }.map { kept[$0] }
        stride *= 2
    }

    /// The thinned path with both its ends.
    var path: [PathPoint] {
        guard let last, kept.last != last else { return kept }
        return kept + [last]
    }
}
