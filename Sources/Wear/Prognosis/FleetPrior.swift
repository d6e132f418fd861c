// SPDX-License-Identifier: Apache-2.0
// The file in which finished units of one kind are handed on: their lives, their mean wear, and where their
// rows are. It holds no positions and no names of customers; every key may be missing.

/// What is handed on about a kind of part.
public struct FleetPrior: Codable, Equatable, Sendable {
    /// The kind of part.
    public var kind: String?
    /// When a life counts as over.
    public var endRule: EndRule?
    /// Where the part is worn out, in the measure's unit.
    public var threshold: Double?
    /// What a new part measures.
    public var nominal: Double?
    /// Finished units.
    public var unitCount: Int?
    /// Their lives, in uses.
    public var lives: [Double]?
    /// Mean, spread, one in ten and nine in ten of the lives, in uses.
    public var lifeMean, lifeSpread, lifeP10, lifeP90: Double?
    /// The scatter of one measure, in its unit.
    public var measureScatter: Double?
    /// Mean wear 0 to 1 by life fraction.
    public var wearCurve: [[Double]]?
    /// The file with the units' rows.
    public var fleetFile: String?
    /// What was learned from them, so that it need not be learned again.
    public var learned: FleetModel?

    private enum CodingKeys: String, CodingKey {
        case kind, threshold, nominal, lives, learned
        case endRule = "eol_rule"
        case unitCount = "n_units"
        case lifeMean = "life_mean"
        case lifeSpread = "life_sd"
        case lifeP10 = "life_p10"
        case lifeP90 = "life_p90"
        case measureScatter = "meas_sd"
        case wearCurve = "wear_curve"
        case fleetFile = "fleet_csv"
    }

    /// Describes the units and what was learned from them.
    public init(kind: String, units: [UnitRecord], model: FleetModel) {
        let lives = model.lives.sorted()
        let count = Double(max(lives.count, 1))
        let mean = lives.reduce(0, +) / count
        let square = lives.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.kind = kind
        endRule = model.scale.rule
        threshold = model.scale.threshold
        nominal = model.scale.nominal
        unitCount = lives.count
        self.lives = model.lives
        if !lives.isEmpty {
            lifeMean = mean
            lifeSpread = lives.count > 1 ? (square / (count - 1)).squareRoot() : 0
            lifeP10 = Self.share(0.1, of: lives)
            lifeP90 = Self.share(0.9, of: lives)
        }
        measureScatter = model.noise * abs(model.scale.nominal - model.scale.threshold)
        wearCurve = model.meanCurve(units)
        learned = model
    }

    /// What is expected of a unit before the fleet's rows are looked at.
    public var expectation: FleetExpectation {
        let curve = (wearCurve ?? []).compactMap { $0.count == 2 ? $0[1] : nil }
        let life = lifeMean.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
        let spread = life.flatMap { life in lifeSpread.map { $0 / life } }.flatMap { $0 > 0 ? $0 : nil }
        return FleetExpectation(
            lives: lives ?? [], life: life, lifeSpread: spread ?? 0.4, measureScatter: measureScatter,
            curve: curve)
    }

    private static func share(_ share: Double, of sorted: [Double]) -> Double {
        let place = share * Double(sorted.count - 1)
        let index = min(Int(place), sorted.count - 1)
        let next = min(index + 1, sorted.count - 1)
        return sorted[index] + (place - Double(index)) * (sorted[next] - sorted[index])
    }
}

extension FleetModel {
    /// Mean wear by life fraction, 21 points; nil when no unit finished.
    func meanCurve(_ units: [UnitRecord]) -> [[Double]]? {
        let templates = units.prefix(Self.mostUnits).compactMap { unit -> BankUnit? in
            let walk = UnitWalk(unit, scale: scale, noise: noise)
            return walk.life.map { walk.template(life: $0) }
        }
        guard !templates.isEmpty else { return nil }
        return (0...20).map { step in
            let fraction = Double(step) / 20
            let wear = templates.reduce(0.0) { $0 + Double(ShapeBank.point($1.curve, Float(fraction)).wear) }
            return [fraction, wear / Double(templates.count)]
        }
    }

    /// The scale of units that are described only by their rows: new is how they began; without a threshold
    /// each unit failed after its last row, at the level where such units ended.
    public static func scale(
        of units: [UnitRecord], threshold: Double?, nominal: Double?, rule: EndRule?
    ) -> WearScale? {
        let starts = units.compactMap { unit -> Double? in
            let first = unit.rows.lazy.map(\.measure).filter(\.isFinite).prefix(5)
            return first.isEmpty ? nil : RowFilter.median(Array(first))
        }
        let ends = units.compactMap { unit -> Double? in
            let last = unit.rows.map(\.measure).filter(\.isFinite).suffix(5)
            return last.isEmpty ? nil : RowFilter.median(Array(last))
        }
        let known = threshold.flatMap { $0.isFinite ? $0 : nil }
        guard let end = known ?? (ends.isEmpty ? nil : RowFilter.median(ends)) else { return nil }
        let start = starts.isEmpty ? nil : RowFilter.median(starts)
        guard let start = nominal.flatMap({ $0.isFinite ? $0 : nil }) ?? start else { return nil }
        return WearScale(threshold: end, nominal: start, rule: rule ?? (known == nil ? .last : .cross))
    }

    /// Whether its units wear the way a part does: from new towards the end on the same side, with an end within 2 % of
    /// the part's span from the part's own.
    public func fits(new: Double, endOfLife: Double) -> Bool {
        abs(scale.threshold - endOfLife) <= 0.02 * abs(endOfLife - new)
            && (scale.nominal < endOfLife) == (new < endOfLife)
    }

    /// Whether what a file says was learned can be used; a file may be damaged or forged.
    public var isSound: Bool {
        guard form == Self.currentForm, medianLife.isFinite, medianLife >= 1, noise.isFinite, noise > 0,
            lives.allSatisfy(\.isFinite),
            WearScale(threshold: scale.threshold, nominal: scale.nominal, rule: scale.rule) != nil,
            bank.isSound
        else { return false }
        switch (regression, spread) {
        case (nil, nil): return true
        case (let regression?, let spread?):
            return regression.isSound && spread.isSound(moments: regression.units.count)
        case (nil, _), (_, nil): return false
        }
    }
}
