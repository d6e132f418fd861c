// SPDX-License-Identifier: Apache-2.0
// The clocks the edges read: the machine's own, and a paced one that runs a demonstration or a
// rehearsal faster than life.
// The core never sees a clock; it sees the `Moment` that one of these read.

public import DockModel
internal import Glibc
internal import Synchronization

/// Where the edges take the time from. Everything that waits or stamps asks a dock clock, so that a whole dock can
/// run faster than life without any part noticing.
public protocol DockClock: Sendable {
    /// Both clocks, read together.
    func now() -> Moment
    /// Waits for a span of dock time.
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(for span: Duration) async throws
    /// The real time that a span of dock time takes now; time-outs of sockets and serial lines are real time.
    func realTime(of span: Duration) -> Duration
}

/// The machine's clocks: CLOCK_BOOTTIME for intervals, CLOCK_REALTIME for dates.
public struct SystemClock: DockClock {
    private let judge: ClockJudge

    /// A clock that reads this machine's time.
    public init(trust: ClockTrust = .synchronised) { judge = ClockJudge(trust: trust) }

    /// Reads CLOCK_BOOTTIME and CLOCK_REALTIME; see `ClockTrust` for when the wall clock is trusted.
    public func now() -> Moment {
        let wall = WallTime(milliseconds: readClock(CLOCK_REALTIME) / 1_000_000)
        let boot = Instant(nanoseconds: readClock(CLOCK_BOOTTIME))
        return Moment(boot: boot, wall: wall, isWallTrusted: judge.believes(wall, at: boot))
    }

    /// Waits real time.
    public func sleep(for span: Duration) async throws { try await Task.sleep(for: span) }

    /// Dock time is real time.
    public func realTime(of span: Duration) -> Duration { span }
}

/// A clock for demonstrations: it starts at a chosen date and runs at a chosen speed that may change.
public final class PacedClock: DockClock {
    private struct Pace {
        var realStart: Int64
        var dockStart: Int64
        var speed: Double
    }

    private let wallOrigin: WallTime
    private let pace: Mutex<Pace>

    /// A clock that shows `start` now and then runs `speed` seconds of dock time a second.
    public init(start: WallTime, speed: Double) {
        precondition(speed > 0, "a clock that stands still cannot be waited on")
        wallOrigin = start
        pace = Mutex(Pace(realStart: readClock(CLOCK_MONOTONIC), dockStart: 0, speed: speed))
    }

    /// A clock for tests: it shows `start` at the real date `origin` and runs `speed` seconds of dock time a second.
    /// Processes that are given the same three show the same dock time, boot clock included, so that a daemon which was
    /// killed and started again goes on in the time of the simulated world that outlived it.
    /// - Precondition: `speed` is above 0 and at most `mostSharedSpeed`, and `origin` is at most 30 days from now.
    public init(start: WallTime, origin: WallTime, speed: Double) {
        precondition(speed > 0 && speed <= Self.mostSharedSpeed, "a shared clock has a modest speed")
        precondition(Self.isUsable(origin: origin), "a shared clock began within 30 days")
        let age = readClock(CLOCK_REALTIME) - origin.milliseconds * 1_000_000
        wallOrigin = start
        pace = Mutex(
            Pace(
                realStart: readClock(CLOCK_MONOTONIC), dockStart: Int64(Double(age) * speed), speed: speed))
    }

    /// The highest speed of a clock that processes share.
    public static let mostSharedSpeed = 1_000.0
    /// How far from now the origin of such a clock may be, in nanoseconds: 30 days.
    private static let oldestOrigin: Int64 = 30 * 86_400 * 1_000_000_000

    /// Whether a clock that processes share may have this origin, seen from now.
    public static func isUsable(origin: WallTime) -> Bool {
        let (nanoseconds, isTooLarge) = origin.milliseconds.multipliedReportingOverflow(by: 1_000_000)
        guard !isTooLarge else { return false }
        let (age, isTooFar) = readClock(CLOCK_REALTIME).subtractingReportingOverflow(nanoseconds)
        return !isTooFar && age >= -oldestOrigin && age <= oldestOrigin
    }

    /// Dock time since the start, in nanoseconds.
    private var elapsed: Int64 {
        pace.withLock { pace in
            pace.dockStart + Int64(Double(readClock(CLOCK_MONOTONIC) - pace.realStart) * pace.speed)
        }
    }

    /// Dock seconds that pass in a real second.
    public var speed: Double { pace.withLock { $0.speed } }

    /// Changes the speed from now on; dock time itself does not jump.
    public func setSpeed(_ speed: Double) {
        precondition(speed > 0, "a clock that stands still cannot be waited on")
        pace.withLock { pace in
            let real = readClock(CLOCK_MONOTONIC)
            pace.dockStart += Int64(Double(real - pace.realStart) * pace.speed)
            pace.realStart = real
            pace.speed = speed
        }
    }

    /// The dock's time; the boot clock begins at 0.
    public func now() -> Moment {
        let elapsed = elapsed
        return Moment(
            boot: Instant(nanoseconds: elapsed),
            wall: WallTime(milliseconds: wallOrigin.milliseconds + elapsed / 1_000_000))
    }

    /// Waits until `span` of dock time has passed, at whatever speed the clock then runs.
    public func sleep(for span: Duration) async throws {
        let deadline = now().boot + span
        while true {
            let left = now().boot.duration(to: deadline)
            guard left > .zero else { return }
            try await Task.sleep(for: min(realTime(of: left), .milliseconds(100)))
        }
    }

    /// The real time that a span takes at the present speed.
    public func realTime(of span: Duration) -> Duration { span / speed }
}

/// Nanoseconds of one of the kernel's clocks.
func readClock(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
