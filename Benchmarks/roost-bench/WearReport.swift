// SPDX-License-Identifier: Apache-2.0
// `roost-bench wear FOLDER`: scores the fleet model and the baselines on tables of worn-out cells and engines,
// each unit forecast from units that it is not among, and prints one table. It tunes nothing and writes nothing.

import Foundation
import Wear

/// What is scored of one unit or, summed up, of many.
private struct WearScore {
    var units = 0.0, error = 0.0, relative = 0.0, crps = 0.0, pinball = 0.0, near = 0.0, cover = 0.0
    var noticed = 0.0, missed = 0.0

    mutating func add(_ other: WearScore, share: Double) {
        error += other.error * share
        relative += other.relative * share
        crps += other.crps * share
        pinball += other.pinball * share
        near += other.near * share
        cover += other.cover * share
    }
}

/// A question: these units, forecast from those.
private struct WearContest {
    var name: String
    var folds: [(fleet: [UnitRecord], units: [UnitRecord])]
    var scale: WearScale
}

/// Scores forecasts of remaining life.
enum WearReport {
    /// Moments of one life at which a forecast is scored.
    private static let moments = 40

    /// Prints the table of the data in `folder`; returns the exit code.
    static func run(folder: String) -> Int32 {
        let names = [
            "severson_fleet", "severson_public", "cmapss_fleet", "cmapss_public", "nasa_public",
            "calce_public",
        ]
        var tables: [[UnitRecord]] = []
        for name in names {
            let path = "\(folder)/\(name).csv"
            guard let data = FileManager.default.contents(atPath: path) else {
                FileHandle.standardError.write(
                    Data("\(path): cannot be read; give the folder of the wear data\n".utf8))
                return 66
            }
            tables.append(UnitTable([UInt8](data)).units)
        }
        print(
            "| data | forecast | units | MAE | rel. MAE | CRPS | CRPS, 3 points | in 20 % | P10-P90 "
                + "| notices good | missed |")
        print(String(repeating: "| --- ", count: 11) + "|")
        for contest in contests(tables) {
            tell(contest, "fleet model") { fleet, scale in
                let model = FleetModel(units: fleet, scale: scale)
                return { unit in
                    var state = UnitPrognosis(model: model)
                    return { row in
                        let forecast = state.take(row, model: model)
                        return ([forecast.p10, forecast.p50, forecast.p90], state.wear)
                    }
                }
            }
            baseline(contest, "fixed interval", FixedInterval.self)
            baseline(contest, "straight line", StraightLine.self)
            baseline(contest, "smoothed Wiener", SmoothedWiener.self)
            baseline(contest, "particle filter", ParticleFilter.self)
        }
        cost(contests(tables).prefix(1))
        return 0
    }

    /// What one row costs, by the clock on the wall.
    private static func cost(_ contests: ArraySlice<WearContest>) {
        guard let contest = contests.first, let fold = contest.folds.first else { return }
        let clock = ContinuousClock()
        var microseconds: [Double] = []
        var model: FleetModel?
        let learning = clock.measure { model = FleetModel(units: fold.fleet, scale: contest.scale) }
        guard let model else { return }
        for unit in fold.units {
            var state = UnitPrognosis(model: model)
            for row in unit.rows {
                let time = clock.measure { state.take(row, model: model) }
                microseconds.append(Double(time.components.attoseconds) / 1e12)
            }
        }
        microseconds.sort()
        print(
            String(
                format:
                    "\nA row: median %.1f µs, 99 in 100 below %.1f µs, %d rows. Learning %d units: %.2f s.",
                microseconds[microseconds.count / 2], microseconds[microseconds.count * 99 / 100],
                microseconds.count,
                fold.fleet.count,
                Double(learning.components.seconds) + Double(learning.components.attoseconds) / 1e18))
    }

    private static func contests(_ tables: [[UnitRecord]]) -> [WearContest] {
        guard let capacity = WearScale(threshold: 0.885, nominal: 1.1, rule: .cross),
            let health = WearScale(threshold: 0, nominal: 1, rule: .last),
            let nasa = WearScale(threshold: 1.4, nominal: 1.9, rule: .cross),
            let calce = WearScale(threshold: 0.88, nominal: 1.1, rule: .cross)
        else { return [] }
        let (cells, engines) = (tables[0] + tables[1], tables[2] + tables[3])
        let early = Array(tables[0].prefix(20) + tables[1].prefix(21))
        let late = Array(tables[0].dropFirst(20) + tables[1].dropFirst(21))
        return [
            WearContest(name: "Severson, fleet to public", folds: [(tables[0], tables[1])], scale: capacity),
            WearContest(name: "Severson, 10 folds", folds: folds(cells, 10), scale: capacity),
            WearContest(
                name: "Severson, other batch", folds: [(early, late), (late, early)], scale: capacity),
            WearContest(
                name: "Severson, quarter of lives left out", folds: quarters(cells, capacity),
                scale: capacity),
            WearContest(name: "C-MAPSS, fleet to public", folds: [(tables[2], tables[3])], scale: health),
            WearContest(name: "C-MAPSS, 10 folds", folds: folds(engines, 10), scale: health),
            WearContest(
                name: "C-MAPSS, quarter of lives left out", folds: quarters(engines, health), scale: health),
            WearContest(name: "NASA, the other cell", folds: folds(tables[4], 2), scale: nasa),
            WearContest(name: "CALCE, the other cell", folds: folds(tables[5], 2), scale: calce),
        ]
    }

    private static func folds(_ units: [UnitRecord], _ count: Int) -> [(
        fleet: [UnitRecord], units: [UnitRecord]
    )] {
        (0..<count).map { fold in
            (
                units.enumerated().filter { $0.offset % count != fold }.map(\.element),
                units.enumerated().filter { $0.offset % count == fold }.map(\.element)
            )
        }
    }

    /// Units of one quarter of the lives, forecast from the other three: units unlike their fleet.
    private static func quarters(_ units: [UnitRecord], _ scale: WearScale) -> [(
        fleet: [UnitRecord], units: [UnitRecord]
    )] {
        let finished = units.compactMap { unit in life(unit, scale).map { (unit, $0) } }
        let rising = finished.sorted { $0.1 < $1.1 }.map(\.0)
        return (0..<4).map { quarter in
            let place = { (index: Int) in index * 4 / rising.count == quarter }
            return (
                rising.enumerated().filter { !place($0.offset) }.map(\.element),
                rising.enumerated().filter { place($0.offset) }.map(\.element)
            )
        }
    }

    private static func baseline<Baseline: WearBaseline>(
        _ contest: WearContest, _ name: String, _ type: Baseline.Type
    ) {
        tell(contest, name) { fleet, scale in
            let facts = FleetFacts(fleet, scale: scale) { life($0, scale) }
            return { _ in
                var state = Baseline(facts)
                return { row in
                    let wear = scale.wear(row.measure)
                    return (state.take(use: row.use, wear: wear), wear)
                }
            }
        }
    }

    private typealias Forecaster = (UnitRow) -> (figures: [Double], wear: Double)

    private static func tell(
        _ contest: WearContest, _ name: String,
        learn: ([UnitRecord], WearScale) -> (UnitRecord) -> Forecaster
    ) {
        var sum = WearScore()
        for fold in contest.folds {
            let begin = learn(fold.fleet, contest.scale)
            for unit in fold.units {
                guard let life = life(unit, contest.scale) else { continue }
                score(unit, life: life, begin(unit), into: &sum)
            }
        }
        let each = max(sum.units, 1)
        print(
            String(
                format: "| %@ | %@ | %.0f | %.1f | %.3f | %.1f | %.1f | %.2f | %.2f | %.0f %% | %.0f |",
                contest.name, name,
                sum.units, sum.error / each, sum.relative / each, sum.crps / each, sum.pinball / each,
                sum.near / each, sum.cover / each, 100 * sum.noticed / each, sum.missed))
    }

    private static func score(
        _ unit: UnitRecord, life: Double, _ forecast: Forecaster, into sum: inout WearScore
    ) {
        var own = WearScore()
        var (count, badRows, noticedAt) = (0.0, 0, Double?.none)
        for (index, row) in unit.rows.enumerated() where row.time < life {
            let (figures, wear) = forecast(row)
            let left = life - row.time
            let isNear = figures[0] <= 14 && figures[1] <= 35 || wear >= 0.95
            badRows = isNear ? badRows + 1 : 0
            if badRows == 3, noticedAt == nil { noticedAt = left }
            guard index >= 4, row.time / life >= (count + 0.5) / Double(moments) else { continue }
            let miss = abs(figures[1] - left)
            own.error += miss
            own.relative += miss / life
            own.crps += crps(figures, left)
            own.pinball += zip([0.1, 0.5, 0.9], figures).reduce(0) {
                $0 + 2 * (($1.1 > left ? 1 : 0) - $1.0) * ($1.1 - left) / 3
            }
            own.near += miss <= 0.2 * left ? 1 : 0
            own.cover += left >= figures[0] && left <= figures[2] ? 1 : 0
            count += 1
        }
        guard count > 0 else { return }
        sum.units += 1
        sum.add(own, share: 1 / count)
        sum.missed += noticedAt == nil ? 1 : 0
        sum.noticed += noticedAt.map { $0 >= 7 && $0 <= 0.25 * life } ?? false ? 1 : 0
    }

    /// The continuous ranked probability score of normal halves around P50.
    private static func crps(_ figures: [Double], _ truth: Double) -> Double {
        levels.reduce(0.0) { sum, level in
            let half = level.z < 0 ? figures[1] - figures[0] : figures[2] - figures[1]
            let value = figures[1] + level.z * half / 1.2815515655
            return sum + 2 * ((truth < value ? 1 : 0) - level.share) * (value - truth) / Double(levels.count)
        }
    }

    private static let levels: [(share: Double, z: Double)] = (0..<40).map { index in
        let share = (Double(index) + 0.5) / 40
        var (low, high) = (-6.0, 6.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if 0.5 * erfc(-middle / 2.0.squareRoot()) < share { low = middle } else { high = middle }
        }
        return (share, low)
    }

    /// The use at which a unit ended; nil when it survived.
    private static func life(_ unit: UnitRecord, _ scale: WearScale) -> Double? {
        if scale.rule == .last { return unit.rows.last.map { $0.time + 1 } }
        var run: [Double] = []
        for row in unit.rows {
            run = scale.isBeyondEnd(row.measure) ? run + [row.time] : []
            if run.count == WearScale.rowsAtTheEnd { return run[0] }
        }
        return nil
    }
}
