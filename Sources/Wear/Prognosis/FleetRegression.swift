// SPDX-License-Identifier: Apache-2.0
// Forecasts from a fleet: moments of finished units whose wear looked like this unit's vote on what is left (a
// Gaussian process over the tracker's figures). Learning checks every unit against the others; a forecast
// costs the same for each row. It never learns from the unit it forecasts.

/// One moment of a finished unit.
struct FleetMoment: Codable, Equatable, Sendable {
    var unit: Int
    var features: [Double]
    /// Logarithm of what was left, in median lives.
    var left: Double
}

/// The moments of a fleet and the weights with which they vote.
struct FleetRegression: Codable, Equatable, Sendable {
    /// Moments kept, whatever the size of the fleet.
    static let largestSize = 800
    /// Moments of one unit.
    static let momentsAUnit = 24
    /// Keeps the logarithm finite at the end of life, in median lives.
    static let endOffset = 0.07
    /// How much each figure of the tracker says. Where a measure is clear, the slope and the bend of the short
    /// memory are the first sign of a knee; where it is not, they are noise. The fleet decides which is kept.
    static let importances: [[Float]] = [[1, 1, 0.7, 1, 1, 0.7], [1, 1, 0, 1, 1, 0]]
    /// The weight of a straight-line trend in the figures.
    static let linearWeight = 0.1
    /// Reach and noise that are tried; the one that forecasts unseen units best is kept.
    static let candidates: [(reach: [Float], noise: Double)] = [
        ([0.5, 2], 0.3), ([1], 0.3), ([2], 0.3), ([2.5], 1),
    ]

    private let centre: [Double]
    private let spread: [Double]
    private let meanLeft: Double
    private let reach: [Float]
    private let importance: [Float]
    /// By feature, then by eight moments.
    private let points: [[SIMD8<Float>]]
    private let votes: [SIMD8<Float>]
    private let trend: [Double]
    private let constant: Double
    /// What the others said too little of each moment, in logarithms.
    let residuals: [Double]
    /// The unit of each moment.
    let units: [Int]

    /// How alike two moments are at a squared distance; heavy in the tails, so that a unit unlike all others
    /// still hears the fleet.
    private static func likeness<Vector: SIMD>(_ distance: Vector, reach: Float) -> Vector
    where Vector.Scalar == Float {
        let base = 1 / (1 + distance * (1 / (8 * reach * reach)))
        let square = base * base
        return square * square
    }
}

extension FleetRegression {
    /// Whether all tables fit together.
    var isSound: Bool {
        let (width, size) = (WearTracker.featureCount, units.count)
        return (1...Self.largestSize).contains(size) && votes.count == (size + 7) / 8
            && residuals.count == size && residuals.allSatisfy(\.isFinite)
            && centre.count == width && spread.count == width && trend.count == width && points.count == width
            && points.allSatisfy { $0.count == votes.count } && (1...4).contains(reach.count)
            && (centre + trend + [meanLeft, constant]).allSatisfy(\.isFinite)
            && spread.allSatisfy { $0.isFinite && $0 > 0 } && reach.allSatisfy { $0.isFinite && $0 > 0 }
            && importance.count == width && importance.allSatisfy { (0...10).contains($0) }
    }

    /// The forecast's figures in units of the fleet's scatter.
    func normalised(_ features: [Double]) -> [Float] {
        Self.normalised(features, centre: centre, spread: spread, importance: importance)
    }

    private static func normalised(
        _ features: [Double], centre: [Double], spread: [Double], importance: [Float]
    ) -> [Float] {
        features.indices.map { feature in
            let z = (features[feature] - centre[feature]) / spread[feature]
            return z.isFinite ? importance[feature] * Float(min(max(z, -5), 5)) : 0
        }
    }

    /// Squared distances to all moments, eight at a time.
    func distances(_ normalised: [Float]) -> [SIMD8<Float>] {
        var distances = [SIMD8<Float>](repeating: .zero, count: votes.count)
        for (feature, value) in normalised.enumerated() {
            let column = points[feature]
            for index in distances.indices {
                let difference = column[index] - value
                distances[index] += difference * difference
            }
        }
        return distances
    }

    /// The logarithm of what is left, in median lives.
    func left(_ normalised: [Float], distances: [SIMD8<Float>]) -> Double {
        var sum = SIMD8<Float>.zero
        for index in distances.indices {
            var likeness = SIMD8<Float>.zero
            for reach in reach { likeness += Self.likeness(distances[index], reach: reach) }
            sum += votes[index] * likeness
        }
        var left = meanLeft + constant + Double(sum.sum()) / Double(reach.count)
        for (slope, value) in zip(trend, normalised) { left += slope * Double(value) }
        return left
    }

    /// How near each moment is, for the scatter of the forecast.
    func nearness(_ distances: [SIMD8<Float>], reach: Float) -> [Float] {
        var nearness: [Float] = []
        nearness.reserveCapacity(units.count)
        for distance in distances {
            let eight = Self.likeness(distance, reach: reach)
            for lane in 0..<8 where nearness.count < units.count { nearness.append(eight[lane]) }
        }
        return nearness
    }
}

// MARK: - Learning

extension FleetRegression {
    /// Learns from the moments of a fleet; nil when they do not suffice.
    static func learn(_ moments: [FleetMoment]) -> FleetRegression? {
        guard moments.count >= 32, moments.count <= largestSize else { return nil }
        let width = WearTracker.featureCount
        var centre = [Double](repeating: 0, count: width), spread = centre
        for feature in 0..<width {
            let values = moments.map { $0.features[feature] }
            let mean = values.reduce(0, +) / Double(values.count)
            let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            (centre[feature], spread[feature]) = (mean, max(square.squareRoot(), 1e-6))
        }
        var best: (error: Double, model: FleetRegression)?
        for importance in importances {
            for candidate in candidates {
                guard
                    let model = FleetRegression(
                        moments, centre: centre, spread: spread, importance: importance, reach: candidate.reach,
                        noise: candidate.noise)
                else { continue }
                let error = model.error(moments)
                if best.map({ error < $0.error }) ?? true { best = (error, model) }
            }
        }
        return best?.model
    }

    /// The mean error over the moments that are not used, as a share of the median life.
    private func error(_ moments: [FleetMoment]) -> Double {
        var sum = 0.0
        for (moment, residual) in zip(moments, residuals) {
            sum +=
                abs(Exponential.exp(moment.left) - Exponential.exp(moment.left - residual)) + 0.1
                * abs(residual)
        }
        return sum / Double(moments.count)
    }

    private init?(
        _ moments: [FleetMoment], centre: [Double], spread: [Double], importance: [Float], reach: [Float],
        noise: Double
    ) {
        let size = moments.count
        let points = moments.map {
            Self.normalised($0.features, centre: centre, spread: spread, importance: importance)
        }
        let mean = moments.reduce(0) { $0 + $1.left } / Double(size)
        let gram: (Int, Int) -> Double = { row, column in
            Self.gram(points[row], points[column], reach: reach) + (row == column ? noise : 0)
        }
        guard let inverse = SymmetricInverse(size: size, matrix: gram) else { return nil }
        let votes = inverse.solve(moments.map { $0.left - mean })
        self.centre = centre
        self.spread = spread
        self.reach = reach
        self.importance = importance
        meanLeft = mean
        constant = votes.reduce(0, +)
        trend = centre.indices.map { feature in
            zip(votes, points).reduce(0) { $0 + Self.linearWeight * $1.0 * Double($1.1[feature]) }
        }
        self.points = centre.indices.map { feature in Self.packed(points.map { $0[feature] }) }
        self.votes = Self.packed(votes.map { Float($0) })
        units = moments.map(\.unit)
        residuals = Self.residuals(inverse, votes: votes, units: units)
    }

    private static func gram(_ left: [Float], _ right: [Float], reach: [Float]) -> Double {
        var distance = SIMD2<Float>.zero
        var product: Float = 0
        for index in left.indices {
            let difference = left[index] - right[index]
            distance.x += difference * difference
            product += left[index] * right[index]
        }
        var likeness: Float = 0
        for reach in reach { likeness += Self.likeness(distance, reach: reach).x }
        return Double(likeness) / Double(reach.count) + linearWeight * Double(product) + 1
    }

    /// Pads with zeros to whole vectors.
    private static func packed(_ values: [Float]) -> [SIMD8<Float>] {
        stride(from: 0, to: values.count, by: 8).map { start in
            var eight = SIMD8<Float>.zero
            for lane in 0..<8 where start + lane < values.count { eight[lane] = values[start + lane] }
            return eight
        }
    }

    /// What each unit's moments would miss had the fleet been learned without that unit.
    private static func residuals(_ inverse: SymmetricInverse, votes: [Double], units: [Int]) -> [Double] {
        var residuals = [Double](repeating: 0, count: votes.count)
        var start = 0
        while start < units.count {
            var end = start
            while end < units.count, units[end] == units[start] { end += 1 }
            let offset = start
            let block = SymmetricInverse(size: end - start) {
                inverse.element(offset + $0, offset + $1)
            }
            if let own = block?.solve(Array(votes[start..<end])) {
                for (index, value) in own.enumerated() { residuals[start + index] = value }
            }
            start = end
        }
        return residuals
    }
}
