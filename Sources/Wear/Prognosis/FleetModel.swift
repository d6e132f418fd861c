// SPDX-License-Identifier: Apache-2.0
// What a fleet of units of one kind taught: its scale, its lives, and either a regression (many finished units)
// or a bank of shapes (few or none). It is learned once; a unit's state refers to it and never changes it.

/// What is known of a kind before its units are looked at.
public struct FleetExpectation: Codable, Equatable, Sendable {
    /// Lives of finished units whose rows are not at hand, in uses.
    public var lives: [Double]
    /// The expected life, in uses, and its spread as a share; the catalogue's interval if nothing better is
    /// known.
    public var life: Double?
    /// The spread of the life, as a share of it.
    public var lifeSpread: Double
    /// The scatter of a measure, in its unit.
    public var measureScatter: Double?
    /// Mean wear by life fraction 0 to 1, evenly spaced.
    public var curve: [Double]

    /// What is known of a kind; everything may be missing.
    public init(
        lives: [Double] = [], life: Double? = nil, lifeSpread: Double = 0.4, measureScatter: Double? = nil,
        curve: [Double] = []
    ) {
        self.lives = lives.filter { $0.isFinite && $0 > 0 && $0 < 1e12 }
        self.life = life.flatMap { $0.isFinite && $0 > 0 && $0 < 1e12 ? $0 : nil }
        self.lifeSpread = lifeSpread.isFinite ? min(max(lifeSpread, 0.05), 1.5) : 0.4
        self.measureScatter = measureScatter.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        self.curve = curve.allSatisfy(\.isFinite) ? curve : []
    }
}

/// What a fleet taught.
public struct FleetModel: Codable, Equatable, Sendable {
    /// Finished units from which the regression takes over from the bank.
    public static let unitsForRegression = 4

    /// The version of what is learned; a file that holds another one is learned anew.
    static let currentForm = 3
    let form: Int?
    /// What is measured and where it ends.
    public let scale: WearScale
    /// Lives of the finished units, in uses.
    public let lives: [Double]
    /// The middle of the lives, or the expected life.
    public let medianLife: Double
    /// The scatter of one measure, in wear.
    public let noise: Double
    /// The lives, when they are all that is known.
    let lifeForecast: UnitForecast?
    let regression: FleetRegression?
    var spread: LocalSpread?
    let bank: ShapeBank

    /// Whether there are enough finished units to let them vote.
    public var isRegression: Bool { regression != nil }

    /// Learns from finished and surviving units of one kind.
    public init(units: [UnitRecord], scale: WearScale, expectation: FleetExpectation = FleetExpectation()) {
        let units = units.prefix(Self.mostUnits)
        let noise = Self.noise(units, scale: scale, expectation: expectation)
        let walks = units.map { UnitWalk($0, scale: scale, noise: noise) }
        let finished = walks.compactMap { walk in walk.life.map { (walk, $0) } }
        let known = finished.isEmpty ? expectation.lives : finished.map(\.1)
        form = Self.currentForm
        self.scale = scale
        self.noise = noise
        lives = known
        medianLife = max(known.isEmpty ? expectation.life ?? 500 : RowFilter.median(known), 1)
        if known.isEmpty, expectation.life == nil {
            lifeForecast = nil
        } else {
            let population = ShapeBank.population(
                known.map { Exponential.log(max($0, 1e-6)) }, expected: medianLife,
                spread: expectation.lifeSpread)
            lifeForecast = Self.forecast(population)
        }
        (regression, spread) =
            finished.count >= Self.unitsForRegression
            ? Self.regression(finished, medianLife: medianLife, noise: noise) : (nil, nil)
        var templates = regression == nil ? finished.map { $0.0.template(life: $0.1) } : []
        if finished.isEmpty, let curve = Self.stretched(expectation.curve) {
            templates = [BankUnit(life: medianLife, curve: curve)]
        }
        bank = ShapeBank(
            units: templates, lives: known, expected: medianLife,
            // Nothing at all is known of the life: the unit's own rows have to say it.
            expectedSpread: lifeForecast == nil ? 1.2 : expectation.lifeSpread)
    }

    /// Units beyond this are not looked at.
    public static let mostUnits = 400
}

extension FleetModel {
    /// The scatter of one measure in wear: from the steps between neighbours, or as expected.
    private static func noise(
        _ units: ArraySlice<UnitRecord>, scale: WearScale, expectation: FleetExpectation
    ) -> Double {
        var steps: [Double] = []
        for unit in units {
            for (row, next) in zip(unit.rows, unit.rows.dropFirst()) where steps.count < 20_000 {
                let step = abs(scale.wear(next.measure) - scale.wear(row.measure))
                if step.isFinite { steps.append(step) }
            }
        }
        if steps.count >= 10 { return min(max(1.05 * RowFilter.median(steps), 1e-5), 0.5) }
        guard let scatter = expectation.measureScatter else { return 0.01 }
        return min(max(scatter / abs(scale.nominal - scale.threshold), 1e-5), 0.5)
    }

    private static func forecast(_ population: (mean: Double, spread: Double)) -> UnitForecast {
        let half = Normal.upperTenth * population.spread
        return UnitForecast(
            basis: .prior,
            mean: Exponential.exp(population.mean + population.spread * population.spread / 2),
            p10: Exponential.exp(population.mean - half), p50: Exponential.exp(population.mean),
            p90: Exponential.exp(population.mean + half))
    }

    private static func regression(
        _ finished: [(UnitWalk, Double)], medianLife: Double, noise: Double
    ) -> (FleetRegression?, LocalSpread?) {
        let each = min(FleetRegression.momentsAUnit, FleetRegression.largestSize / finished.count)
        let moments = finished.enumerated().flatMap { index, unit in
            unit.0.moments(unit: index, count: max(each, 2), life: unit.1, medianLife: medianLife)
        }
        guard let model = FleetRegression.learn(Array(moments.prefix(FleetRegression.largestSize))) else {
            return (nil, nil)
        }
        return (model, LocalSpread(model, normalised: moments.map { model.normalised($0.features) }))
    }

    /// A mean wear curve over life fractions 0 to 1 as a shape of the bank.
    private static func stretched(_ curve: [Double]) -> [Float]? {
        guard curve.count >= 3, let first = curve.first, let last = curve.last, last - first > 0.2 else {
            return nil
        }
        return (0..<ShapeBank.pointCount).map { point in
            let place = 1.4 * Double(point) / Double(ShapeBank.pointCount - 1) * Double(curve.count - 1)
            let index = min(Int(place), curve.count - 2)
            let wear = curve[index] + (place - Double(index)) * (curve[index + 1] - curve[index])
            return Float((wear - first) / (last - first))
        }
    }
}

/// One unit of the fleet, walked through once with the same filter that live rows go through.
struct UnitWalk {
    private(set) var clocks: [Double] = []
    private(set) var wear: [Double] = []
    /// Uses at which it ended; nil when it survived.
    private(set) var life: Double?

    /// Walks through the rows of a unit.
    init(_ unit: UnitRecord, scale: WearScale, noise: Double) {
        var filter = RowFilter()
        var runStart = 0.0
        var longest = 0.0
        for row in unit.rows {
            let before = filter.rowsBeyondEnd
            guard let clean = filter.take(row, scale: scale, noise: noise) else { continue }
            longest = clean.clock
            if before == 0, filter.rowsBeyondEnd > 0 { runStart = clean.clock }
            if life == nil, scale.rule == .cross, filter.rowsBeyondEnd >= WearScale.rowsAtTheEnd { life = runStart }
            guard let wear = clean.wear else { continue }
            clocks.append(clean.clock)
            self.wear.append(wear)
        }
        switch scale.rule {
        case .last: life = clocks.isEmpty ? nil : longest + 1
        case .cross:
            // A record that was cut at the threshold has no three rows beyond it.
            if life == nil, let last = self.wear.last, last > 0.96, self.wear.count > 20 {
                life = longest + 2
            }
        }
    }

    /// Moments of this unit's life, evenly spread over it.
    func moments(unit: Int, count: Int, life: Double, medianLife: Double) -> [FleetMoment] {
        // Another start for each unit, so that the moments do not all stand at the same share of a life.
        let phase = (0.5 + 0.6180339887 * Double(unit)).truncatingRemainder(dividingBy: 1)
        var tracker = WearTracker()
        var moments: [FleetMoment] = []
        for (clock, wear) in zip(clocks, wear) where clock < life {
            tracker.take(wear, clock: clock, medianLife: medianLife)
            guard moments.count < count, clock >= life * (Double(moments.count) + phase) / Double(count)
            else {
                continue
            }
            let left = Exponential.log((life - clock) / medianLife + FleetRegression.endOffset)
            moments.append(
                FleetMoment(
                    unit: unit, features: tracker.features(clock: clock, medianLife: medianLife), left: left))
        }
        return moments
    }

    /// This unit's wear as a shape of the bank: new is 0, its end is 1.
    func template(life: Double) -> BankUnit {
        let start = RowFilter.median(Array(wear.prefix(WearTracker.firstRows)))
        let width = max(life / Double(ShapeBank.pointCount - 1) * 1.4, 1)
        var curve: [Float] = []
        for point in 0..<ShapeBank.pointCount {
            let centre = life * 1.4 * Double(point) / Double(ShapeBank.pointCount - 1)
            let near = zip(clocks, wear).filter { abs($0.0 - centre) <= width }.map(\.1)
            if point == 0 {
                curve.append(0)
            } else if near.count >= 2, centre <= (clocks.last ?? 0) {
                curve.append(Float(RowFilter.median(near) - start))
            } else {
                // Beyond the last row the shape goes on as it went over the last tenth of the life.
                let (last, before) = (curve[point - 1], curve[max(0, point - 5)])
                curve.append(
                    last + max((last - before) / Float(min(point - 1, 4) == 0 ? 1 : min(point - 1, 4)), 0))
            }
        }
        let place = 40
        let end = max(curve[place], 0.05)
        return BankUnit(life: life, curve: curve.map { $0 / end })
    }
}
