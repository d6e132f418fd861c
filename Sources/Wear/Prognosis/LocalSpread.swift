// SPDX-License-Identifier: Apache-2.0
// How far a fleet forecast may miss: the misses of like moments on units that were left out, widened until four
// in five of those units' lives lie inside (conformal calibration). It never moves the middle of a forecast.

/// The misses of a fleet forecast, and how much they must be widened to be true.
struct LocalSpread: Codable, Equatable, Sendable {
    /// Moments this alike share their misses.
    static let reach: Float = 1.5
    /// What every moment weighs, however unlike.
    static let floor: Float = 0.002
    /// Left-out moments outside each edge. Above the one in ten aimed at, because a stream is steadier than single
    /// moments are and `ForecastDrift` widens some of it again.
    static let learnedTail = 0.14
    /// The widening that fleets usually need.
    static let usualWidening = 1.1

    /// Indices of the moments from the most overrated to the most underrated.
    private let order: [Int]
    private let misses: [Float]
    /// Widening below and above the forecast.
    private var below = 1.0
    private var above = 1.0
    /// The nearness that nine in ten left-out moments had to the others.
    private var usualNearness: Float = 0

    /// Learns from the misses of `model` on its own moments, each without its unit.
    init(_ model: FleetRegression, normalised: [[Float]]) {
        order = model.residuals.indices.sorted { model.residuals[$0] < model.residuals[$1] }
        misses = order.map { Float(min(max(model.residuals[$0], -5), 5)) }
        var low: [Double] = [], high: [Double] = [], nearness: [Float] = []
        for (index, point) in normalised.enumerated() {
            var near = model.nearness(model.distances(point), reach: Self.reach)
            for other in near.indices where model.units[other] == model.units[index] {
                near[other] = -Self.floor
            }
            let edges = edges(near)
            let miss = model.residuals[index]
            low.append(-miss / max(-edges.low, 0.02))
            high.append(miss / max(edges.high, 0.02))
            nearness.append(near.reduce(0) { $0 + max($1, 0) })
        }
        let tail = Self.learnedTail
        // A few units cannot tell how far to widen: the fewer they are, the more it is what is usual.
        let units = Double(Set(model.units).count)
        let trust = units / (units + 6)
        below = Self.clamp(Self.usualWidening + trust * (Self.share(1 - tail, of: low) - Self.usualWidening))
        above = Self.clamp(Self.usualWidening + trust * (Self.share(1 - tail, of: high) - Self.usualWidening))
        usualNearness = nearness.sorted()[nearness.count / 10]
    }

    /// The miss that one in ten is below and the one that one in ten is above, in logarithms; low < 0 < high.
    func widened(_ nearness: [Float]) -> (low: Double, high: Double) {
        let raw = edges(nearness)
        let near = max(nearness.reduce(0, +), 1e-3)
        // A unit unlike all others: the misses of the others say less about it.
        let strange = min(max(1, Double((usualNearness / near)).squareRoot()), 3)
        return (max(raw.low * below * strange, -1.2), min(raw.high * above * strange, 1))
    }

    /// Whether all tables fit together.
    func isSound(moments: Int) -> Bool {
        order.count == moments && misses.count == moments && order.allSatisfy { (0..<moments).contains($0) }
            && misses.allSatisfy(\.isFinite) && below.isFinite && above.isFinite && usualNearness.isFinite
    }

    private func edges(_ nearness: [Float]) -> (low: Double, high: Double) {
        var total: Float = 0
        for near in nearness { total += near + Self.floor }
        var seen: Float = 0
        var low: Float?
        var high: Float = 0
        for (position, index) in order.enumerated() {
            seen += nearness[index] + Self.floor
            if low == nil, seen >= 0.1 * total { low = misses[position] }
            if seen >= 0.9 * total {
                high = misses[position]
                break
            }
        }
        return (min(Double(low ?? 0), -0.005), max(Double(high), 0.005))
    }

    private static func share(_ share: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted[min(Int(share * Double(sorted.count + 1)), sorted.count - 1)]
    }

    private static func clamp(_ factor: Double) -> Double { min(max(factor, 0.3), 5) }
}
