// SPDX-License-Identifier: Apache-2.0
// Times as people read them, always with their zone. The one file of the reports that uses Foundation, for
// the rules of time zones; it never asks for the present time.

import DockModel
import Foundation

/// A time zone and the words for dates in it.
struct ZoneClock: Sendable {
    /// The zone's name as shown: "Europe/Berlin", or "UTC" when the name asked for is not known.
    let name: String
    private let zone: TimeZone?
    private let wording: Wording

    /// The clock of a zone by its IANA name.
    init(zone identifier: String, wording: Wording) {
        zone = identifier == "UTC" ? nil : TimeZone(identifier: identifier)
        name = zone == nil ? "UTC" : identifier
        self.wording = wording
    }

    /// "Tue 3 Mar 2026 14:05 +01:00".
    func stamp(_ time: WallTime) -> String {
        let date = civil(time)
        return "\(wording.weekday(date.weekday)) \(date.day) \(wording.shortMonth(date.month)) \(date.year) "
            + "\(date.clock) \(date.zone)"
    }

    /// "3 Mar 14:05 +01:00".
    func short(_ time: WallTime) -> String {
        let date = civil(time)
        return "\(date.day) \(wording.shortMonth(date.month)) \(date.clock) \(date.zone)"
    }

    /// "2026-03-03 13:05 UTC".
    func utc(_ time: WallTime) -> String {
        let date = LocalDate(secondsSinceEpoch: Self.seconds(time), offset: 0)
        return "\(date.year)-\(pad(date.month))-\(pad(date.day)) \(date.clock) UTC"
    }

    /// "3 Mar 2026".
    func day(_ time: WallTime) -> String {
        let date = civil(time)
        return "\(date.day) \(wording.shortMonth(date.month)) \(date.year)"
    }

    /// "2026-03-03", the day in this zone.
    func isoDay(_ time: WallTime) -> String {
        let date = civil(time)
        return "\(date.year)-\(pad(date.month))-\(pad(date.day))"
    }

    /// "between 3 and 19 March 2026".
    func between(_ first: WallTime, _ last: WallTime) -> String {
        let a = civil(first), b = civil(last)
        let end = "\(b.day) \(wording.month(b.month)) \(b.year)"
        if a.year != b.year {
            return wording(
                .betweenDays, ["first": "\(a.day) \(wording.month(a.month)) \(a.year)", "last": end])
        }
        if a.month != b.month {
            return wording(.betweenDays, ["first": "\(a.day) \(wording.month(a.month))", "last": end])
        }
        if a.day != b.day { return wording(.betweenDays, ["first": "\(a.day)", "last": end]) }
        return wording(.onDay, ["day": end])
    }

    /// The time `days` later, kept within what can be shown.
    static func later(_ time: WallTime, days: Double) -> WallTime {
        let span = days.isFinite ? min(max(days, -40_000), 40_000) * 86_400 : 0
        return WallTime(seconds: Double(seconds(time)) + span)
    }

    /// Seconds since 1970, kept within the years 1 to 9999.
    static func seconds(_ time: WallTime) -> Int64 {
        let seconds = time.milliseconds / 1_000 - (time.milliseconds % 1_000 < 0 ? 1 : 0)
        return min(max(seconds, -62_135_596_800), 253_402_300_799)
    }

    private func civil(_ time: WallTime) -> LocalDate {
        let seconds = Self.seconds(time)
        let offset = zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) ?? 0
        return LocalDate(secondsSinceEpoch: seconds, offset: Int64(offset))
    }
}

/// A date and a time of day with their offset from UTC.
struct LocalDate: Equatable {
    var year = 1970, month = 1, day = 1
    /// 0 is Sunday.
    var weekday = 4
    /// "14:05".
    var clock = ""
    /// "+01:00", or "UTC".
    var zone = ""

    /// The date `secondsSinceEpoch` in a zone that is `offset` seconds ahead of UTC.
    init(secondsSinceEpoch: Int64, offset: Int64) {
        let local = secondsSinceEpoch + offset
        let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        let second = local - days * 86_400
        clock = "\(pad(Int(second / 3_600))):\(pad(Int(second % 3_600 / 60)))"
        let minutes = Int(abs(offset) / 60)
        let ahead = "\(offset < 0 ? "-" : "+")\(pad(minutes / 60)):\(pad(minutes % 60))"
        zone = offset == 0 ? "UTC" : ahead
        weekday = CivilDate.weekday(daysSince1970: Int(days))
        let date = CivilDate(daysSince1970: Int(days))
        (year, month, day) = (date.year, date.month, date.day)
    }
}

private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
