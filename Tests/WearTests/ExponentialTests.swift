// SPDX-License-Identifier: Apache-2.0
// The wear model's own mathematics, against the C library's.

import Foundation
import Testing

@testable import Wear

@Test func `the exponential agrees with the C library over its whole range`() {
    for x in stride(from: -700.0, through: 700, by: 0.37) {
        #expect(abs(Exponential.exp(x) / Foundation.exp(x) - 1) < 1e-13, "x = \(x)")
    }
}

@Test func `the exponential has a finite answer for every number`() {
    #expect(Exponential.exp(1e9) == .greatestFiniteMagnitude)
    #expect(Exponential.exp(-.infinity) == 0)
    #expect(Exponential.exp(-744).isFinite)
    #expect(Exponential.exp(.nan).isNaN)
}

@Test func `the logarithm agrees with the C library over its whole range`() {
    for exponent in stride(from: -300.0, through: 300, by: 0.61) {
        let x = Foundation.pow(10, exponent)
        #expect(
            abs(Exponential.log(x) - Foundation.log(x)) <= 1e-13 * max(1, abs(Foundation.log(x))), "x = \(x)")
    }
    #expect(Exponential.log(0).isFinite)
    #expect(Exponential.log(.infinity).isFinite)
}

@Test func `the gamma function and the normal share agree with the C library`() {
    for x in stride(from: 1.0, through: 8, by: 0.13) {
        #expect(abs(Exponential.gamma(x) / Foundation.tgamma(x) - 1) < 1e-11, "x = \(x)")
    }
    for z in stride(from: -5.0, through: 5, by: 0.11) {
        #expect(abs(Normal.share(below: z) - 0.5 * Foundation.erfc(-z / 2.0.squareRoot())) < 2e-7, "z = \(z)")
    }
}

@Test(arguments: [0.1, 0.3, 0.5, 1.0]) func `the catalogue life has the mean and the spread it was given`(
    variation: Double
) {
    let life = LifeDistribution(mean: 1_000, spread: 1_000 * variation)
    let steps = 20_000
    let lives = (0..<steps).map { life.remaining(share: (Double($0) + 0.5) / Double(steps), afterUse: 0) }
    let mean = lives.reduce(0, +) / Double(steps)
    let variance = lives.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(steps)
    #expect(abs(mean / 1_000 - 1) < 0.01)
    #expect(abs(variance.squareRoot() / (1_000 * variation) - 1) < 0.06)
}
