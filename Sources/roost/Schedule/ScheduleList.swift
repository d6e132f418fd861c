// SPDX-License-Identifier: Apache-2.0
// `roost schedule list`, `next` and `year`: what the files say, run by run. They read a configuration and no clock but
// the machine's, and only where no --from is given.

import ArgumentParser
import DockModel
import Foundation
import Schedule
import Settings

/// Lists the schedules.
struct ScheduleList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the schedules with their next run.",
        discussion: """
            Example:
              roost schedule list --config /etc/roost
            """)

    @OptionGroup var options: ScheduleOptions
    @Option(help: "Count from this time: RFC 3339, or a time of the dock's zone.")
    var from: ScheduleTime?

    private struct View: Encodable {
        var name: String
        var plan: String
        var recurrence: String
        var zone: String
        var window: String
        var missedRuns: String
        var priority: Int
        var retries: Int
        var isEnabled: Bool
        var seasons: [String]
        var quietHours: [String]
        var blackouts: [String]
        var minBatteryPercent: Double?
        var gates: [String]
        var triggers: [String]
        var next: ScheduleRunView?
    }

    func run() throws {
        let configuration = try options.load()
        let after = from?.wall(in: configuration.dock.dock.timeZone) ?? .now
        let views = configuration.schedules.map { rule in
            let terms = rule.terms
            return View(
                name: rule.name.text, plan: rule.plan, recurrence: rule.recurrenceText,
                zone: rule.zone.identifier,
                window: rule.windowText, missedRuns: rule.missedRuns.rawValue, priority: rule.priority,
                retries: rule.retryBudget, isEnabled: rule.isEnabled,
                seasons: terms.seasons.map(\.description),
                quietHours: terms.quietHours.map(\.description), blackouts: terms.blackouts.map(\.source),
                minBatteryPercent: terms.minimumBatteryPercent,
                gates: terms.gateOverrides.map { "\($0.gate): \($0.limit ?? "waived"), \($0.reason)" },
                triggers: terms.triggers.map(\.text),
                next: rule.next(after: after).map { ScheduleRunView(PlannedRun(flown: $0), zone: rule.zone) })
        }
        if options.json { return try CommandOutput.sayJSON(views) }
        guard !views.isEmpty else { return try CommandOutput.say("no schedules in \(options.config)\n") }
        var rows = [["schedule", "plan", "recurs", "window", "missed", "priority", "next run", "zone"]]
        for view in views {
            let next = view.isEnabled ? view.next?.dueLocal ?? "none" : "disabled"
            rows.append([
                view.name, view.plan, view.recurrence, view.window, view.missedRuns, "\(view.priority)", next,
                view.zone,
            ])
        }
        try CommandOutput.say(ScheduleTable(rows).text)
    }
}

/// Lists the next runs.
struct ScheduleNext: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "List the next runs of all schedules, or of one.",
        discussion: """
            Runs that a schedule's own terms withhold (season, quiet hours, blackout, polar day) are shown with --all.

            Example:
              roost schedule next --count 5 --schedule perimeter --config /etc/roost
            """)

    @OptionGroup var options: ScheduleOptions
    @Option(help: "How many runs, 1 to 10000.")
    var count = 10
    @Option(help: "Count from this time: RFC 3339, or a time of the dock's zone.")
    var from: ScheduleTime?
    @Option(help: "Only this schedule.")
    var schedule: String?
    @Flag(help: "Also show runs that are withheld, with the reason.")
    var all = false

    func validate() throws {
        guard (1...10_000).contains(count) else { throw ValidationError("--count must be 1 to 10000 runs") }
    }

    func run() throws {
        let configuration = try options.load()
        let after = from?.wall(in: configuration.dock.dock.timeZone) ?? .now
        let found = try configuration.runs(
            of: schedule, after: after, through: WallTime(milliseconds: .max), limit: count, withWithheld: all
        )
        let views = found.map { ScheduleRunView($0.run, zone: $0.rule.zone) }
        if options.json { return try CommandOutput.sayJSON(views) }
        guard !views.isEmpty else { return try CommandOutput.say("no run after \(after.utc)\n") }
        try CommandOutput.say(ScheduleRunView.table(views))
    }
}

/// Lists the runs of a year.
struct ScheduleYear: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "year", abstract: "List every run of a year, flown and withheld.",
        discussion: """
            The year is one of the dock's zone. With --csv one line a run, times in RFC 3339.

            Example:
              roost schedule year --year 2027 --csv --config /etc/roost > runs-2027.csv
            """)

    @OptionGroup var options: ScheduleOptions
    @Option(help: "The year, 1970 to 9998; this year when it is left out.")
    var year: Int?
    @Flag(help: "Print comma-separated values.")
    var csv = false

    func validate() throws {
        if csv, options.json { throw ValidationError("--csv and --json exclude each other") }
        if let year, !(1970...9998).contains(year) { throw ValidationError("--year must be 1970 to 9998") }
    }

    func run() throws {
        let configuration = try options.load()
        let zone = configuration.dock.dock.timeZone
        let now = WallTime.now.milliseconds / 1_000
        let local = Int(now) + zone.offset(at: Int(now))
        let year = year ?? CivilDate(daysSince1970: local / 86_400).year
        guard let begin = CivilMoment("\(year)-01-01"), let end = CivilMoment("\(year + 1)-01-01") else {
            return
        }
        let first = Int64(zone.instant(showing: begin)) * 1_000,
            last = Int64(zone.instant(showing: end)) * 1_000
        let found = try configuration.runs(
            of: nil, after: WallTime(milliseconds: first - 1_000),
            through: WallTime(milliseconds: last - 1_000),
            limit: ScheduleRule.occurrenceLimit, withWithheld: true)
        let views = found.map { ScheduleRunView($0.run, zone: $0.rule.zone) }
        if found.count == ScheduleRule.occurrenceLimit {
            CommandOutput.complain("only the first \(found.count) runs of the year are listed")
        }
        if options.json { return try CommandOutput.sayJSON(views) }
        if csv { return try CommandOutput.say(Self.csv(views)) }
        guard !views.isEmpty else { return try CommandOutput.say("no run in \(year)\n") }
        let flown = views.count { $0.because == nil }
        try CommandOutput.say(
            ScheduleRunView.table(views) + "\(flown) runs fly, \(views.count - flown) are withheld\n")
    }

    private static func csv(_ views: [ScheduleRunView]) -> String {
        var text =
            "id,schedule,plan,due_utc,latest_utc,due_local,zone,priority,retries,follows,state,because\n"
        for view in views {
            let cells = [
                view.id, view.schedule, view.plan, view.due, view.latest, view.dueLocal, view.zone,
                "\(view.priority)",
                "\(view.retries)", view.follows ?? "", view.state, view.because ?? "",
            ]
            text += cells.map(Self.cell).joined(separator: ",") + "\n"
        }
        return text
    }

    /// A cell with quotes where it needs them; a spreadsheet must not take foreign text for a formula.
    private static func cell(_ text: String) -> String {
        var text = text
        if let first = text.first, "=+-@".contains(first) { text = "'" + text }
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

extension ScheduleRunView {
    /// Runs as a table for people.
    static func table(_ views: [ScheduleRunView]) -> String {
        var rows = [["run", "due", "until", "zone", ""]]
        for view in views {
            var note = view.because.map { "withheld: \($0)" } ?? ""
            if view.isMovedByGap { note = "moved: that local time does not exist" }
            if let follows = view.follows, note.isEmpty { note = "after \(follows)" }
            rows.append([view.id, view.dueLocal, view.latestLocal, view.zone, note])
        }
        return ScheduleTable(rows).text
    }
}
