// SPDX-License-Identifier: Apache-2.0
// The few transcendental functions the wear model needs, written here so that the same state gives the same
// bits on every machine, whatever its C library. They never trap: every Double has an answer.

/// Exponential, logarithm, power and gamma in plain arithmetic, good to about 1e-13.
enum Exponential {
    private static let ln2High = 0.693147180369123816490
    private static let ln2Low = 1.90821492927058770002e-10

    /// e to the power `x`; 0 below the range of Double, a very large finite number above it.
    static func exp(_ x: Double) -> Double {
        if x.isNaN { return .nan }
        if x > 709 { return .greatestFiniteMagnitude }
        if x < -745 { return 0 }
        let turns = (x / (ln2High + ln2Low)).rounded()
        let rest = (x - turns * ln2High) - turns * ln2Low
        var sum = 1.0
        var step = 14.0
        while step >= 1 {
            sum = 1 + sum * rest / step
            step -= 1
        }
        // Two factors, because 2^-745 has no exponent of its own.
        let half = Int(turns) / 2
        return sum * power(ofTwo: half) * power(ofTwo: Int(turns) - half)
    }

    /// The natural logarithm; a very large negative number at 0 and below.
    static func log(_ x: Double) -> Double {
        if x.isNaN { return .nan }
        guard x > 0 else { return -.greatestFiniteMagnitude }
        guard x.isFinite else { return .greatestFiniteMagnitude }
        var significand = x.significand
        var exponent = Double(x.exponent)
        if significand > 1.4142135623730951 {
            significand /= 2
            exponent += 1
        }
        let ratio = (significand - 1) / (significand + 1)
        let square = ratio * ratio
        var sum = 0.0
        var odd = 27.0
        while odd >= 1 {
            sum = sum * square + 1 / odd
            odd -= 2
        }
        return exponent * ln2High + (2 * ratio * sum + exponent * ln2Low)
    }

    /// `base` to the power `exponent`, for a base of 0 or more.
    static func power(_ base: Double, _ exponent: Double) -> Double {
        if base <= 0 { return exponent == 0 ? 1 : 0 }
        return exp(exponent * log(base))
    }

    /// The gamma function for arguments of 1 and more (Lanczos, g = 7).
    static func gamma(_ x: Double) -> Double {
        let z = x - 1
        var sum = 0.99999999999980993
        for (index, coefficient) in lanczos.enumerated() { sum += coefficient / (z + Double(index) + 1) }
        let t = z + 7.5
        return 2.5066282746310002 * power(t, z + 0.5) * exp(-t) * sum
    }

    private static let lanczos = [
        676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
        -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ]

    /// 2 to a whole power inside the range of Double.
    private static func power(ofTwo exponent: Int) -> Double {
        Double(sign: .plus, exponent: exponent, significand: 1)
    }
}

/// The standard normal distribution.
enum Normal {
    /// The point that 90 % of the distribution lies below.
    static let upperTenth = 1.2815515655446004

    /// The share below `z`, good to 2e-7 (Abramowitz and Stegun 7.1.26).
    static func share(below z: Double) -> Double {
        let x = abs(z) * 0.7071067811865476
        let t = 1 / (1 + 0.3275911 * x)
        let series =
            t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
        let tail = 0.5 * series * Exponential.exp(-x * x)
        return z < 0 ? tail : 1 - tail
    }
}
