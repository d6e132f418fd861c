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
        let quantile = { (share: Double) -> Double in
            var (low, high) = (0.0, known.map { max(2 * $0.p90, 1) }.min() ?? 1)
            for _ in 0..<60 {
                let middle = (low + high) / 2
                let alive = known.reduce(1.0) { $0 * (1 - $1.chanceOfEnd(within: middle)) }
                if 1 - alive < share { low = middle } else { high = middle }
            }
            return high
        }
        let mean = (0..<16).reduce(0.0) { $0 + quantile((Double($1) + 0.5) / 16) } / 16
        let basis = known.contains { $0.basis == .measured } ? PrognosisBasis.measured : .prior
        return UnitForecast(
            basis: basis, mean: mean, p10: quantile(0.1), p50: quantile(0.5), p90: quantile(0.9))
    }
}
