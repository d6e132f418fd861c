// SPDX-License-Identifier: Apache-2.0
// A fleet of made-up units whose capacity falls with a knee; every unit of a seed is the same on every machine.

@testable import Wear

/// Units whose true life is known.
enum SyntheticFleet {
    static let scale = WearScale(threshold: 0.8, nominal: 1, rule: .cross)!

    /// Units with lives around 300 uses; an early slope tells a long life from a short one.
    static func units(_ count: Int, seed: UInt64, noise: Double = 0.001) -> [UnitRecord] {
        var state = seed &+ 0x9E37_79B9_7F4A_7C15
        func chance() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / 9_007_199_254_740_992
        }
        return (0..<count).map { index in
            let life = 200 + 200 * chance()
            let bend = 2 + 2 * chance()
            let rows = (1...Int(life + 20)).map { use -> UnitRow in
                let fraction = Double(use) / life
                let wear = (Exponential.exp(bend * fraction) - 1) / (Exponential.exp(bend) - 1)
                let scatter = noise * (chance() + chance() + chance() - 1.5) * 2
                return UnitRow(time: Double(use), use: Double(use), measure: 1 - 0.2 * wear + scatter)
            }
            return UnitRecord(name: "unit \(index)", rows: rows)
        }
    }

    /// The use of the first of three rows at or below the threshold.
    static func life(_ unit: UnitRecord) -> Double {
        UnitWalk(unit, scale: scale, noise: 0.001).life ?? 0
    }
}
