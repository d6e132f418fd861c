// SPDX-License-Identifier: Apache-2.0
// The dock's own track of a flight: where the vehicle said it was, once a second, a line each in a file beside its log.
// It is what a record draws while there is no log; a line that is torn is left out.

internal import DockModel
internal import Foundation
internal import MAVLink
internal import VehicleLink

/// One place of a track.
struct TrackPoint: Equatable, Sendable {
    /// When, on the dock's wall clock.
    var at: WallTime
    /// Degrees north.
    var latitude: Double
    /// Degrees east.
    var longitude: Double
    /// Metres above home.
    var height: Double?
    /// Charge left, %.
    var battery: Double?
}

/// The file of a track.
struct FlightTrack {
    /// The most places that a record draws; a longer track is thinned.
    static let mostPlaces = 2_000
    /// The longest file that is read: a day of flight.
    static let longestFile = 8 << 20

    let path: String

    /// The track of a run.
    init(of run: String, logDirectory: String) {
        path = "\(logDirectory)/\(VehicleAdapter.fileName(run)).track"
    }

    /// Adds a place; one that cannot be written is lost, the flight matters more.
    func add(_ point: TrackPoint) {
        func number(_ value: Double?) -> String { value.map { $0.isFinite ? "\($0)" : "-" } ?? "-" }
        let line =
            "\(point.at.milliseconds) \(number(point.latitude)) \(number(point.longitude)) \(number(point.height)) "
            + "\(number(point.battery))\n"
        let octets = Data(line.utf8)
        if let file = FileHandle(forWritingAtPath: path) {
            // What cannot be written is lost: see above.
            _ = try? file.seekToEnd()
            // See above.
            try? file.write(contentsOf: octets)
            // See above.
            try? file.close()
        } else {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            // As above.
            try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            _ = FileManager.default.createFile(
                atPath: path, contents: octets, attributes: [.posixPermissions: 0o600])
        }
    }

    /// The places, in the order of time, thinned.
    func points() -> [TrackPoint] {
        guard let file = FileHandle(forReadingAtPath: path) else { return [] }
        // A file that cannot be read is no track.
        defer { try? file.close() }
        // As above.
        guard let octets = try? file.read(upToCount: Self.longestFile) else { return [] }
        var points: [TrackPoint] = []
        for line in octets.split(separator: UInt8(ascii: "\n")) {
            let fields = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard fields.count == 5, let time = Int64(fields[0]), let latitude = Double(fields[1]),
                let longitude = Double(fields[2]), abs(latitude) <= 90, abs(longitude) <= 180
            else { continue }
            points.append(
                TrackPoint(
                    at: WallTime(milliseconds: time), latitude: latitude, longitude: longitude,
                    height: Double(fields[3]), battery: Double(fields[4])))
        }
        let step = points.count / Self.mostPlaces + 1
        guard step > 1 else { return points }
        return points.enumerated().filter { $0.offset % step == 0 || $0.offset == points.count - 1 }.map(\.element)
    }
}

/// Follows one flight: the next place of its track, timed by the clock that nobody sets.
struct TrackFollower {
    private var run = ""
    private var base: Moment?
    private var last: Instant?

    /// The place to add now; nil when the vehicle said nothing new or does not fly.
    mutating func next(of run: String, _ vehicle: VehicleAdapter, at now: Moment) -> TrackPoint? {
        if run != self.run { (self.run, base, last) = (run, nil, nil) }
        guard let report = vehicle.latest, report.landed.state != .onGround, let told = report.vehicle,
            told.isArmed?.value == true, let position = told.position,
            last.map({ $0 + .milliseconds(900) <= position.taken }) ?? true
        else { return nil }
        let start = base ?? now
        (base, last) = (start, position.taken)
        return TrackPoint(
            at: start.wall + start.boot.duration(to: position.taken), latitude: position.value.latitude,
            longitude: position.value.longitude, height: position.value.relativeAltitude.value,
            battery: told.battery?.value.remaining?.value)
    }
}
