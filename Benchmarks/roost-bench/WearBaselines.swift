// SPDX-License-Identifier: Apache-2.0
// The usual ways to forecast wear, against which the fleet model is measured: a fixed interval, a straight line,
// a Wiener process with a drift that is smoothed, and a particle filter. They get the same rows and the same
// fleet, and nothing else.

import Foundation
import Wear

/// What a baseline may know of a fleet.
struct FleetFacts {
    var scale: WearScale
    /// Lives of the finished units, rising.
    var lives: [Double]
    /// The bends of their wear curves and of each the wear at the end.
    var bends: [Double]

    var medianLife: Double { lives[lives.count / 2] }

    init(_ units: [UnitRecord], scale: WearScale, life: (UnitRecord) -> Double?) {
        self.scale = scale
        let finished = units.compactMap { unit in life(unit).map { (unit, $0) } }
        lives = finished.map(\.1).sorted()
        bends = finished.map { unit, life in
            // Of exp(b f) - 1 over exp(b) - 1, the b that meets the wear at half of the life.
            let middle = unit.rows.filter { abs($0.time / life - 0.5) < 0.05 }.map { scale.wear($0.measure) }
            let half = min(max(middle.isEmpty ? 0.4 : middle.reduce(0, +) / Double(middle.count), 0.02), 0.49)
            return min(max(2 * log(1 / half - 1), 0.1), 8)
        }
    }

    /// Three figures that are finite and in order, and no more left than the fleet's longest life.
    func figures(_ p10: Double, _ p50: Double, _ p90: Double) -> [Double] {
        let longest = lives.last ?? 1
        return [p10, p50, p90].map { $0.isFinite ? min(max($0, 0), longest) : longest }.sorted()
    }
}

/// One way to forecast a unit row by row: P10, P50 and P90 of the uses left.
protocol WearBaseline {
    init(_ facts: FleetFacts)
    mutating func take(use: Double, wear: Double) -> [Double]
}

/// The fleet's lives, whatever is measured.
struct FixedInterval: WearBaseline {
    private let facts: FleetFacts

    init(_ facts: FleetFacts) { self.facts = facts }

    mutating func take(use: Double, wear: Double) -> [Double] {
        let left = facts.lives.filter { $0 > use }.map { $0 - use }
        guard !left.isEmpty else { return [0, 0, facts.medianLife / 20] }
        let share = { (share: Double) in left[min(Int(share * Double(left.count)), left.count - 1)] }
        return facts.figures(share(0.1), share(0.5), share(0.9))
    }
}

/// A straight line through the last fifth of a median life.
struct StraightLine: WearBaseline {
    private let facts: FleetFacts
    private var rows: [(use: Double, wear: Double)] = []

    init(_ facts: FleetFacts) { self.facts = facts }

    mutating func take(use: Double, wear: Double) -> [Double] {
        rows.append((use, wear))
        rows.removeAll { $0.use < use - 0.2 * facts.medianLife }
        let count = Double(rows.count)
        let meanUse = rows.reduce(0) { $0 + $1.use } / count
        let meanWear = rows.reduce(0) { $0 + $1.wear } / count
        let square = rows.reduce(0) { $0 + ($1.use - meanUse) * ($1.use - meanUse) }
        let product = rows.reduce(0) { $0 + ($1.use - meanUse) * ($1.wear - meanWear) }
        guard rows.count >= 5, square > 0 else {
            return facts.figures(0, facts.medianLife - use, 2 * facts.medianLife)
        }
        let slope = product / square
        let misses = rows.reduce(0) { sum, row in
            let miss = row.wear - meanWear - slope * (row.use - meanUse)
            return sum + miss * miss
        }
        let error = (misses / max(count - 2, 1) / square).squareRoot()
        let room = max(0, 1 - meanWear - slope * (use - meanUse))
        let left = { (slope: Double) in slope > 0 ? room / slope : .infinity }
        return facts.figures(left(slope + 1.28 * error), left(slope), left(slope - 1.28 * error))
    }
}

/// A Wiener process: drift and diffusion are smoothed, and the first passage is inverse Gaussian.
struct SmoothedWiener: WearBaseline {
    private let facts: FleetFacts
    private var last: (use: Double, wear: Double)?
    private var drift: Double
    private var diffusion = 1e-6
    private var level = 0.0

    init(_ facts: FleetFacts) {
        self.facts = facts
        drift = 1 / facts.medianLife
    }

    mutating func take(use: Double, wear: Double) -> [Double] {
        guard let last else {
            (last, level) = ((use, wear), wear)
            return facts.figures(0, facts.medianLife, 2 * facts.medianLife)
        }
        let step = max(use - last.use, 1e-9)
        let new = 1 - exp(-step / (0.1 * facts.medianLife))
        let miss = wear - last.wear - drift * step
        drift += new * ((wear - last.wear) / step - drift)
        diffusion += new * (miss * miss / step - diffusion)
        level += (1 - exp(-step / (0.02 * facts.medianLife))) * (wear - level)
        self.last = (use, wear)
        let room = max(1 - level, 0)
        guard drift > 0, room > 0 else {
            return room > 0 ? facts.figures(0, 2 * facts.medianLife, 3 * facts.medianLife) : [0, 0, 0]
        }
        return facts.figures(quantile(0.1, room), quantile(0.5, room), quantile(0.9, room))
    }

    private func quantile(_ share: Double, _ room: Double) -> Double {
        let (mean, shape) = (room / drift, room * room / max(diffusion, 1e-12))
        var (low, high) = (0.0, 10 * facts.medianLife)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            let root = (shape / middle).squareRoot()
            let normal = { (z: Double) in 0.5 * erfc(-z / 2.0.squareRoot()) }
            let tail =
                2 * shape / mean > 700 ? 0 : exp(2 * shape / mean) * normal(-root * (middle / mean + 1))
            if normal(root * (middle / mean - 1)) + tail < share { low = middle } else { high = middle }
        }
        return high
    }
}

/// A particle filter over lives and bends of an exponential wear; its chance is a fixed sequence.
struct ParticleFilter: WearBaseline {
    private let facts: FleetFacts
    private var particles: [(life: Double, bend: Double, weight: Double)] = []
    private var seed: UInt64 = 20_261_125
    private var start: [Double] = []

    init(_ facts: FleetFacts) {
        self.facts = facts
        for index in 0..<300 {
            let place = index * 7_919 % max(facts.lives.count, 1)
            particles.append(
                (
                    facts.lives[place] * exp(0.15 * gauss()),
                    max(facts.bends[index % facts.bends.count] * exp(0.15 * gauss()), 0.05), 1
                ))
        }
    }

    mutating func take(use: Double, wear: Double) -> [Double] {
        if start.count < 5 { start.append(wear) }
        let first = start.sorted()[start.count / 2]
        let seen = (wear - first) / max(1 - first, 0.05)
        var total = 0.0
        for index in particles.indices {
            particles[index].life *= exp(0.002 * gauss())
            let (life, bend) = (particles[index].life, particles[index].bend)
            let miss = (seen - (exp(bend * min(use / life, 2)) - 1) / (exp(bend) - 1)) / 0.08
            particles[index].weight *= life > use ? pow(1 + miss * miss / 4, -0.5) : 1e-12
            total += particles[index].weight
        }
        guard total > 1e-200 else {
            for index in particles.indices {
                particles[index].life = use + facts.medianLife / 20 * exp(0.5 * gauss())
                particles[index].weight = 1
            }
            return facts.figures(0, facts.medianLife / 20, facts.medianLife / 5)
        }
        var square = 0.0
        for index in particles.indices {
            particles[index].weight /= total
            square += particles[index].weight * particles[index].weight
        }
        let sorted = particles.sorted { $0.life < $1.life }
        let quantile = { (share: Double) -> Double in
            var seen = 0.0
            for particle in sorted {
                seen += particle.weight
                if seen >= share { return particle.life - use }
            }
            return 0
        }
        let figures = facts.figures(quantile(0.1), quantile(0.5), quantile(0.9))
        if square > 2 / Double(particles.count) { resample() }
        return figures
    }

    private mutating func resample() {
        let count = particles.count
        let offset = uniform() / Double(count)
        var (next, seen, index) = ([(life: Double, bend: Double, weight: Double)](), 0.0, 0)
        for draw in 0..<count {
            let wanted = offset + Double(draw) / Double(count)
            while index < count - 1, seen + particles[index].weight < wanted {
                seen += particles[index].weight
                index += 1
            }
            let chosen = particles[index]
            next.append((chosen.life * exp(0.01 * gauss()), max(chosen.bend * exp(0.03 * gauss()), 0.05), 1))
        }
        particles = next
    }

    private mutating func uniform() -> Double {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(seed >> 11) / 9_007_199_254_740_992
    }

    private mutating func gauss() -> Double {
        (-2 * log(max(uniform(), 1e-12))).squareRoot() * cos(2 * .pi * uniform())
    }
}
