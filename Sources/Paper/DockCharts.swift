// SPDX-License-Identifier: Apache-2.0
// The charts that the reports of a dock use: battery capacity, cover current, charge, wind, and height over time.
// Each is made of plain figures; nothing here judges them.

import DockModel

/// The capacity of a battery over its life.
public struct BatteryCapacity: Sendable, Equatable {
    /// Its history; the measure is the capacity.
    public var history: WearHistory

    /// The capacity of a battery, in a unit such as "Ah" or "%".
    public init(
        dock: String, serial: String, unit: String, axis: WearHistory.Axis, capacity: [ChartPoint],
        endOfLife: Double?
    ) {
        history = WearHistory(
            dock: dock, part: "", serial: serial, measure: "", unit: unit, axis: axis, measured: capacity,
            endOfLife: endOfLife)
    }

    /// The chart of it.
    public func chart(language: PaperLanguage = .english) -> Chart {
        var chart = history.chart(language: language)
        chart.title = language(.batteryTitle)
        chart.y.label = language(.capacity)
        return chart
    }
}

/// The current that the cover's drive takes, move by move.
public struct CoverCurrent: Sendable, Equatable {
    /// The dock's name.
    public var dock: String
    /// The dock's time zone by its IANA name.
    public var zone: String
    /// Greatest current of each opening, A, against seconds since 1970.
    public var opening: [ChartPoint]
    /// Greatest current of each closing, A.
    public var closing: [ChartPoint]
    /// Between which currents a move is usual, A.
    public var usual: ClosedRange<Double>?
    /// The current at which the drive is stopped, A.
    public var limit: Double?

    /// The current of the cover's drive.
    public init(
        dock: String, zone: String, opening: [ChartPoint], closing: [ChartPoint],
        usual: ClosedRange<Double>? = nil, limit: Double? = nil
    ) {
        self.dock = dock
        self.zone = zone
        self.opening = opening
        self.closing = closing
        self.usual = usual
        self.limit = limit
    }

    /// The chart of it.
    public func chart(language: PaperLanguage = .english) -> Chart {
        var chart = Chart(
            title: language(.coverTitle), subtitle: language(.ofDock, ["dock": dock]),
            x: .time(language(.date), zone: zone), y: .number(language(.greatestCurrent), unit: "A"),
            language: language)
        let times = (opening + closing).map(\.x).filter(PaperClock.range.contains)
        if let usual, let first = times.min(), let last = times.max() {
            let places = [first, last].map {
                ChartBand.Place($0, low: usual.lowerBound, high: usual.upperBound)
            }
            chart.bands = [ChartBand(language(.usual), places)]
        }
        chart.series = [
            ChartSeries(language(.opening), opening, style: .points(.disc), ink: .blue),
            ChartSeries(language(.closing), closing, style: .points(.triangle), ink: .orange),
        ]
        if let limit, let figure = NumberText.short(limit, language: language) {
            chart.limits = [ChartLimit(language(.limitAt, ["figure": "\(figure) A"]), at: limit)]
        }
        return chart
    }
}

/// One charge of the battery, with an earlier one to compare.
public struct ChargeCurve: Sendable, Equatable {
    /// The dock's name.
    public var dock: String
    /// The battery's serial number.
    public var serial: String
    /// When the charge began.
    public var began: WallTime
    /// Current, A, against minutes since the charge began.
    public var current: [ChartPoint]
    /// Charge, %, against minutes since the charge began.
    public var charge: [ChartPoint]
    /// The current of an earlier charge, A, to compare; may be empty.
    public var earlier: [ChartPoint] = []

    /// One charge of the battery.
    public init(dock: String, serial: String, began: WallTime, current: [ChartPoint], charge: [ChartPoint]) {
        self.dock = dock
        self.serial = serial
        self.began = began
        self.current = current
        self.charge = charge
    }

    /// The chart of it.
    public func chart(language: PaperLanguage = .english) -> Chart {
        let values = ["dock": dock, "serial": serial, "time": PaperClock.utc(began)]
        var chart = Chart(
            title: language(.chargeTitle), subtitle: language(.chargeSubtitle, values),
            x: .number(language(.sinceBegin), unit: "min", atLeast: 0...1),
            y: .number(language(.current), unit: "A"),
            right: charge.isEmpty ? nil : .number(language(.charge), unit: "%", atLeast: 0...100),
            language: language)
        if !earlier.isEmpty {
            chart.series.append(
                ChartSeries(language(.earlierCurrent), earlier, style: .line(.dotted), ink: .grey))
        }
        chart.series.append(ChartSeries(language(.current), current, ink: .blue))
        if !charge.isEmpty {
            chart.series.append(
                ChartSeries(language(.charge), charge, style: .line(.long), ink: .vermilion, isOnRight: true))
        }
        return chart
    }
}

/// The wind at the dock against the limit, with the flights of the time.
public struct WindRecord: Sendable, Equatable {
    /// The dock's name.
    public var dock: String
    /// The dock's time zone by its IANA name.
    public var zone: String
    /// Mean wind, m/s, against seconds since 1970.
    public var mean: [ChartPoint]
    /// Gusts, m/s.
    public var gusts: [ChartPoint]
    /// The limit for gusts, m/s.
    public var limit: Double?
    /// Flights, from take-off to landing, in seconds since 1970.
    public var flights: [ClosedRange<Double>] = []
    /// The unit that is shown.
    public var unit = ShownUnit("m/s")

    /// The wind at the dock.
    public init(dock: String, zone: String, mean: [ChartPoint], gusts: [ChartPoint], limit: Double?) {
        self.dock = dock
        self.zone = zone
        self.mean = mean
        self.gusts = gusts
        self.limit = limit
    }

    /// The chart of it.
    public func chart(language: PaperLanguage = .english) -> Chart {
        var chart = Chart(
            title: language(.windTitle), subtitle: language(.ofDock, ["dock": dock]),
            x: .time(language(.time), zone: zone), y: .number(language(.wind), unit: unit.name, atLeast: 0...1),
            language: language)
        chart.spans = flights.map { ChartSpan(language(.flight), from: $0.lowerBound, to: $0.upperBound) }
        chart.series = [
            ChartSeries(language(.gusts), unit(gusts), style: .line(.short), ink: .green),
            ChartSeries(language(.meanWind), unit(mean), ink: .blue),
        ]
        if let limit = limit.map({ unit($0) }), let figure = NumberText.short(limit, language: language) {
            chart.limits = [ChartLimit(language(.gustLimitAt, ["figure": "\(figure) \(unit.name)"]), at: limit)]
        }
        return chart
    }
}

/// Height and battery over the time of a flight.
public struct FlightProfile: Sendable, Equatable {
    /// The record's number.
    public var id: String
    /// Height above take-off, m, against seconds since 1970.
    public var height: [ChartPoint]
    /// Battery charge, %.
    public var battery: [ChartPoint]
    /// What happened in flight.
    public var events: [ChartMarker] = []

    /// Height and battery over the time of a flight.
    public init(id: String, height: [ChartPoint], battery: [ChartPoint]) {
        self.id = id
        self.height = height
        self.battery = battery
    }

    /// The chart of it; times are in UTC.
    public func chart(language: PaperLanguage = .english) -> Chart {
        var chart = Chart(
            title: language(.profileTitle, ["id": id]), x: .time(language(.time)),
            y: .number(language(.height), unit: "m", atLeast: 0...1),
            right: battery.isEmpty ? nil : .number(language(.batteryHead), unit: "%", atLeast: 0...100),
            language: language)
        chart.series = [ChartSeries(language(.height), height, ink: .blue)]
        if !battery.isEmpty {
            chart.series.append(
                ChartSeries(
                    language(.batteryHead), battery, style: .line(.long), ink: .vermilion, isOnRight: true))
        }
        chart.markers = events
        return chart
    }
}
