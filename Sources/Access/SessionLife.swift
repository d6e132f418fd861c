// SPDX-License-Identifier: Apache-2.0
// How long a sign-in lasts: until nobody has used it for a while, and never longer than a shift. It counts on the boot
// clock, so that a wall clock which jumps neither keeps nor ends one.

public import DockModel

/// The limits of a session.
public struct SessionLife: Sendable, Equatable {
    /// How long it lasts without a request.
    public var idle: Duration
    /// How long it lasts at all.
    public var longest: Duration
    /// Its use is noted no more often than this: each note is a write.
    public static let noteInterval = Duration.seconds(60)
    /// Most sessions of one user; the oldest ends when another begins.
    public static let mostOfOneUser = 10

    /// Half an hour and half a day.
    public init(idle: Duration = .seconds(1_800), longest: Duration = .seconds(12 * 3_600)) {
        (self.idle, self.longest) = (idle, longest)
    }

    /// Whether a session is over. One from a time that has not been is: the machine was started anew.
    public func isOver(begun: Instant, seen: Instant, now: Instant) -> Bool {
        guard begun <= seen, seen <= now else { return true }
        return seen.duration(to: now) >= idle || begun.duration(to: now) >= longest
    }

    /// Whether the use of a session is noted again.
    public func isToBeNoted(seen: Instant, now: Instant) -> Bool {
        seen.duration(to: now) >= Self.noteInterval
    }
}
