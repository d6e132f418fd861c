// SPDX-License-Identifier: Apache-2.0
// The charts that look back on a year: missions, energy, temperature and the time of the cover's travels, one figure
// a day. Each is made of plain figures; nothing here judges them.

import DockModel

/// A unit as readers of another system know it: what is shown is the figure times `factor` plus `offset`.
public struct ShownUnit: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// What a figure is multiplied with.
    public var factor: Double
    /// What is added then.
    public var offset: Double

    /// A unit.
    public init(_ name: String, factor: Double = 1, offset: Double = 0) {
        self.name = name
        self.factor = factor
        self.offset = offset
    }

    /// A figure in this unit.
    func callAsFunction(_ value: Double) -> Double { value * factor + offset }
    /// Points in this unit.
    func callAsFunction(_ points: [ChartPoint]) -> [ChartPoint] { points.map { ChartPoint($0.x, self($0.y)) } }
}

/// How many missions ended how, by the week or the day.
public struct MissionCounts: Sendable, Equatable {
    /// The dock's name and time zone.
    public var dock: String, zone: String
    /// Missions that were due, and of them those flown to their end, against seconds since 1970.
    public var due: [ChartPoint], flown: [ChartPoint]
    /// Whether each figure is a week, not a day.
    public var isByWeek: Bool

    /// Counts of missions.
    public init(dock: String, zone: String, due: [ChartPoint], flown: [ChartPoint], isByWeek: Bool) {
        (self.dock, self.zone, self.due, self.flown, self.isByWeek) = (dock, zone, due, flown, isByWeek)
    }

    /// The chart of them.
    public func chart(language: PaperLanguage = .english) -> Chart {
        var chart = Chart(
            title: language(isByWeek ? .missionsByWeek : .missionsByDay),
            subtitle: language(.ofDock, ["dock": dock]),
            x: .time(language(.date), zone: zone), y: .number(language(.missions), unit: "", atLeast: 0...1),
            language: language)
        chart.series = [
            ChartSeries(language(.missionsDue), due, style: .columns, ink: .orange),
            ChartSeries(language(.missionsFlown), flown, style: .columns, ink: .blue),
        ]
        return chart
    }
}

/// One figure a day over a year.
public struct DailyFigure: Sendable, Equatable {
    /// What it is.
    public enum Kind: Sendable, Equatable {
        /// Energy put into packs, Wh.
        case chargeEnergy
        /// Median time of a travel of the cover, s.
        case coverTravel
    }

    /// The dock's name and time zone.
    public var dock: String, zone: String
    /// What it is.
    public var kind: Kind
    /// The figures against seconds since 1970.
    public var figures: [ChartPoint]

    /// One figure a day.
    public init(dock: String, zone: String, kind: Kind, figures: [ChartPoint]) {
        (self.dock, self.zone, self.kind, self.figures) = (dock, zone, kind, figures)
    }

    /// The chart of it.
    public func chart(language: PaperLanguage = .english) -> Chart {
        let (title, label, unit): (PaperPhrase, PaperPhrase, String) =
            switch kind {
            case .chargeEnergy: (.energyTitle, .energy, "Wh")
            case .coverTravel: (.travelTitle, .travelTime, "s")
            }
        var chart = Chart(
            title: language(title), subtitle: language(.ofDock, ["dock": dock]),
            x: .time(language(.date), zone: zone),
            y: .number(language(label), unit: unit, atLeast: kind == .chargeEnergy ? 0...1 : nil),
            language: language)
        chart.series = [ChartSeries("", figures, style: .points(.disc), ink: .blue)]
        return chart
    }
}

/// The air at the dock: the lowest and the highest temperature of each day.
public struct AirTemperatures: Sendable, Equatable {
    /// The dock's name and time zone.
    public var dock: String, zone: String
    /// Lowest and highest, °C, against seconds since 1970.
    public var days: [ChartBand.Place]
    /// The unit that is shown.
    public var unit = ShownUnit("°C")

    /// Temperatures of days.
    public init(dock: String, zone: String, days: [ChartBand.Place]) {
        (self.dock, self.zone, self.days) = (dock, zone, days)
    }

    /// The chart of it.
    public func chart(language: PaperLanguage = .english) -> Chart {
        var chart = Chart(
            title: language(.airTitle), subtitle: language(.ofDock, ["dock": dock]),
            x: .time(language(.date), zone: zone), y: .number(language(.temperature), unit: unit.name),
            language: language)
        chart.bands = [
            ChartBand(
                language(.lowToHigh), days.map { ChartBand.Place($0.x, low: unit($0.low), high: unit($0.high)) })
        ]
        chart.series = [
            ChartSeries(
                language(.middleOfDay), unit(days.map { ChartPoint($0.x, ($0.low + $0.high) / 2) }), ink: .blue)
        ]
        return chart
    }
}

/// Charts side by side in rows, in the order in which they are read.
public struct ChartGrid: Drawable {
    /// Its name, for those who cannot see it.
    public var title: String
    /// The charts.
    public var charts: [Chart]
    /// How many stand side by side.
    public var columns: Int

    /// Charts in rows of so many.
    public init(title: String, charts: [Chart], columns: Int = 2) {
        self.title = title
        self.charts = charts
        self.columns = max(1, columns)
    }

    /// The charts as a drawing within a frame.
    public func drawing(in frame: DrawingFrame) -> FrameDrawing {
        var sketch = Sketch()
        let rows = (charts.count + columns - 1) / columns
        let gap = 14.0
        guard rows > 0 else { return FrameDrawing(sketch: sketch) }
        let width = (frame.rect.width - gap * Double(columns - 1)) / Double(columns)
        let height = (frame.rect.height - gap * Double(rows - 1)) / Double(rows)
        for (index, chart) in charts.enumerated() {
            let place = Rect(
                frame.rect.x + Double(index % columns) * (width + gap),
                frame.rect.y + Double(index / columns) * (height + gap), width, height)
            sketch.append(chart.drawing(in: DrawingFrame(rect: place, fonts: frame.fonts)).sketch)
        }
        return FrameDrawing(sketch: sketch)
    }
}
