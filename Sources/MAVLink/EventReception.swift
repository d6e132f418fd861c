// SPDX-License-Identifier: Apache-2.0
// PX4's events (EVENT and its three companions): numbered, so that one that was lost on the link is noticed and asked
// for again. It keeps what came; the words of an event are in the vehicle's metadata and not here.

import DockModel

/// One event of a vehicle.
public struct VehicleEvent: Sendable, Equatable {
    /// Which event: the component that defines it in the upper eight bits, the hash of its name below.
    public var id: UInt32
    /// When it happened, on the vehicle's clock since its start.
    public var time: Duration
    /// Its number on the vehicle.
    public var sequence: UInt16
    /// How bad it is for a user: 0 emergency to 7 debug, as in syslog; 8 and more are not for users.
    public var level: UInt8
    /// Its arguments, as they came.
    public var arguments: [UInt8]
}

/// What came of a vehicle's events.
public struct EventReport: Sendable, Equatable {
    /// The newest events, in the order in which they came.
    public var newest: [VehicleEvent] = []
    /// Events taken since the start.
    public var count: UInt64 = 0
    /// Events that were given up since the start.
    public var lost: UInt64 = 0

    /// No events.
    public init() {}

    /// The events that came after the first `count`, as far as they are still kept.
    public func events(after count: UInt64) -> ArraySlice<VehicleEvent> {
        guard count < self.count else { return [] }
        return newest.suffix(Int(min(self.count - count, UInt64(EventReception.kept))))
    }
}

/// Takes the events of one vehicle, each once and as far as they can be had.
public struct EventReception: Sendable {
    /// Events kept, newest last.
    public static let kept = 50
    /// Most missing events that are asked for; older ones are given up.
    static let mostMissing = 64
    /// How often a missing event is asked for.
    static let attempts = 6
    /// Time between two questions.
    static let interval = Duration.seconds(1)

    /// What came of them.
    public private(set) var report = EventReport()

    private let own: MAVLinkAddress
    /// The number of the next event; nil before the first.
    private var next: UInt16?
    /// The numbers of missing events, oldest first, and how often each was asked for.
    private var missing: [(sequence: UInt16, asked: Int)] = []
    private var askedAt: Instant?

    /// For us at this address.
    public init(own: MAVLinkAddress) { self.own = own }

    /// Forgets the numbers: they begin anew.
    private mutating func forget() {
        (next, missing, askedAt) = (nil, [], nil)
    }

    /// Takes a frame of the vehicle's autopilot.
    public mutating func receive(_ frame: MAVLinkFrame) {
        switch frame.messageID {
        case EventMessage.messageID: take(EventMessage(payload: frame.payload))
        case CurrentEventSequenceMessage.messageID: take(CurrentEventSequenceMessage(payload: frame.payload))
        case ResponseEventErrorMessage.messageID: take(ResponseEventErrorMessage(payload: frame.payload))
        default: break
        }
    }

    /// The question for missing events, when one is due: the oldest run of them.
    public mutating func ask(_ vehicle: MAVLinkAddress, at now: Instant) -> RequestEventMessage? {
        if let askedAt, askedAt + Self.interval > now { return nil }
        let before = missing.count
        missing.removeAll { $0.asked >= Self.attempts }
        report.lost &+= UInt64(before - missing.count)
        guard let first = missing.first?.sequence else { return nil }
        var last = first
        for index in missing.indices {
            guard missing[index].sequence == first &+ UInt16(index) else { break }
            last = missing[index].sequence
            missing[index].asked += 1
        }
        askedAt = now
        return RequestEventMessage(
            targetSystem: vehicle.system, targetComponent: vehicle.component, firstSequence: first,
            lastSequence: last)
    }

    private mutating func take(_ message: EventMessage) {
        // 0 is for everybody.
        guard own.isMeant(bySystem: message.destinationSystem, component: message.destinationComponent) else { return }
        let sequence = message.sequence
        if let index = missing.firstIndex(where: { $0.sequence == sequence }) {
            missing.remove(at: index)
        } else if let next {
            // Numbers go round: one that lies behind was taken already.
            guard sequence &- next < 0x8000 else { return }
            miss(until: sequence)
            self.next = sequence &+ 1
        } else {
            next = sequence &+ 1
        }
        report.newest.append(
            VehicleEvent(
                id: message.id, time: .milliseconds(Int64(message.eventTimeBootMs)), sequence: sequence,
                level: message.logLevels & 0x0F, arguments: message.arguments.elements))
        if report.newest.count > Self.kept { report.newest.removeFirst() }
        report.count &+= 1
    }

    private mutating func take(_ message: CurrentEventSequenceMessage) {
        let after = message.sequence &+ 1
        guard let next, !message.flags.contains(.reset) || after == next else {
            forget()
            return self.next = after
        }
        guard after &- next < 0x8000 else { return }
        miss(until: after)
        self.next = after
    }

    /// The vehicle does not have it any more, nor anything older than what it names.
    private mutating func take(_ message: ResponseEventErrorMessage) {
        guard own.isMeant(bySystem: message.targetSystem, component: message.targetComponent) else { return }
        let before = missing.count
        missing.removeAll {
            $0.sequence == message.sequence || $0.sequence &- message.sequenceOldestAvailable >= 0x8000
        }
        report.lost &+= UInt64(before - missing.count)
    }

    /// Notes that the events from the next one up to, and without, this one have not come.
    private mutating func miss(until sequence: UInt16) {
        guard var number = next else { return }
        let gap = Int(sequence &- number)
        if gap > Self.mostMissing {
            report.lost &+= UInt64(gap - Self.mostMissing)
            number = sequence &- UInt16(Self.mostMissing)
        }
        while number != sequence {
            missing.append((number, 0))
            number &+= 1
        }
        guard missing.count > Self.mostMissing else { return }
        report.lost &+= UInt64(missing.count - Self.mostMissing)
        missing.removeFirst(missing.count - Self.mostMissing)
    }
}
