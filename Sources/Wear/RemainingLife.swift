// SPDX-License-Identifier: Apache-2.0
// The answer of the wear model: how many uses and days a part has left, how sure that is, and what it rests
// on. Its figures are always finite, ordered and not negative, whatever went in.

/// What a forecast rests on.
public enum ForecastBasis: Sendable, Hashable, Codable {
    /// Only the catalogue's usual life and the uses counted: no measurement yet, or none is possible.
    case catalogue
    /// This many accepted measurements of the unit itself.
    case measured(rows: Int)
}

/// Mean and quantiles of one figure; 0 <= p10 <= p50 <= p90, all finite.
public struct LifeFigures: Sendable, Hashable, Codable {
    /// The average.
    public let mean: Double
    /// One part in ten has less.
    public let p10: Double
    /// Half of the parts have less.
    public let p50: Double
    /// Nine parts in ten have less.
    public let p90: Double

    /// Figures brought into order; what is no number becomes 0, the careful side.
    public init(mean: Double, p10: Double, p50: Double, p90: Double, atMost limit: Double = 1e15) {
        func tidy(_ value: Double) -> Double { value.isNaN ? 0 : min(max(value, 0), limit) }
        self.mean = tidy(mean)
        self.p10 = tidy(p10)
        self.p50 = max(tidy(p50), self.p10)
        self.p90 = max(tidy(p90), self.p50)
    }
}

/// What is left of a part's life.
public struct RemainingLife: Sendable, Hashable, Codable {
    /// The longest forecast in days: a century means "not in sight".
    public static let longestDays = 36_500.0

    /// Left in uses of the part's own clock.
    public let uses: LifeFigures
    /// Left in days at the present pace.
    public let days: LifeFigures
    /// The pace that turned uses into days.
    public let usesPerDay: Double
    /// What the forecast rests on.
    public let basis: ForecastBasis

    /// A forecast in uses, with days at `usesPerDay`.
    public init(uses: LifeFigures, usesPerDay: Double, basis: ForecastBasis) {
        let pace = usesPerDay.isFinite ? max(usesPerDay, 1e-9) : 1e-9
        self.uses = uses
        self.usesPerDay = pace
        self.basis = basis
        days = LifeFigures(
            mean: uses.mean / pace, p10: uses.p10 / pace, p50: uses.p50 / pace, p90: uses.p90 / pace,
            atMost: Self.longestDays)
    }

    /// A forecast in days, with uses at `usesPerDay`.
    public init(days: LifeFigures, usesPerDay: Double, basis: ForecastBasis) {
        let pace = usesPerDay.isFinite ? max(usesPerDay, 1e-9) : 1e-9
        self.days = days
        self.usesPerDay = pace
        self.basis = basis
        uses = LifeFigures(mean: days.mean * pace, p10: days.p10 * pace, p50: days.p50 * pace, p90: days.p90 * pace)
    }

    /// Mean uses left.
    public var mean: Double { uses.mean }
    /// Uses left that one part in ten does not reach.
    public var p10: Double { uses.p10 }
    /// Uses left that half of the parts do not reach.
    public var p50: Double { uses.p50 }
    /// Uses left that nine parts in ten do not reach.
    public var p90: Double { uses.p90 }
}
