// SPDX-License-Identifier: Apache-2.0
// The inbox keeps its order and its bound: ticks make room first, and what happens once is never dropped.

import DockModel
import RoostCore
import Testing

@testable import RoostDaemon

private let reading = Event.readings([RoleReading(.windSpeed, 3, taken: Instant(nanoseconds: 0))])
private let report = Event.vehicle(VehicleUpdate(isLinked: false))

private func due(_ number: Int) -> Event {
    let wall = WallTime(milliseconds: Int64(number))
    return .due(DueMission(id: "\(number)", schedule: "s", plan: "p", due: wall, latest: wall))
}

@Suite(.timeLimit(.minutes(1))) struct TheInbox {
    /// Everything that waits, in order.
    private func all(_ inbox: EventInbox) async -> [Event] {
        inbox.finish()
        var events: [Event] = []
        while let event = await inbox.next() { events.append(event) }
        return events
    }

    @Test func `events come out in order, and ticks that wait one behind the other are one`() async {
        let inbox = EventInbox()
        for event in [.started, .tick, .tick, due(1), .tick, reading] { inbox.yield(event) }
        #expect(await all(inbox) == [.started, .tick, due(1), .tick, reading])
        inbox.yield(.tick)
        #expect(await inbox.next() == nil)
    }

    @Test func `a full inbox drops ticks, then reports, then readings, and never what happens once`() async {
        let inbox = EventInbox()
        for number in 0..<EventInbox.mostWaiting {
            switch number % 4 {
            case 0: inbox.yield(.tick)
            case 1: inbox.yield(report)
            case 2: inbox.yield(reading)
            default: inbox.yield(due(number))
            }
        }
        #expect(inbox.count == EventInbox.mostWaiting && inbox.takeDropped() == 0)
        let quarter = EventInbox.mostWaiting / 4
        for number in 0..<(3 * quarter) { inbox.yield(due(100_000 + number)) }
        #expect(inbox.count == EventInbox.mostWaiting && inbox.takeDropped() == 3 * quarter)
        // Nothing is left that could make room: what must not be lost gets in all the same, the rest does not.
        inbox.yield(due(-1))
        for event in [.tick, report, reading] { inbox.yield(event) }
        let events = await all(inbox)
        #expect(events.count == EventInbox.mostWaiting + 1)
        #expect(events.allSatisfy { $0.mayNotBeLost })
        #expect(events.first == due(3) && events.last == due(-1))
        #expect(inbox.takeDropped() == 3)
    }

    @Test func `a newer report replaces the oldest one, not a reading`() async {
        let inbox = EventInbox()
        for _ in 0..<(EventInbox.mostWaiting - 1) { inbox.yield(reading) }
        inbox.yield(report)
        inbox.yield(report)
        #expect(await all(inbox).count { $0 == reading } == EventInbox.mostWaiting - 1)
    }

    @Test func `whoever waits gets the next event, and nothing after a cancellation`() async {
        let inbox = EventInbox()
        let first = Task { await inbox.next() }
        await Task.yield()
        inbox.yield(due(1))
        #expect(await first.value == due(1))
        let second = Task { await inbox.next() }
        second.cancel()
        #expect(await second.value == nil)
        inbox.yield(due(2))
        #expect(await inbox.next() == due(2))
    }

    @Test func `of events told at once only those that may not be lost are kept for another try`() {
        #expect(Event.together([.tick, due(1), reading]).onceTold == .together([due(1)]))
        #expect(Event.together([.tick, reading]).onceTold == nil)
        #expect(Event.tick.onceTold == nil && Event.started.onceTold == nil)
    }
}
