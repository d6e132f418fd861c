// SPDX-License-Identifier: Apache-2.0
// PX4's events over links that lose, repeat and reorder: each comes once, what cannot be had is counted as lost.

import DockModel
import Testing

@testable import MAVLink

/// A sender of events that keeps the newest twenty, written for these tests.
private struct Sender {
    var latest: UInt16
    var kept: [UInt16] = []

    mutating func make() -> EventMessage {
        latest &+= 1
        kept = (kept + [latest]).suffix(20)
        return event(latest)
    }

    func event(_ sequence: UInt16) -> EventMessage {
        EventMessage(id: 0x0100_0000 | UInt32(sequence), eventTimeBootMs: 7, sequence: sequence, logLevels: 0x64)
    }
}

private let autopilot = MAVLinkAddress(system: 1, component: 1)
private let station = MAVLinkAddress(system: 255, component: 25)

private struct Wire {
    var encoder = FrameEncoder(source: autopilot)
    var parser = FrameParser()

    mutating func frame(_ message: some MAVLinkMessage) -> MAVLinkFrame {
        parser.receive(encoder.encode(message))[0]
    }
}

@Suite struct EventReceptions {
    @Test(arguments: 0..<20)
    func `every event comes exactly once over a link that loses a third of all, while the sender still has it`(
        seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        var sender = Sender(latest: UInt16(truncatingIfNeeded: 65_500 + seed * 3)), wire = Wire()
        var reception = EventReception(own: station)
        var taken: [UInt16] = [], told: UInt64 = 0
        var sent: [UInt16] = []
        func hear(_ message: some MAVLinkMessage) {
            guard random.next() % 3 != 0 else { return }
            reception.receive(wire.frame(message))
            // A frame may come twice.
            if random.next() % 5 == 0 { reception.receive(wire.frame(message)) }
        }
        reception.receive(wire.frame(CurrentEventSequenceMessage(sequence: sender.latest)))
        for second in 0..<240 {
            if second < 200, second % 3 == 0 {
                let event = sender.make()
                sent.append(event.sequence)
                hear(event)
            }
            if second % 3 == 1 { hear(CurrentEventSequenceMessage(sequence: sender.latest)) }
            if let question = reception.ask(autopilot, at: Instant(seconds: Double(second))), random.next() % 3 != 0 {
                #expect(question.targetSystem == 1 && question.targetComponent == 1)
                var number = question.firstSequence
                while number != question.lastSequence &+ 1 {
                    if sender.kept.contains(number) {
                        hear(sender.event(number))
                    } else {
                        hear(
                            ResponseEventErrorMessage(
                                targetSystem: 255, targetComponent: 25, sequence: number,
                                sequenceOldestAvailable: sender.kept[0]))
                    }
                    number &+= 1
                }
            }
            taken += reception.report.events(after: told).map(\.sequence)
            told = reception.report.count
        }
        #expect(Set(taken).count == taken.count, "one came twice")
        #expect(Set(taken).isSubset(of: sent))
        #expect(taken.count + Int(reception.report.lost) == sent.count)
        #expect(reception.report.lost <= 4, "\(reception.report.lost)")
    }

    @Test func `a vehicle that begins its numbers anew is followed, and a repeated word of that changes nothing`() {
        var wire = Wire(), reception = EventReception(own: station), sender = Sender(latest: 500)
        for _ in 0..<3 { reception.receive(wire.frame(sender.make())) }
        sender = Sender(latest: 65_525)
        for _ in 0..<3 { reception.receive(wire.frame(CurrentEventSequenceMessage(sequence: 65_525, flags: .reset))) }
        #expect(reception.ask(autopilot, at: Instant(seconds: 1)) == nil)
        for _ in 0..<30 { reception.receive(wire.frame(sender.make())) }
        #expect(reception.report.count == 33 && reception.report.lost == 0)
        #expect(reception.report.newest.last?.level == 4 && reception.report.newest.last?.time == .milliseconds(7))
    }

    @Test func `what the sender has no more is given up at once, and a gap without end is bounded`() {
        var wire = Wire(), reception = EventReception(own: station)
        let sender = Sender(latest: 0)
        reception.receive(wire.frame(sender.event(10)))
        reception.receive(wire.frame(sender.event(40)))
        let question = reception.ask(autopilot, at: Instant(seconds: 1))
        #expect(question?.firstSequence == 11 && question?.lastSequence == 39)
        reception.receive(
            wire.frame(
                ResponseEventErrorMessage(
                    targetSystem: 255, targetComponent: 25, sequence: 11, sequenceOldestAvailable: 30)))
        #expect(reception.report.lost == 19)
        #expect(reception.ask(autopilot, at: Instant(seconds: 3))?.firstSequence == 30)
        reception.receive(wire.frame(sender.event(20_000)))
        #expect(reception.report.lost > 19_000)
        let last = reception.ask(autopilot, at: Instant(seconds: 5))
        #expect((last?.lastSequence ?? 0) &- (last?.firstSequence ?? 0) < 64)
        // Nobody answers: after some questions they are lost.
        for second in 6..<40 { _ = reception.ask(autopilot, at: Instant(seconds: Double(second))) }
        #expect(reception.ask(autopilot, at: Instant(seconds: 50)) == nil)
    }

    @Test func `answers for another station and events of no sense change nothing`() {
        var wire = Wire(), reception = EventReception(own: station)
        reception.receive(wire.frame(EventMessage(destinationComponent: 9, destinationSystem: 8, sequence: 4)))
        #expect(reception.report == EventReport())
        reception.receive(wire.frame(ResponseEventErrorMessage(targetSystem: 255, targetComponent: 25, sequence: 3)))
        #expect(reception.report == EventReport() && reception.ask(autopilot, at: Instant(seconds: 1)) == nil)
    }
}
