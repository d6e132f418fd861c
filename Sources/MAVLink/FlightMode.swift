// SPDX-License-Identifier: Apache-2.0
// What a vehicle's custom_mode number means, both ways, for PX4 and for ArduPilot copters. Numbers that mean
// nothing here stay numbers; no mode is guessed.

/// A flight mode by what the vehicle does in it.
public enum FlightMode: Sendable, Hashable, CustomStringConvertible {
    /// A pilot flies without help.
    case manual
    /// A pilot flies with levelling.
    case stabilized
    /// A pilot flies rates.
    case acro
    /// A pilot flies with altitude held.
    case altitude
    /// A pilot flies with position held.
    case position
    /// Stays where it is (PX4 hold, ArduPilot loiter).
    case hold
    /// Stops at once and stays.
    case brake
    /// Flies circles.
    case orbit
    /// Flies the uploaded mission.
    case mission
    /// Comes home and lands.
    case returning
    /// Comes home on the way it went.
    case smartReturning
    /// Flies the landing sequence of its mission.
    case missionLanding
    /// Lands where it is.
    case land
    /// Lands on a beacon.
    case precisionLand
    /// Takes off.
    case takeoff
    /// Waits for take-off.
    case ready
    /// Follows positions a computer sends (PX4 offboard, ArduPilot guided).
    case guided
    /// Follows a target.
    case follow
    /// Motors are being stopped for good.
    case termination
    /// A number this build does not name.
    case other(UInt32)

    /// The mode that a heartbeat's custom_mode names. ArduPilot numbers mean copter modes only for
    /// rotorcraft.
    public init(customMode: UInt32, autopilot: Autopilot, vehicleType: MAVType = .quadrotor) {
        switch autopilot {
        case .px4:
            self = Self.px4[customMode & 0xFFFF_0000] ?? Self.px4Main(customMode) ?? .other(customMode)
        case .ardupilot:
            let isCopter = Self.rotorcraft.contains(vehicleType)
            self = (isCopter ? Self.copter[customMode] : nil) ?? .other(customMode)
        case .other:
            self = .other(customMode)
        }
    }

    /// The number of this mode; nil when the autopilot has no such mode.
    public func customMode(for autopilot: Autopilot) -> UInt32? {
        if case .other(let number) = self { return number }
        switch autopilot {
        case .px4: return Self.px4.first { $0.value == self }?.key
        case .ardupilot: return Self.copter.first { $0.value == self }?.key
        case .other: return nil
        }
    }

    /// Whether the vehicle is on its way home or down by itself.
    public var isComingDown: Bool {
        switch self {
        case .returning, .smartReturning, .missionLanding, .land, .precisionLand: true
        case .manual, .stabilized, .acro, .altitude, .position, .hold, .brake, .orbit, .mission, .takeoff,
            .ready,
            .guided, .follow, .termination, .other:
            false
        }
    }

    /// The mode in words.
    public var description: String {
        switch self {
        case .manual: "manual"
        case .stabilized: "stabilized"
        case .acro: "acro"
        case .altitude: "altitude hold"
        case .position: "position"
        case .hold: "hold"
        case .brake: "brake"
        case .orbit: "orbit"
        case .mission: "mission"
        case .returning: "return"
        case .smartReturning: "smart return"
        case .missionLanding: "mission landing"
        case .land: "land"
        case .precisionLand: "precision land"
        case .takeoff: "take-off"
        case .ready: "ready"
        case .guided: "guided"
        case .follow: "follow"
        case .termination: "termination"
        case .other(let number): "mode \(number)"
        }
    }

    /// PX4: main mode in bits 16 to 23, sub mode in bits 24 to 31.
    private static let px4: [UInt32: FlightMode] = [
        px4(1): .manual, px4(2): .altitude, px4(3): .position, px4(3, 1): .orbit, px4(5): .acro,
        px4(6): .guided,
        px4(7): .stabilized, px4(10): .termination, px4(4, 1): .ready, px4(4, 2): .takeoff, px4(4, 3): .hold,
        px4(4, 4): .mission, px4(4, 5): .returning, px4(4, 6): .land, px4(4, 8): .follow,
        px4(4, 9): .precisionLand,
    ]

    private static func px4(_ main: UInt32, _ sub: UInt32 = 0) -> UInt32 { main << 16 | sub << 24 }

    /// A pilot's mode with a sub mode this build does not know is still that pilot's mode.
    private static func px4Main(_ number: UInt32) -> FlightMode? {
        let main = number >> 16 & 0xFF
        return main == 4 ? nil : px4[main << 16]
    }

    private static let copter: [UInt32: FlightMode] = [
        MAVCopterMode.stabilize.rawValue: .stabilized, MAVCopterMode.acro.rawValue: .acro,
        MAVCopterMode.altHold.rawValue: .altitude, MAVCopterMode.auto.rawValue: .mission,
        MAVCopterMode.guided.rawValue: .guided, MAVCopterMode.loiter.rawValue: .hold,
        MAVCopterMode.rtl.rawValue: .returning, MAVCopterMode.circle.rawValue: .orbit,
        MAVCopterMode.land.rawValue: .land, MAVCopterMode.poshold.rawValue: .position,
        MAVCopterMode.brake.rawValue: .brake, MAVCopterMode.smartRtl.rawValue: .smartReturning,
        MAVCopterMode.follow.rawValue: .follow, MAVCopterMode.autoRtl.rawValue: .missionLanding,
    ]

    private static let rotorcraft: Set<MAVType> = [
        .quadrotor, .coaxial, .helicopter, .hexarotor, .octorotor, .tricopter, .dodecarotor, .decarotor,
        .genericMultirotor,
    ]
}
