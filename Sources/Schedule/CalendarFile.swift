// SPDX-License-Identifier: Apache-2.0
// Reads an iCalendar file (RFC 5545): its events with zone, length and recurrence. It refuses what it cannot read with
// line and column, because a blackout that is skipped in silence is a flight that should not have been.

import DockModel

/// The events of a calendar file.
public struct CalendarFile: Sendable {
    /// Most events of a file.
    public static let mostEvents = 10_000

    /// The events, in the order of the file; cancelled ones are left out.
    public let events: [CalendarEvent]

    /// Reads the bytes of a file; events without a zone of their own are ones of `zone`.
    public init(_ bytes: [UInt8], zone: Zone) throws(CalendarFileError) {
        var lines = try CalendarLines(bytes)
        var reader = CalendarReader(readerZone: zone)
        while let property = try lines.property() { try reader.take(property) }
        events = try reader.finish()
    }
}

/// A component that is being read.
struct CalendarComponent {
    let name: String
    let place: CalendarPlace
    var properties: [CalendarProperty] = []
    var parts: [CalendarComponent] = []

    func first(_ name: String) -> CalendarProperty? { properties.first { $0.name == name } }
    func all(_ name: String) -> [CalendarProperty] { properties.filter { $0.name == name } }
}

/// Collects components and makes events of them.
private struct CalendarReader {
    /// Deepest nesting of components.
    static let depth = 8

    let readerZone: Zone
    private var open: [CalendarComponent] = []
    private var events: [CalendarComponent] = []
    private var zones: [String: CalendarComponent] = [:]
    private var known: [String: Zone] = [:]
    private var hasCalendar = false

    init(readerZone: Zone) { self.readerZone = readerZone }

    mutating func take(_ property: CalendarProperty) throws(CalendarFileError) {
        switch property.name {
        case "BEGIN":
            let name = property.value.uppercased()
            guard !open.isEmpty || name == "VCALENDAR" else {
                throw property.place.error(
                    "the file does not begin with BEGIN:VCALENDAR", "export it as iCalendar")
            }
            guard open.count < Self.depth else {
                throw property.place.error("components are nested too deep", "export the calendar again")
            }
            hasCalendar = true
            open.append(CalendarComponent(name: name, place: property.place))
        case "END":
            guard let last = open.popLast(), last.name == property.value.uppercased() else {
                throw property.valuePlace.error(
                    "END:\(shown(property.value)) closes nothing that is open", "export the calendar again")
            }
            try close(last)
        default:
            guard !open.isEmpty else {
                throw property.place.error(
                    "\(shown(property.name)) stands outside VCALENDAR", "export it as iCalendar")
            }
            open[open.count - 1].properties.append(property)
        }
    }

    private mutating func close(_ component: CalendarComponent) throws(CalendarFileError) {
        switch component.name {
        case "VEVENT":
            guard events.count < CalendarFile.mostEvents else {
                throw component.place.error(
                    "more than \(CalendarFile.mostEvents) events", "split the calendar")
            }
            events.append(component)
        case "VTIMEZONE":
            if let id = component.first("TZID")?.value { zones[id] = component }
        case "STANDARD", "DAYLIGHT":
            if !open.isEmpty { open[open.count - 1].parts.append(component) }
        default: break
        }
    }

    mutating func finish() throws(CalendarFileError) -> [CalendarEvent] {
        if let left = open.last {
            throw left.place.error("\(left.name) does not end", "the file is cut short")
        }
        guard hasCalendar else {
            throw CalendarPlace(line: 1, column: 1).error(
                "the file holds no calendar", "export it as iCalendar (.ics)")
        }
        var overrides: [String: [CivilMoment]] = [:]
        for event in events {
            guard let id = event.first("RECURRENCE-ID") else { continue }
            guard id.parameters["RANGE"] == nil else {
                throw id.place.error(
                    "RECURRENCE-ID with RANGE is not read", "split the series in the calendar program")
            }
            let master = events.first { other in
                other.first("RECURRENCE-ID") == nil && other.first("UID")?.value == event.first("UID")?.value
            }
            let zone = try master?.first("DTSTART").map { start throws(CalendarFileError) in
                try self.zone(of: start)
            }
            let moment = try moments(id, in: (zone ?? nil) ?? readerZone)
            overrides[event.first("UID")?.value ?? "", default: []] += moment
        }
        var made: [CalendarEvent] = []
        for event in events where event.first("STATUS")?.value.uppercased() != "CANCELLED" {
            let isOverride = event.first("RECURRENCE-ID") != nil
            let left = isOverride ? [] : overrides[event.first("UID")?.value ?? ""] ?? []
            if let event = try self.event(event, leftOut: left) { made.append(event) }
        }
        return made
    }

    private mutating func event(
        _ component: CalendarComponent, leftOut: [CivilMoment]
    ) throws(CalendarFileError) -> CalendarEvent? {
        guard let start = component.first("DTSTART") else {
            throw component.place.error(
                "the event has no DTSTART", "add for example DTSTART:20261224T080000Z")
        }
        let zone = try self.zone(of: start)
        let first = try moment(start, start.value, in: zone ?? readerZone)
        let rules = component.all("RRULE")
        guard rules.count <= 1, component.first("EXRULE") == nil else {
            throw component.place.error(
                "the event has more than one rule", "keep one RRULE, and EXDATE for exceptions")
        }
        var exceptions = leftOut, additions: [CivilMoment] = []
        for property in component.all("EXDATE") {
            exceptions += try moments(property, in: zone ?? readerZone)
        }
        for property in component.all("RDATE") { additions += try moments(property, in: zone ?? readerZone) }
        let span = try self.span(component, start: start, first: first, zone: zone ?? readerZone)
        let place = rules.first?.valuePlace ?? start.valuePlace
        let recurrence: RecurrenceSet
        do throws(ScheduleError) {
            let rule = try rules.first.map { rule throws(ScheduleError) in try RecurrenceRule(rule.value) }
            let clock = zone ?? readerZone
            // A series without one instance left is no mistake of a calendar; a rule that never happens is.
            let whole = try RecurrenceSet(start: first, rule: rule, additions: additions, zone: clock)
            guard !exceptions.isEmpty else {
                return made(component, start: start, first: first, zone, span, whole)
            }
            guard
                // A set that cannot be made has nothing left.
                let left = try? RecurrenceSet(
                    start: first, rule: rule, exceptions: exceptions, additions: additions, zone: clock)
            else { return nil }  // all instances are left out
            recurrence = left
        } catch {
            throw place.error(error.reason, error.remedy)
        }
        return made(component, start: start, first: first, zone, span, recurrence)
    }

    private func made(
        _ component: CalendarComponent, start: CalendarProperty, first: CivilMoment, _ zone: Zone?,
        _ span: Int,
        _ recurrence: RecurrenceSet
    ) -> CalendarEvent {
        var own: [String: String] = [:]
        for property in component.properties where property.name.hasPrefix("X-ROOST-") {
            own[property.name] = CalendarText.plain(property.value)
        }
        return CalendarEvent(
            uid: component.first("UID")?.value ?? "event at line \(component.place.line)",
            summary: CalendarText.plain(component.first("SUMMARY")?.value ?? ""), recurrence: recurrence,
            zone: zone,
            isAllDay: first.isDate, span: span, ownProperties: own, start: first)
    }

    private mutating func span(
        _ component: CalendarComponent, start: CalendarProperty, first: CivilMoment, zone: Zone
    ) throws(CalendarFileError) -> Int {
        let span: Int, place: CalendarPlace
        if let end = component.first("DTEND") {
            let last = try moment(end, end.value, in: try self.zone(of: end) ?? zone)
            guard last.isDate == first.isDate else {
                throw end.valuePlace.error(
                    "DTSTART and DTEND are not of one kind", "write both with or without a time")
            }
            place = end.valuePlace
            let endZone = try self.zone(of: end) ?? zone
            span =
                first.isDate
                ? last.local - first.local
                : endZone.firstInstant(showing: last.local).seconds
                    - zone.firstInstant(showing: first.local).seconds
        } else if let duration = component.first("DURATION") {
            guard let seconds = CalendarReader.seconds(ofDuration: duration.value) else {
                throw duration.valuePlace.error(
                    "DURATION \"\(shown(duration.value))\" is no span of time", "write for example PT1H30M")
            }
            (span, place) = (seconds, duration.valuePlace)
        } else {
            return first.isDate ? 86_400 : 0
        }
        guard span >= 0 else {
            throw place.error("the event ends before it begins", "correct DTSTART or DTEND")
        }
        guard span <= CalendarEvent.longestSpan else {
            throw place.error("the event lasts longer than 10 years", "correct DTSTART or DTEND")
        }
        return first.isDate ? max(86_400, (span + 86_399) / 86_400 * 86_400) : span
    }

    private mutating func moments(
        _ property: CalendarProperty, in zone: Zone
    ) throws(CalendarFileError) -> [CivilMoment] {
        let own = try self.zone(of: property)
        return try property.value.split(separator: ",").map { text throws(CalendarFileError) in
            guard !text.contains("/") else {
                throw property.valuePlace.error("periods are not read", "write the beginnings alone")
            }
            var moment = try moment(property, String(text), in: own ?? zone)
            if let own, own != zone, !moment.isDate {
                let instant = own.firstInstant(showing: moment.local).seconds
                moment = CivilMoment(local: instant + zone.offset(at: instant), isDate: false)
            }
            return moment
        }
    }

    /// The moment of a text on the clock of `zone`.
    private func moment(
        _ property: CalendarProperty, _ text: String, in zone: Zone
    ) throws(CalendarFileError) -> CivilMoment {
        guard let moment = CivilMoment(text.trimmed) else {
            throw property.valuePlace.error(
                "\(property.name) \"\(shown(text))\" is no time of the calendar",
                "write for example 20261224T080000Z")
        }
        return CivilMoment(local: RecurrenceSet.local(moment, zone), isDate: moment.isDate)
    }

    /// The zone of a property: UTC for a time with "Z", the one it names, or nil.
    private mutating func zone(of property: CalendarProperty) throws(CalendarFileError) -> Zone? {
        guard let id = property.parameters["TZID"] else {
            return property.value.hasSuffix("Z") ? .utc : nil
        }
        if let zone = known[id] { return zone }
        guard let zone = Self.zone(named: id) ?? zones[id].flatMap(Self.zone(defined:)) else {
            throw property.place.error(
                "time zone \"\(shown(id))\" is unknown and not defined in the file",
                "use an IANA name such as Europe/Zurich")
        }
        known[id] = zone
        return zone
    }

    /// The zone whose IANA name is the text, or its end as some programs write it.
    private static func zone(named id: String) -> Zone? {
        let parts = id.split(separator: "/").map(String.init)
        for count in [parts.count, 3, 2] where count <= parts.count && count > 0 {
            if let zone = Zone(parts.suffix(count).joined(separator: "/")) { return zone }
        }
        return nil
    }

    /// The zone that a VTIMEZONE defines.
    private static func zone(defined component: CalendarComponent) -> Zone? {
        if let name = component.first("X-LIC-LOCATION")?.value, let zone = Zone(name) { return zone }
        var changes: [(at: Int, offset: Int)] = []
        var before: (at: Int, offset: Int)?
        for part in component.parts {
            guard let start = part.first("DTSTART").flatMap({ CivilMoment($0.value) }),
                let from = part.first("TZOFFSETFROM").flatMap({ offset($0.value) }),
                let to = part.first("TZOFFSETTO").flatMap({ offset($0.value) })
            else { return nil }
            let clock = Zone(identifier: "VTIMEZONE", table: ZoneTable(before: from, changes: []))
            let additions = part.all("RDATE").flatMap { $0.value.split(separator: ",") }.compactMap {
                CivilMoment(String($0))
            }
            // A definition that cannot be read defines nothing; the caller names the zone that is missing.
            guard let rule = try? part.first("RRULE").map({ try RecurrenceRule($0.value) }),
                // A zone's rule that is no rule changes nothing.
                let set = try? RecurrenceSet(start: start, rule: rule, additions: additions, zone: clock)
            else { return nil }
            if before.map({ start.local < $0.at }) ?? true { before = (start.local, from) }
            // From 1960 to 2100: what calendars hold.
            var cursor = max(start.local, -315_619_200)
            while changes.count < ZoneTable.mostChanges, let local = set.next(from: cursor),
                local < 4_102_444_800
            {
                changes.append((local - from, to))
                cursor = local + 1
            }
            if set.rule == nil, changes.isEmpty { changes.append((start.local - from, to)) }
        }
        guard let before else { return nil }
        let id = component.first("TZID")?.value ?? "VTIMEZONE"
        return Zone(identifier: id, table: ZoneTable(before: before.offset, changes: changes))
    }

    /// "+0130" in seconds.
    private static func offset(_ text: String) -> Int? {
        let digits = text.dropFirst()
        guard text.hasPrefix("+") || text.hasPrefix("-"), digits.utf8.count == 4 || digits.utf8.count == 6,
            digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits.prefix(4))
        else { return nil }
        let seconds = number / 100 * 3_600 + number % 100 * 60 + (Int(digits.dropFirst(4)) ?? 0)
        return text.hasPrefix("-") ? -seconds : seconds
    }

    /// "P1DT2H" in seconds.
    private static func seconds(ofDuration text: String) -> Int? {
        var bytes = Array(text.utf8)[...]
        if bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
        guard bytes.popFirst() == UInt8(ascii: "P"), !bytes.isEmpty, bytes.count < 40 else { return nil }
        let units: [UInt8: Int] = [87: 604_800, 68: 86_400, 72: 3_600, 77: 60, 83: 1]
        var total = 0, number: Int?
        for byte in bytes {
            if (48...57).contains(byte) {
                number = (number ?? 0) * 10 + Int(byte - 48)
                guard (number ?? 0) < 1_000_000_000 else { return nil }
            } else if byte == UInt8(ascii: "T"), number == nil {
                continue
            } else {
                guard let unit = units[byte], let value = number else { return nil }
                total += value * unit
                number = nil
            }
        }
        return number == nil ? total : nil
    }
}

extension CivilMoment {
    /// A moment of a clock.
    init(local: Int, isDate: Bool) { (self.local, self.isDate, isUTC) = (local, isDate, false) }
}

extension String {
    /// Without blanks at its ends.
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
