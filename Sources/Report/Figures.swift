// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them, always with their unit; what was not measured is said, never guessed.
// It must never show a number without its unit, nor one that is not finite.

import DockModel

/// The systems of units that a reader can ask for. Words that the core wrote, such as the reason of a gate, keep the
/// units in which the limits are set.
public enum ReportUnits: String, Sendable, Hashable, Codable, CaseIterable {
    /// m, m/s, °C, mm.
    case si
    /// ft, mph, °F, in.
    case imperial

    /// A figure of a unit as this system shows it.
    public func shown(_ value: Double, _ unit: String) -> (value: Double, unit: String) {
        guard self == .imperial else { return (value, unit) }
        return switch unit {
        case "°C": (value * 1.8 + 32, "°F")
        case "m/s": (value / 0.44704, "mph")
        case "m": (value / 0.3048, "ft")
        case "km": (value / 1.609344, "mi")
        case "mm": (value / 25.4, "in")
        default: (value, unit)
        }
    }
}

/// Numbers with units, in one language.
struct Figures: Sendable {
    let wording: Wording
    var units = ReportUnits.si

    /// The number with up to three decimals, nil when it is no number that can be shown.
    static func decimal(_ value: Double, decimals: Int = 1) -> String? {
        guard value.isFinite, abs(value) < 1e12 else { return nil }
        let scale = [1.0, 10, 100, 1_000][min(max(decimals, 0), 3)]
        let scaled = Int64((abs(value) * scale).rounded())
        let whole = scaled / Int64(scale), part = scaled % Int64(scale)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let digits = String(part)
        let zeros = String(repeating: "0", count: max(0, min(decimals, 3) - digits.count))
        return "\(sign)\(whole).\(zeros)\(digits)"
    }

    /// A number and its unit, or that it was not measured.
    func amount(_ value: Double?, _ unit: String, decimals: Int = 1) -> String {
        guard let value else { return wording(.notMeasured) }
        let shown = units.shown(value, unit)
        // An inch is a large millimetre.
        guard let number = Self.decimal(shown.value, decimals: decimals + (shown.unit == "in" ? 1 : 0)) else {
            return wording(.notMeasured)
        }
        return unit.isEmpty ? number : "\(number) \(shown.unit)"
    }

    /// A quantity, or that it was not measured.
    func amount<Unit: MeasureUnit>(_ quantity: Quantity<Unit>?, decimals: Int = 1) -> String {
        amount(quantity?.value, Unit.symbol, decimals: decimals)
    }

    /// Two quantities as a range, or that they were not measured.
    func range<Unit: MeasureUnit>(_ low: Quantity<Unit>?, _ high: Quantity<Unit>?, decimals: Int = 1)
        -> String
    {
        func text(_ quantity: Quantity<Unit>?) -> String? {
            quantity.flatMap { Self.decimal(units.shown($0.value, Unit.symbol).value, decimals: decimals) }
        }
        guard let low = text(low), let high = text(high) else { return wording(.notMeasured) }
        return wording(.fromTo, ["low": low, "high": high, "unit": units.shown(0, Unit.symbol).unit])
    }

    /// A count, or that it was not counted.
    func count(_ value: Int?, one: Phrase, many: Phrase) -> String {
        guard let value else { return wording(.notMeasured) }
        return value == 1 ? wording(one) : wording(many, ["n": "\(value)"])
    }

    /// Whole days in words: "1 day", "9 days".
    func days(_ value: Double) -> String {
        guard value.isFinite else { return wording(.notMeasured) }
        let whole = Int(min(max(value, 0), 36_500))
        return whole == 1 ? wording(.oneDay) : wording(.days, ["n": "\(whole)"])
    }

    /// A span as "1 h 12 min", "14 min 5 s" or "40 s".
    func span(_ duration: Duration?) -> String {
        guard let duration else { return wording(.notMeasured) }
        let seconds = max(0, duration.nanoseconds) / 1_000_000_000
        if seconds >= 3_600 { return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min" }
        if seconds >= 60 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds) s"
    }
}
