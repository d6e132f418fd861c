// SPDX-License-Identifier: Apache-2.0
// Numbers with units in their types, so that a wind speed can never be compared with a current.
// It holds no limits and no policy; those live in settings and gates.

/// A unit of measure: the symbol that stands behind its numbers.
public protocol MeasureUnit: Sendable {
    /// The symbol shown to people, as in SI ("m/s", "°C").
    static var symbol: String { get }
}

/// A number with a unit in its type.
public struct Quantity<Unit: MeasureUnit>: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// The bare number, in `Unit`.
    public var value: Double

    /// A quantity of `value` units.
    public init(_ value: Double) { self.value = value }

    /// Decodes the bare number.
    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Double.self)
    }

    /// Encodes the bare number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    /// The number with one decimal and its unit: "7.5 m/s".
    public var description: String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value) \(Unit.symbol)" }
        let tenths = Int64((value * 10).rounded())
        let whole = abs(tenths) / 10, part = abs(tenths) % 10
        return "\(tenths < 0 ? "-" : "")\(whole).\(part) \(Unit.symbol)"
    }

    /// Smaller quantities order first.
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    /// The sum, in the same unit.
    public static func + (left: Self, right: Self) -> Self { Self(left.value + right.value) }
    /// The difference, in the same unit.
    public static func - (left: Self, right: Self) -> Self { Self(left.value - right.value) }
}

/// The units the dock speaks in.
public enum Unit {
    /// Metres a second.
    public enum MetresPerSecond: MeasureUnit { public static let symbol = "m/s" }
    /// Metres.
    public enum Metres: MeasureUnit { public static let symbol = "m" }
    /// Degrees Celsius.
    public enum Celsius: MeasureUnit { public static let symbol = "°C" }
    /// Volts.
    public enum Volts: MeasureUnit { public static let symbol = "V" }
    /// Amperes.
    public enum Amperes: MeasureUnit { public static let symbol = "A" }
    /// Percent of full.
    public enum Percent: MeasureUnit { public static let symbol = "%" }
    /// Millimetres an hour.
    public enum MillimetresPerHour: MeasureUnit { public static let symbol = "mm/h" }
    /// Watt hours.
    public enum WattHours: MeasureUnit { public static let symbol = "Wh" }
    /// Milliohms.
    public enum Milliohms: MeasureUnit { public static let symbol = "mΩ" }
}

/// Speed in metres a second.
public typealias MetresPerSecond = Quantity<Unit.MetresPerSecond>
/// Length in metres.
public typealias Metres = Quantity<Unit.Metres>
/// Temperature in degrees Celsius.
public typealias Celsius = Quantity<Unit.Celsius>
/// Electric potential in volts.
public typealias Volts = Quantity<Unit.Volts>
/// Electric current in amperes.
public typealias Amperes = Quantity<Unit.Amperes>
/// A share of full, in percent.
public typealias Percent = Quantity<Unit.Percent>
/// Rain rate in millimetres an hour.
public typealias MillimetresPerHour = Quantity<Unit.MillimetresPerHour>
/// Energy in watt hours.
public typealias WattHours = Quantity<Unit.WattHours>
/// Resistance in milliohms.
public typealias Milliohms = Quantity<Unit.Milliohms>
