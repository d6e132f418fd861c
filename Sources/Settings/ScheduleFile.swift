// SPDX-License-Identifier: Apache-2.0
// Decodes a schedule file (schema roost-schedule/1) into a rule. When it is due is the business of
// `Schedule`; when and on which terms are read in the extensions beside this file.

import DockModel
import Payload
public import Schedule

/// Reads schedule files.
public enum ScheduleFile {
    /// The schema that is read.
    public static let schema = "roost-schedule/1"

    /// The rule in the bytes of a YAML file; `file` is the name used in problems, `zone` applies when it
    /// names none, `site` is where the sun is watched, and `calendars` are the `.ics` files beside it by name.
    public static func rule(
        from bytes: [UInt8], file: String, defaultZone: Zone? = nil, site: SunSite? = nil,
        calendars: [String: [UInt8]] = [:],
    ) throws(SettingsError) -> ScheduleRule {
        let log = ProblemLog(file: file)
        let surroundings = ScheduleSurroundings(
            zone: defaultZone, site: site, calendars: ScheduleCalendars(files: calendars))
        let placed = decode(bytes, in: surroundings, log: log)
        let problems = log.sorted + surroundings.calendars.problems
        guard problems.isEmpty, let placed else { throw SettingsError(problems) }
        return placed.rule
    }

    /// A rule with the places that later checks report.
    struct PlacedRule {
        var rule: ScheduleRule
        let file: String
        let namePlace: Place
        let planPlace: Place
        /// Where it says which schedule it follows.
        var afterPlace = Place.start
        /// What it says of its pictures.
        var payload: PayloadTerms?
        /// Where it asks for a map.
        var mapPlace = Place.start
        /// Where its triggers stand.
        var triggerPlaces: [Place] = []
    }

    /// The rule of a file without anything around it.
    static func decode(_ bytes: [UInt8], defaultZone: Zone?, log: ProblemLog) -> PlacedRule? {
        let calendars = ScheduleCalendars(files: [:])
        return decode(bytes, in: ScheduleSurroundings(zone: defaultZone, calendars: calendars), log: log)
    }

    static func decode(_ bytes: [UInt8], in surroundings: ScheduleSurroundings, log: ProblemLog)
        -> PlacedRule?
    {
        parseYAML(bytes, log: log).flatMap { decode($0, in: surroundings, log: log) }
    }

    /// The rule of a file that is already parsed.
    static func decode(_ root: SettingsNode, in surroundings: ScheduleSurroundings, log: ProblemLog) -> PlacedRule? {
        guard let top = MappingReader(root, path: "", log: log) else { return nil }
        checkSchema(top, schema)
        let name = top.text("name", example: "perimeter", limit: 64)
        let plan = top.text("plan", example: "perimeter.plan", limit: 200)
        if !plan.isEmpty, !isInnerPath(plan) || !plan.hasSuffix(".plan") {
            log.report(
                top.place(of: "plan"), "plan \(quoted(plan)) is not a .plan file of the folder schedules",
                "write for example perimeter.plan")
        }
        let zone =
            top.node("time_zone") == nil && surroundings.zone != nil
            ? surroundings.zone : DockFile.zone(top, "time_zone")
        let window = window(top)
        var terms = terms(top, zone: zone, surroundings)
        (terms.lead, terms.earliest, terms.latest) = (window.lead, window.earliest, window.latest)
        let recurrence = recurrence(
            top, zone: zone ?? .utc, window, hasTriggers: top.node("triggers") != nil, surroundings)
        let missedRuns: MissedRunPolicy = top.choice("missed_runs", default: .skip, orElse: .skip)
        let priority = top.integer("priority", in: -100...100, default: 0)
        let retries = top.integer("retries", in: 0...ScheduleRule.largestRetryBudget, default: 1)
        let isEnabled = top.flag("enabled", default: true)
        let payload = payload(top)
        top.finish()
        guard log.problems.isEmpty, let recurrence, let zone else { return nil }
        do throws(ScheduleError) {
            let rule = try ScheduleRule(
                name: ScheduleID(name), plan: plan, recurrence: recurrence, zone: zone, window: window.span,
                missedRuns: missedRuns, priority: priority, retryBudget: retries, isEnabled: isEnabled,
                terms: terms)
            checkFlies(rule, top)
            var placed = PlacedRule(
                rule: rule, file: log.file, namePlace: top.place(of: "name"), planPlace: top.place(of: "plan")
            )
            placed.payload = payload
            placed.mapPlace = top.place(ofPath: ["payload", "map"])
            placed.afterPlace = top.place(of: "after")
            placed.triggerPlaces = terms.triggers.indices.map { top.place(ofPath: ["triggers[\($0 + 1)]"]) }
            return placed
        } catch {
            log.report(top.place(of: key(of: error.subject, top)), error.reason, error.remedy)
            return nil
        }
    }

    /// Refuses a rule of which no run ever flies.
    private static func checkFlies(_ rule: ScheduleRule, _ top: MappingReader) {
        switch rule.recurrence {
        case .after, .triggered: return
        case .cron, .daily, .rule, .sun: break
        }
        let start = WallTime(milliseconds: 0)
        guard rule.isEnabled, rule.next(after: start) == nil else { return }
        let first = rule.plannedRuns(after: start, through: WallTime(milliseconds: .max), limit: 1).first
        let reason = first.flatMap(\.withheld).map { ": \($0)" } ?? ""
        top.log.report(
            top.place(of: key(of: .recurrence, top)), "no run of it ever flies\(reason)",
            "correct its times, its seasons, its window or its quiet hours")
    }

    private static func key(of subject: ScheduleError.Subject, _ top: MappingReader) -> String {
        switch subject {
        case .name: "name"
        case .recurrence: ["rrule", "cron", "sun", "after", "at"].first(where: top.keys.contains) ?? "window"
        case .zone: "time_zone"
        case .window: "window"
        case .retryBudget: "retries"
        case .chain: "after"
        case .terms: "blackouts"
        }
    }
}

/// What a schedule file may refer to.
struct ScheduleSurroundings {
    /// The dock's zone.
    var zone: Zone?
    /// Where the dock stands.
    var site: SunSite?
    /// The dock's limits, which no schedule may exceed.
    var limits: LimitSettings?
    /// The calendar files beside the schedules.
    let calendars: ScheduleCalendars
}

/// The calendar files of a folder: each is read once a zone, and its problems are told once.
final class ScheduleCalendars {
    private let files: [String: [UInt8]]
    private let folder: String
    private var read: [String: [CalendarEvent]] = [:]
    private(set) var problems: [SettingsProblem] = []

    /// Calendars by name; `folder` goes before the name in problems.
    init(files: [String: [UInt8]], folder: String = "") {
        self.files = files
        self.folder = folder
    }

    /// Whether there is such a file.
    func has(_ name: String) -> Bool { files[name] != nil }

    /// The events of a calendar as they are in a zone; none when it was refused.
    func events(_ name: String, zone: Zone) -> [CalendarEvent] {
        let key = "\(name)\n\(zone)"
        if let events = read[key] { return events }
        var events: [CalendarEvent] = []
        do throws(CalendarFileError) {
            events = try CalendarFile(files[name] ?? [], zone: zone).events
        } catch {
            let problem = SettingsProblem(
                file: folder + name, place: Place(line: error.line, column: error.column),
                message: error.reason,
                remedy: error.remedy)
            if !problems.contains(problem) { problems.append(problem) }
        }
        read[key] = events
        return events
    }
}
