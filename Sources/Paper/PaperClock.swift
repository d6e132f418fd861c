// SPDX-License-Identifier: Apache-2.0
// Times as a page shows them, always with their zone: UTC, or the zone of the dock. Foundation is here for the rules
// of time zones alone; it never asks for the present time.

import DockModel
import Foundation

/// The calendar of one time zone.
struct PaperClock: Sendable {
    /// The years 1 to 9999, in seconds: what a page can show.
    static let range = -62_135_596_800.0...253_402_300_799.0

    /// The zone's name as shown; "UTC" when the name asked for is not known.
    let name: String
    private let zone: TimeZone?

    /// The clock of a zone by its IANA name.
    init(zone identifier: String) {
        zone = identifier == "UTC" ? nil : TimeZone(identifier: identifier)
        name = zone == nil ? "UTC" : identifier
    }

    /// A time in UTC: "2026-03-03 13:05:09 UTC".
    static func utc(_ time: WallTime) -> String {
        let civil = PaperClock(zone: "UTC").civil(time.seconds)
        return "\(civil.date) \(civil.clock(withSeconds: true)) UTC"
    }

    /// A time in UTC as ISO 8601 has it: "2026-03-03T13:05:09Z".
    static func utcStamp(_ time: WallTime) -> String {
        let civil = PaperClock(zone: "UTC").civil(time.seconds)
        return "\(civil.date)T\(civil.clock(withSeconds: true))Z"
    }

    /// A time in this zone: "2026-03-03 14:05 +01:00".
    func stamp(_ time: WallTime) -> String {
        let civil = civil(time.seconds)
        return "\(civil.date) \(civil.clock(withSeconds: false)) \(civil.offsetName)"
    }

    /// The day in this zone: "2026-03-03".
    func day(_ time: WallTime) -> String { civil(time.seconds).date.description }

    /// Date and time of day in this zone.
    func civil(_ seconds: Double) -> CivilTime {
        let second = Self.whole(seconds)
        return CivilTime(second: second, offset: offset(at: second))
    }

    /// The second at which a local day and second of it begins; in a gap of the clock, the one after it.
    func utc(day: Int, second: Int) -> Double {
        let local = min(max(day, -719_162), 2_932_896) * 86_400 + second
        var utc = local - offset(at: local)
        utc = local - offset(at: utc)
        return Double(utc)
    }

    private func offset(at second: Int) -> Int {
        zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))) ?? 0
    }

    private static func whole(_ seconds: Double) -> Int {
        guard seconds.isFinite else { return 0 }
        return Int(min(max(seconds, range.lowerBound), range.upperBound).rounded(.down))
    }
}

/// A date and a time of day with their offset from UTC.
struct CivilTime: Sendable, Equatable {
    /// Days since 1970 of the local date.
    let day: Int
    /// Seconds since the local midnight.
    let secondOfDay: Int
    /// Seconds ahead of UTC.
    let offset: Int

    init(second: Int, offset: Int) {
        let local = second + offset
        day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        secondOfDay = local - day * 86_400
        self.offset = offset
    }

    var date: CivilDate { CivilDate(daysSince1970: day) }

    /// "UTC" or "+01:00".
    var offsetName: String {
        guard offset != 0 else { return "UTC" }
        let minutes = abs(offset) / 60
        return (offset < 0 ? "-" : "+") + padded(minutes / 60) + ":" + padded(minutes % 60)
    }

    /// "14:05" or "14:05:09".
    func clock(withSeconds: Bool) -> String {
        let minutes = padded(secondOfDay / 3_600) + ":" + padded(secondOfDay % 3_600 / 60)
        return withSeconds ? minutes + ":" + padded(secondOfDay % 60) : minutes
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
