// SPDX-License-Identifier: Apache-2.0
// The names of what is measured on parts: by the dock itself, by the vehicle in flight, by the computer, or by any
// point of a device. It holds no value, and it does not know who measures.

/// What is measured to tell the wear of a part, by the name it has in parts.yaml.
public struct PartSignal: RawRepresentable, Hashable, Codable, Sendable, Comparable, CustomStringConvertible {
    /// "cover_current", or "charger.case_temp" for a point of a device.
    public let rawValue: String

    /// The signal of a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The signal of a name, for the list below.
    private init(_ name: String) { rawValue = name }

    /// The name.
    public var description: String { rawValue }

    /// Whether a point of a device is measured: "device.point".
    public var isPoint: Bool { rawValue.contains(".") }

    /// Motor current of the cover, mean of one travel, A.
    public static let coverCurrent = PartSignal("cover_current")
    /// Time of one travel of the cover, s.
    public static let coverTravelTime = PartSignal("cover_travel_time")
    /// Time of one travel of the centring rods, s.
    public static let rodsTravelTime = PartSignal("rods_travel_time")
    /// Cover travels in a hundred at whose end the limit switches did not tell the position, %.
    public static let switchFaults = PartSignal("switch_faults")
    /// Resistance of the charge contacts at the end of a charge, mΩ.
    public static let contactResistance = PartSignal("contact_resistance")
    /// How far from the dock's place the vehicle believes to have landed, m.
    public static let landingOffset = PartSignal("landing_offset")
    /// What the pack holds when full, Ah.
    public static let packCapacity = PartSignal("pack_capacity")
    /// The pack's own resistance under the load steps of a flight, mΩ.
    public static let packResistance = PartSignal("pack_resistance")
    /// Highest less lowest cell of the pack at rest, V.
    public static let cellSpread = PartSignal("cell_spread")
    /// Temperature of the pack's cells, median since the last take-off, °C.
    public static let packTemperature = PartSignal("pack_temperature")
    /// Current of the pack, median in flight, A.
    public static let packCurrent = PartSignal("pack_current")
    /// How much of the pack a flight took, %.
    public static let dischargeDepth = PartSignal("discharge_depth")
    /// Charge cycles that the pack has counted.
    public static let packCycles = PartSignal("pack_cycles")
    /// Vibration in flight: the largest axis, median, m/s².
    public static let vibration = PartSignal("vibration")
    /// Accelerometer clippings a minute of flight.
    public static let clipping = PartSignal("clipping")
    /// Current of the motor that takes most, median in flight, A.
    public static let motorCurrent = PartSignal("motor_current")
    /// How much warmer the hottest speed controller gets in a flight than it was before, °C.
    public static let escTemperatureRise = PartSignal("esc_temperature_rise")
    /// Pictures taken: a running total of the vehicle's camera.
    public static let shots = PartSignal("shots")
    /// How much of its write life the computer's disk has used, %.
    public static let diskLifeUsed = PartSignal("disk_life_used")
    /// Hours a week in which the computer had no way out: no link, or no default route, h.
    public static let uplinkLoss = PartSignal("uplink_loss")

    /// The signals that are no point of a device, with their unit; "1" for a plain number.
    public static let known: [PartSignal: String] = [
        coverCurrent: "A", coverTravelTime: "s", rodsTravelTime: "s", switchFaults: "%", contactResistance: "mΩ",
        landingOffset: "m", packCapacity: "Ah", packResistance: "mΩ", cellSpread: "V", packCycles: "1",
        vibration: "m/s²", clipping: "1/min", motorCurrent: "A", escTemperatureRise: "°C", shots: "1",
        diskLifeUsed: "%", uplinkLoss: "h", packTemperature: "°C", packCurrent: "A", dischargeDepth: "%",
    ]

    /// By name.
    public static func < (left: PartSignal, right: PartSignal) -> Bool { left.rawValue < right.rawValue }
}

/// One measurement of a signal.
public struct PartMeasurement: Sendable, Codable, Equatable {
    /// What was measured.
    public var signal: PartSignal
    /// The figure, in the signal's unit.
    public var value: Double

    /// A measurement.
    public init(_ signal: PartSignal, _ value: Double) {
        self.signal = signal
        self.value = value
    }
}
