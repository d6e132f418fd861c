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
