// SPDX-License-Identifier: Apache-2.0
// The phases of the dock. A phase says what the dock is waiting for; it is entered on evidence, never because a
// command was sent.

/// What the dock is doing now.
public enum Phase: String, Sendable, Codable, CaseIterable {
    /// The process has started and has not yet read cover, charger and vehicle.
    case starting
    /// Cover closed, nothing to do but watch and charge.
    case idle
    /// A mission is due and its launch gates are being asked.
    case gating
    /// A gate holds the mission back; it is asked again until its latest start.
    case hold
    /// The charger is being switched off, to be confirmed by measured current.
    case preparing
    /// The cover is opening, to be confirmed by both limit switches.
    case opening
    /// The mission is uploaded and read back, then the vehicle is armed and takes off.
    case launching
    /// The vehicle is in the air on its mission.
    case flying
    /// The vehicle is on its way home.
    case returning
    /// The vehicle is below the landing height or reports that it is landing.
    case landing
    /// Home cannot be used: the vehicle is on its way to an alternate landing place.
    case diverting
    /// The vehicle is down; the dock waits for landed, disarmed and present.
    case securing
    /// The cover is closing, to be confirmed by both limit switches.
    case closing
    /// The charger is being switched on, to be confirmed by measured current.
    case charging
    /// The flight log is being fetched.
    case offloading
    /// The flight's record and its confirmation are being written.
    case reporting
    /// The cover is not closed and no flight is under way.
    case recover
    /// The vehicle is out and nobody hears it. A person must leave this phase.
    case lost
    /// The vehicle landed somewhere else. A person must leave this phase.
    case diverted
    /// Something is broken that the dock must not retry. A person must leave this phase.
    case fault
    /// Hands are in the box: the service key is turned. Nothing moves until it is turned back.
    case service

    /// Whether the vehicle is believed to be in the air.
    public var isAirborne: Bool {
        switch self {
        case .flying, .returning, .landing, .diverting: true
        case .starting, .idle, .gating, .hold, .preparing, .opening, .launching, .securing, .closing,
            .charging, .offloading, .reporting, .recover, .lost, .diverted, .fault, .service:
            false
        }
    }

    /// Whether a person may have the dock look around anew: where it awaits one, and where it waits for a
    /// vehicle that a person may have carried away.
    var mayBeReset: Bool {
        switch self {
        case .idle, .securing, .closing, .recover, .lost, .diverted, .fault: true
        case .starting, .gating, .hold, .preparing, .opening, .launching, .flying, .returning, .landing,
            .diverting, .charging, .offloading, .reporting, .service:
            false
        }
    }

    /// Whether only a person can end this phase.
    public var awaitsPerson: Bool {
        switch self {
        case .lost, .diverted, .fault, .service: true
        case .starting, .idle, .gating, .hold, .preparing, .opening, .launching, .flying, .returning,
            .landing, .diverting, .securing, .closing, .charging, .offloading, .reporting, .recover:
            false
        }
    }
}
