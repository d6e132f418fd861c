// SPDX-License-Identifier: Apache-2.0
// The clocks that the edges read: they run forward, at the pace they are told, and never jump when that changes.

import DockModel
import Host
import Testing

@Suite struct Clocks {
    @Test func `the machine's clocks run forward and are trusted once they are set`() {
        let clock = SystemClock()
        let first = clock.now()
        let second = clock.now()
        #expect(second.boot >= first.boot)
        #expect(first.isWallTrusted == (first.wall > WallTime(milliseconds: 1_735_689_600_000)))
        #expect(clock.realTime(of: .seconds(3)) == .seconds(3))
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
