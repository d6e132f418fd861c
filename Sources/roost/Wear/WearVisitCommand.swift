// SPDX-License-Identifier: Apache-2.0
// `roost wear plan-visit`: the trips that the parts of a dock need, each with its pick list.
// It books nothing and orders nothing.

import ArgumentParser
import DockModel
import Foundation
import Paper
import Post
import RoostDaemon
import Settings
import Store
import Wear

extension PaperLanguage: ExpressibleByArgument {}

/// Plans the visits to a dock.
struct WearVisitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan-visit", abstract: "Plan the trips on which parts are changed, with a pick list for each.",
        discussion: """
            The most urgent part sets the day: before one chance in ten that it ends (a part that grounds the dock) or
            before an even chance (one that does not), and not before its new part can be there. Every part that is
            due within the window after that goes along. Days given away are what a part would likely still have run.

            Exit codes: 0 no visit is due within the horizon, 1 there is one.

            Example:
              roost wear plan-visit --config /etc/roost --storage /var/lib/roost
              roost wear plan-visit --window 30 --horizon 90 --json
              roost wear plan-visit --pdf order.pdf --language de --ics visit.ics
            """)

    @Option(help: "Days that parts may be changed early to save a trip (default: visits.window of parts.yaml).")
    var window: Double?
    @Option(help: "Days ahead to look.")
    var horizon: Double = 180
    @Option(help: "Write the work order of the first visit as PDF into this file.")
    var pdf: String?
    @Option(help: "Write the first visit as a calendar event (iCalendar) into this file.")
    var ics: String?
    @Option(help: "The language of the work order: en or de.")
    var language: PaperLanguage = .english
    @OptionGroup var store: WearStoreOptions

    private struct ItemView: Encodable {
        var part: String
        var name: String
        var serial: String
        var article: String
        var inStock: Bool
        var orderBy: String?
        var stage: String?
        var why: String
        var endsBetween: [String]
        var daysGivenAway: Double
        var daysLate: Double
    }

    private struct VisitView: Encodable {
        var from: String
        var to: String
        var items: [ItemView]
        var cost: Double?
        var currency: String
        var minutesOnSite: Double?
    }

    func validate() throws {
        if let window, !(0...365).contains(window) { throw ValidationError("--window must be 0 to 365 days") }
        guard (1...3_650).contains(horizon) else { throw ValidationError("--horizon must be 1 to 3650 days") }
    }

    func run() throws {
        let dock = try store.load()
        let stock = try CommandExit.giving { () throws(StoreError) in try PartStock.count(in: dock.database) }
        let catalogue = dock.configuration.catalogue
        let planned = VisitBook.visits(
            dock.outlooks, catalogue, stock: stock, windowDays: window, horizonDays: horizon)
        if let first = planned.first { try write(first, of: dock) }
        let visits = planned.map { view($0, dock) }
        if store.json {
            try CommandOutput.sayJSON(visits)
        } else {
            try CommandOutput.say(visits.isEmpty ? "no visit is due within \(Int(horizon)) days\n" : text(visits))
        }
        if !visits.isEmpty { throw CommandExit.finding }
    }

    /// Writes the papers that were asked for.
    private func write(_ visit: Visit, of dock: WearStoreOptions.Dock) throws {
        let paper = VisitPaper(dock.configuration, database: dock.database, now: dock.snapshot.committed)
        if let pdf {
            let octets: [UInt8]
            do throws(PaperError) {
                octets = try paper.workOrder(visit, outlooks: dock.outlooks).document(language: language).pdf()
            } catch {
                CommandOutput.complain("\(pdf): \(error)")
                throw ExitCode(73)
            }
            try CommandOutput.write(octets, to: pdf)
        }
        if let ics {
            try CommandOutput.write(Array(paper.event(visit).text(at: dock.snapshot.committed).utf8), to: ics)
        }
    }

    private func view(_ visit: Visit, _ dock: WearStoreOptions.Dock) -> VisitView {
        let catalogue = dock.configuration.catalogue
        let items = visit.items.map { item in
            let candidate = item.candidate, days = candidate.remaining.days
            return ItemView(
                part: candidate.part.text, name: candidate.name, serial: candidate.serial, article: candidate.article,
                inStock: candidate.stock > 0, orderBy: item.orderByDays.map { dock.day(after: $0) },
                stage: candidate.stage?.rawValue, why: candidate.why,
                endsBetween: [dock.day(after: days.p10), dock.day(after: days.p90)],
                daysGivenAway: item.daysGivenAway.rounded(), daysLate: item.daysLate.rounded())
        }
        let parts = visit.cost
        let trip = catalogue.visitCost
        return VisitView(
            from: dock.day(after: visit.fromDays), to: dock.day(after: visit.toDays), items: items,
            cost: parts == nil && trip == nil ? nil : (parts ?? 0) + (trip ?? 0), currency: catalogue.currency,
            minutesOnSite: visit.workMinutes)
    }

    private func text(_ visits: [VisitView]) -> String {
        var text = ""
        for (index, visit) in visits.enumerated() {
            let day = visit.from == visit.to ? visit.from : "\(visit.from) to \(visit.to)"
            let cost = visit.cost.map { String(format: ", %.0f %@", $0, visit.currency) } ?? ""
            let time = visit.minutesOnSite.map { String(format: ", %.0f min on site", $0) } ?? ""
            text += "visit \(index + 1): \(day), \(visit.items.count) part\(visit.items.count == 1 ? "" : "s")"
            text += "\(cost)\(time)\n"
            for item in visit.items {
                let order =
                    item.inStock ? "in stock" : item.orderBy.map { "order by \($0)" } ?? "order now"
                let late = item.daysLate >= 1 ? String(format: "; %.0f days late", item.daysLate) : ""
                let article = item.article.isEmpty ? "" : " (\(item.article))"
                text += "  [ ] \(CommandOutput.printable(item.name + article)), serial "
                text += "\(CommandOutput.printable(item.serial)): \(order)\(late)\n"
                text += "      ends between \(item.endsBetween[0]) and \(item.endsBetween[1]), 80 % sure; "
                text += CommandOutput.printable(item.why)
                text += String(format: "; %.0f days given away\n", item.daysGivenAway)
            }
        }
        return text
    }
}
