// SPDX-License-Identifier: Apache-2.0
// The field bus between the dock's hardware and the core, and what sensors make of the truth. It may lose, garble,
// delay and lie; the hardware itself does not know of it.

internal import DockModel
internal import RoostCore

/// What is wrong with the bus.
struct BusFaults: Sendable, Equatable {
    /// Nothing answers.
    var isDown = false
    /// The chance that a single reply is of no use.
    var loss = 0.0
    /// The device that answers reads and writes with an exception: 0 the controller, 1 the charger, 2 the weather.
    var refusing: Int?
    /// Replies are those to an older request.
    var isLate = false
    /// Another device answers now and then.
    var isShared = false
    /// Floats have their octets in another order.
    var isByteOrderWrong = false
    /// Orders are lost without a word.
    var losesOrders = false
    /// Orders are carried out and never answered.
    var swallowsAnswers = false

    /// Whether the bus is as it should be.
    var isGood: Bool { self == BusFaults() }
}

/// How a sensor lies.
enum LieKind: Sendable { case stuck, drift, notANumber, spike, unit }

/// A sensor that lies.
struct SensorLie: Sendable {
    /// Sensors that can lie, each an analogue one.
    static let sensors: [Role] = [
        .coverCurrent, .chargerCurrent, .padTemperature, .windSpeed, .rainRate, .airTemperature,
        .contactResistance,
        .chargerEnergy, .coverMoves,
    ]

    /// The number of the fault that makes it lie.
    var fault: Int
    var role: Role
    var kind: LieKind
    var begun: Double
    var strength: Double
    /// The value at which it is stuck.
    var held: Double?

    /// What it tells instead of the truth.
    mutating func tell(_ truth: Double, at seconds: Double, _ random: inout SplitMix) -> Double {
        switch kind {
        case .stuck:
            if held == nil { held = truth }
            return held ?? truth
        case .drift: return truth + (seconds - begun) / 600 * (strength - 0.5) * max(1, abs(truth) * 0.2)
        case .notANumber: return strength < 0.5 ? .nan : .infinity
        case .spike: return random.below(8) == 0 ? truth + (strength < 0.3 ? -1e3 : 1e3) * strength : truth
        case .unit: return strength < 0.5 ? truth * 1000 : truth * 1.8 + 32
        }
    }
}

extension Role {
    /// Which device of the simulated dock answers: 0 the controller, 1 the charger, 2 the weather station.
    var simulatedDevice: Int {
        switch self {
        case .coverOpenSwitch, .coverClosedSwitch, .coverCurrent, .coverCommand, .vehiclePresent,
            .emergencyStop,
            .smoke, .waterLeak, .rodsOpenSwitch, .rodsClosedSwitch, .rodsCommand, .serviceKey, .coverMoves,
            .watchdog,
            .heartbeat:
            0
        case .chargerEnable, .chargerCurrent, .chargerState, .chargerEnergy, .contactResistance,
            .padTemperature:
            1
        case .windSpeed, .rainRate, .airTemperature, .humidity: 2
        case .mainsPresent, .upsCharge: 1
        }
    }

    /// Whether its value is a float on the wire.
    var isFloat: Bool {
        switch self {
        case .coverCurrent, .chargerCurrent, .chargerEnergy, .contactResistance, .padTemperature, .windSpeed,
            .rainRate, .airTemperature, .humidity, .upsCharge:
            true
        case .coverOpenSwitch, .coverClosedSwitch, .coverCommand, .vehiclePresent, .emergencyStop, .smoke,
            .waterLeak,
            .rodsOpenSwitch, .rodsClosedSwitch, .rodsCommand, .serviceKey, .coverMoves, .watchdog, .heartbeat,
            .chargerEnable, .chargerState, .mainsPresent:
            false
        }
    }
}

extension Double {
    /// The number that the same four octets mean when they are read in the other order.
    var octetsReversed: Double {
        guard isFinite, abs(self) < 3e38 else { return self }
        return Double(Float(bitPattern: Float(self).bitPattern.byteSwapped))
    }
}
