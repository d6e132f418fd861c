// SPDX-License-Identifier: Apache-2.0
// The two functions that Planck's law needs, in plain arithmetic, so that a picture has the same temperatures on every
// machine. They never trap: every Double has an answer.

/// Exponential and logarithm, good to about 1e-14.
enum Curve {
    private static let ln2High = 0.693147180369123816490
    private static let ln2Low = 1.90821492927058770002e-10

    /// e to the power `x`; 0 far below zero, infinity far above it.
    static func exp(_ x: Double) -> Double {
        if x.isNaN { return .nan }
        if x > 700 { return .infinity }
        if x < -700 { return 0 }
        let turns = (x / (ln2High + ln2Low)).rounded()
        let rest = (x - turns * ln2High) - turns * ln2Low
        var sum = 1.0
        var step = 14.0
        while step >= 1 {
            sum = 1 + sum * rest / step
            step -= 1
        }
        return sum * Double(sign: .plus, exponent: Int(turns), significand: 1)
    }

    /// The natural logarithm; NaN for what has none.
    static func log(_ x: Double) -> Double {
        guard x.isFinite, x > 0 else { return .nan }
        var significand = x.significand
        var exponent = Double(x.exponent)
        if significand > 1.4142135623730951 {
            significand /= 2
            exponent += 1
        }
        let ratio = (significand - 1) / (significand + 1)
        let square = ratio * ratio
        // The series of the inverse hyperbolic tangent; what follows its last term is below 1e-17.
        let tail = 1.0 / 13 + square * (1.0 / 15 + square * (1.0 / 17 + square * (1.0 / 19 + square / 21)))
        let middle = 1.0 / 5 + square * (1.0 / 7 + square * (1.0 / 9 + square * (1.0 / 11 + square * tail)))
        let sum = 1 + square * (1.0 / 3 + square * middle)
        return exponent * ln2High + (2 * ratio * sum + exponent * ln2Low)
    }
}
