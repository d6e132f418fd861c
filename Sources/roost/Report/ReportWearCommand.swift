// SPDX-License-Identifier: Apache-2.0
// `roost report wear`: what wears, as the dock's last word or the digest of a day tells it. A part that is not there
// is said with those that are.

import ArgumentParser
import DockModel
import Foundation
import Report
import RoostDaemon
import Settings
import Store

/// Writes the wear report.
struct ReportWearCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wear", abstract: "Write when each part ends and when it must be ordered.",
        discussion: """
            Left alone it tells of now, by the dock's last word; --date takes a day whose digest was written. --id names
            one part of parts.yaml and shows its life.

            Example:
              roost report wear --demo --format html --output wear.html
              roost report wear --id cover-motor --format pdf --output motor.pdf --storage /var/lib/roost
              roost report wear --format csv --storage /var/lib/roost
            """)

    @Option(help: "A day whose digest was written, as 2026-11-25; left out: now.")
    var date: String?
    @Option(help: "One part, by its id in parts.yaml; left out: all.")
    var id: String?
    @Flag(help: "Show the built-in example year instead of a store.")
    var demo = false
    @OptionGroup var options: ReportOptions

    func validate() throws {
        if let date, DayName.number(of: date) == nil {
            throw ValidationError(
                "--date \"\(CommandOutput.printable(date))\" is no day; write for example 2026-11-25")
        }
        if options.format == .satellite {
            throw ValidationError("a wear report has no satellite form; the digest has one")
        }
    }

    private struct View: Encodable {
        var at: String
        var parts: [DigestPart]
        var measured: [MeasuredPart]
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let dock = try options.settings()
        do {
            try write(try sheet(dock), dock)
        } catch let error as StoreError {
            throw CommandExit.fail(error)
        } catch let error as DayRecordError {
            CommandOutput.complain(CommandOutput.printable("\(error)"))
            throw CommandExit.finding
        }
    }

    private func sheet(_ dock: DockConfiguration) throws -> WearSheet {
        var sheet: WearSheet
        if demo || date != nil {
            let shown = demo ? DigestShelf(ExampleYear(dock: dock).records) : DigestShelf(try options.database())
            let bounds = try shown.bounds()
            guard let day = date ?? bounds?.last, let matter = try shown.day(day) else {
                let there = bounds.map { "there are \($0.count) days from \($0.first) to \($0.last)" }
                CommandOutput.complain(
                    "nothing is stored of \(date ?? "any day"); \(there ?? "no day has ended here yet")")
                throw CommandExit.finding
            }
            sheet = WearSheet(matter, dock: dock.dock.dock)
        } else {
            let database = try options.database()
            guard let snapshot = try DockSnapshot.read(from: database) else {
                CommandOutput.complain(
                    CommandOutput.printable("\(options.storage): no dock has run here yet; start it with roost run")
                )
                throw ExitCode(69)
            }
            sheet = try WearSheet(snapshot, dock, VisitPaper(dock, database: database, now: snapshot.committed))
        }
        guard let id else { return sheet }
        guard let one = sheet.only(PartID(id)) else {
            let known = sheet.parts.map(\.part).joined(separator: ", ")
            CommandOutput.complain(
                CommandOutput.printable("there is no part \"\(id)\" (there are: \(known.isEmpty ? "none" : known))")
            )
            throw CommandExit.finding
        }
        return one
    }

    private func write(_ sheet: WearSheet, _ dock: DockConfiguration) throws {
        let place = dock.dock.dock, language = options.language(of: dock)
        let name = "wear-\(place.id)"
        switch options.format {
        case .text, .satellite:
            let report = try sheet.report(place, language, withPictures: false)
            try options.deliver(Array("\(report.subject)\n\n\(report.text)".utf8), name: name)
        case .html:
            let report = try sheet.report(place, language, withPictures: true)
            try options.deliver(Array(report.html.utf8), name: name)
        case .pdf: try options.deliver(try sheet.pdf(place, language, size: options.size(of: dock)), name: name)
        case .csv:
            let report = try sheet.report(place, language, withPictures: false)
            guard let table = report.attachments.first else {
                CommandOutput.complain("no part is watched")
                throw CommandExit.finding
            }
            try options.deliver(Array(table.text.utf8), name: name)
        case .json:
            let view = View(at: OutboxTime.text(sheet.at), parts: sheet.parts, measured: sheet.measured)
            try options.deliver(try CommandOutput.json(view), name: name)
        }
    }
}
