// SPDX-License-Identifier: Apache-2.0
// A chart as values: what is shown, not where on the page. Figures that are not finite or absurdly large are left out
// and counted on the chart; they never move an axis.

/// One chart.
public struct Chart: Sendable, Equatable {
    /// What it shows, in one line.
    public var title: String
    /// Of what: dock, part, serial number.
    public var subtitle: String
    /// The axis below.
    public var x: ChartAxis
    /// The axis on the left.
    public var y: ChartAxis
    /// The axis on the right, for the series that ask for it.
    public var right: ChartAxis?
    /// Spans of the axis below, behind everything.
    public var spans: [ChartSpan] = []
    /// Areas behind the lines.
    public var bands: [ChartBand] = []
    /// Lines and points.
    public var series: [ChartSeries] = []
    /// Limits, drawn through.
    public var limits: [ChartLimit] = []
    /// Single events with a text.
    public var markers: [ChartMarker] = []
    /// A remark below, such as where the figures come from.
    public var note: String = ""
    /// The language of the words that the chart adds itself.
    public var language: PaperLanguage

    /// A chart without content.
    public init(
        title: String, subtitle: String = "", x: ChartAxis, y: ChartAxis, right: ChartAxis? = nil,
        language: PaperLanguage = .english
    ) {
        self.title = title
        self.subtitle = subtitle
        self.x = x
        self.y = y
        self.right = right
        self.language = language
    }
}

/// One axis of a chart.
public struct ChartAxis: Sendable, Equatable {
    /// What an axis counts.
    public enum Kind: Sendable, Equatable {
        /// Numbers of a unit.
        case number
        /// Seconds since 1970, shown as times in a zone by its IANA name.
        case time(zone: String)
    }

    /// What is measured.
    public var label: String
    /// In which unit; empty for a bare number.
    public var unit: String
    /// What it counts.
    public var kind: Kind
    /// What the axis shows at least, nil to follow the figures.
    public var atLeast: ClosedRange<Double>?

    /// An axis of numbers.
    public static func number(_ label: String, unit: String, atLeast: ClosedRange<Double>? = nil) -> ChartAxis
    {
        ChartAxis(label: label, unit: unit, kind: .number, atLeast: atLeast)
    }

    /// An axis of times; `zone` is named below it.
    public static func time(_ label: String, zone: String = "UTC", atLeast: ClosedRange<Double>? = nil)
        -> ChartAxis
    {
        ChartAxis(label: label, unit: "", kind: .time(zone: zone), atLeast: atLeast)
    }
}

/// One figure: against a number or against seconds since 1970.
public struct ChartPoint: Sendable, Equatable {
    /// Number or seconds since 1970.
    public var x: Double
    /// The figure; one that is not finite breaks the line.
    public var y: Double

    /// A figure.
    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// Figures that belong together.
public struct ChartSeries: Sendable, Equatable {
    /// How figures are shown.
    public enum Style: Sendable, Equatable {
        /// Joined by a line.
        case line(Dash)
        /// Each by itself.
        case points(PointShape)
        /// Each by itself and joined by a thin line.
        case both(PointShape)
        /// A value that holds until the next one.
        case steps(Dash)
        /// From the ground up.
        case columns
    }

    /// Its name in the legend; empty for none.
    public var name: String
    /// The figures, in any order.
    public var points: [ChartPoint]
    /// How they are shown.
    public var style: Style
    /// In which colour.
    public var ink: Ink
    /// Whether the axis on the right is theirs.
    public var isOnRight: Bool

    /// Figures that belong together.
    public init(
        _ name: String, _ points: [ChartPoint], style: Style = .line(.solid), ink: Ink = .blue,
        isOnRight: Bool = false
    ) {
        self.name = name
        self.points = points
        self.style = style
        self.ink = ink
        self.isOnRight = isOnRight
    }
}

/// Where a figure lies with a stated chance.
public struct ChartBand: Sendable, Equatable {
    /// One place of a band.
    public struct Place: Sendable, Equatable {
        /// Number or seconds since 1970.
        public var x: Double
        /// The lower edge.
        public var low: Double
        /// The upper edge.
        public var high: Double

        /// One place of a band.
        public init(_ x: Double, low: Double, high: Double) {
            self.x = x
            self.low = low
            self.high = high
        }
    }

    /// Its name in the legend.
    public var name: String
    /// The places, in any order.
    public var places: [Place]
    /// In which colour.
    public var ink: Ink

    /// A band.
    public init(_ name: String, _ places: [Place], ink: Ink = .band) {
        self.name = name
        self.places = places
        self.ink = ink
    }
}

/// A span of the axis below: a flight, a night. Spans of one name share their place in the legend.
public struct ChartSpan: Sendable, Equatable {
    /// Its name in the legend.
    public var name: String
    /// Where it begins: number or seconds since 1970.
    public var from: Double
    /// Where it ends.
    public var to: Double
    /// In which colour.
    public var ink: Ink

    /// A span.
    public init(_ name: String, from: Double, to: Double, ink: Ink = .secondBand) {
        self.name = name
        self.from = from
        self.to = to
        self.ink = ink
    }
}

/// A value that matters, drawn through the whole chart.
public struct ChartLimit: Sendable, Equatable {
    /// Its text, beside the line.
    public var label: String
    /// Where.
    public var value: Double
    /// Whether it is a value of the axis below.
    public var isVertical: Bool
    /// How the line is interrupted.
    public var dash: Dash
    /// In which colour.
    public var ink: Ink

    /// A limit.
    public init(
        _ label: String, at value: Double, isVertical: Bool = false, dash: Dash = .long, ink: Ink = .vermilion
    ) {
        self.label = label
        self.value = value
        self.isVertical = isVertical
        self.dash = dash
        self.ink = ink
    }
}

/// A single event.
public struct ChartMarker: Sendable, Equatable {
    /// Number or seconds since 1970.
    public var x: Double
    /// Its figure; nil for an event that has none.
    public var y: Double?
    /// Its text.
    public var label: String
    /// Its sign.
    public var shape: PointShape
    /// In which colour.
    public var ink: Ink

    /// An event.
    public init(
        _ label: String, x: Double, y: Double? = nil, shape: PointShape = .triangle, ink: Ink = .black
    ) {
        self.label = label
        self.x = x
        self.y = y
        self.shape = shape
        self.ink = ink
    }
}
