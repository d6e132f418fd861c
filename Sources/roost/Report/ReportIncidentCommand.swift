// SPDX-License-Identifier: Apache-2.0
// `roost report incident`: one incident as its alert told it, or the incidents of a day. One that is not there is
// said with the last that are.

import ArgumentParser
import DockModel
import Foundation
import Report
import RoostDaemon
import Schedule
import Settings
import Store

/// Writes the report about an incident.
struct ReportIncidentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident", abstract: "Write the report about one incident, or list those of a day.",
        discussion: """
            --id takes an id as roost incidents list prints it; --date lists the incidents that opened on a local day,
            as text, csv or json. For one incident csv is the table of the seconds before it.

            Example:
              roost report incident --id 1790300000000-12 --format pdf --output incident.pdf
              roost report incident --date 2026-11-25 --format csv --storage /var/lib/roost
            """)

    @Option(help: "The incident's id.")
    var id: String?
    @Option(help: "A local day, as 2026-11-25.")
    var date: String?
    @OptionGroup var options: ReportOptions

    func validate() throws {
        guard (id == nil) != (date == nil) else { throw ValidationError("name one of --id and --date") }
        if let date, DayName.number(of: date) == nil {
            throw ValidationError(
                "--date \"\(CommandOutput.printable(date))\" is no day; write for example 2026-11-25")
        }
        if options.format == .satellite {
            throw ValidationError("the satellite form is sent with the alert itself")
        }
        if date != nil, options.format == .pdf || options.format == .html {
            throw ValidationError(
                "the incidents of a day are listed as text, csv or json; name one with --id"
            )
        }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let dock = try options.settings()
        let database = try options.database()
        do {
            if let date { try list(date, dock, database) } else if let id { try write(id, dock, database) }
        } catch let error as StoreError {
            throw CommandExit.fail(error)
        }
    }

    private func write(_ id: String, _ dock: DockConfiguration, _ database: RoostDatabase) throws {
        guard let row = try database.incident(id: id) else {
            let last = try database.incidents(limit: 3).map(\.id).joined(separator: ", ")
            let there = last.isEmpty ? "none is stored" : "the last are \(last)"
            CommandOutput.complain(
                CommandOutput.printable("there is no incident \(id); \(there); see: roost incidents list"))
            throw CommandExit.finding
        }
        guard let sheet = try IncidentSheet(row, in: database) else {
            CommandOutput.complain(
                CommandOutput.printable("incident \(id) is of a kind that this version does not know: \(row.kind)"))
            throw CommandExit.finding
        }
        let place = dock.dock.dock, language = options.language(of: dock)
        let name = "incident-\(place.id)-\(id.filter { $0.isNumber || $0 == "-" })"
        let report = sheet.report(place, language)
        switch options.format {
        case .text, .satellite: try options.deliver(Array("\(report.subject)\n\n\(report.text)".utf8), name: name)
        case .html: try options.deliver(Array(report.html.utf8), name: name)
        case .pdf: try options.deliver(try sheet.pdf(place, language, size: options.size(of: dock)), name: name)
        case .json: try options.deliver(try CommandOutput.json(IncidentView(row)), name: name)
        case .csv:
            guard let table = report.attachments.first else {
                CommandOutput.complain("nothing was measured in the seconds before incident \(id)")
                throw CommandExit.finding
            }
            try options.deliver(Array(table.text.utf8), name: name)
        }
    }

    private func list(_ date: String, _ dock: DockConfiguration, _ database: RoostDatabase) throws {
        guard let number = DayName.number(of: date) else { return }
        let zone = dock.dock.dock.timeZone
        func midnight(_ number: Int) -> WallTime {
            // The offset of the zone at the local midnight; a second look settles the days of a change.
            let local = number * 86_400
            let near = local - zone.offset(at: local)
            return WallTime(milliseconds: Int64(local - zone.offset(at: near)) * 1_000)
        }
        let rows = try database.incidents(from: midnight(number), before: midnight(number + 1), limit: 10_000)
        let views = rows.map { IncidentView($0) }
        let name = "incidents-\(dock.dock.dock.id)-\(date)"
        switch options.format {
        case .json: try options.deliver(try CommandOutput.json(views), name: name)
        case .csv:
            let text = ReportTable.csv(
                header: ["id", "class", "kind", "opened_utc", "resolved_utc", "what"],
                rows: views.map { [$0.id, $0.severity, $0.kind, $0.opened, $0.resolved ?? "", $0.detail ?? ""] })
            try options.deliver(Array(text.utf8), name: name)
        case .text, .satellite, .html, .pdf:
            let text = views.isEmpty ? "no incident opened on \(date)\n" : views.map { $0.line + "\n" }.joined()
            try options.deliver(Array(text.utf8), name: name)
        }
    }
}
