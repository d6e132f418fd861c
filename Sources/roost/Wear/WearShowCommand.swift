// SPDX-License-Identifier: Apache-2.0
// `roost wear show PART` and `roost wear history PART`: all that is known of one part, and the lines of its journal,
// which can be held against the state that the dock works with. Both only read.

import ArgumentParser
import DockModel
import Foundation
import Paper
import RoostCore
import RoostDaemon
import Settings
import Store
import Wear

/// Says all that is known of one part.
struct WearShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Say all that is known of one part.",
        discussion: """
            P10, P50 and P90 are days from the dock's last word: one part in ten, half, nine in ten end earlier. A part
            that was never measured says so; its forecast is the catalogue's.

            Example:
              roost wear show cover-motor --config /etc/roost --storage /var/lib/roost
              roost wear show cover-motor --chart cover.png
            """)

    @Argument(help: "The part, by its id in parts.yaml.")
    var part: String
    @Option(help: "Draw what was measured and the forecast into this file: .png, .svg or .pdf.")
    var chart: String?
    @OptionGroup var store: WearStoreOptions

    private struct View: Encodable {
        var part: String
        var name: String
        var assembly: String?
        var serial: String
        var use: Double
        var useUnit: String
        var signal: String?
        var measure: Double?
        var measureUnit: String
        var endOfLife: Double?
        var wear: Double?
        var basis: String
        var usesLeft: [String: Double]
        var daysLeft: [String: Double]
        var ownDaysLeft: [String: Double]?
        var endsBetween: [String]
        var stage: String?
        var severity: String
        var leadDays: Double
        var stock: Int
        var article: String
        var figures: String
    }

    func run() throws {
        let dock = try store.load()
        let settings = try dock.part(named: part)
        guard let outlook = dock.outlooks.first(where: { $0.part == settings.id }) else {
            throw ValidationError("the dock does not know \(part) yet: start it once with this parts.yaml")
        }
        let stock = try CommandExit.giving { () throws(StoreError) in try PartStock.count(in: dock.database) }
        let days = outlook.remaining.days, uses = outlook.remaining.uses
        var signal: String?
        if case .measured(let source, _, _, _) = settings.measure { signal = source.rawValue }
        let view = View(
            part: settings.id.text, name: settings.name, assembly: settings.assembly?.text, serial: outlook.serial,
            use: outlook.use, useUnit: outlook.useUnit, signal: signal, measure: outlook.measure,
            measureUnit: outlook.measureUnit, endOfLife: outlook.endOfLife, wear: outlook.wear,
            basis: WearStoreOptions.words(outlook.remaining.basis),
            usesLeft: ["p10": uses.p10, "p50": uses.p50, "p90": uses.p90, "mean": uses.mean],
            daysLeft: ["p10": days.p10, "p50": days.p50, "p90": days.p90, "mean": days.mean],
            ownDaysLeft: outlook.own.map { ["p10": $0.days.p10, "p50": $0.days.p50, "p90": $0.days.p90] },
            endsBetween: [dock.day(after: days.p10), dock.day(after: days.p90)], stage: outlook.stage?.rawValue,
            severity: "\(settings.severity.label)", leadDays: outlook.leadDays, stock: stock[settings.id] ?? 0,
            article: settings.article, figures: settings.figuresFrom)
        if let chart { try draw(outlook, of: dock, into: chart) }
        if store.json { return try CommandOutput.sayJSON(view) }
        try CommandOutput.say(text(view, dock, settings))
    }

    private func draw(_ outlook: PartOutlook, of dock: WearStoreOptions.Dock, into file: String) throws {
        let formats: [String: PictureFormat] = ["png": .png(scale: 2), "svg": .svg, "pdf": .pdf]
        guard let format = formats[URL(fileURLWithPath: file).pathExtension] else {
            throw ValidationError("--chart must name a file that ends in .png, .svg or .pdf")
        }
        let paper = VisitPaper(dock.configuration, database: dock.database, now: dock.snapshot.committed)
        guard let history = paper.history(of: outlook) else {
            throw ValidationError("\(part) is only counted: there is no measure to draw")
        }
        let octets: [UInt8]
        do throws(PaperError) {
            octets = try history.chart().picture(format, width: 640, height: 340, created: dock.snapshot.committed)
        } catch {
            CommandOutput.complain("\(file): \(error)")
            throw ExitCode(73)
        }
        try CommandOutput.write(octets, to: file)
    }

    /// What this measure alone says, where another one may end the thing before.
    private func ownLine(_ view: View) -> (String, String) {
        guard let own = view.ownDaysLeft else { return ("", "") }
        return (
            "by this alone",
            String(format: "P10 %.0f, P50 %.0f, P90 %.0f", own["p10"] ?? 0, own["p50"] ?? 0, own["p90"] ?? 0)
        )
    }

    private func text(_ view: View, _ dock: WearStoreOptions.Dock, _ settings: PartSettings) -> String {
        var lines: [(String, String)] = [
            ("part", "\(view.name) (\(view.part))"), ("serial", view.serial),
            ("use", String(format: "%.1f %@", view.use, view.useUnit)),
        ]
        if let assembly = view.assembly { lines.append(("replaced with", assembly)) }
        if let end = view.endOfLife {
            let now = view.measure.map { VisitBook.amount($0, view.measureUnit) } ?? "not measured yet"
            let worn = VisitBook.amount(end, view.measureUnit)
            lines.append((view.signal ?? "measure", "\(now), end of life \(worn)"))
        }
        if let wear = view.wear { lines.append(("wear", String(format: "%.0f %% of a life", wear * 100))) }
        lines += [
            ("forecast from", view.basis),
            (
                "days left",
                String(
                    format: "P10 %.0f, P50 %.0f, P90 %.0f", view.daysLeft["p10"] ?? 0, view.daysLeft["p50"] ?? 0,
                    view.daysLeft["p90"] ?? 0)
            ),
            ownLine(view),
            ("ends between", "\(view.endsBetween[0]) and \(view.endsBetween[1]), 80 % sure"),
            ("notice", view.stage ?? "none"), ("severity", view.severity),
            ("order to arrival", String(format: "%.0f days", view.leadDays)), ("in stock", "\(view.stock)"),
        ]
        lines.removeAll { $0.1.isEmpty }
        if !view.article.isEmpty { lines.append(("article", view.article)) }
        if !view.figures.isEmpty { lines.append(("figures from", view.figures)) }
        return lines.map { name, value in
            name + String(repeating: " ", count: max(1, 18 - name.count)) + CommandOutput.printable(value) + "\n"
        }.joined()
    }
}

/// Says what happened to one part.
struct WearHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Say what happened to one part: rows, replacements, notices.",
        discussion: """
            Each line of the journal with what became of it. --verify takes the whole journal from its beginning and
            compares the part that it leads to with the one the dock works with, bit for bit. --csv prints the rows as
            unit,t,use,measure: what roost wear fit learns from; t is in days since the unit was installed, and a file
            for another fleet holds no place and no name.

            Exit codes: 0, or 1 when --verify finds a difference.

            Example:
              roost wear history cover-motor --verify --config /etc/roost --storage /var/lib/roost
              roost wear history flight-battery --csv > packs.csv
            """)

    @Argument(help: "The part, by its id in parts.yaml.")
    var part: String
    @Flag(help: "Rebuild the part from its journal and compare.")
    var verify = false
    @Flag(help: "Print the rows as unit,t,use,measure.")
    var csv = false
    @Option(help: "Print the last lines only, this many.")
    var last: Int = 50
    @OptionGroup var store: WearStoreOptions

    func validate() throws {
        guard last > 0 else { throw ValidationError("--last must be 1 or more") }
    }

    private struct Line: Encodable {
        var number: Int64
        var time: String
        var kind: String
        var use: Double?
        var measure: Double?
        var result: String
    }

    private struct View: Encodable {
        var part: String
        var lines: [Line]
        var isVerified: Bool?
    }

    func run() throws {
        let dock = try store.load()
        let settings = try dock.part(named: part)
        let history = try CommandExit.giving { () throws(StoreError) in
            try PartHistory(of: settings.id, in: dock.database)
        }
        if csv {
            return try CommandOutput.say("unit,t,use,measure\n" + history.units.map(\.lines).joined())
        }
        var isVerified: Bool?
        if verify { isVerified = history.last == dock.snapshot.state.wear.units[settings.id] }
        let lines = history.lines.suffix(last).map { line in
            Line(
                number: line.sequence, time: line.time.shown(in: dock.configuration.dock.dock.timeZone),
                kind: line.kind, use: line.use, measure: line.measure, result: line.result)
        }
        if store.json {
            try CommandOutput.sayJSON(View(part: part, lines: lines, isVerified: isVerified))
        } else {
            try CommandOutput.say(text(lines, of: history.lines.count, isVerified: isVerified))
        }
        if isVerified == false { throw CommandExit.finding }
    }

    private func text(_ lines: [Line], of count: Int, isVerified: Bool?) -> String {
        var text = lines.count < count ? "the last \(lines.count) of \(count) lines\n" : ""
        for line in lines {
            let use = line.use.map { String(format: "%12.2f", $0) } ?? "            "
            let measure = line.measure.map { String(format: "%10.4g", $0) } ?? "         -"
            let kind = line.kind + String(repeating: " ", count: max(1, 10 - line.kind.count))
            text += "\(line.time)  \(kind)\(use)\(measure)  \(CommandOutput.printable(line.result))\n"
        }
        if lines.isEmpty { text += "nothing is known of this part yet\n" }
        switch isVerified {
        case true?: text += "rebuilt from the journal: the same, bit for bit\n"
        case false?: text += "rebuilt from the journal: NOT the part the dock works with\n"
        case nil: break
        }
        return text
    }
}
