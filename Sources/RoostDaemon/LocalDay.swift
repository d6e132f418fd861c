// SPDX-License-Identifier: Apache-2.0
// The dock's local day, weekday and minute, for budgets and quiet hours. A clock that is not trusted has no day;
// nothing here guesses one.

internal import DockModel
internal import Schedule

/// A moment as the dock's wall calendar shows it.
struct LocalDay: Equatable {
    /// The date.
    var date: CivilDate
    /// 0 is Sunday.
    var weekday: Int
    /// Minutes after midnight.
    var minute: Int

    /// The local time of `wall` in a zone.
    init(_ wall: WallTime, zone: Zone) {
        // Years 1 to 9999: what lies beyond is no date of a dock.
        let seconds = min(max(Int(wall.milliseconds / 1_000), -62_135_596_800), 253_402_300_799)
        let local = seconds + zone.offset(at: seconds)
        let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        date = CivilDate(daysSince1970: days)
        weekday = CivilDate.weekday(daysSince1970: days)
        minute = (local - days * 86_400) / 60
    }

    /// "2026-11-26" of a moment; nil while the clock is not trusted.
    static func text(_ moment: Moment, zone: Zone) -> String? {
        moment.isWallTrusted ? LocalDay(moment.wall, zone: zone).date.description : nil
    }
}
