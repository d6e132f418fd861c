// SPDX-License-Identifier: Apache-2.0
// One mail has one holder; a crash frees it, a clock that jumps does not (R6, I25).

import DockModel
import Post
import Synchronization
import Testing

@testable import Store

/// A boot clock that a test sets.
private final class BootClock: Sendable {
    let nanoseconds = Mutex<Int64>(1_000_000_000)

    func pass(_ seconds: Int64) { nanoseconds.withLock { $0 += seconds * 1_000_000_000 } }
    var read: @Sendable () -> Int64 { { self.nanoseconds.withLock { $0 } } }
}

private let gone = LeaseHolder(process: 3_999_999, processStart: 1, host: LeaseHolder.current().host)

@Test func `a mail is never leased to two owners`() throws {
    let bench = Workbench()
    let first = try bench.outbox(), second = try bench.outbox()
    _ = try first.take(mail("one"), mail("two"), mail("three"))
    #expect(try first.leased("a", limit: 2).count == 2)
    #expect(try second.leased("b").map(\.messageID) == ["<three@example.org>"])
    #expect(try first.leased("a").isEmpty)
}

@Test func `a lease of a crashed process is free at once`() throws {
    let bench = Workbench()
    let clock = BootClock()
    let crashed = Outbox(try bench.open(), holder: gone, bootClock: clock.read)
    let id = try crashed.take(mail())[0]
    _ = try crashed.leased("dead")
    let alive = Outbox(try bench.open(), holder: .current(), bootClock: clock.read)
    #expect(try alive.leased("b").map(\.id) == [id])
}

@Test func `an operator can drop a mail that a crashed process held`() throws {
    let bench = Workbench()
    let crashed = Outbox(try bench.open(), holder: gone, bootClock: BootClock().read)
    let id = try crashed.take(mail())[0]
    _ = try crashed.leased("dead")
    let alive = Outbox(try bench.open(), holder: .current(), bootClock: BootClock().read)
    #expect(try alive.drop(id: id, now: noon.wall) == .done)
}

@Test func `a lease of a live process holds until its end and no wall clock shortens it`() throws {
    let bench = Workbench()
    let clock = BootClock()
    let first = Outbox(try bench.open(), holder: .current(), bootClock: clock.read)
    let second = Outbox(try bench.open(), holder: .current(), bootClock: clock.read)
    let id = try first.take(mail())[0]
    _ = try first.leased("a")
    #expect(try second.leased("b", now: later(10_000_000)).isEmpty)
    clock.pass(59)
    try first.renew(owner: "a", now: noon.wall, span: .seconds(60))
    clock.pass(59)
    #expect(try second.leased("b").isEmpty)
    clock.pass(1)
    #expect(try second.leased("b").map(\.id) == [id])
}

@Test func `a lease from before a reboot is free`() throws {
    let bench = Workbench()
    var before = LeaseHolder.current()
    before.host = "another-boot pid:[1]"
    let old = Outbox(try bench.open(), holder: before, bootClock: { 9_000_000_000_000_000 })
    let id = try old.take(mail())[0]
    _ = try old.leased("a")
    #expect(try Outbox(try bench.open()).leased("b").map(\.id) == [id])
}

@Test func `a process of another container keeps its lease until the end`() throws {
    let bench = Workbench()
    let clock = BootClock()
    var neighbour = gone
    neighbour.host += "x"
    let other = Outbox(try bench.open(), holder: neighbour, bootClock: clock.read)
    _ = try other.take(mail())
    _ = try other.leased("a")
    let mine = Outbox(try bench.open(), holder: .current(), bootClock: clock.read)
    #expect(try mine.leased("b").isEmpty)
    clock.pass(60)
    #expect(try mine.leased("b").count == 1)
}

@Test func `a result is stored even when the lease was lost meanwhile`() throws {
    let bench = Workbench()
    let clock = BootClock()
    let slow = Outbox(try bench.open(), holder: .current(), bootClock: clock.read)
    let id = try slow.take(mail())[0]
    _ = try slow.leased("slow")
    clock.pass(61)
    #expect(try slow.leased("fast").count == 1)
    try slow.record([sent()], of: id, owner: "slow", now: noon.wall)
    #expect(try slow.mail(id: id)?.summary.state == .sent)
    try slow.record([deferred()], of: id, owner: "fast", now: noon.wall)
    #expect(try slow.mail(id: id)?.summary.state == .sent)
}

@Test func `a released mail is due at once and counts no attempt`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail())[0]
    _ = try outbox.leased("a")
    try outbox.release([id], owner: "b", now: noon.wall)
    #expect(try outbox.leased("b").isEmpty)
    try outbox.release([id], owner: "a", now: noon.wall)
    #expect(try outbox.leased("b").first?.attempts == 0)
}

@Test func `a deferred mail waits for its time`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail())[0]
    _ = try outbox.leased("a")
    try outbox.record([deferred(for: .seconds(60))], of: id, owner: "a", now: noon.wall)
    #expect(try outbox.leased("b", now: later(59)).isEmpty)
    let again = try outbox.leased("b", now: later(60))
    #expect(again.map(\.attempts) == [1])
}

@Test func `a wall clock that was set back makes a deferred mail due`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail())[0]
    _ = try outbox.leased("a")
    try outbox.record([deferred()], of: id, owner: "a", now: later(50_000_000))
    #expect(try outbox.leased("b", now: noon.wall).map(\.id) == [id])
}

@Test func `an absurd retry time is cut to a day`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail())[0]
    _ = try outbox.leased("a")
    try outbox.record([deferred(for: .seconds(Int64.max / 4))], of: id, owner: "a", now: noon.wall)
    #expect(try outbox.leased("b", now: later(86_400)).map(\.id) == [id])
}

@Test func `a link that is back takes all deferred mails but not those just deferred`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail())[0]
    _ = try outbox.leased("a")
    try outbox.record([deferred()], of: id, owner: "a", now: noon.wall)
    #expect(try outbox.leased("a", all: true).isEmpty)
    #expect(try outbox.leased("b").isEmpty)
    #expect(try outbox.leased("b", all: true).map(\.id) == [id])
}
