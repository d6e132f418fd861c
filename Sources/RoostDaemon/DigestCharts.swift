// SPDX-License-Identifier: Apache-2.0
// Which charts a digest shows, and from which figures: the day itself and the year behind it. A chart without figures
// is left out; none is drawn from a guess.

internal import DockModel
internal import Foundation
internal import Paper
internal import Report
internal import RoostCore
internal import Wear

/// The charts of one digest.
struct DigestCharts {
    /// One chart with its name and its place on the page.
    struct Item {
        var name: String
        var place: ReportPicture.Place
        var chart: Chart
    }

    /// The dock's name and its zone, as the charts say them.
    let dock: String, zone: String
    let record: DayRecord
    let history: DigestHistory
    let period: DigestPeriod
    let language: PaperLanguage
    let units: ReportUnits
    /// Whether the charts are to be small files: a figure a week instead of one a day, and no heads.
    var isBrief = false

    /// From so many figures on a year is shown by the week.
    private static let mostDaily = 100

    /// The charts in the order of the page; at most eight.
    var items: [Item] {
        var items: [Item] = []
        func add(_ name: String, _ place: ReportPicture.Place, _ chart: Chart?) {
            guard var chart else { return }
            if isBrief { Self.shorten(&chart) }
            items.append(Item(name: name, place: place, chart: chart))
        }
        add("missions", .missions, missions)
        add("battery", .vehicle, battery)
        add("charge", .vehicle, charge)
        add("cover", .dock, cover)
        add("energy", .dock, energy)
        add("wear", .wear, wear)
        add("wind", .weather, wind)
        add("air", .weather, air)
        return items
    }

    // MARK: - Private

    /// The middle of a day, where its figure stands.
    private static func x(_ day: DigestHistory.Day) -> Double { Double(day.ended.milliseconds) / 1_000 - 43_200 }

    private func points(_ value: (DayFigures) -> Double?) -> [ChartPoint] {
        let points = history.days.compactMap { day in value(day.figures).map { ChartPoint(Self.x(day), $0) } }
        return isBrief ? Self.byWeek(points) : points
    }

    /// The middle of each seven days when there are many.
    private static func byWeek(_ points: [ChartPoint]) -> [ChartPoint] {
        guard points.count > mostDaily else { return points }
        return stride(from: 0, to: points.count, by: 7).compactMap { start in
            let week = points[start..<min(start + 7, points.count)]
            return DayFigures.median(week.map(\.y)).map { ChartPoint(week[week.startIndex + week.count / 2].x, $0) }
        }
    }

    /// Leaves out what the words beside the picture say, and draws many points as a line.
    private static func shorten(_ chart: inout Chart) {
        (chart.subtitle, chart.note) = ("", "")
        if case .time = chart.x.kind { chart.x.label = "" }
        for index in chart.bands.indices { chart.bands[index].name = "" }
        for index in chart.series.indices where chart.series[index].points.count > 30 {
            if case .points = chart.series[index].style {
                chart.series[index].style = .line(index.isMultiple(of: 2) ? .solid : .long)
            }
        }
    }

    private func shown(_ unit: String) -> ShownUnit {
        let zero = units.shown(0, unit)
        return ShownUnit(zero.unit, factor: units.shown(1, unit).value - zero.value, offset: zero.value)
    }

    /// By the week for a long time, by the day for a short one.
    private var missions: Chart? {
        let days = history.days.filter { $0.figures.flown + $0.figures.partial + $0.figures.other > 0 }
        guard !days.isEmpty else { return nil }
        let isByWeek = history.days.count > 62
        var due: [Int: (x: Double, due: Double, flown: Double)] = [:]
        for day in days {
            let number = DayName.number(of: day.day) ?? 0
            // Weeks begin on Monday, as the calendars of most sites do.
            let key = isByWeek ? Int((Double(number + 3) / 7).rounded(.down)) : number
            var sum = due[key] ?? (Self.x(day), 0, 0)
            sum.due += Double(day.figures.flown) + Double(day.figures.partial) + Double(day.figures.other)
            sum.flown += Double(day.figures.flown)
            due[key] = sum
        }
        let sums = due.sorted { $0.key < $1.key }.map(\.value)
        return MissionCounts(
            dock: dock, zone: zone, due: sums.map { ChartPoint($0.x, $0.due) },
            flown: sums.map { ChartPoint($0.x, $0.flown) }, isByWeek: isByWeek
        ).chart(language: language)
    }

    private var battery: Chart? {
        guard let part = record.measured.first(where: { $0.signal == PartSignalName.capacity }) else { return nil }
        let life = life(of: part)
        var battery = BatteryCapacity(
            dock: dock, serial: part.serial, unit: part.unit, axis: life.axis, capacity: life.measured,
            endOfLife: life.endOfLife)
        battery.history.end = life.end
        return battery.chart(language: language)
    }

    /// The part that ends first among those that are measured, besides the pack's capacity.
    private var wear: Chart? {
        let parts = record.measured.filter { $0.signal != PartSignalName.capacity }
        guard let part = parts.min(by: { ($0.daysLeft.p10, $0.name) < ($1.daysLeft.p10, $1.name) }) else {
            return nil
        }
        return life(of: part).chart(language: language)
    }

    /// The life of a part over the year.
    func life(of part: MeasuredPart) -> WearHistory {
        let measured = history.days.compactMap { day -> ChartPoint? in
            day.figures.parts.first { $0.part == part.part && $0.serial == part.serial }
                .map { ChartPoint(Self.x(day), $0.measure) }
        }
        let shown = isBrief ? Self.byWeek(measured) : measured
        var history = WearHistory(
            dock: dock, part: part.name, serial: part.serial, measure: part.signal.replacing("_", with: " "),
            unit: part.unit, axis: .date(zone: zone), measured: shown, endOfLife: part.endOfLife)
        func end(_ days: Double) -> Double {
            Double(record.ended.milliseconds) / 1_000 + min(days, 36_500) * 86_400
        }
        // A forecast of decades would press the year into a corner of the chart.
        if part.daysLeft.p10 < 730 {
            history.end = WearHistory.End(
                p10: end(part.daysLeft.p10), p50: end(min(part.daysLeft.p50, 1_460)),
                p90: end(min(part.daysLeft.p90, 1_825)))
        }
        return history
    }

    private var charge: Chart? {
        guard let course = record.log.charge, course.minutes.count >= 3 else { return nil }
        let serial = record.measured.first { $0.signal == PartSignalName.capacity }?.serial ?? "?"
        return ChargeCurve(
            dock: dock, serial: serial, began: WallTime(milliseconds: course.began &* 1_000),
            current: course.minutes.compactMap { minute in minute.current.map { ChartPoint(minute.minute, $0) } },
            charge: course.minutes.compactMap { minute in minute.charge.map { ChartPoint(minute.minute, $0) } }
        ).chart(language: language)
    }

    private var cover: Chart? {
        let opening = points(\.opening), closing = points(\.closing)
        let all = (opening + closing).map(\.y).filter(\.isFinite).sorted()
        guard !all.isEmpty else { return nil }
        // What was usual when the year began: nine figures in ten of its first two months.
        let first = history.days.prefix(60).flatMap { [$0.figures.opening, $0.figures.closing] }
            .compactMap { $0 }.filter(\.isFinite).sorted()
        let usual = first.count >= 20 ? first[first.count / 20]...first[first.count - 1 - first.count / 20] : nil
        // A limit far above would press the trend into the foot of the chart.
        let limit = record.pinchCurrent.flatMap { $0 < 1.5 * (all.last ?? 0) ? $0 : nil }
        return CoverCurrent(
            dock: dock, zone: zone, opening: opening, closing: closing, usual: isBrief ? nil : usual, limit: limit
        ).chart(language: language)
    }

    private var energy: Chart? {
        let figures = points { $0.energy > 0 ? $0.energy : nil }
        guard !figures.isEmpty else { return nil }
        return DailyFigure(dock: dock, zone: zone, kind: .chargeEnergy, figures: figures).chart(language: language)
    }

    /// The day's wind in pieces of ten minutes; of a longer period the figures of its days.
    private var wind: Chart? {
        var wind: WindRecord
        if period == .day {
            let slots = Self.joined(record.log.wind, seconds: isBrief ? 1_800 : DayLog.slotSeconds)
            guard slots.count >= 2 else { return nil }
            let half = isBrief ? 900.0 : 300.0
            wind = WindRecord(
                dock: dock, zone: zone, mean: slots.map { ChartPoint(Double($0.start) + half, $0.sum / $0.count) },
                gusts: slots.map { ChartPoint(Double($0.start) + half, $0.gust) }, limit: record.gustLimit)
            wind.flights = record.log.flights.map { Double(min($0.from, $0.to))...Double(max($0.from, $0.to)) }
        } else {
            wind = WindRecord(
                dock: dock, zone: zone, mean: points(\.wind), gusts: points(\.gust), limit: record.gustLimit)
            guard !wind.gusts.isEmpty else { return nil }
        }
        wind.unit = shown("m/s")
        return wind.chart(language: language)
    }

    /// Pieces of wind put together into longer ones, oldest first; the strongest gust stays.
    private static func joined(_ slots: [DayLog.WindSlot], seconds: Int64) -> [DayLog.WindSlot] {
        var joined: [DayLog.WindSlot] = []
        for slot in slots.filter({ $0.count > 0 }).sorted(by: { $0.start < $1.start }) {
            let start = slot.start / seconds * seconds
            if let last = joined.indices.last, joined[last].start == start {
                joined[last].sum += slot.sum
                joined[last].count += slot.count
                joined[last].gust = max(joined[last].gust, slot.gust)
            } else {
                joined.append(DayLog.WindSlot(start: start, sum: slot.sum, count: slot.count, gust: slot.gust))
            }
        }
        return joined
    }

    private var air: Chart? {
        var days = history.days.compactMap { day -> ChartBand.Place? in
            guard let low = day.figures.low, let high = day.figures.high else { return nil }
            return ChartBand.Place(Self.x(day), low: low, high: high)
        }
        guard days.count >= 2 else { return nil }
        if isBrief, days.count > Self.mostDaily {
            days = stride(from: 0, to: days.count, by: 7).map { start in
                let week = days[start..<min(start + 7, days.count)]
                return ChartBand.Place(
                    week[week.startIndex + week.count / 2].x, low: week.map(\.low).min() ?? 0,
                    high: week.map(\.high).max() ?? 0)
            }
        }
        var air = AirTemperatures(dock: dock, zone: zone, days: days)
        air.unit = shown("°C")
        return air.chart(language: language)
    }
}

/// The names of signals that a chart looks for.
private enum PartSignalName {
    static let capacity = PartSignal.packCapacity.rawValue
}
