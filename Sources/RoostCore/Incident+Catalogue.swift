// SPDX-License-Identifier: Apache-2.0
// The catalogue's second half: where an incident comes from, which others explain it, and which are never held back.
// It adds no kind: every one is a case of `IncidentKind`.

internal import DockModel

/// What an incident is about.
public enum IncidentOrigin: String, Sendable, Codable, CaseIterable {
    /// The box, its sensors and its power.
    case dock
    /// The vehicle and its flight.
    case vehicle
    /// Field bus and radio.
    case link
    /// The mail queue.
    case mail
    /// The wall clock.
    case clock
    /// Somebody who should not be there.
    case security
    /// What the pictures of flights show.
    case payload
}

extension IncidentKind {
    /// The stable name of its family, as in "COVER".
    public var family: String { rawValue.split(separator: ".").first.map(String.init) ?? rawValue }

    /// What it is about.
    public var origin: IncidentOrigin {
        switch self {
        case .vehicleLost, .landedElsewhere, .uploadFailed, .launchFailed, .calledHome, .flightTooLong,
            .notDisarmed,
            .diverting, .noLandingPlace, .armedInDock, .gnssDegraded, .fenceBreached, .vehicleFault,
            .returnFailed:
            .vehicle
        case .hardwareSilent, .deviceLost, .vehicleSilent, .orderUnanswered: .link
        case .mailUnaccounted, .heartbeatMissing: .mail
        case .clockJumped: .clock
        case .intrusion: .security
        case .hotSpotMajor, .hotSpot, .warmSpot, .picturesLacking, .mapReady, .mapDoubtful, .mapRefly,
            .mapFailed:
            .payload
        case .switchesContradict, .coverTimedOut, .coverPinched, .coverNotOpen, .coverLeftOpen,
            .chargerStuckOn,
            .chargeFailed, .chargeTooLong, .contactsHot, .smoke, .water, .emergencyStop, .lockedOut,
            .handsInDock,
            .rodsStuck, .sensorImplausible, .windContradicted, .mainsLost, .invariantBroken, .signalUnusual,
            .storeRestored, .storeNotCopied:
            .dock
        }
    }

    /// Kinds that explain this one while they are open, the likeliest first: the root cause that a mail names, and for
    /// what is no emergency the reason not to tell it again.
    public var causes: [IncidentKind] {
        switch self {
        case .deviceLost: [.mainsLost, .hardwareSilent]
        case .hardwareSilent: [.mainsLost]
        case .orderUnanswered: [.hardwareSilent, .deviceLost, .mainsLost]
        case .sensorImplausible: [.deviceLost, .hardwareSilent]
        case .windContradicted: [.sensorImplausible]
        case .signalUnusual: [.smoke, .water, .mainsLost, .deviceLost]
        case .chargeFailed:
            [.smoke, .water, .contactsHot, .mainsLost, .deviceLost, .emergencyStop, .lockedOut]
        case .chargeTooLong: [.contactsHot, .mainsLost]
        case .coverTimedOut: [.emergencyStop, .coverPinched, .switchesContradict, .deviceLost, .mainsLost]
        case .coverLeftOpen:
            [.intrusion, .coverTimedOut, .coverPinched, .emergencyStop, .lockedOut, .handsInDock]
        case .coverNotOpen: [.coverTimedOut, .coverPinched, .switchesContradict, .emergencyStop, .lockedOut]
        case .rodsStuck: [.emergencyStop, .deviceLost]
        case .launchFailed: [.vehicleFault, .gnssDegraded, .emergencyStop, .lockedOut]
        case .uploadFailed: [.vehicleSilent]
        case .calledHome: [.vehicleFault, .fenceBreached, .gnssDegraded, .flightTooLong]
        case .flightTooLong: [.returnFailed, .gnssDegraded]
        case .returnFailed: [.vehicleFault, .gnssDegraded, .fenceBreached]
        case .fenceBreached: [.vehicleFault, .gnssDegraded]
        case .vehicleSilent: [.vehicleFault]
        case .vehicleLost: [.vehicleFault, .fenceBreached, .returnFailed, .vehicleSilent]
        case .landedElsewhere: [.vehicleFault, .gnssDegraded, .diverting, .returnFailed, .calledHome]
        case .diverting:
            [.coverNotOpen, .coverTimedOut, .coverPinched, .switchesContradict, .smoke, .emergencyStop]
        case .noLandingPlace: [.coverNotOpen, .coverTimedOut, .coverPinched, .switchesContradict, .smoke]
        case .notDisarmed: [.vehicleFault]
        case .heartbeatMissing: [.mainsLost]
        case .hotSpot, .warmSpot: [.hotSpotMajor]
        case .switchesContradict, .coverPinched, .chargerStuckOn, .contactsHot, .smoke, .water,
            .emergencyStop,
            .lockedOut, .handsInDock, .armedInDock, .gnssDegraded, .vehicleFault, .mainsLost, .intrusion,
            .clockJumped, .mailUnaccounted, .invariantBroken, .hotSpotMajor, .picturesLacking, .mapReady,
            .mapDoubtful, .mapRefly, .mapFailed, .storeRestored, .storeNotCopied:
            []
        }
    }

    /// Whether no rule, shelf or budget may hold it back: fire, a lost vehicle, a failed landing or return, somebody in
    /// the box, and every emergency.
    public var isSafety: Bool {
        switch self {
        case .smoke, .vehicleLost, .fenceBreached, .landedElsewhere, .returnFailed, .noLandingPlace,
            .notDisarmed,
            .armedInDock, .intrusion, .invariantBroken:
            true
        default: severity == .emergency
        }
    }
}

extension DockState {
    /// The open incident that explains another, the deepest one; nil when none does.
    public func rootCause(of incident: Incident) -> Incident? {
        var kind = incident.kind
        var found: Incident?
        var seen: Set<IncidentKind> = [kind]
        while let next = kind.causes.first(where: { !seen.contains($0) && open($0, beside: incident) != nil }
        ),
            let cause = open(next, beside: incident)
        {
            (kind, found) = (next, cause)
            seen.insert(next)
        }
        return found
    }

    /// The oldest open incident of a kind that began no later than another; of a device it must be the same one.
    private func open(_ kind: IncidentKind, beside incident: Incident) -> Incident? {
        let device = incident.subject.split(separator: ".").first
        return incidents.values
            .filter { $0.kind == kind && $0.number != incident.number && $0.number < incident.number }
            .filter {
                // Of a hot spot it is the same place.
                kind != .hotSpotMajor || $0.subject == incident.subject
            }
            .filter {
                kind != .deviceLost || incident.kind.family != "SENSOR" || $0.subject == device ?? ""
            }
            .min { $0.number < $1.number }
    }
}
