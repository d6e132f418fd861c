// SPDX-License-Identifier: Apache-2.0
// How much sooner or later the parts of one place wear out than those of the whole fleet: a level for each place on the
// logarithm of the lives, drawn towards the fleet's the fewer parts of the place have finished (empirical Bayes). It
// changes no row; `units(_:for:)` gives the fleet's rows in the time of one place.

/// The levels of places within a fleet.
public struct FleetLevels: Sendable, Equatable {
    /// The most by which a place may differ, as a factor on lives; what is beyond it is a fault in the rows.
    public static let widest = 4.0

    /// By how much the logarithm of the lives of a place differs from the fleet's, already drawn towards it.
    public private(set) var levels: [String: Double] = [:]
    /// The spread of the logarithm of lives within places and between them.
    public private(set) var within = 0.0, between = 0.0

    /// The levels of places, from the lives of finished units of each.
    public init(lives: [String: [Double]]) {
        let logs = lives.mapValues {
            $0.filter { $0 > 0 && $0.isFinite }.map { Exponential.log(max($0, 1e-6)) }
        }
        .filter { !$0.value.isEmpty }
        let total = logs.values.reduce(0) { $0 + $1.count }
        guard logs.count >= 2, total > logs.count else { return }
        let means = logs.mapValues { $0.reduce(0, +) / Double($0.count) }
        let squares = logs.reduce(0.0) { sum, place in
            let mean = means[place.key] ?? 0
            return sum + place.value.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        let inner = squares / Double(total - logs.count)
        // Moments (DerSimonian and Laird): what the means of places differ more than chance would let them.
        let weights = logs.mapValues { Double($0.count) / max(inner, 1e-9) }
        let sum = weights.values.reduce(0, +)
        let center = means.reduce(0) { $0 + $1.value * (weights[$1.key] ?? 0) } / sum
        let spread = means.reduce(0) {
            $0 + (weights[$1.key] ?? 0) * ($1.value - center) * ($1.value - center)
        }
        let squaresOfWeights = weights.values.reduce(0) { $0 + $1 * $1 }
        let outer = max(0, (spread - Double(logs.count - 1)) / max(sum - squaresOfWeights / sum, 1e-9))
        (within, between) = (inner.squareRoot(), outer.squareRoot())
        guard outer > 0 else { return }
        // The fleet's own middle, with places weighted as they vary.
        let shares = logs.mapValues { 1 / (outer + inner / Double($0.count)) }
        let middle = means.reduce(0) { $0 + $1.value * (shares[$1.key] ?? 0) } / shares.values.reduce(0, +)
        let limit = Exponential.log(Self.widest)
        for (place, mean) in means {
            let drawn = outer / (outer + inner / Double(logs[place]?.count ?? 1)) * (mean - middle)
            levels[place] = min(max(drawn, -limit), limit)
        }
    }

    /// The factor on lives of a place; 1 for one of which nothing is known.
    public func factor(of place: String) -> Double { Exponential.exp(levels[place] ?? 0) }

    /// Units of places as they would have worn at one of them: their uses are stretched by the quotient of the levels.
    public func units(_ units: [(place: String, unit: UnitRecord)], for place: String) -> [UnitRecord] {
        let target = factor(of: place)
        return units.map { origin, unit in
            let stretch = target / factor(of: origin)
            guard stretch != 1 else { return unit }
            var unit = unit
            for index in unit.rows.indices { unit.rows[index].use *= stretch }
            return unit
        }
    }
}

extension FleetModel {
    /// Uses at which a unit ended, in the model's scale; nil for one that survived.
    public func life(of unit: UnitRecord) -> Double? { UnitWalk(unit, scale: scale, noise: noise).life }
}
