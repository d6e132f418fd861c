// SPDX-License-Identifier: Apache-2.0
// `roost report flight`: the records of flights as text, JSON, CSV, KML and PDF, from the dock's store without the
// daemon. What it hands out as a file is the file that was written then, proven by its digest.

import ArgumentParser
import DockModel
import Foundation
import Paper
import RoostDaemon
import Store

/// Shows flight records.
struct ReportFlight: ParsableCommand {
    /// The forms of a record.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, pdf, csv, kml, json
    }

    static let configuration = CommandConfiguration(
        commandName: "flight", abstract: "Show the record of a flight, or of every flight of some days.",
        discussion: """
            Without --id and --date it is the flight flown last. A day, month or year is meant in UTC. PDF and KML are
            the files that the dock wrote, one for each flight: they go into --output, a folder, or beside you; text,
            CSV and JSON go to standard output. Exit codes: 0 shown, 1 a file is not as it was written, 64 wrong usage,
            69 no dock has run here or there is no such flight, 73 a file cannot be written, 77 not allowed,
            78 no such store.

            Example:
              roost report flight --storage /var/lib/roost
              roost report flight --id perimeter@2026-11-25T16:25:00Z --format pdf --open
              roost report flight --date 2026-11-25 --format kml --output flights
              roost report flight --date 2026-01-01..2026-06-30 --format csv > half.csv
            """)

    @OptionGroup var store: IncidentsStorage
    @Option(help: ArgumentHelp("The run, or the beginning of its name.", valueName: "run"))
    var id: String?
    @Option(help: ArgumentHelp("A day, month or year, or FIRST..LAST.", valueName: "date"))
    var date: String?
    @Option(help: ArgumentHelp("An older version of the record.", valueName: "n"))
    var version: Int?
    @Option(help: "text, pdf, csv, kml or json.")
    var format = Format.text
    @Option(help: ArgumentHelp("The file or folder to write to; - is standard output.", valueName: "path"))
    var output: String?
    @Flag(help: "Open what was written with the program of the desktop.")
    var open = false

    func validate() throws {
        if id != nil, date != nil { throw ValidationError("--id and --date exclude each other") }
        if let version, version < 1 || id == nil { throw ValidationError("--version takes 1 or more, with --id") }
        if open, output == "-" { throw ValidationError("--open needs a file") }
        if open, date != nil { throw ValidationError("--open shows one flight; name it with --id") }
        if let date, DaySpan(date) == nil {
            throw ValidationError(
                "\"\(CommandOutput.printable(date))\" is no date: write 2026-11-25, 2026-11, 2026 or FIRST..LAST")
        }
    }

    func run() throws {
        let database = try store.open()
        do {
            if let date, let span = DaySpan(date) { return try showAll(of: span, database) }
            let row = try one(database)
            try show(row, database)
        } catch let error as StoreError {
            throw CommandExit.fail(error)
        } catch is ChangedFile {
            throw CommandExit.finding
        }
    }

    // MARK: One flight

    private func one(_ database: RoostDatabase) throws -> FlightRecordRow {
        guard let id else {
            guard let last = try database.lastFlightRecords(limit: 1).first else { throw try noFlight(database) }
            return last
        }
        var run = id
        var versions = try database.flightRecords(run: run)
        if versions.isEmpty {
            let named = try database.lastFlightRecords(limit: StoreLimit.rowsPerRead).map(\.run)
                .filter { $0.hasPrefix(id) }
            guard named.count <= 1 else {
                CommandOutput.complain(
                    CommandOutput.printable(
                        "\(named.count) flights begin with \(id), name one: "
                            + named.prefix(5).joined(separator: ", ")))
                throw ExitCode(69)
            }
            run = named.first ?? id
            versions = try database.flightRecords(run: run)
        }
        guard let newest = versions.last else { throw try noFlight(database) }
        guard let version else { return newest }
        guard let wanted = versions.first(where: { $0.version == version }) else {
            CommandOutput.complain(
                CommandOutput.printable("\(run) has versions 1 to \(newest.version), not \(version)"))
            throw ExitCode(69)
        }
        return wanted
    }

    /// Says which flights there are, and the way out.
    private func noFlight(_ database: RoostDatabase) throws -> ExitCode {
        let wanted = (id ?? date).map { "there is no record of \($0)" } ?? "there is no flight record"
        let last = try database.lastFlightRecords(limit: 5).map(\.run)
        var there = "; no flight has a record yet"
        if let span = try database.flightRecordSpan() {
            let count = "\(span.flights) \(span.flights == 1 ? "flight" : "flights")"
            there =
                "; there are \(count) from \(DaySpan.day(span.first)) to \(DaySpan.day(span.last)), the last: "
                + last.joined(separator: ", ")
        }
        CommandOutput.complain(CommandOutput.printable("\(store.directory): \(wanted)\(there)"))
        return ExitCode(69)
    }

    private func show(_ row: FlightRecordRow, _ database: RoostDatabase) throws {
        let writesFile = format == .pdf || open || output.map { $0 != "-" } ?? false
        let octets = try Self.octets(of: row, as: format, database)
        guard writesFile, output != "-" else {
            return try Self.sayOctets(octets)
        }
        let name = Self.fileName(of: row, format)
        let path = output.map { Self.isFolder($0) ? "\($0)/\(name)" : $0 } ?? name
        try CommandOutput.write(octets, to: path)
        try CommandOutput.say(CommandOutput.printable(path) + "\n")
        if open { try Self.open(path) }
    }

    // MARK: Many flights

    private func showAll(of span: DaySpan, _ database: RoostDatabase) throws {
        let needsFolder = format == .pdf || format == .kml
        let folder = output ?? "."
        if needsFolder {
            guard folder != "-" else { throw ValidationError("many \(format.rawValue) files need a folder: --output") }
            try Self.makeFolder(folder)
        }
        let bar = ProgressBar()
        defer { bar.clear() }
        var place: (flown: WallTime, run: String)?
        var shown = 0, isFaulty = false
        let sink = try ReportSink(needsFolder ? nil : output)
        if format == .csv { try sink.take(Array(FlightRecord.csvHeader.utf8)) }
        while true {
            let rows = try database.newestFlightRecords(from: span.from, to: span.to, after: place, limit: 200)
            guard let last = rows.last else { break }
            for row in rows {
                do {
                    try add(row, to: sink, folder: folder, database)
                } catch is ChangedFile {
                    isFaulty = true
                }
                shown += 1
                bar.show {
                    let whole = Double(span.to.milliseconds - span.from.milliseconds)
                    let done = Double(row.flown.milliseconds - span.from.milliseconds)
                    return ProgressBar.Showing(
                        share: whole > 0 ? done / whole : 1, text: "\(shown) flights", secondsLeft: nil)
                }
            }
            place = (last.flown, last.run)
        }
        try sink.finish()
        guard shown > 0 else { throw try noFlight(database) }
        if needsFolder { try CommandOutput.say("\(shown) flights in \(CommandOutput.printable(folder))\n") }
        if isFaulty { throw CommandExit.finding }
    }

    private func add(_ row: FlightRecordRow, to sink: ReportSink, folder: String, _ database: RoostDatabase) throws {
        switch format {
        case .csv: try sink.take(Array(try FlightRecordFile.facts(of: row).csvRow.utf8))
        case .json, .text: try sink.take(try Self.octets(of: row, as: format, database))
        case .pdf, .kml:
            let octets = try Self.octets(of: row, as: format, database)
            try CommandOutput.write(octets, to: "\(folder)/\(Self.fileName(of: row, format))")
        }
    }
}
