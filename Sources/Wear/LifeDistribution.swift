// SPDX-License-Identifier: Apache-2.0
// How long a part still lives when nothing but its use is known: a Weibull life with the mean and spread of
// the catalogue, given that the part has already lived this long. It knows no measurements.

/// A Weibull distribution of lives, in uses.
struct LifeDistribution {
    /// The steepness: above 1 means wear-out.
    let shape: Double
    /// The life that 63 % of the parts do not reach.
    let scale: Double

    /// The distribution with this mean; `spread` is its standard deviation, kept between 5 % and 150 % of the
    /// mean.
    init(mean: Double, spread: Double) {
        let variation = min(max(spread / mean, 0.05), 1.5)
        // Justus' approximation; the spread comes out within 4 %.
        shape = Exponential.power(variation, -1.086)
        scale = mean / Exponential.gamma(1 + 1 / shape)
    }

    /// Uses left that a share of the parts of this age does not reach; 0 < share < 1.
    func remaining(share: Double, afterUse use: Double) -> Double {
        let age = max(0, use) / scale
        // Beyond this age the remaining life is below any figure that matters; it also keeps the power
        // finite.
        guard age < 1e3 else { return 0 }
        let hazard = Exponential.power(age, shape) - Exponential.log(1 - share)
        return max(0, scale * Exponential.power(hazard, 1 / shape) - max(0, use))
    }

    /// The mean of the uses left, from evenly spread shares.
    func meanRemaining(afterUse use: Double) -> Double {
        let steps = 64
        var sum = 0.0
        for step in 0..<steps {
            sum += remaining(share: (Double(step) + 0.5) / Double(steps), afterUse: use)
        }
        return sum / Double(steps)
    }
}
