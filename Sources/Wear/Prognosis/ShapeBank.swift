// SPDX-License-Identifier: Apache-2.0
// Forecasts from few or no finished units: every pair of a wear shape and a life is a hypothesis, and each row
// says which of them it fits. The prior is never forgotten; one row can never decide.

/// The shapes and lives a unit may have, and what is thought of them before the first row.
struct ShapeBank: Codable, Equatable, Sendable {
    static let largestFleet = 5
    static let lifeCount = 64
    /// Points of a shape over the life fraction 0 to 1.4.
    static let pointCount = 57
    static let lastFraction: Float = 1.4
    /// What shapes cannot follow, in wear.
    static let mismatch: Float = 0.03
    /// How many rows of one memory count as independent; small, because shapes are never quite right.
    static let independentRows: Float = 1.2

    /// By shape, then by point.
    let shapes: [[Float]]
    let lives: [Float]
    /// Logarithm of the prior, by shape, then by life.
    let prior: [Float]

    /// Hypotheses.
    var count: Int { shapes.count * lives.count }

    /// Whether all tables fit together.
    var isSound: Bool {
        lives.count == Self.lifeCount && !shapes.isEmpty && shapes.count <= 16
            && shapes.allSatisfy { $0.count == Self.pointCount && $0.allSatisfy(\.isFinite) }
            && lives.allSatisfy { $0.isFinite && $0 > 0 } && prior.count == count
            && prior.allSatisfy(\.isFinite)
    }
}

/// One finished or surviving unit as the bank knows it.
struct BankUnit: Sendable {
    var life: Double
    var curve: [Float]
}

extension ShapeBank {
    /// The bank of a fleet of at most `largestFleet` units; `expected` is used when it is empty.
    init(units: [BankUnit], lives known: [Double], expected: Double, expectedSpread: Double) {
        let units = Array(units.prefix(Self.largestFleet))
        let logs = known.map { Exponential.log(max($0, 1e-6)) }
        let population = Self.population(logs, expected: expected, spread: expectedSpread)
        let reach = max(3 * population.spread, 0.9)
        lives = (0..<Self.lifeCount).map { index in
            let place = 2 * Double(index) / Double(Self.lifeCount - 1) - 1
            return Float(Exponential.exp(population.mean + reach * place))
        }
        let generic = Self.genericShapes
        shapes = units.map(\.curve) + generic
        let genericMass = units.isEmpty ? 1 : 1 / (1 + Double(units.count))
        var prior: [Float] = []
        for shape in 0..<shapes.count {
            let own: Double? = shape < units.count ? Exponential.log(max(units[shape].life, 1e-6)) : nil
            let mass =
                own == nil ? genericMass / Double(generic.count) : (1 - genericMass) / Double(units.count)
            for life in lives {
                let log = Exponential.log(Double(life))
                let wide = Self.normal(log, population.mean, population.spread)
                let density = own.map { 0.85 * Self.normal(log, $0, 0.12) + 0.15 * wide } ?? wide
                prior.append(Float(Exponential.log(max(mass * density, 1e-30))))
            }
        }
        self.prior = prior
    }

    /// Mean and spread of the logarithm of life: normal-inverse-gamma shrinkage to a spread of 20 %.
    static func population(
        _ logs: [Double], expected: Double, spread: Double
    ) -> (mean: Double, spread: Double) {
        guard !logs.isEmpty else { return (Exponential.log(max(expected, 1e-6)), max(spread, 0.05)) }
        let count = Double(logs.count)
        let mean = logs.reduce(0, +) / count
        let square = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let variance = (4 * 0.04 + square) / (4 + count) * (1 + 1 / count)
        return (mean, variance.squareRoot())
    }

    private static func normal(_ x: Double, _ mean: Double, _ spread: Double) -> Double {
        let z = (x - mean) / spread
        return Exponential.exp(-z * z / 2) / spread
    }

    private static var genericShapes: [[Float]] {
        let fractions = (0..<pointCount).map { 1.4 * Double($0) / Double(pointCount - 1) }
        let powers = [0.7, 1, 1.5, 2.2].map { power in
            fractions.map { Float(Exponential.power($0, power)) }
        }
        let knees = [1.5, 3, 5].map { bend in
            fractions.map { Float((Exponential.exp(bend * $0) - 1) / (Exponential.exp(bend) - 1)) }
        }
        return powers + knees
    }

    /// Wear and its slope at a life fraction.
    @inline(__always)
    static func point(_ shape: [Float], _ fraction: Float) -> (wear: Float, slope: Float) {
        let scale = Float(pointCount - 1) / lastFraction
        let place = min(max(fraction * scale, 0), Float(pointCount - 1) - 0.001)
        let index = Int(place)
        let step = shape[index + 1] - shape[index]
        // Beyond the last point the shape goes on straight.
        return (shape[index] + step * (fraction * scale - Float(index)), step * scale)
    }
}

/// What the rows of one unit said about each hypothesis.
struct BankState: Equatable, Sendable {
    var evidence: [Float]
    var offset: [Float]
    var rows = 0
    var lastClock: Float = 0

    /// Nothing said yet.
    init(_ bank: ShapeBank) {
        evidence = [Float](repeating: 0, count: bank.count)
        offset = evidence
    }

    /// Takes wear since new, in shares of the way to the threshold.
    mutating func take(_ wear: Float, clock: Float, memory: Float, noise: Float, bank: ShapeBank) {
        let step = rows == 0 ? 0 : max(0, clock - lastClock)
        lastClock = clock
        rows = min(rows + 1, 1_000_000)
        let variance = ShapeBank.mismatch * ShapeBank.mismatch + noise * noise
        let perMemory = max(memory, 1)
        let effective =
            ShapeBank.independentRows * variance
            / (ShapeBank.mismatch * ShapeBank.mismatch + noise * noise / perMemory)
        let gain = rows == 1 ? 0.2 : 1 - Float(Exponential.exp(Double(-step / memory)))
        let follow = 1 / min(Float(rows), 5 * max(1, noise / 0.03))
        var index = 0
        for shape in bank.shapes {
            for life in bank.lives {
                let miss = wear - ShapeBank.point(shape, clock / life).wear
                let fit = -2.5 * Self.log1p(miss * miss / (4 * variance))
                evidence[index] += gain * (effective * fit - evidence[index])
                offset[index] += follow * (miss - offset[index])
                index += 1
            }
        }
    }

    /// Natural logarithm of 1 + x for x >= 0, good to 1e-5.
    @inline(__always)
    private static func log1p(_ x: Float) -> Float {
        let y = 1 + min(x, 1e30)
        var mantissa = y.significand
        var exponent = Float(y.exponent)
        if mantissa > 1.4142135 {
            mantissa *= 0.5
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        return exponent * 0.6931472 + 2 * ratio
            * (1 + square * (0.33333333 + square * (0.2 + square * 0.142857)))
    }

    /// Uses left in rising order, and how much speaks for each.
    func outlook(_ bank: ShapeBank, clock: Float) -> [(left: Double, weight: Double)] {
        var top = -Float.greatestFiniteMagnitude
        for index in evidence.indices { top = max(top, bank.prior[index] + evidence[index]) }
        let bins = 160
        let longest = bank.lives[bank.lives.count - 1] * 1.5
        var weights = [Double](repeating: 0, count: bins), sums = weights
        var index = 0
        for shape in bank.shapes {
            for life in bank.lives {
                let score = bank.prior[index] + evidence[index] - top
                let seen = offset[index]
                index += 1
                guard score > -18 else { continue }
                let point = ShapeBank.point(shape, clock / life)
                let late = min(max(point.slope * seen / (point.slope * point.slope + 0.25), -0.5), 0.5)
                let left = life * (1 - late) - clock
                guard left > 0 else { continue }
                let weight = Exponential.exp(Double(score))
                let bin = min(Int((left / longest).squareRoot() * Float(bins)), bins - 1)
                weights[bin] += weight
                sums[bin] += weight * Double(left)
            }
        }
        return zip(weights, sums).compactMap { $0 > 0 ? ($1 / $0, $0) : nil }
    }
}
