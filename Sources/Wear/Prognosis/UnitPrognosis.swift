// SPDX-License-Identifier: Apache-2.0
// Follows one unit row by row and says what is left of it. A row costs the same however old the unit is; the
// same rows give the same bits. It never forecasts from a row it could not trust.

/// The state of one unit: everything a restart needs beside the fleet's model.
public struct UnitPrognosis: Codable, Equatable, Sendable {
    private var filter = RowFilter()
    private var tracker = WearTracker()
    private var bank: BankState?
    private var hasEnded = false
    /// Uses since new when `plain` was forecast.
    private var forecastClock = 0.0
    private var drift = ForecastDrift()
    /// The last forecast before its drift was taken into account.
    private var plain: UnitForecast
    /// The last forecast.
    public private(set) var forecast: UnitForecast

    /// A unit that has not been measured.
    public init(model: FleetModel) {
        forecast = model.lifeForecast ?? UnitForecast(basis: .nothing, mean: 0, p10: 0, p50: 0, p90: 0)
        plain = forecast
        if model.regression == nil { bank = BankState(model.bank) }
    }

    /// Uses since the unit was new.
    public var clock: Double { filter.clock }
    /// The last trusted wear, 0 new and 1 worn out; 0 before the first.
    public private(set) var wear = 0.0
    /// Measures that were trusted.
    public var measuredRows: Int { tracker.rows }

    /// Takes a row and returns what is left after it. Old, repeated and broken rows change nothing but the
    /// clock, if that.
    @discardableResult
    public mutating func take(_ row: UnitRow, model: FleetModel) -> UnitForecast {
        guard let clean = filter.take(row, scale: model.scale, noise: model.noise), !hasEnded else {
            return forecast
        }
        if model.scale.rule == .cross, filter.rowsBeyondEnd >= WearScale.rowsAtTheEnd {
            hasEnded = true
            forecast = .ended
            return forecast
        }
        if let wear = clean.wear {
            self.wear = wear
            tracker.take(wear, clock: clean.clock, medianLife: model.medianLife)
            learn(wear, clock: clean.clock, model: model)
            let uses = clean.clock - forecastClock
            plain = fresh(clock: clean.clock, model: model).steadied(
                by: tracker.rows > 1 ? plain.later(by: uses) : nil, uses: uses,
                medianLife: model.medianLife, noise: model.noise)
            drift.take(plain, clock: clean.clock, medianLife: model.medianLife)
            forecast = drift.corrected(plain, movesMiddle: model.isRegression)
            forecastClock = clean.clock
        } else if forecast.basis != .nothing {
            // A row that says nothing leaves no trace: what is kept is the forecast of the last row that did.
            forecast = drift.corrected(
                plain.later(by: clean.clock - forecastClock), movesMiddle: model.isRegression)
        }
        return forecast
    }

    private mutating func learn(_ wear: Double, clock: Double, model: FleetModel) {
        let way = max(1 - tracker.start, 0.05)
        bank?.take(
            Float((wear - tracker.start) / way), clock: Float(clock), memory: Float(0.07 * model.medianLife),
            noise: Float(model.noise / way), bank: model.bank)
    }

    private func fresh(clock: Double, model: FleetModel) -> UnitForecast {
        if let regression = model.regression, let spread = model.spread {
            return Self.forecast(
                tracker.features(clock: clock, medianLife: model.medianLife), regression, spread,
                medianLife: model.medianLife)
        }
        guard let bank else { return forecast }
        return Self.forecast(bank.outlook(model.bank, clock: Float(clock)))
    }

    // MARK: - From a fleet

    private static func forecast(
        _ features: [Double], _ regression: FleetRegression, _ spread: LocalSpread, medianLife: Double
    ) -> UnitForecast {
        let point = regression.normalised(features)
        let distances = regression.distances(point)
        let middle = regression.left(point, distances: distances)
        let edges = spread.widened(regression.nearness(distances, reach: LocalSpread.reach))
        let uses = { (log: Double) in
            max(0, (Exponential.exp(min(log, 10)) - FleetRegression.endOffset) * medianLife)
        }
        let (low, high) = (uses(middle + edges.low), uses(middle + edges.high))
        let p50 = uses(middle)
        // Normal halves: each side's mean lies 0.798 deviations away and weighs one half.
        let mean = p50 + 0.3989 * ((high - p50) - (p50 - low)) / Normal.upperTenth
        return UnitForecast(basis: .measured, mean: mean, p10: low, p50: p50, p90: high)
    }

    // MARK: - From the bank

    /// How much wider than its own opinion a bank must be to be true on unseen units.
    static let bankWidening = 1.1

    private static func forecast(_ outlook: [(left: Double, weight: Double)]) -> UnitForecast {
        let total = outlook.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return UnitForecast(basis: .measured, mean: 0, p10: 0, p50: 0, p90: 0) }
        let mean = outlook.reduce(0) { $0 + $1.left * $1.weight } / total
        let p50 = quantile(outlook, 0.5 * total)
        let (low, high) = (quantile(outlook, 0.1 * total), quantile(outlook, 0.9 * total))
        return UnitForecast(
            basis: .measured, mean: mean, p10: p50 - bankWidening * (p50 - low), p50: p50,
            p90: p50 + bankWidening * (high - p50))
    }

    /// The uses left below which `weight` lies, straight between the middles of the bins.
    private static func quantile(_ outlook: [(left: Double, weight: Double)], _ weight: Double) -> Double {
        var seen = 0.0
        var before: (left: Double, seen: Double)?
        for bin in outlook {
            let middle = seen + bin.weight / 2
            if middle >= weight {
                guard let before, middle > before.seen else { return bin.left }
                return before.left
                    + (bin.left - before.left) * (weight - before.seen) / (middle - before.seen)
            }
            before = (bin.left, middle)
            seen += bin.weight
        }
        return outlook.last?.left ?? 0
    }
}
