// SPDX-License-Identifier: Apache-2.0
// When a schedule file says it flies: daily times, cron, a recurrence rule, the sun, another schedule, or only on a
// trigger; and in which window. It refuses two answers to one question.

import DockModel
import Schedule

extension ScheduleFile {
    /// The window of a file.
    struct Window {
        var span = Duration.seconds(1_800)
        var lead = Duration.zero
        var earliest: TimeOfDay?
        var latest: TimeOfDay?
    }

    /// `window: 30 min`, or a mapping of `earliest`, `latest` and `span`.
    static func window(_ top: MappingReader) -> Window {
        var window = Window()
        let longest = ScheduleRule.longestWindow.inSeconds
        guard let node = top.node("window"), case .mapping = node.kind, let reader = top.mapping("window")
        else {
            window.span = top.duration("window", in: 1...longest, default: 1_800)
            return window
        }
        let hasSpan = reader.node("span") != nil
        if let node = reader.node("earliest") {
            window.earliest = scalarTime(node)
            if window.earliest == nil {
                let lead = reader.measure(
                    node, reader.name("earliest"), .duration, in: -ScheduleTerms.longestLead.inSeconds...0)
                window.lead = .milliseconds(Int64((-(lead ?? 0) * 1_000).rounded()))
            }
        }
        if let node = reader.node("latest") {
            window.latest = scalarTime(node)
            if window.latest != nil {
                // Without a span, the latest start of the day alone ends it.
                window.span = .seconds(86_400)
            } else if hasSpan {
                reader.log.report(
                    node.place, "both window.latest and window.span are spans", "keep one of them")
            } else {
                window.span = reader.duration("latest", in: 1...longest)
            }
        }
        if hasSpan { window.span = reader.duration("span", in: 1...longest) }
        if let earliest = window.earliest, let latest = window.latest, latest <= earliest {
            reader.log.report(
                reader.place(of: "latest"),
                "the window is empty: it ends at \(latest) and begins at \(earliest)",
                "for a window over midnight write at: \"\(earliest)\" and window: with a span such as 4 h")
        }
        reader.finish()
        return window
    }

    private static func scalarTime(_ node: SettingsNode) -> TimeOfDay? {
        guard case .scalar(let text, _) = node.kind else { return nil }
        return TimeOfDay(text)
    }

    static func recurrence(
        _ top: MappingReader, zone: Zone, _ window: Window, hasTriggers: Bool,
        _ surroundings: ScheduleSurroundings
    ) -> Recurrence? {
        let names = ["cron", "at", "rrule", "rdate", "dtstart", "exdate", "sun", "after", "delay"]
        let given = names.filter { top.node($0) != nil }
        guard isOneAnswer(given, top) else { return nil }
        if given.isEmpty {
            // A list of one time is never refused.
            if let earliest = window.earliest { return (try? DailyTimes([earliest])).map(Recurrence.daily) }
            if hasTriggers { return .triggered }
            top.log.report(top.place, "nothing says when it flies", "add for example at: \"17:25\"")
            return nil
        }
        var key = given[0]
        do throws(ScheduleError) {
            if given.contains("after") {
                key = "after"
                return try chain(top)
            }
            if let node = top.node("cron") {
                return try top.scalar(node, "cron", "a cron expression").map { text throws(ScheduleError) in
                    .cron(try CronExpression(text))
                }
            }
            let days = given.contains { ["rrule", "rdate", "dtstart"].contains($0) }
            key = given.first { ["rrule", "rdate", "dtstart"].contains($0) } ?? "at"
            let times = try top.node("at").flatMap { node throws(ScheduleError) in try daily(node, top) }
            if top.node("at") != nil, times == nil { return nil }
            let set = days ? try set(top, zone: zone, times: times, isBySun: given.contains("sun")) : nil
            if days, set == nil { return nil }
            if given.contains("sun") {
                key = "sun"
                return try sun(top, days: set, surroundings)
            }
            return set.map(Recurrence.rule) ?? times.map(Recurrence.daily)
        } catch {
            top.log.report(top.place(of: key), error.reason, error.remedy)
            return nil
        }
    }

    /// Reports keys that answer the same question in two ways, and keys that need another.
    private static func isOneAnswer(_ given: [String], _ top: MappingReader) -> Bool {
        func both(_ first: String, _ second: String) -> Bool {
            guard given.contains(first), given.contains(second) else { return false }
            top.log.report(top.place(of: first), "both \(first) and \(second) are given", "keep one of them")
            return true
        }
        let dates = ["rrule", "rdate", "dtstart", "exdate"]
        if both("at", "cron") || both("at", "sun") || both("sun", "cron") { return false }
        if dates.contains(where: { both($0, "cron") }) { return false }
        if ["at", "cron", "sun", "rrule", "rdate", "dtstart", "exdate"].contains(where: { both($0, "after") })
        {
            return false
        }
        for (key, needed) in [("delay", ["after"]), ("exdate", ["rrule"]), ("dtstart", ["rrule", "rdate"])]
        where given.contains(key) && !needed.contains(where: given.contains) {
            top.log.report(
                top.place(of: key), "\(key) is given without \(needed.joined(separator: " or "))",
                "add \(needed[0]) or remove \(key)")
            return false
        }
        return true
    }

    private static func daily(_ node: SettingsNode, _ top: MappingReader) throws(ScheduleError) -> DailyTimes?
    {
        var nodes = [node]
        if case .sequence(let items) = node.kind { nodes = items }
        let times = nodes.compactMap { DockFile.timeOfDay($0, "at", top) }
        guard times.count == nodes.count else { return nil }
        do throws(ScheduleError) {
            return try DailyTimes(times)
        } catch {
            top.log.report(node.place, error.reason, error.remedy)
            return nil
        }
    }

    private static func chain(_ top: MappingReader) throws(ScheduleError) -> Recurrence? {
        let name = top.text("after", limit: 64)
        let delay = top.duration("delay", in: 0...Chain.longestDelay.inSeconds, default: 0)
        return .after(try Chain(after: ScheduleID(name), delay: delay))
    }

    /// The rule and the single times of a file.
    private static func set(
        _ top: MappingReader, zone: Zone, times: DailyTimes?, isBySun: Bool
    ) throws(ScheduleError) -> RecurrenceSet? {
        let additions = moments(top, "rdate"), exceptions = moments(top, "exdate")
        let start = top.node("dtstart").flatMap { moment($0, "dtstart", top) }
        guard let additions, let exceptions, start != nil || top.node("dtstart") == nil else { return nil }
        guard let node = top.node("rrule") else {
            guard let first = additions.first else {
                top.log.report(
                    top.place(of: "rdate"), "rdate is empty", "write for example [\"2026-12-24T08:00\"]")
                return nil
            }
            guard times == nil else {
                top.log.report(
                    top.place(of: "at"), "at is given with rdate alone", "write the times into rdate")
                return nil
            }
            return try RecurrenceSet(
                start: start ?? first, rule: nil, exceptions: exceptions, additions: additions, zone: zone)
        }
        guard let text = top.scalar(node, "rrule", "a recurrence rule") else { return nil }
        let rule = try RecurrenceRule(text)
        if start == nil, rule.interval > 1 || rule.hasCount {
            top.log.report(
                node.place, "the rule counts from a start, and dtstart is missing",
                "add for example dtstart: 2026-11-25T08:00")
            return nil
        }
        if !isBySun, times == nil, start?.isDate ?? true, !rule.namesTimeOfDay {
            top.log.report(
                node.place, "the rule names no time of day",
                "add for example at: \"08:00\" or BYHOUR=8;BYMINUTE=0")
            return nil
        }
        guard let first = start ?? CivilMoment("2024-01-01") else { return nil }
        return try RecurrenceSet(
            start: first, rule: rule, times: times, exceptions: exceptions, additions: additions, zone: zone)
    }

    private static func moments(_ top: MappingReader, _ key: String) -> [CivilMoment]? {
        guard let node = top.node(key) else { return [] }
        var nodes = [node]
        if case .sequence(let items) = node.kind { nodes = items }
        guard nodes.count <= RecurrenceSet.mostSingleTimes else {
            top.log.report(
                node.place, "\(key) has more than \(RecurrenceSet.mostSingleTimes) entries", "use a rule")
            return nil
        }
        let found = nodes.compactMap { moment($0, key, top) }
        return found.count == nodes.count ? found : nil
    }

    private static func moment(_ node: SettingsNode, _ key: String, _ top: MappingReader) -> CivilMoment? {
        guard let text = top.scalar(node, key, "a date or a date and time") else { return nil }
        if let moment = CivilMoment(text) { return moment }
        top.log.report(
            node.place, "\(key) \(quoted(text)) is no time of the calendar",
            "write a local time such as 2026-11-25T08:00, or one in UTC with Z")
        return nil
    }

    /// `sun: sunset - 30 min`, or a mapping of `event` and `offset`.
    private static func sun(
        _ top: MappingReader, days: RecurrenceSet?, _ surroundings: ScheduleSurroundings
    ) throws(ScheduleError) -> Recurrence? {
        guard let node = top.node("sun") else { return nil }
        guard let site = surroundings.site else {
            top.log.report(
                node.place, "the place of the dock is not known", "check dock.latitude and dock.longitude")
            return nil
        }
        let event: SunEvent?
        var offset = 0.0
        let limit = SunTimes.largestOffset.inSeconds
        if case .mapping = node.kind {
            guard let reader = top.mapping("sun") else { return nil }
            event = reader.required("event", example: "sunset").flatMap {
                reader.choice($0, reader.name("event"))
            }
            if let node = reader.node("offset") {
                offset = reader.measure(node, reader.name("offset"), .duration, in: -limit...limit) ?? 0
            }
            reader.finish()
        } else {
            guard let text = top.scalar(node, "sun", "a moment of the sun") else { return nil }
            // "civil-dusk" holds a "-" itself; a sign is what follows a blank or is a plus.
            let sign = text.firstIndex(of: "+") ?? text.indices.first { text[$0...].hasPrefix(" -") }
            let word = text[..<(sign ?? text.endIndex)].filter { $0 != " " }
            let name = SettingsNode(place: node.place, kind: .scalar(String(word), isQuoted: false))
            event = top.choice(name, "sun")
            if let sign {
                let written = SettingsNode(
                    place: node.place,
                    kind: .scalar(signed(String(text[sign...])), isQuoted: false))
                offset = top.measure(written, "the offset of sun", .duration, in: -limit...limit) ?? 0
            }
        }
        guard let event else { return nil }
        let span = Duration.milliseconds(Int64((offset * 1_000).rounded()))
        return .sun(try SunTimes(event, offset: span, at: site, on: days))
    }

    /// " - 30 min" as "-30 min", "+ 10 min" as "10 min".
    private static func signed(_ text: String) -> String {
        let isNegative = text.contains("-")
        let number = text.drop { $0 == " " || $0 == "-" || $0 == "+" }
        return (isNegative ? "-" : "") + number
    }
}
