// SPDX-License-Identifier: Apache-2.0
// The launch gates by name, and the three answers a gate can give. Gates guard the launch, never the way home.
// A new gate is a new case here, so that no switch can forget it.

internal import DockModel

/// The answer of one launch gate.
public enum GateAnswer: Sendable, Equatable, Codable {
    /// Nothing against a launch.
    case pass
    /// Not now; ask again after a while.
    case hold(because: String, retryAfter: Duration)
    /// Not at all without a change.
    case refuse(because: String)

    /// Whether it is `pass`.
    public var isPass: Bool { self == .pass }
    /// Why not; nil when it passes.
    public var reason: String? {
        switch self {
        case .pass: nil
        case .hold(let because, _): because
        case .refuse(let because): because
        }
    }
}

/// The launch gates, in the order in which they are asked and reported.
public enum LaunchGate: String, Sendable, Codable, CaseIterable {
    /// The emergency stop is released and nobody locked the dock out.
    case emergencyStop
    /// No smoke, no water.
    case alarms
    /// The wall clock is known to be set (I26).
    case clock
    /// No blackout, notice or quiet hours close the air before the flight would be over.
    case airspace
    /// The flight would be over before it is too dark for it.
    case daylight
    /// The forecast, where there is one, stays within limits until the flight would be over.
    case forecast
    /// The service key is not turned.
    case service
    /// The cover's position is known and allows the launch.
    case cover
    /// The centring rods do not contradict themselves, and have let go before arming.
    case rods
    /// The vehicle stands in the dock, disarmed.
    case vehiclePresent
    /// The vehicle is heard and its own pre-arm checks pass.
    case vehicleReady
    /// The vehicle says that it stands where the dock is.
    case position
    /// The pack holds enough for the launch.
    case battery
    /// The pack holds what the route costs in this wind, and the reserve.
    case energy
    /// The vehicle has a 3D fix.
    case gnss
    /// Mains are present, or the UPS holds enough to close and to keep warm.
    case power
    /// Mean wind and gusts are within limits.
    case wind
    /// Rain is within limits.
    case rain
    /// No ice is to be expected on the propellers.
    case icing
    /// Air temperature is within limits.
    case temperature
    /// No part is past its hard limit (I33).
    case parts
}

extension LaunchGate {
    /// Whether a schedule may waive it with a reason: only what the weather and the light ask for, never what guards
    /// people, the dock or the way home.
    public var mayBeWaived: Bool {
        switch self {
        case .daylight, .forecast, .rain, .icing, .temperature: true
        case .emergencyStop, .alarms, .clock, .airspace, .service, .cover, .rods, .vehiclePresent, .vehicleReady,
            .position, .battery, .energy, .gnss, .power, .wind, .parts:
            false
        }
    }

    /// Its name for people.
    public var title: String {
        switch self {
        case .emergencyStop: "emergency stop"
        case .alarms: "smoke and water"
        case .clock: "clock"
        case .airspace: "airspace"
        case .daylight: "daylight"
        case .forecast: "forecast"
        case .service: "service key"
        case .cover: "cover"
        case .rods: "centring rods"
        case .vehiclePresent: "vehicle on pad"
        case .vehicleReady: "vehicle ready"
        case .position: "position"
        case .battery: "battery"
        case .energy: "energy"
        case .gnss: "satellite fix"
        case .power: "mains"
        case .wind: "wind"
        case .rain: "rain"
        case .icing: "icing"
        case .temperature: "temperature"
        case .parts: "worn parts"
        }
    }
}

/// A gate's answer as stored with the flight.
public struct GateRecord: Sendable, Codable, Equatable {
    /// The gate.
    public var gate: LaunchGate
    /// What it answered.
    public var answer: GateAnswer
    /// What it looked at, in words.
    public var value: String
    /// The limit it compared with, in words; nil when there is none.
    public var limit: String?
}
