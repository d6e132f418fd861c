// SPDX-License-Identifier: Apache-2.0
// The shape all exchanges with a vehicle share: inputs are frames and ticks, outputs are messages to send and
// one outcome. No exchange reads a clock or sends by itself.

import DockModel

/// One exchange with a vehicle. Feed it every frame of the link and a tick when `deadline` is reached; send
/// what it returns, in order. When `outcome` is set it is over and stays silent.
public protocol MicroProtocol: Sendable {
    /// How the exchange can end.
    associatedtype Outcome: Sendable, Equatable
    /// How it ended; nil while it runs.
    var outcome: Outcome? { get }
    /// When `tick` is due; nil before the start and after the end.
    var deadline: Instant? { get }
    /// Begins; a second start does nothing.
    mutating func start(at now: Instant) -> [any MAVLinkMessage]
    /// Takes a frame of the link; frames of others and of other exchanges change nothing.
    mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage]
    /// Takes the time; does nothing before `deadline`.
    mutating func tick(at now: Instant) -> [any MAVLinkMessage]
}

/// The two ends of an exchange, and whose frames count.
public struct Correspondents: Sendable, Hashable {
    /// Us, as the encoder of the link writes it.
    public var own: MAVLinkAddress
    /// The vehicle's autopilot; component 0 stands for any component of the system.
    public var vehicle: MAVLinkAddress

    /// Two ends.
    public init(own: MAVLinkAddress, vehicle: MAVLinkAddress) {
        self.own = own
        self.vehicle = vehicle
    }

    /// Whether a frame came from the vehicle.
    func isFromVehicle(_ frame: MAVLinkFrame) -> Bool {
        frame.source.system == vehicle.system
            && (vehicle.component == 0 || frame.source.component == vehicle.component)
    }
}

/// The two families of autopilots whose habits differ, and everything else.
public enum Autopilot: String, Sendable, Hashable, Codable {
    /// PX4.
    case px4
    /// ArduPilot.
    case ardupilot
    /// Any other.
    case other

    /// The family that a heartbeat names.
    public init(_ autopilot: MAVAutopilot) {
        switch autopilot {
        case .px4: self = .px4
        case .ardupilotmega: self = .ardupilot
        default: self = .other
        }
    }

    /// Items that stand before those of the plan in a mission the vehicle holds: ArduPilot counts its home as item 0.
    public var homeItems: Int { self == .ardupilot ? 1 : 0 }
}
