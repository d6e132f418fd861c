// SPDX-License-Identifier: Apache-2.0
// The clocks that the edges read: they run forward, at the pace they are told, and never jump when that changes.

import DockModel
import Synchronization
import Testing

@testable import Host

@Suite struct Clocks {
    @Test func `the machine's clocks run forward and are trusted once they are set`() {
        let clock = SystemClock(trust: .set)
        let first = clock.now()
        let second = clock.now()
        #expect(second.boot >= first.boot)
        #expect(first.isWallTrusted == (first.wall > WallTime(milliseconds: 1_735_689_600_000)))
        #expect(clock.realTime(of: .seconds(3)) == .seconds(3))
    }

    @Test func `a clock that must be synchronised is trusted when the machine says so, and asks without a change`() {
        let before = SystemClock(trust: .set).now()
        let isSynchronised = ClockJudge.askMachine()
        let now = SystemClock().now()
        #expect(now.isWallTrusted == isSynchronised)
        #expect(before.wall.duration(to: now.wall) < .seconds(10))
    }

    @Test func `a paced clock starts at its date and turns dock time into real time`() {
        let start = WallTime(milliseconds: 1_764_000_000_000)
        let clock = PacedClock(start: start, speed: 50)
        let now = clock.now()
        #expect(now.wall >= start)
        #expect(now.isWallTrusted)
        #expect(clock.realTime(of: .seconds(50)) == .seconds(1))
    }

    @Test func `a change of pace makes dock time neither jump nor step back`() {
        let clock = PacedClock(start: WallTime(milliseconds: 0), speed: 1_000)
        var last = clock.now().boot
        for speed in [1.0, 5_000, 0.5, 20] {
            clock.setSpeed(speed)
            let now = clock.now().boot
            #expect(now >= last)
            #expect(last.duration(to: now) < .seconds(3_600))
            last = now
        }
    }

    @Test func `waiting on a fast clock takes little real time`() async throws {
        let clock = PacedClock(start: WallTime(milliseconds: 0), speed: 10_000)
        let before = clock.now().boot
        try await clock.sleep(for: .seconds(100))
        #expect(before.duration(to: clock.now().boot) >= .seconds(100))
    }
}

/// A moment of 2027, so many days after a start.
private func at(_ days: Double) -> (wall: WallTime, boot: Instant) {
    (
        WallTime(milliseconds: 1_811_870_700_000) + .seconds(days * 86_400),
        Instant(nanoseconds: 0) + .seconds(days * 86_400)
    )
}

@Suite struct TrustInTheClock {
    private func judge(_ trust: ClockTrust = .synchronised, _ isSynchronised: Bool = true) -> ClockJudge {
        ClockJudge(trust: trust) { isSynchronised }
    }

    @Test(arguments: [0, -1_000, 86_400_000, 1_704_067_200_000, 1_735_689_600_000])
    func `1970 and any date of an image that was never set are not trusted, whatever the kernel says`(date: Int64) {
        let wall = WallTime(milliseconds: date)
        #expect(!judge().believes(wall, at: at(0).boot))
        #expect(!judge(.set).believes(wall, at: at(0).boot))
    }

    @Test func `a clock that no source has set is trusted only where the site says so`() {
        #expect(!judge(.synchronised, false).believes(at(0).wall, at: at(0).boot))
        #expect(judge(.set, false).believes(at(0).wall, at: at(0).boot))
        #expect(judge().believes(at(0).wall, at: at(0).boot))
    }

    @Test func `a source that goes away leaves a clock that is trusted for 30 days`() {
        let isThere = Mutex(false)
        let judge = ClockJudge(trust: .synchronised) { isThere.withLock { $0 } }
        func believes(_ days: Double) -> Bool { judge.believes(at(days).wall, at: at(days).boot) }
        #expect(!believes(0))
        isThere.withLock { $0 = true }
        #expect(believes(1))
        isThere.withLock { $0 = false }
        #expect(believes(1.5) && believes(30.9))
        #expect(!believes(31.1))
        isThere.withLock { $0 = true }
        #expect(believes(32))
    }

    @Test func `the machine is asked once a second at most`() {
        let asked = Mutex(0)
        let judge = ClockJudge(trust: .synchronised) {
            asked.withLock { $0 += 1 }
            return true
        }
        for step in 0..<100 { _ = judge.believes(at(0).wall, at: at(0).boot + .milliseconds(step * 20)) }
        #expect(asked.withLock { $0 } == 2)
    }
}

/// An actor that lives on a thread of its own.
private actor Worker {
    nonisolated let executor = ThreadExecutor(name: "worker")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
    private var order: [Int] = []

    func note(_ number: Int) { order.append(number) }
    var noted: [Int] { order }
}

@Suite struct Threads {
    @Test func `an actor on its own thread does its jobs in order`() async {
        let worker = Worker()
        for number in 0..<100 { await worker.note(number) }
        #expect(await worker.noted == Array(0..<100))
        worker.executor.stop()
    }
}
