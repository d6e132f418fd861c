// SPDX-License-Identifier: Apache-2.0
// One row of a part's history, and what became of it. A row sums up one use (a cover travel, a flight, a
// charge), not one poll: rows at an unchanged use count say nothing new about wear.

import DockModel

/// What the other measures of one thing say of its end: the pack's capacity to its resistance.
public struct OtherMeasures: Codable, Equatable, Sendable {
    /// Days left until the first of them ends.
    public var days: LifeFigures
    /// Measures that the best known of them rests on; 0 when all are only counted.
    public var rows: Int

    /// What others say.
    public init(days: LifeFigures, rows: Int) {
        self.days = days
        self.rows = rows
    }

    /// What several say together: the first end counts; nil when nobody says anything.
    public static func joined(_ all: [OtherMeasures]) -> OtherMeasures? {
        guard let first = all.first else { return nil }
        if all.count == 1 { return first }
        return OtherMeasures(days: LifeFigures.first(of: all.map(\.days)), rows: all.map(\.rows).max() ?? 0)
    }
}

/// The use count and the measure of a part after one use.
public struct WearRow: Codable, Equatable, Sendable {
    /// When it was taken, on the wall clock.
    public var at: WallTime
    /// The part's use counter since its installation; never a raw device counter.
    public var use: Double
    /// The measured figure, nil when none was taken.
    public var measure: Double?
    /// What a fleet of such parts foretells after this row, in uses left; nil when no fleet was asked.
    public var foretold: LifeFigures?
    /// For how many usual uses one of the uses since the row before counts; nil when all count alike.
    public var stress: Double?
    /// What the other measures of the same thing said when this row was taken; nil when there are none.
    public var others: OtherMeasures?

    /// A row; a measure that is not a finite number counts as missing.
    public init(at: WallTime, use: Double, measure: Double?, foretold: LifeFigures? = nil) {
        self.at = at
        self.use = use
        self.foretold = foretold
        self.measure = measure.flatMap { $0.isFinite ? $0 : nil }
    }
}

/// What became of a row.
public enum RowVerdict: String, Codable, Equatable, Sendable {
    /// Its measure was used.
    case used
    /// It moved the use counter; it carried no measure, or the part has none.
    case counted
    /// Its use did not change: only the pace learned from it.
    case idle
    /// Its measure lies too far off to be believed; its use was counted.
    case outlier
    /// It is the same row again.
    case repeated
    /// Its use lies before the use already counted.
    case outOfOrder
    /// Its use is not a number, or negative.
    case invalid
    /// Its use jumps so far that the next row has to confirm it.
    case unconfirmed
    /// It belongs to another part than the description.
    case wrongPart
}

/// The answer to one row.
public struct RowOutcome: Equatable, Sendable {
    /// What became of the row.
    public var verdict: RowVerdict
    /// Notices that became due with it, in the order in which they should be sent.
    public var notices: [WearNotice]
}
