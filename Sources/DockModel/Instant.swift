// SPDX-License-Identifier: Apache-2.0
// Instants of the two clocks: the boot clock, on which every interval and deadline is measured, and the wall
// clock, which names days for people. It never reads a clock; the edges hand instants in.

/// A point on the boot clock (CLOCK_BOOTTIME or a simulated one), in nanoseconds; it never steps back.
public struct Instant: Sendable, Hashable, Comparable, Codable {
    /// Nanoseconds since an arbitrary origin that stays fixed while the process runs.
    public var nanoseconds: Int64

    /// An instant from nanoseconds of the boot clock.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// An instant from seconds of the boot clock.
    public init(seconds: Double) { self.nanoseconds = Int64(seconds * 1e9) }

    /// Seconds since the origin.
    public var seconds: Double { Double(nanoseconds) / 1e9 }

    /// The signed span from this instant to a later one.
    public func duration(to later: Instant) -> Duration {
        .nanoseconds(later.nanoseconds - nanoseconds)
    }

    /// Earlier instants order before later ones.
    public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The instant that lies `span` later.
    public static func + (instant: Instant, span: Duration) -> Instant {
        Instant(nanoseconds: instant.nanoseconds + span.nanoseconds)
    }
}

/// A time of day and date as Unix milliseconds (UTC, without leap seconds).
public struct WallTime: Sendable, Hashable, Comparable, Codable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: Int64

    /// A wall time from Unix milliseconds.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// A wall time from Unix seconds.
    public init(seconds: Double) { self.milliseconds = Int64((seconds * 1000).rounded()) }

    /// Unix seconds.
    public var seconds: Double { Double(milliseconds) / 1000 }

    /// Earlier times order before later ones.
    public static func < (left: WallTime, right: WallTime) -> Bool { left.milliseconds < right.milliseconds }

    /// The time that lies `span` later.
    public static func + (time: WallTime, span: Duration) -> WallTime {
        WallTime(milliseconds: time.milliseconds + span.nanoseconds / 1_000_000)
    }

    /// The signed span from this time to a later one.
    public func duration(to later: WallTime) -> Duration { .milliseconds(later.milliseconds - milliseconds) }
}

/// One reading of both clocks, taken together at the edge and handed to the pure core.
public struct Moment: Sendable, Hashable, Codable {
    /// The boot clock: for intervals, ages and deadlines.
    public var boot: Instant
    /// The wall clock: for schedules and for people.
    public var wall: WallTime
    /// Whether the wall clock is known to be set (synchronised or from GNSS).
    public var isWallTrusted: Bool

    /// A moment on both clocks.
    public init(boot: Instant, wall: WallTime, isWallTrusted: Bool = true) {
        self.boot = boot
        self.wall = wall
        self.isWallTrusted = isWallTrusted
    }
}

extension Duration {
    /// The whole span in nanoseconds, clamped to what 64 bits hold (292 years).
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, sumOverflow) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return sumOverflow ? (seconds < 0 ? .min : .max) : sum
    }

    /// The whole span in seconds.
    public var inSeconds: Double { Double(nanoseconds) / 1e9 }
}
