// SPDX-License-Identifier: Apache-2.0
// Joins the forecasts of several measures of one part: the part ends with the first of them. Measures without
// a forecast do not speak.

extension UnitForecast {
    /// What is left of a part of which each of these forecasts sees one way to end, independent of the others;
    /// nil when none of them has a basis.
    public static func joined(_ forecasts: [UnitForecast]) -> UnitForecast? {
        let known = forecasts.filter { $0.basis != .nothing }
        guard let first = known.first else { return nil }
        if known.contains(where: { $0.basis == .ended }) { return .ended }
        if known.count == 1 { return first }
        let longest = known.map { max(2 * $0.p90, 1) }.min() ?? 1
        let quantile = { (share: Double) -> Double in
            root(in: 0...longest) { uses in
                1 - known.reduce(1.0) { $0 * (1 - $1.chanceOfEnd(within: uses)) } - share
            }
        }
        let basis = known.contains { $0.basis == .measured } ? PrognosisBasis.measured : .prior
        let (p10, p50, p90) = (quantile(0.1), quantile(0.5), quantile(0.9))
        return UnitForecast(basis: basis, mean: mean(p10, p50, p90), p10: p10, p50: p50, p90: p90)
    }

    /// The mean that goes with three quantiles (Swanson's rule).
    static func mean(_ p10: Double, _ p50: Double, _ p90: Double) -> Double { 0.3 * p10 + 0.4 * p50 + 0.3 * p90 }

    /// Where a function that never falls becomes zero, to a thirty-thousandth of itself: along the
    /// chord, and by halves where that is slow.
    static func root(in range: ClosedRange<Double>, of function: (Double) -> Double) -> Double {
        var (low, high) = (range.lowerBound, range.upperBound)
        var (below, above) = (function(low), function(high))
        if below >= 0 { return low }
        if above <= 0 { return high }
        let fine = 1e-7 * (high - low)
        var wasSlow = false
        for _ in 0..<64 where high - low > max(fine, 3e-5 * high) {
            let width = high - low
            let chord = high - above * width / (above - below)
            let place = wasSlow ? (low + high) / 2 : min(max(chord, low + 0.01 * width), high - 0.01 * width)
            let value = function(place)
            // The end that stays weighs half, or one end of a bent function would stay for ever.
            if value < 0 {
                (low, below, above) = (place, value, above / 2)
            } else {
                (high, above, below) = (place, value, below / 2)
            }
            wasSlow = !wasSlow && high - low > width / 2
        }
        return high
    }
}
