// SPDX-License-Identifier: Apache-2.0
// Signs of life: a part that looks at its clock lives, one that waits as long as it said lives, and only one that is
// silent for longer is named; and what a service manager hears of it.

import DockModel
import Synchronization
import Testing

@testable import Host

/// A clock that a test moves.
private final class MovedClock: DockClock {
    let instant = Mutex(Instant(nanoseconds: 0))
    let speed: Double

    init(speed: Double = 1) { self.speed = speed }

    func pass(_ span: Duration) { instant.withLock { $0 = $0 + span } }
    func now() -> Moment { Moment(boot: instant.withLock { $0 }, wall: WallTime(milliseconds: 0)) }
    func sleep(for span: Duration) async throws {}
    func realTime(of span: Duration) -> Duration { span / speed }
}

/// A clock whose waits last until the test ends them.
private struct HeldClock: DockClock {
    let inner: MovedClock
    let gate: AsyncStream<Void>
    /// Said when a wait has begun: what is announced before it is announced by then.
    let begun: AsyncStream<Void>.Continuation

    func now() -> Moment { inner.now() }
    func sleep(for span: Duration) async throws {
        begun.yield()
        for await _ in gate { return }
    }
    func realTime(of span: Duration) -> Duration { inner.realTime(of: span) }
}

@Suite struct LifeSignTests {
    @Test func `a part that looks at its clock lives, and one that stops is named with its delay`() {
        let real = MovedClock(), signs = LifeSigns { real.instant.withLock { $0 } }
        let bus = signs.clock(real, of: "bus", patience: .seconds(60))
        let mail = signs.clock(real, of: "mail", patience: .seconds(600))
        real.pass(.seconds(59))
        #expect(signs.silences().isEmpty)
        _ = bus.now()
        real.pass(.seconds(60))
        #expect(signs.silences().isEmpty)
        real.pass(.seconds(5))
        #expect(signs.silences() == [LifeSigns.Silence(part: "bus", overdue: .seconds(5))])
        #expect(signs.waits.map(\.part) == ["bus", "mail"] && signs.waits.first?.dueIn == .seconds(-5))
        real.pass(.seconds(500))
        #expect(signs.silences().map(\.part) == ["bus", "mail"])
        (_, _) = (bus.now(), mail.now())
        #expect(signs.silences().isEmpty)
    }

    @Test func `a wait that was announced is no silence, in the pace of the dock's time`() async throws {
        let real = MovedClock(speed: 10), signs = LifeSigns { real.instant.withLock { $0 } }
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (waits, begun) = AsyncStream.makeStream(of: Void.self)
        let clock = signs.clock(
            HeldClock(inner: real, gate: gate, begun: begun), of: "planner", patience: .seconds(60))
        let sleeper = Task { try await clock.sleep(for: .seconds(36_000)) }
        for await _ in waits { break }
        // An hour of real time is ten of the dock's; it wakes a minute late at most.
        real.pass(.seconds(3_600))
        #expect(signs.silences().isEmpty)
        real.pass(.seconds(59))
        #expect(signs.silences().isEmpty)
        real.pass(.seconds(2))
        #expect(signs.silences() == [LifeSigns.Silence(part: "planner", overdue: .seconds(1))])
        open.yield()
        try await sleeper.value
        #expect(signs.silences().isEmpty)
    }

    @Test(arguments: [
        [:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "run/notify"], ["NOTIFY_SOCKET": "/"],
        ["NOTIFY_SOCKET": "vsock:2:1"], ["NOTIFY_SOCKET": "/" + String(repeating: "n", count: 108)],
    ])
    func `an environment without a usable address has no manager`(environment: [String: String]) {
        #expect(ServiceNotifier(environment: environment) == nil)
    }

    @Test func `a watchdog that means another process, or no sensible span, is none`() throws {
        func span(_ more: [String: String]) -> Duration? {
            ServiceNotifier(environment: ["NOTIFY_SOCKET": "/run/n"].merging(more) { $1 }, process: 42)?.watchdog
        }
        #expect(span([:]) == nil)
        #expect(span(["WATCHDOG_USEC": "30000000"]) == .seconds(30))
        #expect(span(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "42"]) == .seconds(30))
        #expect(span(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "43"]) == nil)
        for wrong in ["0", "-1", "soon", "99999999999999999999", "9223372036854775807"] {
            #expect(span(["WATCHDOG_USEC": wrong]) == nil, "\(wrong)")
        }
    }

    @Test func `a manager that does not listen changes nothing`() throws {
        let manager = try #require(ServiceNotifier(environment: ["NOTIFY_SOCKET": "/nowhere/notify"]))
        manager.ready()
        manager.alive("idle")
    }
}
