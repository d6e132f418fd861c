// SPDX-License-Identifier: Apache-2.0
// The text of a schedule file made of a calendar's events. It writes only what the reader of schedule files reads, and
// refuses events that are no schedule: whole days and events without a plan.

import DockModel

/// A schedule file made of calendar events.
public struct ImportedSchedule: Sendable, Equatable {
    /// The name of the schedule, unique among those made together.
    public let name: String
    /// The file.
    public let text: String

    /// A file for each event; single events of one schedule (X-ROOST-SCHEDULE) become one file.
    public static func all(
        of events: [CalendarEvent], plan: String?, zone: Zone
    ) throws(ScheduleError) -> [ImportedSchedule] {
        var groups: [(name: String?, events: [CalendarEvent])] = []
        for event in events {
            let own = event.ownProperties["X-ROOST-SCHEDULE"]
            if let own, event.isSingle, let index = groups.firstIndex(where: { $0.name == own }) {
                groups[index].events.append(event)
            } else {
                groups.append((event.isSingle ? own : nil, [event]))
            }
        }
        var names: Set<String> = [], made: [ImportedSchedule] = []
        for group in groups {
            guard let first = group.events.first else { continue }
            let wanted = slug(first.ownProperties["X-ROOST-SCHEDULE"] ?? first.summary)
            var name = wanted, number = 2
            while !names.insert(name).inserted {
                name = "\(wanted)-\(number)"
                number += 1
            }
            made.append(try schedule(name, group.events, first, plan: plan, zone: zone))
        }
        return made
    }

    private static func schedule(
        _ name: String, _ events: [CalendarEvent], _ first: CalendarEvent, plan: String?, zone reader: Zone
    ) throws(ScheduleError) -> ImportedSchedule {
        let title = shown(first.summary.isEmpty ? first.uid : first.summary)
        guard let plan = first.ownProperties["X-ROOST-PLAN"] ?? plan, !plan.isEmpty else {
            throw ScheduleError(
                subject: .terms, reason: "event \"\(title)\" names no plan", remedy: "give one with --plan")
        }
        guard !first.isAllDay else {
            throw .recurrence(
                "event \"\(title)\" lasts whole days", "give it a time, or use the calendar as a blackout")
        }
        let zone = first.zone ?? reader
        guard Zone(zone.identifier) != nil else {
            throw ScheduleError(
                subject: .zone,
                reason: "the zone \"\(shown(zone.identifier))\" of event \"\(title)\" is no IANA zone",
                remedy: "choose an IANA zone such as Europe/Zurich in the calendar program")
        }
        var lines = [
            "schema: roost-schedule/1", "name: \(name)", "plan: \(quotedYAML(plan))",
            "time_zone: \(zone.identifier)",
        ]
        let set = first.recurrence
        if let rule = set.rule {
            lines.append("dtstart: \(RecurrenceSet.text(set.start))")
            lines.append("rrule: \(quotedYAML(rule.text))")
            lines += list("rdate", set.additions.map(RecurrenceSet.text))
            let days = set.exceptionDays.sorted().map { CivilDate(daysSince1970: $0).description }
            lines += list("exdate", set.exceptions.sorted().map(RecurrenceSet.text) + days)
        } else {
            // A single event's time on its own clock.
            lines += list(
                "rdate", Set(events.flatMap(\.recurrence.additions)).sorted().map(RecurrenceSet.text))
        }
        let window = min(max(first.span, 60), Int(ScheduleRule.longestWindow.components.seconds))
        lines.append("window: \(first.span == 0 ? "30 min" : "\(window) s")")
        return ImportedSchedule(name: name, text: lines.joined(separator: "\n") + "\n")
    }

    private static func list(_ key: String, _ times: [String]) -> [String] {
        times.isEmpty ? [] : ["\(key):"] + times.map { "  - \($0)" }
    }

    /// Text as a YAML scalar in double quotes.
    private static func quotedYAML(_ text: String) -> String {
        let safe = shownLong(text).reduce(into: "") { written, character in
            if character == "\"" || character == "\\" { written += "\\" }
            written.append(character)
        }
        return "\"\(safe)\""
    }

    private static func shownLong(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }))
    }

    /// A name that a schedule may have.
    private static func slug(_ text: String) -> String {
        var slug = ""
        for byte in text.utf8.prefix(48) {
            switch byte {
            case 48...57, 97...122, UInt8(ascii: "_"), UInt8(ascii: "."):
                slug.unicodeScalars.append(Unicode.Scalar(byte))
            case 65...90: slug.unicodeScalars.append(Unicode.Scalar(byte + 32))
            default: if !slug.hasSuffix("-"), !slug.isEmpty { slug += "-" }
            }
        }
        while slug.hasSuffix("-") { slug.removeLast() }
        return slug.isEmpty ? "event" : slug
    }
}

extension PlannedRun {
    /// A run that flies.
    public init(flown occurrence: Occurrence) { self.init(occurrence: occurrence, withheld: nil) }
}

extension Zone {
    /// The first instant, in seconds since 1970, at which this zone's clock shows a moment or a later one.
    public func instant(showing moment: CivilMoment) -> Int {
        moment.isUTC ? moment.local : firstInstant(showing: moment.local).seconds
    }
}

extension RecurrenceSet {
    /// What it says, in a few words: its rule, or how many single times.
    public var text: String {
        guard let rule else { return additions.count == 1 ? "once" : "\(additions.count) single times" }
        var text = rule.text
        if let times = series?.dailyText { text += " at \(times)" }
        if !additions.isEmpty { text += ", and \(additions.count) single times" }
        let left = exceptions.count + exceptionDays.count
        return left == 0 ? text : text + ", \(left) left out"
    }
}

extension ScheduleTrigger {
    /// "plc.gate_alarm = 1", "http gate-alarm".
    public var text: String {
        switch self {
        case .point(let device, let point, let value): "\(device).\(point) = \(value)"
        case .http(let name): "http \(name)"
        }
    }
}
