// SPDX-License-Identifier: Apache-2.0
// `roost report digest`: the digest of a day, a week, a month or any days, as it was mailed or in another form. What
// is not stored is said with the days that are; nothing is made up for a day that is missing.

import ArgumentParser
import DockModel
import Foundation
import Post
import Report
import RoostCore
import RoostDaemon
import Settings
import Store

/// Writes the digest of some days.
struct ReportDigestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "Write the digest of a day, a month or any days.",
        discussion: """
            --date takes a day (2026-11-25), a month (2026-11) or the days from one to another
            (2026-11-01..2026-11-25); left out, it is the last day that ended. A day ends at day.digest_at of dock.yaml.
            --format csv prints one row of figures a day, or with --table one of the tables that go with the mail; html
            holds its pictures; satellite is the form of 340 octets. Missing figures are left empty, never 0.

            Exit codes: 0, or 1 when nothing is stored of those days.

            Example:
              roost report digest --demo
              roost report digest --demo --format html --output digest.html
              roost report digest --date 2026-11 --format pdf --language de --output november.pdf
              roost report digest --date 2026-01-01..2026-12-31 --format csv --storage /var/lib/roost > year.csv
            """)

    /// The tables of --format csv.
    enum Table: String, CaseIterable, ExpressibleByArgument {
        case days, missions, wear, incidents, held
    }

    @Option(help: "A day, a month or two days with .. between them; left out: the last day.")
    var date: String?
    @Flag(help: "Show the built-in example year instead of a store.")
    var demo = false
    @Option(help: "For csv: days, missions, wear, incidents or held.")
    var table = Table.days
    @OptionGroup var options: ReportOptions

    func validate() throws {
        if options.format == .csv, table == .days, options.open, options.output == nil {
            throw ValidationError("a table of days is written as it is read: name its file with --output")
        }
        guard let date, ReportDays(date) == nil else { return }
        throw ValidationError(
            "--date \"\(CommandOutput.printable(date))\" names no days; write 2026-11-25, 2026-11 or "
                + "2026-11-01..2026-11-25")
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let dock = try options.settings()
        let shelf: DigestShelf
        if demo {
            shelf = DigestShelf(ExampleYear(dock: dock).records)
        } else {
            shelf = DigestShelf(try options.database())
        }
        do {
            try write(dock, shelf)
        } catch let error as StoreError {
            throw CommandExit.fail(error)
        } catch let error as DayRecordError {
            CommandOutput.complain(CommandOutput.printable("\(error)"))
            throw CommandExit.finding
        }
    }

    // MARK: - Private

    private func write(_ dock: DockConfiguration, _ shelf: DigestShelf) throws {
        let days = try days(shelf)
        if options.format == .csv, table == .days { return try writeFigures(days, shelf) }
        guard let matter = try matter(days, shelf) else { throw try nothing(days, shelf) }
        let press = options.press(dock)
        let name = "digest-\(dock.dock.dock.id)-\(matter.record.tally.day)"
        switch options.format {
        case .text:
            let report = press.words(matter)
            try options.deliver(Array("\(report.subject)\n\n\(report.text)".utf8), name: name)
        case .html: try options.deliver(Array(try press.illustrated(matter, .inline).report.html.utf8), name: name)
        case .pdf: try options.deliver(try press.pdf(matter, size: options.size(of: dock)), name: name)
        case .satellite: try options.deliver(Array(press.short(matter).text.utf8), name: name)
        case .json: try options.deliver(try json(matter, press), name: name)
        case .csv:
            let ending = "-\(table.rawValue).csv"
            let found = press.words(matter).attachments.first { $0.name.hasSuffix(ending) }
            guard let found else {
                CommandOutput.complain("there is no row of \(table.rawValue) in those days")
                throw CommandExit.finding
            }
            try options.deliver(Array(found.text.utf8), name: name)
        }
    }

    private struct View: Encodable {
        var day: String
        var subject: String
        var satellite: String
        var facts: DigestInput
    }

    private func json(_ matter: DigestPress.Matter, _ press: DigestPress) throws -> [UInt8] {
        let view = View(
            day: matter.record.tally.day, subject: press.words(matter).subject, satellite: press.short(matter).text,
            facts: press.input(matter))
        return try CommandOutput.json(view)
    }

    /// The days that are asked for; the last one when none are.
    private func days(_ shelf: DigestShelf) throws -> ReportDays {
        if let date, let days = ReportDays(date) { return days }
        // A clock that was wrong may have left days of years to come: today's or an earlier one is meant.
        let today = DayName.text(Int(WallTime.now.milliseconds / 86_400_000) + 1)
        let last = demo ? try shelf.bounds()?.last : try shelf.lastDay(notAfter: today) ?? shelf.bounds()?.last
        guard let last else {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(options.storage): no day has ended here yet; the first digest comes at day.digest_at, "
                        + "roost status shows the dock until then"))
            throw CommandExit.finding
        }
        return .day(last)
    }

    private func matter(_ days: ReportDays, _ shelf: DigestShelf) throws -> DigestPress.Matter? {
        switch days {
        case .day(let day): return try shelf.day(day)
        case .range(let first, let last, let period):
            let bar = ProgressBar()
            let all = max(1, (DayName.number(of: last) ?? 0) - (DayName.number(of: first) ?? 0) + 1)
            defer { bar.clear() }
            return try shelf.days(from: first, through: last, period: period) { done in
                bar.show { ProgressBar.Showing(share: Double(done) / Double(all), text: "\(done) of \(all) days") }
            }
        }
    }

    /// Says what is there instead of what was asked for.
    private func nothing(_ days: ReportDays, _ shelf: DigestShelf) throws -> ExitCode {
        let asked =
            switch days {
            case .day(let day): day
            case .range(let first, let last, _): "\(first) to \(last)"
            }
        let place = demo ? "the example year" : options.storage
        let there = try shelf.bounds().map { "there are \($0.count) days from \($0.first) to \($0.last)" }
        CommandOutput.complain(
            CommandOutput.printable(
                "\(place): nothing is stored of \(asked); \(there ?? "no day has ended here yet")"))
        return CommandExit.finding
    }

    /// One row a day, written as it is read.
    private func writeFigures(_ days: ReportDays, _ shelf: DigestShelf) throws {
        let (first, last): (String, String) =
            switch days {
            case .day(let day): (day, day)
            case .range(let first, let last, _): (first, last)
            }
        let bar = ProgressBar()
        defer { bar.clear() }
        let table = try FigureTable(options)
        var count = 0
        let all = max(1, (DayName.number(of: last) ?? 0) - (DayName.number(of: first) ?? 0) + 1)
        try shelf.eachFigures(from: first, through: last) { day in
            try table.write(day)
            count += 1
            bar.show { ProgressBar.Showing(share: Double(count) / Double(all), text: "\(count) of \(all) days") }
        }
        guard count > 0 else {
            table.discard()
            throw try nothing(days, shelf)
        }
        try table.finish()
        if let output = options.output, options.open { try options.show(output) }
    }
}
