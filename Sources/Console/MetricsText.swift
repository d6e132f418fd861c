// SPDX-License-Identifier: Apache-2.0
// Metrics in the text format of Prometheus (0.0.4): names and labels as its rules want them, foreign text escaped, and
// no series twice, whatever is handed over. It measures nothing.

/// One series of a metric.
struct MetricSample: Sendable {
    /// Label names and values.
    var labels: [(name: String, value: String)]
    /// The value; NaN is written as such.
    var value: Double

    init(_ value: Double, _ labels: [(name: String, value: String)] = []) {
        (self.value, self.labels) = (value, labels)
    }

    init(_ isTrue: Bool, _ labels: [(name: String, value: String)] = []) { self.init(isTrue ? 1 : 0, labels) }
}

/// One metric with its series.
struct MetricFamily: Sendable {
    /// What its values do.
    enum Kind: String, Sendable { case gauge, counter }

    /// Its name: ours, so that it needs no check at run time; a counter's ends in `_total`.
    var name: String
    var kind: Kind
    /// What it means, in one line.
    var help: String
    /// Its series.
    var samples: [MetricSample]

    init(_ name: String, _ kind: Kind, _ help: String, _ samples: [MetricSample]) {
        (self.name, self.kind, self.help, self.samples) = (name, kind, help, samples)
    }
}

/// The page at /metrics.
struct MetricsText: Sendable {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"
    /// Series of one metric; further ones are left out, so that no scrape grows without end.
    static let mostSeries = 2_500
    /// Characters of one label's value.
    static let longestLabel = 200

    /// The page.
    let text: String

    init(_ families: [MetricFamily]) {
        var text = ""
        for family in families where !family.samples.isEmpty {
            text += "# HELP \(family.name) \(Self.escaped(family.help, quotes: false))\n"
            text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
            var seen: Set<String> = []
            for sample in family.samples.prefix(Self.mostSeries) {
                let labels = Self.labels(sample.labels)
                guard seen.insert(labels).inserted else { continue }
                text += "\(family.name)\(labels) \(Self.number(sample.value))\n"
            }
        }
        self.text = text
    }

    private static func labels(_ labels: [(name: String, value: String)]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }

    /// Backslash, line feed and, in labels, the quote; other controls become the replacement character.
    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(longestLabel) {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default:
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
            }
        }
        return result
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return String(whole) }
        return String(value)
    }
}
