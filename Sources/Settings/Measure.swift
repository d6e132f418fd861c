// SPDX-License-Identifier: Apache-2.0
// Numbers with units as people write them: "40 km/h", "-10 °C", "30 min". Each is converted to the one unit
// that the dock works in. A number without a unit is not a measure.

/// A kind of measure: the unit it is kept in, and the units it may be written in.
struct Dimension: Equatable {
    /// One way to write a unit: value in base units = number * factor + offset.
    struct Spelling: Equatable {
        let symbol: String
        let factor: Double
        var offset = 0.0
    }

    /// An example for error messages.
    let example: String
    /// The accepted spellings; the first is the base unit.
    let spellings: [Spelling]

    var base: String { spellings[0].symbol }

    init(_ example: String, _ spellings: [(String, Double)]) {
        self.example = example
        self.spellings = spellings.map { Spelling(symbol: $0.0, factor: $0.1) }
    }

    init(_ example: String, withOffsets spellings: [Spelling]) {
        self.example = example
        self.spellings = spellings
    }

    static let duration = Dimension(
        "20 s",
        [
            ("s", 1), ("ms", 0.001), ("min", 60), ("h", 3_600), ("d", 86_400), ("days", 86_400),
            ("day", 86_400),
        ])
    static let speed = Dimension(
        "12 m/s", [("m/s", 1), ("km/h", 1 / 3.6), ("kn", 1_852.0 / 3_600), ("ft/s", 0.3048)])
    static let length = Dimension(
        "30 m", [("m", 1), ("km", 1_000), ("cm", 0.01), ("mm", 0.001), ("ft", 0.3048)])
    static let temperature = Dimension(
        "-10 °C",
        withOffsets: [
            Spelling(symbol: "°C", factor: 1), Spelling(symbol: "degC", factor: 1),
            Spelling(symbol: "K", factor: 1, offset: -273.15),
            Spelling(symbol: "°F", factor: 5.0 / 9, offset: -160.0 / 9),
        ])
    static let share = Dimension("50 %", [("%", 1)])
    static let drain = Dimension("4 %/min", [("%/min", 1), ("%/h", 1.0 / 60), ("%/s", 60)])
    static let rain = Dimension("0.5 mm/h", [("mm/h", 1), ("mm/min", 60), ("in/h", 25.4)])
    static let current = Dimension("0.1 A", [("A", 1), ("mA", 0.001)])
    static let voltage = Dimension("24 V", [("V", 1), ("mV", 0.001)])
    static let resistance = Dimension(
        "15 mΩ", [("mΩ", 1), ("mohm", 1), ("mOhm", 1), ("Ω", 1_000), ("ohm", 1_000), ("µΩ", 0.001)])
    static let energy = Dimension("500 Wh", [("Wh", 1), ("kWh", 1_000)])
    static let charge = Dimension("5 Ah", [("Ah", 1), ("mAh", 0.001)])
    static let power = Dimension("150 W", [("W", 1), ("kW", 1_000)])
    static let pressure = Dimension("120 Pa", [("Pa", 1), ("hPa", 100), ("mbar", 100), ("kPa", 1_000)])
    static let rotation = Dimension("2400 rpm", [("rpm", 1), ("1/s", 60)])
    static let acceleration = Dimension("8 m/s²", [("m/s²", 1), ("m/s2", 1)])
    static let octets = Dimension(
        "20 MB", [("B", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("KiB", 1_024), ("MiB", 1_048_576)])
    static let angle = Dimension("47.39775", [("°", 1), ("deg", 1)])

    /// Every kind, for measures whose kind is free (parts).
    static let all = [
        duration, speed, length, temperature, share, rain, current, voltage, resistance, energy, charge,
        power, pressure, rotation, acceleration,
    ]
}

/// Why a text is not a measure.
enum MeasureFault: Error {
    case notANumber
    case noUnit
    case unknownUnit(String)
}

/// The number and the unit text of "12 m/s"; the unit is empty when there is none.
func splitMeasure(_ text: String) -> (number: Double, unit: String)? {
    let trimmed = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    let digits = trimmed.prefix { "+-.0123456789eE".contains($0) }
    // "5 e" would take the unit's letter; a number never ends in "e".
    let number = digits.last.map { "eE".contains($0) } == true ? digits.dropLast() : digits
    guard let value = plainNumber(String(number)) else { return nil }
    return (value, trimmed.dropFirst(number.count).drop { $0 == " " }.description)
}

/// A finite decimal number; no hexadecimal, no infinity, no NaN, at most 32 characters.
func plainNumber(_ text: String) -> Double? {
    guard (1...32).contains(text.utf8.count), text.utf8.contains(where: { (48...57).contains($0) }),
        text.utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) }), let value = Double(text),
        value.isFinite
    else { return nil }
    return value
}

/// The measure in the base unit of `dimension`.
func measure(_ text: String, _ dimension: Dimension) throws(MeasureFault) -> Double {
    guard let (number, unit) = splitMeasure(text) else { throw .notANumber }
    guard !unit.isEmpty else { throw .noUnit }
    guard let spelling = dimension.spellings.first(where: { $0.symbol == unit }) else {
        throw .unknownUnit(unit)
    }
    return number * spelling.factor + spelling.offset
}

/// A number as short as it reads: "12", "0.5", "13.9".
func short(_ value: Double) -> String {
    guard abs(value) < 1e12 else { return "\(value)" }
    let thousandths = (value * 1_000).rounded() / 1_000
    return thousandths == thousandths.rounded() ? "\(Int(thousandths))" : "\(thousandths)"
}
