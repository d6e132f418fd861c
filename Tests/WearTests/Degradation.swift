// SPDX-License-Identifier: Apache-2.0
// Scripted lives of parts for the wear tests: linear, noisy, bent and with broken rows, from a seed.

import DockModel
import Wear

/// A small seeded generator (SplitMix64), so that every run sees the same noise.
struct SeededNoise: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Roughly normal, variance 1: the sum of twelve uniform numbers.
    mutating func normal() -> Double {
        (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
    }
}

/// The parts that the tests wear out.
enum TestPart {
    /// A battery of 10 Ah that ends at 8 Ah, usually after 1,000 cycles.
    static func battery(leadDays: Double = 14, orderDays: Double = 2) -> PartDescription {
        do {
            return try PartDescription(
                id: "flight-battery", name: "Flight battery",
                measure: .measured(kind: "capacity", unit: "Ah", new: 10, endOfLife: 8), use: .chargeCycles,
                typicalLife: 1_000, lifeSpread: 300, plannedUsesPerDay: 4, leadDays: leadDays,
                orderDays: orderDays,
                severity: .critical)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Propellers that must not fly more than 200 hours.
    static func propellers(limit: Double? = 200) -> PartDescription {
        do {
            return try PartDescription(
                id: "propellers", name: "Propeller set", measure: .counted(limit: limit), use: .flightHours,
                typicalLife: 200, lifeSpread: 60, plannedUsesPerDay: 2, leadDays: 7, orderDays: 2,
                severity: .critical)
        } catch {
            preconditionFailure("\(error)")
        }
    }
}

/// One scripted life of a battery.
struct Degradation {
    static let start = WallTime(milliseconds: 1_767_225_600_000)
    /// Cycles at which the true wear reaches 1.
    var life = 1_000.0
    /// Wear at life fraction f is f to this power.
    var power = 1
    /// Standard deviation of the measure, in Ah.
    var noise = 0.0
    /// Cycles a day.
    var pace = 4.0
    /// Cycles between two rows.
    var step = 4.0
    var seed: UInt64 = 1

    /// The rows up to a share of the true life.
    func rows(upTo share: Double) -> [WearRow] {
        var random = SeededNoise(seed: seed)
        return stride(from: 1.0, through: share * life / step, by: 1).map { index in
            let use = index * step
            let wear = (0..<power).reduce(1.0) { product, _ in product * use / life }
            return WearRow(at: time(of: use), use: use, measure: 10 - 2 * wear + noise * random.normal())
        }
    }

    func time(of use: Double) -> WallTime { Self.start + .seconds(Int64(use / pace * 86_400)) }
}

extension PartWear {
    /// Takes rows and returns all notices.
    mutating func takeAll(_ rows: [WearRow], of part: PartDescription) -> [WearNotice] {
        rows.flatMap { take($0, of: part).notices }
    }
}
