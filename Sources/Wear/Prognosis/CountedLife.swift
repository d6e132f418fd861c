// SPDX-License-Identifier: Apache-2.0
// What is left of a part of which only the uses are counted: a Weibull life whose scale is learned from failed
// and from surviving units. Two numbers are its whole memory. It knows no measure.

/// The lives of a kind of counted part.
public struct CountedLife: Codable, Equatable, Sendable {
    /// How many failures the catalogue's figure counts for.
    static let catalogueFailures = 4.0

    /// The steepness: 2 for contacts, 1.5 for bearings, 1 for electronics.
    public let shape: Double
    /// Failures seen, and the catalogue's.
    public private(set) var failures: Double
    /// The sum of uses to the power of the shape, over failed and surviving units, in median lives.
    public private(set) var exposure: Double
    private let medianLife: Double

    /// The catalogue's median life, in uses; nil when it is not positive.
    public init?(medianLife: Double, shape: Double) {
        guard medianLife.isFinite, medianLife > 0, medianLife < 1e12, shape.isFinite,
            (0.3...10).contains(shape)
        else { return nil }
        self.shape = shape
        self.medianLife = medianLife
        failures = Self.catalogueFailures
        exposure = 1 / (Exponential.power(2, 1 / Self.catalogueFailures) - 1)
    }

    /// Takes a unit that left service after `uses`; one that did not fail counts as a survivor.
    public mutating func take(uses: Double, hasFailed: Bool) {
        guard uses.isFinite, uses >= 0 else { return }
        exposure = min(exposure + aged(uses), 1e30)
        if hasFailed { failures = min(failures + 1, 1e9) }
    }

    /// What is left of a unit after `uses`.
    public func forecast(afterUses uses: Double) -> UnitForecast {
        guard uses.isFinite, uses >= 0 else {
            return UnitForecast(basis: .nothing, mean: 0, p10: 0, p50: 0, p90: 0)
        }
        let steps = 64
        let mean = (0..<steps).reduce(0.0) { sum, step in
            sum + left(share: (Double(step) + 0.5) / Double(steps), afterUses: uses)
        }
        return UnitForecast(
            basis: failures > Self.catalogueFailures ? .measured : .prior, mean: mean / Double(steps),
            p10: left(share: 0.1, afterUses: uses), p50: left(share: 0.5, afterUses: uses),
            p90: left(share: 0.9, afterUses: uses))
    }

    /// The chance that a unit of this age ends within `more` uses.
    public func chanceOfEnd(within more: Double, afterUses uses: Double) -> Double {
        guard more.isFinite, more > 0, uses.isFinite, uses >= 0 else { return 0 }
        let ratio = (exposure + aged(uses)) / (exposure + aged(uses + more))
        return 1 - Exponential.power(ratio, failures)
    }

    /// The scale is integrated out, which leaves a closed form.
    private func left(share: Double, afterUses uses: Double) -> Double {
        let reached = (exposure + aged(uses)) * Exponential.power(1 - share, -1 / failures) - exposure
        return max(0, Exponential.power(max(reached, 0), 1 / shape) * medianLife - uses)
    }

    private func aged(_ uses: Double) -> Double {
        Exponential.power(min(uses / medianLife, 1e6), shape)
    }
}
