// SPDX-License-Identifier: Apache-2.0
// The downloaded log of a flight as its record takes it: found by the run's name, read piece by piece, compared with
// what the dock saw. A log of another flight, or one that cannot be read, gives no figures, and the record says so.

internal import DockModel
internal import FlightLog
internal import Foundation
internal import Mailer
internal import RoostCore
internal import Triage

/// A flight's log.
struct RecordLog: Equatable {
    /// Where it is.
    var path: String
    /// Its length.
    var octets: UInt64
    /// Its SHA-256 in hexadecimal digits; nil when it could not be read.
    var sha256: String?
    /// What it says; nil when it cannot be read as a log or is of another flight.
    var summary: FlightSummary?
    /// When it took off by the dock's clock; what a log without the time of satellites is timed by.
    private var seen: WallTime?
    /// What a reader of the record must know of it.
    var notes: [String] = []
    /// Whether it is of another flight.
    var isForeign = false

    /// The endings of logs.
    static let endings = ["ulg", "BIN"]
    /// The greatest difference of clocks between dock and vehicle that is not told.
    static let usualDifference = 5.0
    /// The greatest difference that needs no other proof that the log is of this flight.
    static let greatestDifference = 120.0

    /// Where the log of a run is and how long it is; nil while it is not there.
    static func find(_ run: String, in directory: String) -> (path: String, octets: UInt64)? {
        for ending in endings {
            let path = "\(directory)/\(VehicleAdapter.fileName(run)).\(ending)"
            // A file that cannot be looked at is not there.
            guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
                facts[.type] as? FileAttributeType == .typeRegular, let size = facts[.size] as? UInt64, size > 0
            else { continue }
            return (path, size)
        }
        return nil
    }

    /// The log of a run; nil while it is not there.
    init?(of run: MissionRun, in directory: String) {
        guard let found = Self.find(run.mission.id, in: directory) else { return nil }
        (path, octets) = found
        seen = run.takeoff
        sha256 = FileDigest.sha256(ofFile: path).map(SHA256.hexadecimal)
        do {
            summary = try Self.read(path)
        } catch {
            notes.append("The flight log cannot be read: \(error)")
            return
        }
        judge(against: run)
    }

    /// A time of the log on the wall clock: by satellites, else from the take-off that the dock saw.
    func time(of microseconds: UInt64) -> WallTime? {
        guard let summary else { return nil }
        if let told = summary.wall(microseconds) { return told }
        guard let seen, let begin = summary.takeoffMicroseconds, let then = Int64(exactly: microseconds),
            let first = Int64(exactly: begin)
        else { return nil }
        return WallTime(milliseconds: seen.milliseconds &+ (then - first) / 1_000)
    }

    private static func read(_ path: String) throws -> FlightSummary {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        // It was only read.
        defer { try? file.close() }
        var reader = FlightLogReader()
        while let piece = try file.read(upToCount: 1 << 18), !piece.isEmpty { try reader.receive([UInt8](piece)) }
        return try reader.finish()
    }

    /// Compares the log's times with what the dock saw.
    private mutating func judge(against run: MissionRun) {
        guard let summary else { return }
        if summary.isTruncated { notes.append("The flight log ends inside of a record.") }
        notes += summary.notes.prefix(5).map { "The flight log: \($0)." }
        guard let seen = run.takeoff, let told = summary.wall(summary.takeoffMicroseconds) else {
            if summary.utcOffsetMicroseconds == nil {
                notes.append(
                    "The flight log has no time of satellites: it is timed from the take-off that the dock saw.")
            }
            if let dock = run.secondsSeenInAir, let log = summary.flightSeconds, abs(dock - log) > max(30, dock * 0.25)
            {
                notes.append(
                    "The flight lasted \(Int(log.rounded())) s by its log, the dock counted \(Int(dock.rounded())) s.")
            }
            return
        }
        let difference = seen.duration(to: told).inSeconds
        guard abs(difference) > Self.usualDifference else { return }
        let spans = (run.secondsSeenInAir, summary.flightSeconds)
        let isAlike: Bool
        if case (let dock?, let log?) = spans {
            isAlike = abs(dock - log) <= max(15, dock * 0.25)
        } else {
            isAlike = false
        }
        guard abs(difference) <= Self.greatestDifference || isAlike else {
            isForeign = true
            self.summary = nil
            notes.append(
                "A log that was fetched is of another flight, which took off at \(UTCText.text(told)), "
                    + "and is not used.")
            return
        }
        notes.append(
            "The clocks of dock and vehicle differ: the log's take-off, by satellites, is at \(UTCText.text(told)), "
                + "\(Int(abs(difference).rounded())) s \(difference < 0 ? "before" : "after") the dock's.")
    }
}

extension FlightSummary {
    /// A time of the log on the wall clock; nil while UTC is not known.
    func wall(_ microseconds: UInt64?) -> WallTime? {
        guard let offset = utcOffsetMicroseconds, let microseconds, let time = Int64(exactly: microseconds) else {
            return nil
        }
        let (sum, isOut) = time.addingReportingOverflow(offset)
        return isOut ? nil : WallTime(milliseconds: sum / 1_000)
    }
}

extension MissionRun {
    /// Seconds in the air as the dock counted or saw them; nil when it saw none.
    var secondsSeenInAir: Double? {
        guard let takeoff else { return nil }
        if let airSeconds { return airSeconds }
        guard let landed, takeoff <= landed else { return nil }
        return takeoff.duration(to: landed).inSeconds
    }
}
