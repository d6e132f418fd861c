// SPDX-License-Identifier: Apache-2.0
// The terms of a schedule file: seasons, quiet hours, blackouts, battery, gates and triggers. It reads and refuses; it
// never judges whether something may fly now.

import DockModel
import Schedule

extension ScheduleFile {
    static func terms(
        _ top: MappingReader, zone: Zone?, _ surroundings: ScheduleSurroundings
    ) -> ScheduleTerms {
        var terms = ScheduleTerms()
        terms.seasons = items(top, "seasons").compactMap(season)
        terms.quietHours = items(top, "quiet_hours").compactMap(quietHours)
        terms.blackouts = blackouts(top, zone: zone ?? .utc, surroundings.calendars)
        if top.node("min_battery") != nil {
            terms.minimumBatteryPercent = top.measure("min_battery", .share, in: 1...100)
        }
        terms.gateOverrides = gates(top, surroundings.limits)
        terms.triggers = items(top, "triggers").compactMap(trigger)
        return terms
    }

    /// The mappings of a list, or of a single mapping standing for a list of one.
    private static func items(_ top: MappingReader, _ key: String) -> [MappingReader] {
        guard let node = top.node(key) else { return [] }
        if case .mapping = node.kind {
            return [MappingReader(node, path: key, log: top.log)].compactMap { $0 }
        }
        return top.list(key, limit: ScheduleTerms.longestList).enumerated().compactMap { index, item in
            MappingReader(item, path: "\(key)[\(index + 1)]", log: top.log)
        }
    }

    private static func season(_ reader: MappingReader) -> Season? {
        let from = reader.text("from", example: "\"03-15\""), to = reader.text("to", example: "\"10-31\"")
        reader.finish()
        guard !from.isEmpty, !to.isEmpty else { return nil }
        for (key, text) in [("from", from), ("to", to)] where Season(from: text, to: text) == nil {
            reader.log.report(
                reader.place(of: key), "\(reader.name(key)) \(quoted(text)) is no day of the year",
                "write month and day, for example \"03-15\"")
        }
        return Season(from: from, to: to)
    }

    private static func quietHours(_ reader: MappingReader) -> QuietHours? {
        defer { reader.finish() }
        let days = reader.texts("days", limit: 7)
        let from = reader.required("from", example: "\"22:00\"").flatMap {
            DockFile.timeOfDay($0, reader.name("from"), reader)
        }
        let to = reader.required("to", example: "\"06:00\"").flatMap {
            DockFile.timeOfDay($0, reader.name("to"), reader)
        }
        guard let from, let to else { return nil }
        guard from != to else {
            reader.log.report(
                reader.place(of: "to"), "the quiet hours are empty: they begin and end at \(from)",
                "correct one of the times")
            return nil
        }
        for (text, place) in days where QuietHours(from: from, to: to, weekdays: [text]) == nil {
            reader.log.report(
                place, "\(reader.name("days")) \(quoted(text)) is no weekday",
                "use mo, tu, we, th, fr, sa or su")
            return nil
        }
        return QuietHours(from: from, to: to, weekdays: days.map(\.text))
    }

    /// The blackouts of a schedule file or of a file of its own.
    static func blackouts(_ top: MappingReader, zone: Zone, _ calendars: ScheduleCalendars) -> [Blackout] {
        items(top, "blackouts").compactMap { reader in
            defer { reader.finish() }
            let margin = reader.duration("margin", in: 0...Blackout.longestMargin.inSeconds, default: 0)
            if reader.node("calendar") != nil {
                return calendar(reader, margin: margin, zone: zone, calendars)
            }
            let from = instant(reader, "from"), to = instant(reader, "to")
            let reason = reader.text("reason", example: "NOTAM A1234/26", limit: 200)
            guard let from, let to, !reason.isEmpty else { return nil }
            guard let window = BlackoutWindow(from: from, to: to, reason: reason) else {
                reader.log.report(
                    reader.place(of: "to"), "the blackout is empty: it ends before it begins",
                    "correct from or to")
                return nil
            }
            return Blackout(windows: [window], source: reader.log.file, margin: margin)
        }
    }

    private static func calendar(
        _ reader: MappingReader, margin: Duration, zone: Zone, _ calendars: ScheduleCalendars
    ) -> Blackout? {
        let name = reader.text("calendar", example: "closed-days.ics", limit: 200)
        for key in ["from", "to", "reason"] where reader.node(key) != nil {
            reader.log.report(
                reader.place(of: key), "\(reader.name(key)) is given beside a calendar",
                "write it as its own entry")
            return nil
        }
        guard isInnerPath(name), name.hasSuffix(".ics"), calendars.has(name) else {
            reader.log.report(
                reader.place(of: "calendar"),
                "calendar \(quoted(name)) is not an .ics file of the folder schedules",
                "put it there, beside the schedule files")
            return nil
        }
        return Blackout(events: calendars.events(name, zone: zone), source: name, margin: margin, zone: zone)
    }

    /// A time in UTC.
    static func instant(_ reader: MappingReader, _ key: String) -> Int? {
        guard let node = reader.required(key, example: "2026-12-01T08:00Z"),
            let text = reader.scalar(node, reader.name(key), "a time in UTC")
        else { return nil }
        guard let moment = CivilMoment(text), moment.isUTC else {
            reader.log.report(
                node.place, "\(reader.name(key)) \(quoted(text)) is no time in UTC",
                "write for example 2026-12-01T08:00Z")
            return nil
        }
        return moment.local
    }

    private static func gates(_ top: MappingReader, _ limits: LimitSettings?) -> [GateOverride] {
        guard let reader = top.mapping("gates") else { return [] }
        guard reader.keys.count <= ScheduleTerms.longestList else {
            reader.log.report(
                reader.place, "gates names more than \(ScheduleTerms.longestList) gates", "remove some")
            return []
        }
        return reader.keys.compactMap { gateOverride(reader, $0, limits) }
    }

    private static func gateOverride(
        _ reader: MappingReader, _ name: String, _ limits: LimitSettings?
    ) -> GateOverride? {
        guard let one = reader.mapping(name) else {
            if reader.node(name) == nil {
                reader.log.report(
                    reader.place(of: name), "\(reader.name(name)) says nothing", "write {limit: 6 m/s, reason: why}")
            }
            return nil
        }
        defer { one.finish() }
        guard let gate = ScheduleGate(rawValue: name) else {
            let known = ScheduleGate.allCases.map(\.rawValue)
            one.log.report(
                one.place, "\(one.path) is no gate that a schedule may change",
                nearest(to: name, in: known).map { "did you mean \"\($0)\"?" }
                    ?? "use \(known.joined(separator: ", "))")
            // What it says is not judged; its keys are still known ones.
            for key in ["limit", "waived", "reason"] { _ = one.node(key) }
            return nil
        }
        let text = one.optionalText("limit", limit: 64)
        let isWaived = one.flag("waived", default: false)
        let reason = one.text("reason", example: "sheltered by the hill, see the survey of 2026-05", limit: 300)
        guard isWaived != (text != nil) else {
            one.log.report(
                one.place, "\(one.path) needs either a limit or waived: true", "write {limit: 6 m/s, reason: why}")
            return nil
        }
        guard text != nil else {
            if !gate.mayBeWaived {
                one.log.report(
                    one.place(of: "waived"), "\(one.path) guards the way home and cannot be waived",
                    "give it a limit below the dock's")
            }
            return reason.isEmpty ? nil : GateOverride(gate: name, limit: nil, value: nil, reason: reason)
        }
        guard let node = one.node("limit"), let (dimension, most) = gate.limit(in: limits ?? LimitSettings()) else {
            one.log.report(
                one.place(of: "limit"), "\(one.path) has no limit to change", "write {waived: true, reason: why}")
            return nil
        }
        guard let value = one.measure(node, one.name("limit"), dimension, in: 0...most), !reason.isEmpty else {
            return nil
        }
        return GateOverride(gate: name, limit: text, value: value, reason: reason)
    }

    private static func trigger(_ reader: MappingReader) -> ScheduleTrigger? {
        defer { reader.finish() }
        let point = reader.optionalText("point", limit: 128), http = reader.optionalText("http", limit: 64)
        let value = point == nil ? 0 : reader.number("equals", in: -1e9...1e9)
        switch (point, http) {
        case (let point?, nil):
            let parts = point.split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                reader.log.report(
                    reader.place(of: "point"), "\(reader.name("point")) \(quoted(point)) is not device.point",
                    "write for example plc.gate_alarm")
                return nil
            }
            return .point(device: DeviceID(parts[0]), point: PointID(parts[1]), equals: value)
        case (nil, let name?):
            guard ScheduleRule.isName(name) else {
                reader.log.report(
                    reader.place(of: "http"),
                    "\(reader.name("http")) \(quoted(name)) is not usable in an address",
                    "use 1 to 64 letters, digits, '-', '_' and '.'")
                return nil
            }
            return .http(name: name)
        case (nil, nil), (_?, _?):
            reader.log.report(
                reader.place, "\(reader.path) needs either point or http",
                "write {point: plc.gate_alarm, equals: 1} or {http: gate-alarm}")
            return nil
        }
    }
}

/// The gates that a schedule may change, by the names that the core gives them.
public enum ScheduleGate: String, Sendable, CaseIterable {
    /// The light of the day.
    case daylight
    /// The forecast.
    case forecast
    /// Rain.
    case rain
    /// Ice on the propellers.
    case icing
    /// Air temperature.
    case temperature
    /// The ten-minute mean of the wind.
    case wind

    /// Whether it may be left out altogether: what guards the way home may not.
    public var mayBeWaived: Bool { self != .wind }

    /// The dimension and the greatest value of a limit of its own: the dock's, which no schedule may exceed.
    func limit(in limits: LimitSettings) -> (dimension: Dimension, most: Double)? {
        switch self {
        case .wind: (.speed, limits.windMean.value)
        case .rain: (.rain, limits.rain.value)
        case .daylight, .forecast, .icing, .temperature: nil
        }
    }
}
