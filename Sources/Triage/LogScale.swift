// SPDX-License-Identifier: Apache-2.0
// Logarithms good to a hundredth, by arithmetic alone, so that every machine gives the same scores. It is for rarities
// and sizes, never for measured values.

/// Logarithms of positive numbers.
enum LogScale {
    /// The logarithm to base 2, to 0.01; the smallest normal number stands in for anything not above it.
    @inline(__always)
    static func log2(_ x: Double) -> Double {
        guard x > .leastNormalMagnitude else { return -1_022 }
        guard x < .greatestFiniteMagnitude else { return 1_024 }
        // A parabola through the logarithms of 1, 4/3 (nearly) and 2: continuous, and right at each power of two.
        let bits = x.bitPattern
        let exponent = Double(Int(bits >> 52 & 0x7FF) - 1_023)
        let part = Double(bitPattern: bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
        return exponent + (part - 1) * (1.3465 - 0.3465 * (part - 1))
    }

    /// The logarithm to base 10, to 0.003.
    @inline(__always)
    static func log10(_ x: Double) -> Double { log2(x) * 0.301_029_995_663_981 }

    /// The smallest power of two that is not below `x`, for positive finite `x`.
    static func powerOfTwo(notBelow x: Double) -> Double {
        let floor = Double(sign: .plus, exponent: x.exponent, significand: 1)
        return floor < x ? floor * 2 : floor
    }
}
