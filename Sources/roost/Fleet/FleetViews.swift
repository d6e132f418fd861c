// SPDX-License-Identifier: Apache-2.0
// `roost fleet status`, `docks`, `order` and `queue`: what is known of all docks, worst first; the parts they need in
// one list; and what of one dock still waits for the broker. They change nothing.

import ArgumentParser
import DockModel
import FleetLink
import Foundation
import Store

/// The fleet in a few lines.
struct FleetStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say how the fleet does: how many docks, and how many of them with which trouble.",
        discussion: """
            A dock is silent when nothing of it arrived for three times as long as it promised, and never before three
            minutes; the receiver's clock counts. Exit codes: 0 all well, 1 a dock is not well, 75 PostgreSQL is away.

            Example:
              roost fleet status --database postgresql:///roost --json
            """)

    @OptionGroup var database: FleetDatabaseOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var docks: Int
        var concerns: [String: Int]
        var missing: Int
        var worst: [FleetDock]
    }

    /// Docks that are named.
    private static let shown = 10

    func run() throws {
        let overview = try database.overview()
        let docks = try CommandExit.giving { () throws(PostgresError) in try overview.docks() }
        let troubled = docks.filter { $0.concern != .well }
        let view = View(
            docks: docks.count,
            concerns: Dictionary(docks.map { ($0.concern.rawValue, 1) }, uniquingKeysWith: +),
            missing: docks.reduce(0) { $0 + $1.missing }, worst: Array(troubled.prefix(Self.shown)))
        if json {
            try CommandOutput.sayJSON(view)
        } else {
            var text = "docks    \(docks.count)\n"
            for concern in DockConcern.allCases {
                guard let count = view.concerns[concern.rawValue] else { continue }
                text += concern.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0) + "\(count)\n"
            }
            text += "missing  \(view.missing) documents\n"
            if !troubled.isEmpty { text += "\n" + FleetTable.text(view.worst) }
            try CommandOutput.say(text)
        }
        if !troubled.isEmpty { throw CommandExit.finding }
    }
}

/// Every dock.
struct FleetDocksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docks", abstract: "List every dock of the fleet, worst first.",
        discussion: """
            Worst first: alarm, silent, person (one must go there or reset it), incident, gap (documents are missing or
            were given up), clock, well. Exit codes: 0 all well, 1 a dock is not well, 75 PostgreSQL is away.

            Example:
              roost fleet docks --only silent --database postgresql:///roost
            """)

    @OptionGroup var database: FleetDatabaseOptions
    @Option(help: "Only docks with this trouble: alarm, silent, person, incident, gap, clock or well.")
    var only: String?
    @Option(help: "At most so many docks.")
    var limit = 1_000
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        if let only, DockConcern(rawValue: only) == nil {
            throw ValidationError(
                "--only \"\(CommandOutput.printable(only))\" is none of the words of --help")
        }
        guard limit > 0 else { throw ValidationError("--limit must be more than 0") }
    }

    func run() throws {
        let overview = try database.overview()
        let all = try CommandExit.giving { () throws(PostgresError) in try overview.docks() }
        let docks = Array(all.filter { only == nil || $0.concern.rawValue == only }.prefix(limit))
        if json { try CommandOutput.sayJSON(docks) } else { try CommandOutput.say(FleetTable.text(docks)) }
        if docks.contains(where: { $0.concern != .well }) { throw CommandExit.finding }
    }
}

/// Docks and parts as text.
enum FleetTable {
    /// The heads of the table of docks.
    static let head = ["dock", "concern", "phase", "heard", "incidents", "missing", "clock", "name"]

    /// The row of a dock.
    static func cells(_ dock: FleetDock) -> [String] {
        [
            dock.dock, dock.concern.rawValue, dock.phase ?? "-", span(dock.silentSeconds) + " ago",
            dock.openIncidents.map { count in
                count == 0 ? "0" : "\(count) (\(dock.worstSeverity.map { "P\($0)" } ?? "-"))"
            } ?? "-", "\(dock.missing)" + (dock.shed > 0 ? "+\(dock.shed)" : ""),
            dock.clockAheadSeconds.map {
                abs($0) > 600 ? span(abs($0)) + ($0 > 0 ? " ahead" : " behind") : "ok"
            }
                ?? "-", dock.name ?? "-",
        ].map(CommandOutput.printable)
    }

    /// Docks as a table.
    static func text(_ docks: [FleetDock]) -> String {
        let rows = docks.map(cells)
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        return ([head] + rows).map { row in
            zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(
                separator: "  "
            )
            .trimmingCharacters(in: .whitespaces) + "\n"
        }.joined()
    }

    /// A part to order, in a line.
    static func line(_ part: FleetPart) -> String {
        // The database keeps every number within what an Int holds.
        let days = "first ends in \(Int(part.firstEndDays)) d, \(Int(part.leadDays)) d to get"
        let docks = part.docks.prefix(8).joined(separator: ", ") + (part.docks.count > 8 ? ", …" : "")
        return CommandOutput.printable(
            "\(part.count) x \(part.name) (\(part.part)): \(part.stage), \(days); \(docks)")
    }

    /// A span in its largest unit.
    static func span(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: "\(Int(seconds.rounded())) s"
        case ..<7_200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3_600)) h"
        default: "\(Int(min(seconds / 86_400, 1e9))) d"
        }
    }
}

/// One order for all docks.
struct FleetOrderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "Pool the parts that docks need into one list to order.",
        discussion: """
            Rests on the last roll-up of each dock: every part with a standing notice, most urgent first. Stock and
            parts already ordered are not known here. Exit codes: 0 nothing to order, 1 there is, 75 PostgreSQL is away.

            Example:
              roost fleet order --database postgresql:///roost --json
            """)

    @OptionGroup var database: FleetDatabaseOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let overview = try database.overview()
        let parts = try CommandExit.giving { () throws(PostgresError) in try overview.parts() }
        if json {
            try CommandOutput.sayJSON(parts)
        } else if parts.isEmpty {
            try CommandOutput.say("nothing to order\n")
        } else {
            for part in parts { try CommandOutput.say(FleetTable.line(part) + "\n") }
        }
        if !parts.isEmpty { throw CommandExit.finding }
    }
}

/// What of one dock waits.
struct FleetQueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Say what of a dock's documents waits for the fleet's broker.",
        discussion: """
            Reads the dock's own store. Exit codes: 0 nothing waits for longer than ten minutes, 1 something does or was
            given up.

            Example:
              roost fleet queue --storage /var/lib/roost
            """)

    @Option(help: "Directory of the dock's database.")
    var storage = "./var"
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var waiting: Int
        var oldestSeconds: Double?
        var madeTotal: Int64
        var deliveredTotal: Int64
        var shedTotal: Int64
    }

    func run() throws {
        guard FileManager.default.fileExists(atPath: storage) else {
            CommandOutput.complain(
                "\(storage): there is no such directory; start the dock with roost run or roost demo")
            throw ExitCode(69)
        }
        let figures: FleetQueueFigures
        do throws(StoreError) {
            figures = try FleetQueue(RoostDatabase.open(directory: storage, check: .asRead)).figures()
        } catch {
            throw CommandExit.fail(error)
        }
        let age = figures.oldest.map {
            $0.duration(to: WallTime(seconds: Date().timeIntervalSince1970)).inSeconds
        }
        let view = View(
            waiting: figures.waiting, oldestSeconds: age, madeTotal: figures.madeTotal,
            deliveredTotal: figures.deliveredTotal, shedTotal: figures.shedTotal)
        if json {
            try CommandOutput.sayJSON(view)
        } else {
            let oldest = age.map { ", the oldest for \(Int($0)) s" } ?? ""
            try CommandOutput.say(
                "waiting \(view.waiting)\(oldest); made \(view.madeTotal), taken by the broker \(view.deliveredTotal), "
                    + "given up \(view.shedTotal)\n")
        }
        if (age ?? 0) > 600 || figures.shedTotal > 0 { throw CommandExit.finding }
    }
}
