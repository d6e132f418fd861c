// SPDX-License-Identifier: Apache-2.0
// Whether the wall clock can be trusted: the edge says whether it is set, and a jump against the boot clock takes the
// trust away for a minute. Nothing here touches an interval; those are measured on the boot clock alone (I25, I26).

internal import DockModel

extension DockState {
    /// A wall clock before 2024 was never set.
    static let firstBelievable = WallTime(milliseconds: 1_704_067_200_000)
    /// How long after a jump the wall clock is not trusted.
    static let distrust = Duration.seconds(60)

    /// Whether the wall clock may start a mission: said to be set, not before 2024, and steady for a minute.
    func isWallTrusted(at now: Moment) -> Bool {
        guard now.isWallTrusted, now.wall >= Self.firstBelievable else { return false }
        // A jump is forgotten once it is old enough.
        return clock.jumped == nil
    }
}

extension Turn {
    /// Whether the wall clock may start a mission.
    var isClockTrusted: Bool { state.isWallTrusted(at: now) }

    /// Compares what both clocks say has passed since the step before; a difference of over 2 s is a jump.
    mutating func watchClock() {
        defer { state.clock.last = now }
        guard let last = state.clock.last else { return }
        let boot = (now.boot.nanoseconds - last.boot.nanoseconds) / 1_000_000
        let wall = now.wall.milliseconds - last.wall.milliseconds
        if abs(wall - boot) > 2_000 {
            state.clock.jumped = now.boot
            raise(.clockJumped, "by \((wall - boot) / 1000) s against the boot clock, limit 2 s")
        } else if state.clock.jumped.map({ $0.duration(to: now.boot) >= DockState.distrust }) == true {
            state.clock.jumped = nil
            resolve(.clockJumped)
        }
    }
}
