// SPDX-License-Identifier: Apache-2.0
// A wall clock that jumps launches nothing and shortens no wait; a mail queue that does not add up, and a digest that
// nobody took, are told at the dock.

import DockModel
import RoostCore
import Testing

@Suite struct WallClock {
    @Test func `a jump takes the trust away for a minute and then the mission flies once`() {
        var bench = CoreBench.resting()
        bench.wall = bench.wall + .seconds(3600)
        bench.pass(1)
        #expect(bench.isOpen(.clockJumped))
        bench.makeDue()
        bench.forget()
        bench.pass(40)
        #expect(!bench.actions.contains(.cover(.open)))
        bench.pass(100)
        #expect(bench.actions.contains(.cover(.open)))
        #expect(!bench.isOpen(.clockJumped))
        #expect(bench.broken == [])
    }

    @Test func `a clock of 1970 launches nothing though it says that it is set`() {
        var bench = CoreBench()
        bench.wall = WallTime(seconds: 1000)
        bench.feed(.started)
        bench.pass(100)
        bench.makeDue()
        bench.pass(60)
        #expect(!bench.actions.contains(.cover(.open)))
        #expect(bench.broken == [])
    }

    @Test func `a jump of a year ends no run that waits, and no travel`() {
        for jump in [-31_536_000, 31_536_000] {
            var bench = CoreBench.resting()
            bench.makeDue()
            bench.pass(6)
            #expect(bench.state.phase == .opening)
            let travel = bench.state.travel
            bench.wall = bench.wall + .seconds(jump)
            bench.pass(5)
            #expect(bench.state.travel == travel)
            #expect(bench.records == [])
            #expect(bench.broken == [])
        }
    }
}

@Suite struct RunsAndClock {
    @Test func `a run recorded as expired while the clock was ahead is not taken again`() {
        var bench = CoreBench.resting()
        let due = bench.wall + .seconds(3600)
        let run = DueMission(
            id: "patrol@soon", schedule: "patrol", plan: "patrol.plan", due: due, latest: due + .seconds(600))
        bench.wall = bench.wall + .seconds(31_536_000)
        bench.pass(1)
        bench.feed(.due(run))
        #expect(bench.records.map(\.outcome) == [.expired])
        bench.wall = due
        bench.pass(70)
        bench.feed(.due(run))
        bench.pass(5)
        #expect(bench.records.count == 1)
        #expect(bench.state.run == nil)
        #expect(bench.broken == [])
    }
}

@Suite struct MailQueueWatch {
    @Test func `a queue that does not add up is told, and its end too`() {
        var bench = CoreBench.resting()
        bench.feed(.outbox(OutboxFacts(created: 10, queued: 2, sent: 7, failed: 0)))
        #expect(bench.isOpen(.mailUnaccounted))
        bench.feed(.outbox(OutboxFacts(created: 10, queued: 2, sent: 7, failed: 1)))
        #expect(!bench.isOpen(.mailUnaccounted))
        bench.feed(.outbox(OutboxFacts(created: .max, queued: .max, sent: .max, failed: .max)))
        #expect(bench.isOpen(.mailUnaccounted))
        #expect(bench.broken == [])
    }

    @Test func `a digest that no server takes is told at the dock once, until one is taken`() {
        var policy = DockPolicy()
        policy.deadlines.heartbeat = .seconds(100)
        var bench = CoreBench.resting(policy: policy)
        bench.feed(.dayEnded("2026-11-25"))
        bench.pass(90)
        #expect(!bench.isOpen(.heartbeatMissing))
        bench.pass(60)
        #expect(bench.isOpen(.heartbeatMissing))
        #expect(bench.state.tally.missedHeartbeats == 1)
        bench.feed(.outbox(OutboxFacts(created: 1, queued: 0, sent: 1, failed: 0, lastDigestSent: "2026-11-25")))
        #expect(!bench.isOpen(.heartbeatMissing))
        #expect(bench.broken == [])
    }
}

@Suite struct UnansweredWrites {
    @Test func `a write that nobody answers is told, and the travel ends`() {
        var bench = CoreBench.resting()
        bench.answer = { if case .cover = $0 { nil } else { .done } }
        bench.makeDue(window: .seconds(60))
        bench.pass(6)
        #expect(bench.state.travel != nil)
        bench.pass(17)
        #expect(bench.isOpen(.orderUnanswered))
        #expect(bench.state.travel == nil)
        #expect(bench.broken == [])
    }

    @Test func `several events told at once are decided as one`() {
        var bench = CoreBench.resting()
        let run = DueMission(
            id: "a@1", schedule: "a", plan: "a.plan", due: bench.wall, latest: bench.wall + .seconds(600))
        bench.feed(.together([.due(run), .together([.tick]), .started, .due(run)]))
        #expect(bench.state.run?.mission == run)
        #expect(bench.state.waiting == [])
        #expect(bench.state.phase == .gating)
        #expect(bench.broken == [])
    }
}

@Suite struct StoreCopies {
    @Test func `a store that nobody copies is told once, and over with the next copy`() {
        var bench = CoreBench.resting()
        bench.feed(.storeCopied(nil))
        #expect(!bench.isOpen(.storeNotCopied))
        bench.feed(.storeCopied("there is no copy"))
        #expect(bench.isOpen(.storeNotCopied))
        bench.feed(.storeCopied("there is no copy"))
        #expect(bench.state.tally.incidents["STORE.not-copied"] == 1)
        bench.feed(.operatorSays(.reset))
        #expect(bench.isOpen(.storeNotCopied))
        bench.feed(.storeCopied(nil))
        #expect(!bench.isOpen(.storeNotCopied))
        #expect(bench.broken == [])
    }
}

@Suite struct TornStore {
    @Test func `it is told, and over with the end of a day that is not the same evening, or with a look`() {
        var bench = CoreBench.resting()
        bench.feed(.storeRestored("the copy of yesterday"))
        #expect(bench.isOpen(.storeRestored))
        bench.feed(.dayEnded("2026-11-25"))
        #expect(bench.isOpen(.storeRestored))
        bench.seconds += 43_201
        bench.wall = bench.wall + .seconds(43_201)
        bench.feed(.dayEnded("2026-11-26"))
        #expect(!bench.isOpen(.storeRestored))
        bench.feed(.storeRestored("the copy of today"))
        bench.feed(.operatorSays(.reset))
        #expect(!bench.isOpen(.storeRestored))
        #expect(bench.broken == [])
    }
}
