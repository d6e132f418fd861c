// SPDX-License-Identifier: Apache-2.0
// `roost schedule import` and `export`: schedules from and to calendar programs, as iCalendar files. Import prints
// schedule files or writes new ones; it never changes a file that is there.

import ArgumentParser
import DockModel
import Foundation
import Schedule
import Settings

/// Makes schedule files of calendar events.
struct ScheduleImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make schedule files of the events of an .ics file.",
        discussion: """
            Each event becomes one schedule: its rule, exceptions, zone and length. The plan is X-ROOST-PLAN of the
            event, or --plan. To use a calendar as a blackout, put the .ics file into schedules/ and name it under
            blackouts. Exit codes: 0 well, 78 the file cannot be used.

            Example:
              roost schedule import team.ics --plan survey.plan --write /etc/roost/schedules
            """)

    @Argument(help: "The .ics file.")
    var file: String
    @Option(help: "The plan of events that name none.")
    var plan: String?
    @Option(help: "The zone of events that name none, an IANA name.")
    var timeZone = "UTC"
    @Option(help: "Write the files into this folder instead of printing them.")
    var write: String?
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var file: String
        var text: String
        var isWritten: Bool
    }

    func run() throws {
        CommandOutput.surviveSignals()
        guard let zone = Zone(timeZone) else {
            throw ValidationError(
                "--time-zone \"\(timeZone)\" is no IANA zone (write for example Europe/Zurich)")
        }
        guard let handle = FileHandle(forReadingAtPath: file),
            let data = try handle.read(upToCount: 8_388_608)
        else {
            CommandOutput.complain("\(file): it cannot be read (check its name and mode)")
            throw CommandExit.badConfiguration
        }
        let events: [CalendarEvent]
        do throws(CalendarFileError) {
            events = try CalendarFile(Array(data), zone: zone).events
        } catch {
            CommandOutput.complain(CommandOutput.printable("\(file):\(error)"))
            throw CommandExit.badConfiguration
        }
        let made: [ImportedSchedule]
        do throws(ScheduleError) {
            made = try ImportedSchedule.all(of: events, plan: plan, zone: zone)
        } catch {
            CommandOutput.complain(CommandOutput.printable("\(file): \(error)"))
            throw CommandExit.badConfiguration
        }
        if let write { try save(made, in: write) }
        let views = made.map { View(file: "\($0.name).yaml", text: $0.text, isWritten: write != nil) }
        if json { return try CommandOutput.sayJSON(views) }
        if let write {
            try CommandOutput.say(views.map { "\(write)/\($0.file)\n" }.joined())
        } else {
            try CommandOutput.say(views.map { "# \($0.file)\n\($0.text)" }.joined(separator: "---\n"))
        }
    }

    private func save(_ made: [ImportedSchedule], in folder: String) throws {
        let taken = made.map { "\(folder)/\($0.name).yaml" }.filter {
            FileManager.default.fileExists(atPath: $0)
        }
        guard taken.isEmpty else {
            for path in taken { CommandOutput.complain("\(path): it is there already (move it away first)") }
            throw CommandExit.badConfiguration
        }
        for one in made {
            let path = "\(folder)/\(one.name).yaml"
            do {
                try Data(one.text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
            } catch {
                CommandOutput.complain("\(path): it cannot be written: \(error.localizedDescription)")
                throw CommandExit.finding
            }
        }
    }
}

/// Writes the runs as a calendar.
struct ScheduleExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the coming runs as an .ics file.",
        discussion: """
            One event a run that flies by its schedule, from its due time to its latest start, in UTC. Withheld runs
            are left out.

            Example:
              roost schedule export --days 90 --config /etc/roost > dock.ics
            """)

    @OptionGroup var options: ScheduleOptions
    @Option(help: "How many days, 1 to 3660.")
    var days = 366
    @Option(help: "Count from this time: RFC 3339, or a time of the dock's zone.")
    var from: ScheduleTime?
    @Option(help: "Only this schedule.")
    var schedule: String?

    private struct View: Encodable {
        var runs: Int
        var text: String
    }

    func validate() throws {
        guard (1...3_660).contains(days) else { throw ValidationError("--days must be 1 to 3660 days") }
    }

    func run() throws {
        let configuration = try options.load()
        let after = from?.wall(in: configuration.dock.dock.timeZone) ?? .now
        let found = try configuration.runs(
            of: schedule, after: after, through: after + .seconds(days * 86_400),
            limit: ScheduleRule.occurrenceLimit,
            withWithheld: false)
        let text = CalendarWriter.text(
            of: found.map(\.run.occurrence), host: configuration.dock.dock.id.text, stamp: .now)
        if found.count == ScheduleRule.occurrenceLimit {
            CommandOutput.complain("only the first \(found.count) runs are written")
        }
        if options.json { return try CommandOutput.sayJSON(View(runs: found.count, text: text)) }
        try CommandOutput.say(text)
    }
}
