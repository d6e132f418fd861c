// SPDX-License-Identifier: Apache-2.0
// What the vehicle says of itself, reduced to what the dock decides on; the same for PX4 and ArduPilot.
// Nothing here is a command, and what the vehicle has not said stays nil.

public import DockModel

/// Whether the vehicle stands or flies, as its own estimator says.
public enum LandedState: String, Sendable, Codable {
    /// On the ground.
    case onGround
    /// In the air.
    case inAir
    /// Taking off.
    case takingOff
    /// Landing.
    case landing

    /// Whether it has left the ground.
    public var isAirborne: Bool {
        switch self {
        case .onGround: false
        case .inAir, .takingOff, .landing: true
        }
    }
}

/// What the autopilot's flight mode means to the dock.
public enum FlightIntent: String, Sendable, Codable {
    /// Flying the uploaded mission.
    case mission
    /// On the way home by itself.
    case returning
    /// Landing where it is.
    case landing
    /// Anything else: a pilot, hold, guided.
    case other
}

/// The vehicle's report, each fact with its age.
public struct VehicleFacts: Sendable, Codable, Equatable {
    /// Heartbeats arrive.
    public var linked = Sensed<Bool>()
    /// Motors armed.
    public var armed = Sensed<Bool>()
    /// On the ground or in the air.
    public var landed = Sensed<LandedState>()
    /// What its flight mode means.
    public var intent = Sensed<FlightIntent>()
    /// Charge of the pack.
    public var battery = Sensed<Percent>()
    /// Voltage of the pack.
    public var batteryVoltage = Sensed<Volts>()
    /// Height above home.
    public var height = Sensed<Metres>()
    /// Horizontal distance from the dock.
    public var distance = Sensed<Metres>()
    /// How far east of the dock it is.
    public var east = Sensed<Metres>()
    /// How far north of the dock it is.
    public var north = Sensed<Metres>()
    /// Way flown since the launch.
    public var travelled = Sensed<Metres>()
    /// Temperature of the pack's cells; never told by a vehicle that does not measure it.
    public var packTemperature = Sensed<Celsius>()
    /// GNSS fix type as MAVLink numbers it: 3 is a 3D fix.
    public var fix = Sensed<Int>()
    /// The autopilot's own pre-arm checks pass.
    public var isReadyToArm = Sensed<Bool>()
    /// The last mission item reached, counted from 0.
    public var reachedItem = Sensed<Int>()
    /// What it reports to be wrong with itself.
    public var troubles = Sensed<[VehicleTrouble]>()
    /// When it last said that it is armed and in the air; evidence, so that no failed commit forgets a flight.
    public var airborneAt: Instant?
    /// The last text the vehicle sent, for explanations.
    public var lastText = ""

    /// A vehicle nobody has heard yet.
    public init() {}
}
