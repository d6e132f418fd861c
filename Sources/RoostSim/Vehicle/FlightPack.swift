// SPDX-License-Identifier: Apache-2.0
// The battery of the simulated vehicle: what a load or a charger does to its charge, voltage and temperature.
// It decides nothing; the failsafes read it. Any number handed in from outside is brought into range.

/// A lithium pack, drawn from by the vehicle and charged by the dock.
public struct FlightPack: Sendable, Equatable {
    /// Cells in series.
    public let cells: Int
    /// Charge of a full pack, in ampere hours; wear lowers it.
    public var capacityAmpereHours: Double {
        didSet { capacityAmpereHours = Self.clamp(capacityAmpereHours, 0.1, 1_000, otherwise: 5) }
    }
    /// Share of full, 0 to 1.
    public var stateOfCharge: Double {
        didSet { stateOfCharge = Self.clamp(stateOfCharge, 0, 1, otherwise: 0) }
    }
    /// Inner resistance of the whole pack, in ohms.
    public var resistanceOhms: Double {
        didSet { resistanceOhms = Self.clamp(resistanceOhms, 0.001, 1, otherwise: 0.02) }
    }
    /// Temperature of the cells, in degrees Celsius.
    public private(set) var temperatureCelsius: Double
    /// Current out of the pack in amperes at the last load; negative while it is charged.
    public private(set) var currentAmperes: Double = 0
    /// Ampere hours drawn since the vehicle was switched on.
    public private(set) var drawnAmpereHours: Double = 0
    /// Joules drawn since the vehicle was switched on.
    public private(set) var drawnJoules: Double = 0

    /// A pack of `cells` in series.
    public init(
        cells: Int = 6, capacityAmpereHours: Double = 8, stateOfCharge: Double = 0.95,
        resistanceOhms: Double = 0.02,
        temperatureCelsius: Double = 20
    ) {
        self.cells = min(max(cells, 1), 14)
        self.capacityAmpereHours = Self.clamp(capacityAmpereHours, 0.1, 1_000, otherwise: 5)
        self.stateOfCharge = Self.clamp(stateOfCharge, 0, 1, otherwise: 0)
        self.resistanceOhms = Self.clamp(resistanceOhms, 0.001, 1, otherwise: 0.02)
        self.temperatureCelsius = Self.clamp(temperatureCelsius, -40, 90, otherwise: 20)
    }

    /// Voltage without load: three straight pieces of a lithium cell's curve.
    public var restVolts: Double {
        let charge = stateOfCharge
        let cell =
            switch charge {
            case ..<0.1: 3.30 + charge * 3.0
            case ..<0.9: 3.60 + (charge - 0.1) * 0.55
            default: 4.04 + (charge - 0.9) * 1.6
            }
        return cell * Double(cells)
    }

    /// Voltage at the contacts under the present current.
    public var volts: Double { max(0, restVolts - currentAmperes * resistanceOhms) }

    /// Draws a power for a span.
    public mutating func draw(watts: Double, seconds: Double) {
        let seconds = Self.clamp(seconds, 0, 1e9, otherwise: 0)
        let watts = Self.clamp(watts, 0, 50_000, otherwise: 0)
        let isEmpty = stateOfCharge <= 0
        currentAmperes = isEmpty ? 0 : min(watts / max(restVolts, 1), restVolts / resistanceOhms / 2)
        let ampereHours = min(currentAmperes * seconds / 3_600, stateOfCharge * capacityAmpereHours)
        stateOfCharge -= ampereHours / capacityAmpereHours
        drawnAmpereHours += ampereHours
        drawnJoules += ampereHours * 3_600 * restVolts
        warm(seconds: seconds)
    }

    /// Charges with a current for a span, as the dock's contacts do. A full pack takes no more.
    public mutating func charge(amperes: Double, seconds: Double) {
        let seconds = Self.clamp(seconds, 0, 1e9, otherwise: 0)
        let amperes = Self.clamp(amperes, 0, 1_000, otherwise: 0)
        currentAmperes = stateOfCharge >= 1 ? 0 : -amperes
        stateOfCharge += -currentAmperes * seconds / 3_600 / capacityAmpereHours
        warm(seconds: seconds)
    }

    /// Clears the counters that an autopilot keeps since power-up.
    mutating func forgetCounters() {
        drawnAmpereHours = 0
        drawnJoules = 0
    }

    /// Heat of the inner resistance against the air, as one lump of 600 J/K that loses 1.5 W/K.
    private mutating func warm(seconds: Double) {
        let heat = currentAmperes * currentAmperes * resistanceOhms
        let equilibrium = 20 + heat / 1.5
        let share = min(1, seconds * 1.5 / 600)
        temperatureCelsius += (equilibrium - temperatureCelsius) * share
    }

    private static func clamp(_ value: Double, _ low: Double, _ high: Double, otherwise: Double) -> Double {
        value.isFinite ? min(max(value, low), high) : otherwise
    }
}
