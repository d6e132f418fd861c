// SPDX-License-Identifier: Apache-2.0
// What is left of a part whose wear only grows and that has no fleet to learn from: a gamma process whose step
// size is learned from the unit's own rows. Three numbers are its memory; a row that falls back adds nothing.

/// A wear that only grows.
public struct MonotoneLife: Codable, Equatable, Sendable {
    /// Steps of a whole life: 25 means a life that varies by a fifth.
    static let stepsALife = 25.0
    /// How many steps the catalogue's life counts for.
    static let catalogueSteps = 4.0

    private let expectedLife: Double
    private var steps = Self.catalogueSteps
    private var grown = (Self.catalogueSteps - 1) / Self.stepsALife
    /// The highest wear that was seen; 0 is new and 1 worn out.
    public private(set) var wear = 0.0
    /// Uses at the last row.
    private(set) var clock = 0.0
    private var rows = 0

    /// A new unit; the expected life is in uses. Nil when it is not positive.
    public init?(expectedLife: Double) {
        guard expectedLife.isFinite, expectedLife > 0, expectedLife < 1e12 else { return nil }
        self.expectedLife = expectedLife
    }

    /// Takes the wear after `uses`; rows that are old or broken change nothing.
    public mutating func take(wear: Double, uses: Double) {
        guard wear.isFinite, RowFilter.plausibleWear.contains(wear), uses.isFinite, uses > clock, uses < 1e12
        else { return }
        let growth = max(0, wear - self.wear)
        steps = min(steps + Self.stepsALife * (uses - clock) / expectedLife, 1e9)
        grown += growth
        self.wear += growth
        clock = uses
        rows = min(rows + 1, 1_000_000_000)
    }

    /// What is left now.
    public var forecast: UnitForecast {
        guard wear < 1 else { return .ended }
        let (p10, p50, p90) = (left(share: 0.1), left(share: 0.5), left(share: 0.9))
        return UnitForecast(
            basis: rows > 0 ? .measured : .prior, mean: UnitForecast.mean(p10, p50, p90), p10: p10, p50: p50, p90: p90)
    }

    /// The chance that the wear reaches its end within `uses`.
    public func chanceOfEnd(within uses: Double) -> Double {
        guard wear < 1 else { return 1 }
        guard uses.isFinite, uses > 0 else { return 0 }
        let room = 1 - wear
        let shape = Self.stepsALife * uses / expectedLife
        return 1 - IncompleteBeta.share(room / (room + grown), shape, steps)
    }

    /// Uses left that a share of such units does not reach.
    private func left(share: Double) -> Double {
        let horizon = 20 * expectedLife
        return UnitForecast.root(in: 0...horizon) { chanceOfEnd(within: $0) - share }
    }
}

/// The regularised incomplete beta function.
enum IncompleteBeta {
    /// The share of a beta distribution below `x`, by Lentz's continued fraction.
    static func share(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0, a > 0, b > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let front = Exponential.exp(
            logGamma(a + b) - logGamma(a) - logGamma(b) + a * Exponential.log(x) + b * Exponential.log(1 - x))
        let share =
            x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
        return min(max(share, 0), 1)
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 / bounded(1 - (a + b) * x / (a + 1), tiny)
        var result = d
        for step in 1...200 {
            let m = Double(step)
            for numerator in [
                m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
            ] {
                d = 1 / bounded(1 + numerator * d, tiny)
                c = bounded(1 + numerator / c, tiny)
                result *= d * c
            }
            if abs(d * c - 1) < 1e-12 { break }
        }
        return result
    }

    private static func bounded(_ value: Double, _ tiny: Double) -> Double {
        abs(value) < tiny ? tiny : value
    }

    /// The logarithm of the gamma function, by Stirling's series from 8 on.
    static func logGamma(_ x: Double) -> Double {
        var x = x
        var shift = 0.0
        while x < 8 {
            shift -= Exponential.log(x)
            x += 1
        }
        let square = 1 / (x * x)
        let series = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))) / x
        return shift + (x - 0.5) * Exponential.log(x) - x + 0.91893853320467274 + series
    }
}
