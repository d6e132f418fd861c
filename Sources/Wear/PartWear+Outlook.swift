// SPDX-License-Identifier: Apache-2.0
// The forecast of a part and the notices that follow from it. The forecast rests on the catalogue until the
// unit itself has been measured, and says so.

import DockModel

extension PartWear {
    /// How far a straight line may err about the end, as a share of what it foresees, at no wear. Together
    /// with the slope's wander it was chosen on the public battery and engine lives, for an 80 % interval
    /// that holds.
    static let bendOfWear = 0.9
    /// The part of `bendOfWear` that stays up to the end: the last stretch is often the steepest.
    static let leastBend = 0.6
    /// The catalogue never knows a remaining life better than to this share of a typical life.
    static let leastCatalogueSpread = 0.1

    /// What is left of the unit in service; of a thing with several measures, until the first of them ends.
    public func remaining(of part: PartDescription) -> RemainingLife { joined(ownRemaining(of: part), of: part) }

    private func joined(_ own: RemainingLife, of part: PartDescription) -> RemainingLife {
        guard let others = unit.others else { return own }
        guard speaks(of: part) else {
            return RemainingLife(
                days: others.days, usesPerDay: own.usesPerDay,
                basis: others.rows > 0 ? .measured(rows: others.rows) : own.basis)
        }
        return RemainingLife(
            days: LifeFigures.first(of: [own.days, others.days]), usesPerDay: own.usesPerDay, basis: own.basis)
    }

    /// Whether this part alone tells something to the other measures of the same thing: not before it was measured, and
    /// no count without a limit, which would only be the catalogue's usual life once more.
    private func speaks(of part: PartDescription) -> Bool {
        switch part.measure {
        case .counted(let limit): limit != nil
        case .measured: unit.trend.rows >= Self.rowsForOwnForecast
        }
    }

    /// What is left by this part's own measure or count.
    public func ownRemaining(of part: PartDescription) -> RemainingLife {
        let isOwn = !part.isCountOnly && unit.trend.rows >= Self.rowsForOwnForecast
        if isOwn, let foretold = unit.foretold {
            return RemainingLife(
                uses: foretold.left.later(by: unit.use - foretold.use), usesPerDay: pace.forecast(for: part),
                basis: .measured(rows: unit.trend.rows))
        }
        return RemainingLife(
            uses: isOwn ? forecastFromMeasures(of: part) : forecastFromCatalogue(of: part),
            usesPerDay: pace.forecast(for: part),
            basis: isOwn ? .measured(rows: unit.trend.rows) : .catalogue
        )
    }

    private func forecastFromMeasures(of part: PartDescription) -> LifeFigures {
        guard part.law == .monotone, let growth = unit.growth else { return pooledForecast(of: part) }
        let left = growth.forecast
        let since = max(0, unit.age - growth.clock)
        return LifeFigures(
            mean: left.mean, p10: left.p10, p50: left.p50, p90: left.p90, atMost: 10 * part.typicalLife
        ).later(by: since)
    }

    /// The notices that one accepted row makes due.
    mutating func notices(after row: WearRow, of part: PartDescription) -> [WearNotice] {
        let own = ownRemaining(of: part)
        let rows = part.isCountOnly ? 0 : unit.trend.rows
        unit.word = speaks(of: part) ? OtherMeasures(days: own.days, rows: rows) : nil
        let remaining = joined(own, of: part)
        let end = reasonOfEnd(row, of: part)
        let due = unit.ledger.weigh(
            NoticeLedger.Evidence(
                remaining: remaining, leadDays: part.leadDays, orderDays: part.orderDays, end: end,
                tellsEnd: part.isCountOnly || row.measure != nil))
        var notices = due.map { due in
            notice(
                due.kind, stage: due.stage, reasons: due.reasons, remaining: remaining, at: row.at, of: part)
        }
        if unit.ledger.weighSuspicion(isSuspected: isReplacementSuspected), let measure = row.measure {
            let reason = NoticeReason.lessWearThanBefore(
                value: measure, unit: part.measureUnit, rows: WearTrend.rowsForStepUp)
            notices.append(
                notice(
                    .replacementSuspected, stage: unit.ledger.stage ?? .plan, reasons: [reason],
                    remaining: remaining, at: row.at, of: part))
        }
        return notices
    }

    // MARK: - Private

    private func notice(
        _ kind: NoticeKind, stage: NoticeStage, reasons: [NoticeReason], remaining: RemainingLife,
        at time: WallTime,
        of part: PartDescription
    ) -> WearNotice {
        WearNotice(
            part: part.id, name: part.name, serial: unit.serial, epoch: epoch, stage: stage, kind: kind,
            severity: part.severity, at: time, use: unit.use, useUnit: part.use.unit,
            measure: unit.lastMeasure,
            remaining: remaining, reasons: reasons)
    }

    /// Why this row shows the part at its end, nil when it does not. The three rows of hysteresis come later.
    private func reasonOfEnd(_ row: WearRow, of part: PartDescription) -> NoticeReason? {
        switch part.measure {
        case .counted(let limit):
            guard let limit, unit.use >= limit else { return nil }
            return .countAtLimit(use: unit.use, limit: limit, unit: part.use.unit)
        case .measured(_, let symbol, _, let endOfLife):
            guard let measure = row.measure, unit.rowsAtEnd > 0 else { return nil }
            return .measureAtEnd(value: measure, limit: endOfLife, unit: symbol, rows: unit.rowsAtEnd)
        }
    }

    /// The life of the units before, or the catalogue's, given the uses so far; a hard count limit ends it earlier.
    private func forecastFromCatalogue(of part: PartDescription) -> LifeFigures {
        var most = part.typicalLife * 10
        if case .counted(let limit?) = part.measure {
            // The limit is in uses as they are counted; a use has meant this many usual ones so far.
            let share = unit.use > 0 ? max(unit.age / unit.use, StressClock.least) : 1
            most = max(0, limit - unit.use) * share
        }
        if let experience {
            let left = experience.forecast(afterUses: unit.age)
            return LifeFigures(mean: left.mean, p10: left.p10, p50: left.p50, p90: left.p90, atMost: most)
        }
        let life = LifeDistribution(mean: part.typicalLife, spread: part.lifeSpread)
        return LifeFigures(
            mean: life.meanRemaining(afterUse: unit.age),
            p10: life.remaining(share: 0.1, afterUse: unit.age),
            p50: life.remaining(share: 0.5, afterUse: unit.age),
            p90: life.remaining(share: 0.9, afterUse: unit.age), atMost: most)
    }

    /// The trend and the catalogue's life, each weighted by how sure it is. Most wear bends: a straight line
    /// drawn from little wear says little about the end, one drawn near the end says much.
    private func pooledForecast(of part: PartDescription) -> LifeFigures {
        let trend = forecastFromTrend(), catalogue = forecastFromCatalogue(of: part)
        let bend = Self.bendOfWear * min(max(1 - unit.trend.level, Self.leastBend), 1) * trend.p50
        let least = 1e-6 * part.typicalLife
        // The early side alone: the late one is long only because a wandering line may turn back, which wear
        // does not.
        let trendSpread = max((trend.p50 - trend.p10) / Normal.upperTenth, least)
        let trendWeight = 1 / (trendSpread * trendSpread + bend * bend)
        let catalogueSpread = max(catalogue.spread, Self.leastCatalogueSpread * part.typicalLife)
        let catalogueWeight = 1 / (catalogueSpread * catalogueSpread)
        let middle =
            (trend.p50 * trendWeight + catalogue.p50 * catalogueWeight) / (trendWeight + catalogueWeight)
        guard middle > 0 else { return LifeFigures(mean: trend.mean, p10: 0, p50: 0, p90: trend.p90) }
        let variation = 1 / (trendWeight + catalogueWeight) / (middle * middle)
        let width = (Exponential.log(1 + variation)).squareRoot()
        let reach = Exponential.exp(Normal.upperTenth * width)
        return LifeFigures(
            mean: middle * (1 + variation).squareRoot(), p10: middle / reach, p50: middle,
            p90: middle * reach,
            atMost: 10 * part.typicalLife)
    }

    /// When the trend crosses the end of life: one pass over a grid that is fine near now, in typical lives.
    private func forecastFromTrend() -> LifeFigures {
        let steps = 96, horizon = 4.0
        func time(_ step: Int) -> Double {
            let share = Double(step) / Double(steps)
            return horizon * share * share
        }
        let levels = [-Normal.upperTenth, 0, Normal.upperTenth]
        var quantiles: [Double] = []
        var highest = -Double.greatestFiniteMagnitude
        var mean = 0.0
        for step in 0...steps {
            let before = highest
            highest = max(highest, unit.trend.deviationsPastEnd(after: time(step)))
            while quantiles.count < levels.count, highest >= levels[quantiles.count] {
                let level = levels[quantiles.count]
                let part = step == 0 || highest <= before ? 1 : (level - before) / (highest - before)
                let start = step == 0 ? 0 : time(step - 1)
                quantiles.append(step == 0 ? 0 : start + (time(step) - start) * min(max(part, 0), 1))
            }
            // Nobody asks how exactly a certain end is certain.
            if highest > 4 { break }
            if step < steps { mean += (1 - Normal.share(below: highest)) * (time(step + 1) - time(step)) }
        }
        while quantiles.count < levels.count { quantiles.append(horizon) }
        let scale = unit.trend.lifeScale
        return LifeFigures(
            mean: mean * scale, p10: quantiles[0] * scale, p50: quantiles[1] * scale,
            p90: quantiles[2] * scale,
            atMost: horizon * scale)
    }
}

extension PartDescription {
    /// The steepness of a Weibull life with the catalogue's spread: the share of spread to life to the power of -1.086
    /// (Justus and others, 1978).
    var lifeShape: Double {
        let share = lifeSpread / typicalLife
        guard share > 0.12 else { return 10 }
        return min(max(Exponential.power(share, -1.086), 0.3), 10)
    }

    /// The unit of the measure; empty for a counted part.
    var measureUnit: String {
        switch measure {
        case .counted: ""
        case .measured(_, let unit, _, _): unit
        }
    }
}

extension LifeFigures {
    /// The figures after so many more uses without news.
    func later(by uses: Double) -> LifeFigures {
        LifeFigures(mean: mean - uses, p10: p10 - uses, p50: p50 - uses, p90: p90 - uses)
    }

    /// What is left until the first of several independent ends.
    static func first(of all: [LifeFigures]) -> LifeFigures {
        let forecasts = all.map { UnitForecast(basis: .measured, mean: $0.mean, p10: $0.p10, p50: $0.p50, p90: $0.p90) }
        guard let first = UnitForecast.joined(forecasts) else { return LifeFigures(mean: 0, p10: 0, p50: 0, p90: 0) }
        return LifeFigures(mean: first.mean, p10: first.p10, p50: first.p50, p90: first.p90)
    }

    /// The standard deviation that a normal distribution with the same outer quantiles would have.
    var spread: Double { (p90 - p10) / (2 * Normal.upperTenth) }
}
