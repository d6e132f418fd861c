// SPDX-License-Identifier: Apache-2.0
// What is left of one unit, as a forecast that can be printed: finite, in order, and open about what it rests
// on. It decides nothing.

/// What a forecast rests on.
public enum PrognosisBasis: String, Codable, Sendable {
    /// Neither a usable measure nor a finished unit: there is no forecast.
    case nothing
    /// Finished units only; this one has not been measured yet.
    case prior
    /// This unit's own measures and the finished units.
    case measured
    /// The threshold was reached; nothing is left.
    case ended
}

/// Uses left of one unit.
public struct UnitForecast: Codable, Equatable, Sendable {
    /// What the figures rest on.
    public var basis: PrognosisBasis
    /// The mean of the uses left.
    public var mean: Double
    /// One in ten such units has less left.
    public var p10: Double
    /// Half of such units have less left.
    public var p50: Double
    /// Nine in ten such units have less left.
    public var p90: Double

    /// Nothing is left.
    static let ended = UnitForecast(basis: .ended, mean: 0, p10: 0, p50: 0, p90: 0)

    /// A forecast whose figures are made finite and put in order.
    init(basis: PrognosisBasis, mean: Double, p10: Double, p50: Double, p90: Double) {
        let middle = Self.sound(p50)
        self.basis = basis
        self.p50 = middle
        self.p10 = min(Self.sound(p10), middle)
        self.p90 = max(Self.sound(p90), middle)
        self.mean = Self.sound(mean)
    }

    /// The forecast after `uses` more uses without news.
    func later(by uses: Double) -> UnitForecast {
        UnitForecast(
            basis: basis, mean: mean - uses, p10: p10 - uses, p50: p50 - uses, p90: p90 - uses)
    }

    /// The forecast drawn towards `before`, the last one carried on to now: a part does not change its mind with
    /// every row. The nearer the end, the less it is held back; the noisier the measure, the more.
    func steadied(by before: UnitForecast?, uses: Double, medianLife: Double, noise: Double) -> UnitForecast {
        guard let before, before.basis == .measured, uses > 0 else { return self }
        let noisy = min(max(noise / Self.noisyWear, 0), 1)
        let shareOfLeft = Self.shareOfLeft.clear + Self.shareOfLeft.noisy * noisy
        let shareOfLife = Self.shareOfLife.clear + Self.shareOfLife.noisy * noisy
        let memory = min(max(shareOfLeft * before.p50, 1e-9), shareOfLife * medianLife)
        let new = 1 - Exponential.exp(-uses / memory)
        let mix = { (old: Double, fresh: Double) in old + new * (fresh - old) }
        return UnitForecast(
            basis: basis, mean: mix(before.mean, mean), p10: mix(before.p10, p10), p50: mix(before.p50, p50),
            p90: mix(before.p90, p90))
    }

    /// How long a forecast is held back, as a share of the uses left and at most of the median life: for a clear
    /// measure, and how much longer for a noisy one.
    private static let shareOfLeft = (clear: 0.05, noisy: 0.07), shareOfLife = (clear: 0.015, noisy: 0.02)
    /// The noise from which a measure counts as noisy, in wear.
    private static let noisyWear = 0.04

    /// The chance that the unit ends within `uses` uses: normal halves around P50 that meet P10 and P90.
    public func chanceOfEnd(within uses: Double) -> Double {
        if basis == .ended { return 1 }
        let half = uses < p50 ? p50 - p10 : p90 - p50
        let spread = max(half / Normal.upperTenth, 1e-6 * (1 + p50))
        return min(max(Normal.share(below: (uses - p50) / spread), 0), 1)
    }

    private static func sound(_ uses: Double) -> Double { uses.isFinite ? min(max(uses, 0), 1e12) : 1e12 }
}
