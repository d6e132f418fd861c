// SPDX-License-Identifier: Apache-2.0
// What is known of one unit: its rows as they came, and by which rule its life ends. It judges only where the
// life ended; it never cleans a row and never guesses a missing one.

/// One row of one unit; a figure that is missing is not a number.
public struct UnitRow: Codable, Equatable, Sendable {
    /// The order of the rows, usually the cycle's number.
    public var time: Double
    /// The use counter, in uses.
    public var use: Double
    /// The measure, in its own unit.
    public var measure: Double

    /// A row; not a number stands for a figure that is missing.
    public init(time: Double, use: Double, measure: Double) {
        self.time = time
        self.use = use
        self.measure = measure
    }
}

/// The rows of one unit.
public struct UnitRecord: Codable, Equatable, Sendable {
    /// The unit's name or serial.
    public var name: String
    /// Its rows as they came.
    public var rows: [UnitRow]

    /// A unit and its rows.
    public init(name: String, rows: [UnitRow] = []) {
        self.name = name
        self.rows = rows
    }
}

/// When a life counts as over.
public enum EndRule: String, Codable, Sendable {
    /// The measure stays at or beyond the threshold: the first of three consecutive rows.
    case cross
    /// The unit ran until it failed: one use after its last row.
    case last
}

/// What is measured and where it ends.
public struct WearScale: Codable, Equatable, Sendable {
    /// Where the part is worn out, in the measure's unit.
    public var threshold: Double
    /// What a new part measures.
    public var nominal: Double
    /// When a life counts as over.
    public var rule: EndRule

    /// Rows at or beyond the threshold that prove the end.
    public static let rowsAtTheEnd = 3

    /// A scale; nil when new and worn out cannot be told apart.
    public init?(threshold: Double, nominal: Double, rule: EndRule) {
        guard threshold.isFinite, nominal.isFinite, abs(nominal - threshold) > 1e-12,
            abs(nominal) < 1e12, abs(threshold) < 1e12
        else { return nil }
        self.threshold = threshold
        self.nominal = nominal
        self.rule = rule
    }

    /// The measure as wear: 0 is new, 1 is worn out.
    public func wear(_ measure: Double) -> Double { (nominal - measure) / (nominal - threshold) }

    /// Whether the measure is at or beyond the threshold, whichever way the measure moves.
    public func isBeyondEnd(_ measure: Double) -> Bool {
        nominal > threshold ? measure <= threshold : measure >= threshold
    }
}
