// SPDX-License-Identifier: Apache-2.0
// The chart of one part: what was measured over its life, the end of life, and where the forecast meets it. The
// forecast is drawn as straight lines from the last figure to the ends that the wear model gave; nothing is computed
// here.

import DockModel

/// The life of one part so far, and what is expected of it.
public struct WearHistory: Sendable, Equatable {
    /// Against what the measure is drawn.
    public enum Axis: Sendable, Equatable {
        /// Against uses of a unit: "moves".
        case use(unit: String)
        /// Against dates in a zone by its IANA name.
        case date(zone: String)
    }

    /// Where half of such parts, and one in ten on each side, reach the end of life: uses or seconds since 1970.
    public struct End: Sendable, Equatable {
        /// One part in ten ends before it.
        public var p10: Double
        /// Half of the parts end before it.
        public var p50: Double
        /// Nine in ten end before it.
        public var p90: Double

        /// The expected end.
        public init(p10: Double, p50: Double, p90: Double) {
            self.p10 = p10
            self.p50 = p50
            self.p90 = p90
        }
    }

    /// A notice that was sent.
    public struct Notice: Sendable, Equatable {
        /// Uses or seconds since 1970.
        public var at: Double
        /// Its stage: "plan", "replace", "stop", "withdrawn".
        public var stage: String

        /// A notice.
        public init(at: Double, stage: String) {
            self.at = at
            self.stage = stage
        }
    }

    /// The dock's name.
    public var dock: String
    /// The part's name for people.
    public var part: String
    /// The unit's serial number.
    public var serial: String
    /// What is measured: "travel current".
    public var measure: String
    /// Its unit.
    public var unit: String
    /// Against what.
    public var axis: Axis
    /// What was measured: uses or seconds since 1970, and the figure.
    public var measured: [ChartPoint]
    /// What the model takes for the true value, smoothed; may be empty.
    public var smoothed: [ChartPoint] = []
    /// Between which figures the true value lies with a chance of 80 %, as P10 to P90; may be empty.
    public var band: [ChartBand.Place] = []
    /// The figure at which the part is worn out; nil when the catalogue has none.
    public var endOfLife: Double?
    /// Where the forecast meets it; nil while nothing can be said.
    public var end: End?
    /// Notices that were sent.
    public var notices: [Notice] = []
    /// What the forecast rests on, in one sentence.
    public var basis: String = ""

    /// The life of one part; the forecast and the notices are set afterwards.
    public init(
        dock: String, part: String, serial: String, measure: String, unit: String, axis: Axis,
        measured: [ChartPoint], endOfLife: Double?
    ) {
        self.dock = dock
        self.part = part
        self.serial = serial
        self.measure = measure
        self.unit = unit
        self.axis = axis
        self.measured = measured
        self.endOfLife = endOfLife
    }

    /// The chart of it.
    public func chart(language: PaperLanguage = .english) -> Chart {
        let below: ChartAxis =
            switch axis {
            case .use(let unit): .number(language(.uses), unit: unit)
            case .date(let zone): .time(language(.date), zone: zone)
            }
        var chart = Chart(
            title: language(.wearTitle, ["part": part]),
            subtitle: language(.wearSubtitle, ["dock": dock, "serial": serial]), x: below,
            y: .number(measure, unit: unit), language: language)
        if !band.isEmpty { chart.bands.append(ChartBand(language(.bandOfMeasure), band)) }
        chart.series = [
            ChartSeries(
                language(.measured), measured, style: .points(smoothed.isEmpty ? .disc : .ring), ink: .blue)
        ]
        if !smoothed.isEmpty { chart.series.append(ChartSeries(language(.smoothed), smoothed, ink: .black)) }
        if let endOfLife {
            let figure = NumberText.short(endOfLife, language: language) ?? ""
            chart.limits.append(
                ChartLimit(language(.endOfLifeAt, ["figure": "\(figure) \(unit)"]), at: endOfLife))
        }
        addForecast(to: &chart)
        chart.markers += notices.map {
            ChartMarker(language.stage($0.stage), x: $0.at, shape: .diamond, ink: .purple)
        }
        chart.note = basis
        return chart
    }

    private func addForecast(to chart: inout Chart) {
        let last = (smoothed.isEmpty ? measured : smoothed)
            .filter { NumberText.isShown($0.x) && NumberText.isShown($0.y) }.max { $0.x < $1.x }
        guard let end, let endOfLife, let last, NumberText.isShown(endOfLife),
            [end.p10, end.p50, end.p90].allSatisfy(NumberText.isShown)
        else { return }
        let (first, middle, late) = (max(end.p10, last.x), max(end.p50, last.x), max(end.p90, last.x))
        // Where the slow line is when the fast one arrives.
        let share = late > last.x ? (first - last.x) / (late - last.x) : 1
        let slow = last.y + share * (endOfLife - last.y)
        chart.bands.append(
            ChartBand(
                chart.language(.forecastBand, ["first": words(first, chart), "last": words(late, chart)]),
                [
                    ChartBand.Place(last.x, low: last.y, high: last.y),
                    ChartBand.Place(first, low: slow, high: endOfLife),
                    ChartBand.Place(late, low: endOfLife, high: endOfLife),
                ], ink: band.isEmpty ? .band : .secondBand))
        chart.series.append(
            ChartSeries(
                chart.language(.forecastMiddle), [last, ChartPoint(middle, endOfLife)], style: .line(.short),
                ink: .black))
        chart.markers.append(
            ChartMarker("P50 \(words(middle, chart))", x: middle, y: endOfLife, shape: .ring))
    }

    /// A place on the axis in words.
    private func words(_ place: Double, _ chart: Chart) -> String {
        switch axis {
        case .use(let unit): "\(NumberText.text(place, decimals: 0, language: chart.language) ?? "") \(unit)"
        case .date(let zone): PaperClock(zone: zone).day(WallTime(seconds: place))
        }
    }
}
