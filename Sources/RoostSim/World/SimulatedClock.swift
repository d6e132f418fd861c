// SPDX-License-Identifier: Apache-2.0
// The wall clock of the simulated computer against true time, and the boot clock that begins anew with each power-up.
// The true calendar never changes; faults only move what the computer reads.

internal import DockModel

/// The clocks as the simulated computer reads them.
struct SimulatedClock: Sendable {
    /// True time at second 0: 2026-03-02, 06:00 UTC.
    static let start = WallTime(seconds: 1_772_431_200)

    /// True time at second 0 of this world.
    var trueStart = SimulatedClock.start
    /// Seconds at which the boot clock began.
    var bootStart = 0.0
    /// How far the wall clock is ahead of true time, s.
    var ahead = 0.0
    /// Since which second the wall clock stands still; nil while it goes.
    var stoppedAt: Double?
    /// The second at which it began in 1970; nil when it did not.
    var epochAt: Double?
    /// Whether the computer holds its clock to be set.
    var isTrusted = true
    /// Until which second it is not, after a power-up without a clock of its own.
    var unsetUntil = 0.0

    /// True time.
    func trueTime(at seconds: Double) -> WallTime {
        WallTime(milliseconds: trueStart.milliseconds + Int64(seconds * 1000))
    }

    /// Both clocks as read.
    func now(at seconds: Double) -> Moment {
        let boot = Instant(seconds: seconds - bootStart)
        if let epochAt {
            let wall = WallTime(seconds: 1_000 + seconds - epochAt)
            return Moment(boot: boot, wall: wall, isWallTrusted: isTrusted)
        }
        let shown = (stoppedAt ?? seconds) + ahead
        return Moment(
            boot: boot, wall: WallTime(milliseconds: trueStart.milliseconds + Int64(shown * 1000)),
            isWallTrusted: isTrusted && seconds >= unsetUntil)
    }
}

/// Dates by their names, as the calendar tells them.
enum CivilDay {
    /// The date of a day counted from 1970-01-01 (Howard Hinnant's algorithm): "2026-03-02".
    static func name(_ day: Int) -> String {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let index = (5 * dayOfYear + 2) / 153
        let date = dayOfYear - (153 * index + 2) / 5 + 1
        let month = index < 10 ? index + 3 : index - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(date < 10 ? "0" : "")\(date)"
    }
}
