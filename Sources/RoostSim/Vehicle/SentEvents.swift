// SPDX-License-Identifier: Apache-2.0
// The events that a simulated PX4 has sent: numbered, the newest kept so that they can be asked for again, as
// mavlink_events.cpp does it. What an event means is nobody's business here.

internal import MAVLink

/// The events of one vehicle since it was switched on.
struct SentEvents: Sendable {
    /// Events kept.
    static let kept = 20
    /// The number before the first event: high, so that it soon goes round.
    private static let start: UInt16 = 65_525

    private var events: [EventMessage] = []
    private var latest = start

    /// The newest number; without any event yet the numbers begin anew.
    var current: CurrentEventSequenceMessage {
        CurrentEventSequenceMessage(sequence: latest, flags: events.isEmpty ? .reset : [])
    }

    /// The next event, about a text.
    mutating func make(_ severity: MAVSeverity, _ text: String, at boot: UInt32) -> EventMessage {
        latest &+= 1
        let hash = text.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let event = EventMessage(
            id: 1 << 24 | hash & 0x00FF_FFFF, eventTimeBootMs: boot, sequence: latest,
            logLevels: severity.rawValue << 4 | severity.rawValue)
        events.append(event)
        if events.count > Self.kept { events.removeFirst() }
        return event
    }

    /// The events of a range that are still there, and for each other one that it is not.
    func answers(
        _ request: RequestEventMessage, to asker: MAVLinkAddress
    ) -> (events: [EventMessage], errors: [ResponseEventErrorMessage]) {
        var found: [EventMessage] = [], errors: [ResponseEventErrorMessage] = []
        func refuse(_ sequence: UInt16) {
            let after = events.map(\.sequence).filter { $0 != sequence }.min { $0 &- sequence < $1 &- sequence }
            errors.append(
                ResponseEventErrorMessage(
                    targetSystem: asker.system, targetComponent: asker.component, sequence: sequence,
                    sequenceOldestAvailable: after ?? latest))
        }
        var sequence = request.firstSequence
        let end = request.lastSequence &+ 1
        if end &- sequence > UInt16(Self.kept) {
            refuse(sequence)
            sequence = end &- UInt16(Self.kept)
        }
        while sequence != end {
            if let event = events.first(where: { $0.sequence == sequence }) {
                found.append(event)
            } else {
                refuse(sequence)
            }
            sequence &+= 1
        }
        return (found, errors)
    }
}

extension SimulatedVehicle {
    /// Sends events again that a station missed; ArduPilot knows no events.
    mutating func hearEventRequest(_ frame: MAVLinkFrame) {
        guard configuration.dialect == .px4, let request = frame.decode(RequestEventMessage.self),
            isMine(request.targetSystem, request.targetComponent)
        else { return }
        let answers = radio.events.answers(request, to: frame.source)
        for event in answers.events { send(event) }
        for error in answers.errors { send(error) }
    }
}
