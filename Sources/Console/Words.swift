// SPDX-License-Identifier: Apache-2.0
// The words of the console: how each value is said in plain English. A missing value is always said, never
// left blank and never replaced.

internal import DockModel

/// How values are said.
enum Words {
    /// What stands where nothing was measured.
    static let notMeasured: HTML = #"<span class="none">not measured</span>"#

    static func text(_ text: String?, upTo limit: Int = HTML.fieldLimit) -> HTML {
        text.map { "\($0, upTo: limit)" } ?? notMeasured
    }

    static func quantity<Unit>(_ quantity: Quantity<Unit>?) -> HTML {
        guard let quantity, quantity.value.isFinite else { return notMeasured }
        return "\(quantity.description)"
    }

    static func time(_ time: WallTime?, _ style: TimeStyle) -> HTML {
        guard let time else { return notMeasured }
        return #"<time datetime="\#(TimeStyle.machineText(time) ?? "")">\#(style.text(time))</time>"#
    }

    /// A time with how far away it is.
    static func time(_ time: WallTime?, from now: WallTime, _ style: TimeStyle) -> HTML {
        guard let time else { return notMeasured }
        let distance = TimeStyle.distance(from: now, to: time)
        return #"\#(Words.time(time, style)) <span class="soft">(\#(distance))</span>"#
    }

    static func age(_ age: Duration?) -> HTML { age.map { "\(TimeStyle.span($0))" } ?? notMeasured }

    static func yesNo(_ fact: Bool?, yes: HTML, no: HTML) -> HTML {
        fact.map { $0 ? yes : no } ?? notMeasured
    }

    static func cover(_ cover: CoverPosition?) -> String {
        switch cover {
        case .closed: "closed, proved by both switches"
        case .open: "open, proved by both switches"
        case .moving: "neither open nor closed: moving or stopped between"
        case .contradictory: "contradictory: both switches report contact, nothing may move"
        case nil: "not measured"
        }
    }

    static func quality(_ quality: ReadingQuality) -> (words: HTML, mark: Mark) {
        switch quality {
        case .good: ("good", .good)
        case .uncertain: ("uncertain: outside its range", .attention)
        case .badComm: ("no valid reply", .bad)
        case .badDevice: ("refused by the device", .bad)
        case .badSentinel: ("device has no value", .bad)
        case .stale: ("stale", .bad)
        case .neverRead: ("never read", .attention)
        case .configuration: ("profile does not fit", .bad)
        }
    }

    static func value(_ value: ReadingValue?, unit: String, upTo limit: Int = HTML.fieldLimit) -> HTML {
        switch value {
        case .number(let number):
            // Profiles write a plain number's unit as "1".
            !number.isFinite
                ? notMeasured
                : unit == "1" || unit.isEmpty
                    ? "\(Words.number(number), upTo: limit)"
                    : "\(Words.number(number), upTo: limit) \(Words.unit(unit), upTo: limit)"
        case .flag(let flag): flag ? "yes" : "no"
        case .text(let text): "\(text, upTo: limit)"
        case nil: notMeasured
        }
    }

    /// A unit as people write it; profiles write the degree in letters.
    static func unit(_ unit: String) -> String { unit == "degC" ? "°C" : unit }

    /// A number with at most two decimals: "7.25", "12", "1200000".
    static func number(_ number: Double) -> String {
        guard number.isFinite else { return "not a number" }
        guard abs(number) < 1e12 else { return "\(number)" }
        let hundredths = Int64((number * 100).rounded())
        let whole = hundredths.magnitude / 100
        let part = hundredths.magnitude % 100
        let sign = hundredths < 0 ? "-" : ""
        if part == 0 { return "\(sign)\(whole)" }
        return part % 10 == 0
            ? "\(sign)\(whole).\(part / 10)" : "\(sign)\(whole).\(part < 10 ? "0" : "")\(part)"
    }

    static func position(_ position: PositionFact?) -> HTML {
        guard let position, position.latitude.isFinite, position.longitude.isFinite else {
            return notMeasured
        }
        let north = degrees(position.latitude, "N", "S")
        let east = degrees(position.longitude, "E", "W")
        guard let height = position.height, height.value.isFinite else { return "\(north) \(east)" }
        return "\(north) \(east), \(height.description) high"
    }

    /// Degrees with five decimals, about a metre.
    private static func degrees(_ degrees: Double, _ positive: String, _ negative: String) -> String {
        guard abs(degrees) <= 360 else { return "\(degrees)°" }
        let steps = Int((abs(degrees) * 100_000).rounded())
        let decimals = String(steps % 100_000)
        let zeros = String(repeating: "0", count: 5 - decimals.count)
        return "\(steps / 100_000).\(zeros)\(decimals)° \(degrees < 0 ? negative : positive)"
    }

    static func gate(_ verdict: GateVerdict) -> (words: HTML, mark: Mark) {
        switch verdict {
        case .pass: ("pass", .good)
        case .hold: ("hold", .attention)
        case .refuse: ("refuse", .bad)
        }
    }

    static func severity(_ severity: Severity) -> (words: HTML, mark: Mark) {
        switch severity {
        case .emergency: ("P0 emergency", .bad)
        case .critical: ("P1 critical", .bad)
        case .error: ("P2 error", .attention)
        case .warning: ("P3 warning", .attention)
        case .notice: ("P4 notice", .neutral)
        case .trace: ("P5 trace", .neutral)
        }
    }

    static func outbox(_ state: OutboxState) -> (words: HTML, mark: Mark) {
        switch state {
        case .waiting: ("waiting", .neutral)
        case .sending: ("sending", .neutral)
        case .deferred: ("deferred", .attention)
        case .sent: ("sent", .good)
        case .failed: ("refused", .bad)
        }
    }

    /// A size in bytes, kB, MB or GB.
    static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1000: "\(max(0, bytes)) bytes"
        case ..<1_000_000: "\(number((Double(bytes) / 100).rounded() / 10)) kB"
        case ..<1_000_000_000: "\(number((Double(bytes) / 100_000).rounded() / 10)) MB"
        default: "\(number((Double(bytes) / 100_000_000).rounded() / 10)) GB"
        }
    }

    /// A word with its mark; the mark is a sign beside the colour, so that nothing hangs on colour alone.
    static func badge(_ words: HTML, _ mark: Mark) -> HTML {
        switch mark {
        case .good: #"<span class="badge good"><b aria-hidden="true">✓</b>&nbsp;\#(words)</span>"#
        case .attention: #"<span class="badge attention"><b aria-hidden="true">!</b>&nbsp;\#(words)</span>"#
        case .bad: #"<span class="badge bad"><b aria-hidden="true">✕</b>&nbsp;\#(words)</span>"#
        case .neutral: #"<span class="badge">\#(words)</span>"#
        }
    }

    static func badge(_ pair: (words: HTML, mark: Mark)) -> HTML { badge(pair.words, pair.mark) }
}
