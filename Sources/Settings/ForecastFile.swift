// SPDX-License-Identifier: Apache-2.0
// The weather that somebody's forecast promises, from a file that something else keeps fresh: spans of time with wind,
// gusts and rain. It is read anew for each run; nothing is guessed for a span that it does not hold.

public import DockModel
import Schedule

/// Where the forecast is and how old it may be.
public struct ForecastSettings: Sendable, Equatable {
    /// The file, relative to the configuration directory.
    public var file: String
    /// The greatest age, counted from when it was issued.
    public var age: Duration

    /// A forecast in a file.
    public init(file: String, age: Duration) { (self.file, self.age) = (file, age) }
}

/// A forecast.
public struct Forecast: Sendable, Equatable {
    /// One span of time.
    public struct Span: Sendable, Equatable {
        /// Its first instant.
        public var from: WallTime
        /// The first instant after it.
        public var to: WallTime
        /// Mean wind; nil when it is not told.
        public var wind: MetresPerSecond?
        /// Gusts.
        public var gust: MetresPerSecond?
        /// Rain.
        public var rain: MillimetresPerHour?
    }

    /// The schema of the file.
    public static let schema = "roost-forecast/1"
    /// Most octets of a file.
    public static let mostOctets = 1 << 20
    /// Most spans of a file.
    public static let mostSpans = 1_000

    /// When it was issued.
    public var issued: WallTime
    /// Who says it.
    public var source: String
    /// The spans, by their beginning.
    public var spans: [Span]

    /// The forecast of a file, JSON or YAML.
    /// - Throws: `SettingsError` with the places of what is wrong.
    public init(_ octets: [UInt8], file: String) throws(SettingsError) {
        let log = ProblemLog(file: file)
        guard octets.count <= Self.mostOctets else {
            log.report(.start, "the file has more than 1 MiB", "keep the next days only")
            throw SettingsError(log.sorted)
        }
        guard let root = parseYAML(octets, log: log), let top = MappingReader(root, path: "", log: log) else {
            throw SettingsError(log.sorted)
        }
        checkSchema(top, Self.schema)
        let issued = Self.instant(top, "issued")
        source = top.text("source", default: "", limit: 200)
        let items = top.list("spans", limit: Self.mostSpans)
        spans = items.enumerated().compactMap { index, item in
            MappingReader(item, path: "spans[\(index + 1)]", log: log).flatMap(Self.span)
        }.sorted { $0.from < $1.from }
        top.finish()
        guard log.sorted.isEmpty, let issued else { throw SettingsError(log.sorted) }
        self.issued = issued
    }

    private static func span(_ reader: MappingReader) -> Span? {
        defer { reader.finish() }
        let from = instant(reader, "from"), to = instant(reader, "to")
        func measure(_ key: String, _ dimension: Dimension, to most: Double) -> Double? {
            reader.node(key).flatMap { reader.measure($0, reader.name(key), dimension, in: 0...most) }
        }
        let wind = measure("wind", .speed, to: 150), gust = measure("gust", .speed, to: 150)
        let rain = measure("rain", .rain, to: 1_000)
        guard let from, let to else { return nil }
        guard from < to else {
            reader.log.report(reader.place(of: "to"), "the span ends before it begins", "correct from or to")
            return nil
        }
        return Span(
            from: from, to: to, wind: wind.map { MetresPerSecond($0) }, gust: gust.map { MetresPerSecond($0) },
            rain: rain.map { MillimetresPerHour($0) })
    }

    private static func instant(_ reader: MappingReader, _ key: String) -> WallTime? {
        ScheduleFile.instant(reader, key).map { WallTime(milliseconds: Int64($0) * 1_000) }
    }

    /// Why a span is beyond the limits of a dock; nil when it is not.
    public static func excess(of span: Span, over limits: LimitSettings) -> String? {
        if let gust = span.gust, gust > limits.windGust { return "gusts of \(gust) forecast, limit \(limits.windGust)" }
        if let wind = span.wind, wind > limits.windMean { return "wind of \(wind) forecast, limit \(limits.windMean)" }
        if let rain = span.rain, rain > limits.rain { return "rain of \(rain) forecast, limit \(limits.rain)" }
        return nil
    }
}

extension DockFile {
    static func forecast(_ top: MappingReader) -> ForecastSettings? {
        guard let reader = top.mapping("forecast") else { return nil }
        defer { reader.finish() }
        let file = reader.text("file", example: "forecast.json", limit: 200)
        let age = reader.duration("age", in: 600...7 * 86_400, default: 12 * 3_600)
        return file.isEmpty ? nil : ForecastSettings(file: file, age: age)
    }
}
