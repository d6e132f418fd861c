// SPDX-License-Identifier: Apache-2.0
// `roost incidents list`, `show`, `held` and `kinds`: incidents with what to do about them, and the events that no mail
// told one by one. They read and change nothing.

import ArgumentParser
import DockModel
import Foundation
import Host
import RoostCore
import RoostDaemon
import Store

/// Lists incidents.
struct IncidentsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List incidents, latest first.",
        discussion: """
            Columns: id, class, kind, opened, resolved or "open", what. Exit codes: 0 none is open, 1 one is.

            Example:
              roost incidents list --open --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Flag(help: "Only those that are open.")
    var open = false
    @Option(help: "At most this many, 1 to 10000.")
    var limit = 100
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be 1 to 10000") }
    }

    func run() throws {
        let database = try storage.open()
        let rows = try CommandExit.giving { () throws(StoreError) in
            try database.incidents(openOnly: open, limit: limit)
        }
        let views = rows.map(IncidentView.init)
        if json {
            try CommandOutput.sayJSON(views)
        } else {
            try CommandOutput.say(views.isEmpty ? "no incidents\n" : views.map { $0.line + "\n" }.joined())
        }
        if views.contains(where: \.isOpen) { throw CommandExit.finding }
    }
}

/// Shows one incident.
struct IncidentsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an incident, the seconds before it, and what was told of it.",
        discussion: """
            Example:
              roost incidents show 1790300000000-12 --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Argument(help: "The incident's id, as roost incidents list prints it.")
    var id: String
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var incident: IncidentView
        var acknowledged: AcknowledgementView?
        var shelves: [ShelfView]
        var events: [EventView]
        var columns: [String]
        var secondsBefore: [[String]]
    }

    func run() throws {
        let database = try storage.open()
        guard let row = try CommandExit.giving({ () throws(StoreError) in try database.incident(id: id) })
        else {
            CommandOutput.complain("there is no incident \(id); see: roost incidents list")
            throw CommandExit.finding
        }
        let events = try CommandExit.giving { () throws(StoreError) in try database.events(ofIncident: id) }
        let before = try CommandExit.giving { () throws(StoreError) in
            try database.secondsBefore(incident: id)
        }
        let taken = try CommandExit.giving { () throws(StoreError) in try database.acknowledgement(of: id) }
        let now = SystemClock(trust: .set).now().wall
        let shelves = try CommandExit.giving { () throws(StoreError) in try database.shelfHistory(of: id) }
        let view = View(
            incident: IncidentView(row), acknowledged: taken.map(AcknowledgementView.init),
            shelves: shelves.map { ShelfView($0, at: now) },
            events: events.map(EventView.init), columns: before?.columns ?? [],
            secondsBefore: before?.rows.map { row in
                [String(format: "%.1f", row.before)] + row.values.map { $0 ?? "-" }
            } ?? [])
        if json { return try CommandOutput.sayJSON(view) }
        var lines = view.incident.page + ["noticed     \(view.acknowledged?.line ?? "by nobody yet")"]
        lines += view.shelves.map { "shelf       \($0.line)" }
        if !view.secondsBefore.isEmpty {
            lines.append("")
            lines += Self.table([["s before"] + view.columns] + view.secondsBefore)
        }
        for event in view.events {
            lines += ["", "event \(event.line)"]
            if let mail = event.mail { lines.append("  mail \(mail)") }
            if let cause = event.rootCause { lines.append("  root cause \(cause)") }
            lines += event.stages.filter { $0.rule != "-" }.map { "  \($0.stage): \($0.rule), \($0.because)" }
        }
        try CommandOutput.say(lines.map(CommandOutput.printable).joined(separator: "\n") + "\n")
    }

    /// Columns of one width each, to the right.
    private static func table(_ rows: [[String]]) -> [String] {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            zip(row, widths).map { cell, width in
                String(repeating: " ", count: max(0, width - cell.count)) + cell
            }
            .joined(separator: "  ")
        }
    }
}

/// Lists what no mail told one by one.
struct IncidentsHeld: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "List the events that no mail told one by one, with the rule that held each.",
        discussion: """
            Bins: foldedAsRepeat, inhibited, shelved, rateFolded (told in a flood mail), digestOnly. The daily digest
            counts the same events. Columns: event, time, class, kind, source, sort, bin, rule. The sums of all bins
            are printed last, on stderr.

            Example:
              roost incidents held --bin inhibited --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Option(help: "Only this bin.")
    var bin: String?
    @Option(help: "Only events after this number, oldest first; without it the newest, newest first.")
    var after: Int64?
    @Option(help: "At most this many, 1 to 10000.")
    var limit = 1_000
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var events: [EventView]
        /// All kept events by bin; "waiting" for those that wait for a mail.
        var counts: [String: Int]
    }

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be 1 to 10000") }
        if let bin, !RoostDatabase.heldBins.contains(bin) {
            throw ValidationError(
                "--bin \"\(bin)\" is none of \(RoostDatabase.heldBins.joined(separator: ", "))")
        }
    }

    func run() throws {
        let database = try storage.open()
        let (rows, counts) = try CommandExit.giving { () throws(StoreError) in
            let rows =
                if let after {
                    try database.events(after: after, heldOnly: true, bin: bin, limit: limit)
                } else {
                    try database.newestHeldEvents(bin: bin, limit: limit)
                }
            return (rows, try database.eventCounts())
        }
        let views = rows.map(EventView.init)
        if json { return try CommandOutput.sayJSON(View(events: views, counts: counts)) }
        try CommandOutput.say(
            views.isEmpty ? "nothing was held back\n" : views.map { $0.line + "\n" }.joined())
        let sums = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        if !sums.isEmpty { CommandOutput.complain(sums.joined(separator: ", ")) }
    }
}

/// Lists the catalogue.
struct IncidentsKinds: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kinds",
        abstract: "List every kind of incident: class, origin, what to check first, visit.",
        discussion: """
            Example:
              roost incidents kinds --json
              roost incidents kinds --page > incidents.md
            """)

    @Flag(help: "Print the catalogue as a page of Markdown: docs/incidents.md.")
    var page = false
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        if page, json { throw ValidationError("--page and --json exclude each other") }
    }

    private struct View: Encodable {
        var kind: String
        var family: String
        var origin: String
        var severity: String
        var title: String
        var meaning: String
        var checkFirst: String
        var ends: String
        var needsVisit: Bool?
        var isNeverHeld: Bool
        var causes: [String]
    }

    func run() throws {
        if page { return try CommandOutput.say(IncidentsPage.text) }
        let views = IncidentKind.allCases.sorted { ($0.severity, $0.rawValue) < ($1.severity, $1.rawValue) }
            .map {
                kind in
                View(
                    kind: kind.rawValue, family: kind.family, origin: kind.origin.rawValue,
                    severity: kind.severity.label,
                    title: kind.title, meaning: kind.meaning, checkFirst: kind.remedy, ends: kind.ending,
                    needsVisit: kind.needsVisit,
                    isNeverHeld: kind.isSafety,
                    causes: kind.causes.map(\.rawValue))
            }
        if json { return try CommandOutput.sayJSON(views) }
        let lines = views.map { view in
            let visit = view.needsVisit.map { $0 ? "visit" : "no visit" } ?? "visit depends"
            return
                "\(view.severity)  \(view.kind)  \(view.origin)  \(visit)  \(view.title). \(view.checkFirst)\n"
        }
        try CommandOutput.say(lines.joined())
    }
}
