// SPDX-License-Identifier: Apache-2.0
// One line of the table: what was measured, against what, and what we aim at. A figure never fails a run.

/// What a figure should be.
struct Target: Codable {
    /// Whether it compares the ratio; else the value.
    var isOfRatio: Bool
    /// Whether less is better.
    var isUpperBound: Bool
    /// The bound, in the figure's unit or as a ratio.
    var bound: Double

    /// The value should be at most this.
    static func atMost(_ bound: Double) -> Target {
        Target(isOfRatio: false, isUpperBound: true, bound: bound)
    }
    /// The ratio should be at most this.
    static func atMostRatio(_ bound: Double) -> Target {
        Target(isOfRatio: true, isUpperBound: true, bound: bound)
    }
    /// The value should be at least this.
    static func valueAtLeast(_ bound: Double) -> Target {
        Target(isOfRatio: false, isUpperBound: false, bound: bound)
    }
    /// The ratio should be at least this.
    static func ratioAtLeast(_ bound: Double) -> Target {
        Target(isOfRatio: true, isUpperBound: false, bound: bound)
    }
}

/// One measured figure with its reference.
struct Figure: Codable {
    /// What was measured.
    var name: String
    /// How much.
    var value: Double
    /// The unit of value and reference.
    var unit: String
    /// What the reference does; empty when there is none.
    var reference = ""
    /// The reference's figure of the same run.
    var referenceValue: Double?
    /// Value over reference: of times less is better, of rates more.
    var ratio: Double?
    /// What we aim at.
    var target: Target?

    /// A figure beside its reference.
    init(
        _ name: String, _ value: Double, _ unit: String, reference: String, _ referenceValue: Double,
        target: Target? = nil
    ) {
        self.init(name, value, unit, target: target)
        self.reference = reference
        self.referenceValue = referenceValue
        ratio = referenceValue == 0 ? nil : value / referenceValue
    }

    /// A figure that stands alone.
    init(_ name: String, _ value: Double, _ unit: String, target: Target? = nil) {
        self.name = name
        self.value = value
        self.unit = unit
        self.target = target
    }

    /// Whether the target is reached; nil when there is none.
    var isReached: Bool? {
        guard let target, let compared = target.isOfRatio ? ratio : value else { return nil }
        return target.isUpperBound ? compared <= target.bound : compared >= target.bound
    }
}

/// The table of a run.
struct Table {
    /// The figures in the order of their measuring.
    var figures: [Figure]

    /// The table in Markdown, which is also readable as it is.
    var text: String {
        var rows = [["figure", "value", "reference", "ratio", "target", ""]]
        for figure in figures {
            var reference = "-"
            if let value = figure.referenceValue {
                reference = "\(number(value)) \(figure.unit) (\(figure.reference))"
            }
            let word = figure.isReached.map { $0 ? "reached" : "missed" } ?? ""
            rows.append([
                figure.name, "\(number(figure.value)) \(figure.unit)", reference,
                figure.ratio.map { "\(number($0)) x" } ?? "-", Self.words(figure), word,
            ])
        }
        let widths = (0..<6).map { column in max(3, rows.map { $0[column].count }.max() ?? 0) }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return "| " + padded.joined(separator: " | ") + " |\n"
        }
        let rule = widths.map { String(repeating: "-", count: $0) }
        return line(rows[0]) + line(rule) + rows.dropFirst().map(line).joined()
    }

    private static func words(_ figure: Figure) -> String {
        guard let target = figure.target else { return "-" }
        let sign = target.isUpperBound ? "≤" : "≥"
        return "\(sign) \(number(target.bound)) \(target.isOfRatio ? "x" : figure.unit)"
    }
}

/// A number with three digits that matter.
func number(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    let size = abs(value)
    if size >= 1_000 {
        let digits = String(Int(min(size, 1e15).rounded()))
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(" ") }
            grouped.append(digit)
        }
        return (value < 0 ? "-" : "") + grouped
    }
    let places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 || size == 0 ? 2 : 3
    var factor = 1.0
    for _ in 0..<places { factor *= 10 }
    let scaled = Int((size * factor).rounded())
    let text = String(scaled / Int(factor))
    guard places > 0 else { return (value < 0 ? "-" : "") + text }
    let part = String(scaled % Int(factor))
    return (value < 0 ? "-" : "") + text + "." + String(repeating: "0", count: places - part.count) + part
}
